"""A broken rule: where it is and why."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong with the data."""

    file: str
    """File, relative to the data directory."""
    key: str
    """Dotted key inside the file; empty for the file as a whole."""
    reason: str
    """What is wrong and, where it helps, what was expected."""

    def __str__(self) -> str:
        """``file: key: reason``, one line."""
        return ": ".join(part for part in (self.file, self.key, self.reason) if part)
