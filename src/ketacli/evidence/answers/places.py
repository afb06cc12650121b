"""Where what an answer says comes from."""

from __future__ import annotations

from ketacli.evidence.answers.answer import Answer
from ketacli.records.base import CheckLevel, frozen
from ketacli.records.roles import Day


@frozen
class Place(Answer):
    """Where something comes from."""

    source: str
    """Source. Id of the document, a key of sources."""
    at: str | None
    """Place. Where in that document."""
    check: CheckLevel
    """Check level. What was seen."""
    checked: Day
    """Checked. Date on which it was last compared with the source (ISO 8601)."""


@frozen
class NotedPlace(Place):
    """Where a value comes from, with what a reader must know."""

    note: str | None
    """Note. What a reader must know before using it."""
