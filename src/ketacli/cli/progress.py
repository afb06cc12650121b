"""How far long work is, on standard error, for a person at a terminal alone."""

from __future__ import annotations

import os
import sys
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

PATIENCE = 0.5
"""Seconds for which nothing is said: most work is done by then."""
CELLS = 30


class Progress:
    """A line that is written over itself and gone at the end; silent in a pipe, in a file and for a listener."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.wanted = sys.stderr.isatty() and os.environ.get("ACCESSIBLE", "") in ("", "0")
        self.start = monotonic()
        self.drawn = 0

    def __enter__(self) -> Progress:
        return self

    def tick(self, done: int, total: int) -> None:
        """Say that so much of all is done."""
        if not self.wanted or monotonic() - self.start < PATIENCE:
            return
        filled = CELLS * done // total
        text = f"keta: [{'#' * filled}{'.' * (CELLS - filled)}] {done} of {total} {self.what}"
        sys.stderr.write(f"\r{text.ljust(self.drawn)}")
        sys.stderr.flush()
        self.drawn = len(text)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clear the line."""
        if self.drawn:
            sys.stderr.write(f"\r{' ' * self.drawn}\r")
            sys.stderr.flush()
