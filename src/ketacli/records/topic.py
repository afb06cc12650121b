"""A statement that is no number in another kind of record."""

from __future__ import annotations

from typing import Literal

from ketacli.records.base import STRICT, CheckLevel, Record, Text, frozen
from ketacli.records.roles import (
    AsPrinted,
    CheckDay,
    CompoundId,
    Derived,
    Filed,
    IndicationId,
    Locator,
    OwnId,
    RouteId,
    SourceId,
    SubjectId,
    TrialId,
)


@frozen
class Topic(Record):
    """A finding, caveat, recommendation, hypothesis or open question on one topic."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. Stable name, the file's name."""
    name: str
    """Name. The statement in a few words."""
    topics: tuple[SubjectId, ...]
    """Topics. Ids in the vocabulary of subjects; the first is where it is listed."""
    kind: Filed[Literal["finding", "caveat", "recommendation", "hypothesis", "open-question", "practice", "background"]]
    """Kind. What sort of statement."""
    basis: Literal["human", "animal", "in-vitro", "mixed", "opinion", "not-stated"]
    """Basis. What it rests on; an animal finding is never shown as a human one."""
    standing: Literal["supported", "preliminary", "contested", "contradicted", "untraceable", "not-stated"]
    """Standing. How it stands against what else is on record."""
    forms: tuple[CompoundId, ...] = ()
    """Forms. Ids of compounds."""
    routes: tuple[RouteId, ...] = ()
    """Routes. Ids in the vocabulary."""
    indications: tuple[IndicationId, ...] = ()
    """Indications. Ids in the vocabulary."""
    statement: Text
    """Statement. In our own words."""
    support: tuple[Text, ...] = ()
    """Support. What other sources add, for or against, each with its source."""
    trials: tuple[TrialId, ...] = ()
    """Trials. Ids of trials that it rests on or that speak to it."""
    synonyms: tuple[AsPrinted, ...] = ()
    """Synonyms. Words that people search for."""
    caveats: tuple[Text, ...] = ()
    """Caveats. What limits it."""
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
    local: Derived[Filed[str] | None] = None
    """Local. File of the overlay that the record comes from; none for the records that keta ships."""
