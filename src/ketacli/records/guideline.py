"""One edition of one body's document and what it says of each form."""

from __future__ import annotations

from typing import Literal

from ketacli.records.base import STRICT, CheckLevel, Claim, Record, Text, frozen
from ketacli.records.roles import (
    AsPrinted,
    CheckDay,
    CompoundId,
    Day,
    Derived,
    Filed,
    GuidelineId,
    IndicationId,
    Jurisdiction,
    Locator,
    OwnId,
    RouteId,
    SourceId,
)

Position = Literal[
    "recommended",
    "option",
    "restricted",
    "no-recommendation",
    "against",
    "guidance-only",
    "not-addressed",
    "not-seen",
]


@frozen
class Grading(Claim):
    """How a body grades, and what its levels mean."""

    system: str
    """System. Name of the grading system."""
    levels: dict[str, str] | None = None
    """Levels. Each level and what it means."""
    strengths: dict[str, str] | None = None
    """Strengths. Each strength or line and what it means."""
    text: str | None = None
    """In words. What the tables do not say."""


@frozen
class Recommendation(Claim):
    """What the document says of one form, route and indication."""

    forms: tuple[CompoundId, ...]
    """Forms. Ids of compounds."""
    routes: tuple[RouteId, ...] = ()
    """Routes. Ids in the vocabulary; none when the document does not split by route."""
    indications: tuple[IndicationId, ...]
    """Indications. Ids in the vocabulary."""
    pattern: Literal["single", "repeated", "maintenance", "single-or-repeated", "any"] = "any"
    """Pattern. Single dose, repeated doses, maintenance."""
    position: Position
    """Position. Our class of the wording, for lining bodies up; the original grade stands beside it."""
    value: str
    """What it says. In our own words."""
    line: str | None = None
    """Line. As printed."""
    level: str | None = None
    """Level of evidence. As printed."""
    strength: str | None = None
    """Strength. As printed."""
    conditions: str | None = None
    """Conditions. Under which it holds."""
    as_of: Day | None = None
    """As of. Date of the position where it is later than the edition (ISO 8601)."""


@frozen
class Guideline(Record):
    """One edition of a guideline, consensus statement, expert opinion or health-technology appraisal."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. Stable name, the file's name."""
    body: str
    """Body. Short name of who speaks."""
    body_name: str
    """Full name. Of the body or author group."""
    title: AsPrinted
    """Title. As printed."""
    year: int | None = None
    """Year. Of this edition."""
    country: Jurisdiction
    """Country. ISO 3166 code, EU, or international."""
    kind: Filed[Literal["guideline", "consensus", "expert-opinion", "hta", "memorandum", "practice-standard", "survey"]]
    """Kind. What sort of document."""
    grading: Grading | None = None
    """Grading. The body's own system."""
    recommendations: tuple[Recommendation, ...]
    """Recommendations. One a form, route, pattern and indication."""
    superseded_by: GuidelineId | None = None
    """Superseded by. Id of the newer edition."""
    name: Derived[str | None] = None
    """Name. Body and year, as screens call it."""
    topics: tuple[Text, ...] = ()
    """Further points. What else the document says of use and safety."""
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
