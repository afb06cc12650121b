"""A dated regulatory, scheduling, guidance or commercial event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketacli.models.base import STRICT, CheckLevel, Record, Text


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class Event(Record):
    """Something that happened on a day, in a month or in a year."""

    __pydantic_config__ = STRICT

    id: str
    """Id. Stable name, the file's name."""
    name: str
    """Name. What happened, in a few words."""
    date: str
    """Date. ISO 8601, possibly partial; of the decision rather than of its announcement."""
    date_announced: str | None = None
    """Announced. Date of the announcement, where it differs."""
    jurisdiction: str
    """Jurisdiction. ISO 3166 code, EU, or "international"."""
    kind: Literal["approval", "refusal", "label-change", "warning", "scheduling", "reimbursement", "guidance",
                  "commercial", "research", "history"]  # fmt: skip
    """Kind. What sort of event."""
    body: str | None = None
    """Body. Who acted."""
    product: str | None = None
    """Product. Trade or code name."""
    forms: tuple[str, ...]
    """Forms. Ids of compounds."""
    indications: tuple[str, ...] = ()
    """Indications. Ids in the vocabulary."""
    statement: Text
    """Statement. What happened, in our own words."""
    caveats: tuple[Text, ...] = ()
    """Caveats. Disagreements between sources, dates not settled."""
    source: str
    """Source. Inherited by every claim that names none."""
    at: str | None = None
    """Place. Where in that document."""
    check: CheckLevel
    """Check level. What was seen."""
    checked: str
    """Checked. Date (ISO 8601)."""
    note: str | None = None
    """Note. What a reader must know."""
