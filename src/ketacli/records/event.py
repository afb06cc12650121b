"""A dated regulatory, scheduling, guidance or commercial event."""

from __future__ import annotations

from typing import Literal

from ketacli.records.base import STRICT, CheckLevel, Record, Text, frozen
from ketacli.records.roles import (
    CheckDay,
    CompoundId,
    Day,
    Derived,
    Filed,
    IndicationId,
    Jurisdiction,
    Locator,
    OwnId,
    SourceId,
)


@frozen
class Event(Record):
    """Something that happened on a day, in a month or in a year."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. Stable name, the file's name."""
    name: str
    """Name. What happened, in a few words."""
    date: Day
    """Date. ISO 8601, possibly partial; of the decision rather than of its announcement."""
    date_announced: Day | None = None
    """Announced. Date of the announcement, where it differs."""
    jurisdiction: Jurisdiction
    """Jurisdiction. ISO 3166 code, EU, or "international"."""
    kind: Filed[Literal["approval", "refusal", "label-change", "warning", "scheduling", "reimbursement", "guidance",
                  "commercial", "research", "history"]]  # fmt: skip
    """Kind. What sort of event."""
    body: str | None = None
    """Body. Who acted."""
    product: str | None = None
    """Product. Trade or code name."""
    forms: tuple[CompoundId, ...]
    """Forms. Ids of compounds."""
    indications: tuple[IndicationId, ...] = ()
    """Indications. Ids in the vocabulary."""
    statement: Text
    """Statement. What happened, in our own words."""
    caveats: tuple[Text, ...] = ()
    """Caveats. Disagreements between sources, dates not settled."""
    source: SourceId
    """Source. Inherited by every claim that names none."""
    at: Locator | None = None
    """Place. Where in that document."""
    check: CheckLevel
    """Check level. What was seen."""
    checked: CheckDay
    """Checked. Date (ISO 8601)."""
    note: str | None = None
    """Note. What a reader must know."""
    year: Derived[int | None] = None
    """Year. Of the date."""
    local: Derived[Filed[str] | None] = None
    """Local. File of the overlay that the record comes from; none for the records that keta ships."""
