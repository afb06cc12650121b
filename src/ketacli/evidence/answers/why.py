"""One value: where it comes from, how it was checked, and who says otherwise."""

from __future__ import annotations

from typing import Any

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import TEXT, Output
from ketacli.evidence.answers.places import NotedPlace
from ketacli.records.base import frozen
from ketacli.records.conflict import Conflict


@frozen
class Why(Answer):
    """One value: where it comes from, how it was checked, and who says otherwise."""

    path: str
    """Path. Kind, id and dotted key of the value."""
    kind: str
    """Kind. Of the record that holds it."""
    id: str
    """Id. Of that record."""
    value: Any
    """Value. As in the JSON of the record: a claim, a part, a list, a plain value or null."""
    claims: tuple[NotedPlace, ...]
    """Claims. The claims that the value is or holds, or the one that it is part of."""
    inherited: bool
    """Inherited. True when the value names no source of its own and takes the record's."""
    rule: str
    """Rule. Which source wins when sources differ."""
    conflicts: tuple[Conflict, ...]
    """Conflicts. Whole records of the conflicts about it."""


OUTPUTS = {
    "why": Output("Where one value comes from", Why, {"path": TEXT}),
}
