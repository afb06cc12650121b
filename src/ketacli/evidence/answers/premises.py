"""Whether what somebody relies on still holds."""

from __future__ import annotations

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import TEXT, Output
from ketacli.records.base import frozen


@frozen
class Premise(Answer):
    """One premise, and what is on record."""

    premise: str
    """Premise. As the file has it."""
    line: int
    """Line. Of the file."""
    holds: bool
    """Holds. Whether it does by the data that was read."""
    found: str | None
    """Found. What is on record; null where nothing is."""
    path: str | None
    """Path. Of the value, as ``keta why`` takes it; null where there is no such record."""
    source: str | None
    """Source. Id of the document that shows it."""
    reason: str | None = None
    """Reason. Why it does not hold, where a value alone does not say it."""
    why: str | None = None
    """Why. What rests on it, as the file has it."""


@frozen
class Beside(Answer):
    """What is said beside the premises."""

    broken: int
    """Broken. How many no longer hold."""


OUTPUTS = {
    "assert": Output("Premises of a document, each checked against the data", Premise, {"file": TEXT}, many=True,
                     beside=Beside),
}  # fmt: skip
