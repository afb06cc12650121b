"""Broken rules of a data directory."""

from __future__ import annotations

from dataclasses import dataclass, field

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import TEXT_OR_NULL, Output
from ketacli.records.base import frozen
from ketacli.records.printable import printable


@dataclass(frozen=True, order=True)
class BrokenRule(Answer):
    """One thing that is wrong with a data directory."""

    file: str
    """File. Relative to the data directory."""
    key: str
    """Key. Dotted key inside the file; empty for the file as a whole."""
    reason: str
    """Reason. What is wrong and, where it helps, what was expected."""
    line: int | None = field(default=None, compare=False)
    """Line. Of the file, as far as it can be told: of the key, or of what should hold it."""
    mend: str | None = field(default=None, compare=False)
    """Mend. What to do about it."""

    def __str__(self) -> str:
        """``file: key: reason``, one line, whatever the names of files and keys hold."""
        return ": ".join(printable(part) for part in (self.file, self.key, self.reason) if part)


@frozen
class Beside(Answer):
    """What is said beside the broken rules."""

    records: int
    """Records. Number of records read."""


OUTPUTS = {
    "check": Output(
        "Broken rules of a data directory",
        BrokenRule,
        {"directory": TEXT_OR_NULL, "kind": TEXT_OR_NULL},
        many=True,
        beside=Beside,
        enveloped=False,
    ),
}
