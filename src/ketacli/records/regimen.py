"""A dosing regimen as published."""

from __future__ import annotations

from typing import Literal

from ketacli.records.base import STRICT, CheckLevel, Claim, Count, Dose, Quantity, Record, Schedule, Text, frozen
from ketacli.records.roles import (
    CheckDay,
    CompoundId,
    DayOrUndated,
    Derived,
    Filed,
    GuidelineId,
    IndicationId,
    Jurisdiction,
    Locator,
    OwnId,
    RouteId,
    SourceId,
    TrialId,
)

Status = Filed[Literal["licensed", "off-label", "consensus", "trial-only", "not-stated"]]


@frozen
class Standing(Claim):
    """Whether this regimen is licensed somewhere."""

    jurisdiction: Jurisdiction
    """Jurisdiction. ISO 3166 code, EU, or "any"."""
    status: Status
    """Status. Licensed, off-label, trial only, or consensus."""
    as_of: DayOrUndated | None = None
    """As of. Date of the label or decision (ISO 8601); "undated" where the source has none."""


@frozen
class Phase(Record):
    """One stretch of a regimen: induction, maintenance, a single session."""

    __pydantic_config__ = STRICT

    name: str
    """Phase. Such as "single dose", "induction, weeks 1-4", "maintenance, from week 9"."""
    doses: tuple[Dose, ...]
    """Doses. One, or one for each occasion that differs."""
    given_over: Quantity | None = None
    """Given over. Duration of one dose."""
    schedule: Schedule | None = None
    """Schedule. How often and for how long."""


@frozen
class Instruction(Claim):
    """One rule about how a dose is given or watched."""

    kind: Filed[Literal["before", "during", "after", "setting", "handling", "contraindication", "caution"]]
    """Kind. When or what it concerns."""
    value: str
    """Rule. In our own words."""
    jurisdiction: Jurisdiction | None = None
    """Jurisdiction. Whose label or body."""


@frozen
class Regimen(Record):
    """A dosing regimen as one source publishes it. A report, not a recommendation."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. Stable name, the file's name."""
    name: str
    """Name. How it is printed."""
    form: CompoundId
    """Form. Id of the compound, or of a comparator such as midazolam."""
    routes: tuple[RouteId, ...] = ()
    """Routes. Ids in the vocabulary; none where the source names none."""
    use: Literal["psychiatric", "anaesthesia", "sedation-emergency", "pain", "other"]
    """Use. Anaesthetic doses stand apart from psychiatric ones."""
    role: Filed[Literal["treatment", "control"]] = "treatment"
    """Role. Control-arm regimens are listed only on request."""
    indications: tuple[IndicationId, ...] = ()
    """Indications. Ids in the vocabulary."""
    phases: tuple[Phase, ...] = ()
    """Phases. In order of time."""
    maximum: Quantity | None = None
    """Maximum. The highest dose that the source allows, or why none is known."""
    population: Text | None = None
    """Population. Who it is for."""
    standing: tuple[Standing, ...] = ()
    """Standing. Licensed or not, per jurisdiction, dated."""
    evidence: Literal[
        "randomised-trial", "open-label-trial", "case-series", "label", "guideline", "consensus", "review", "registry"
    ]
    """Evidence. What the regimen rests on."""
    n: Count | None = None
    """n. People given this regimen in its source."""
    trials: tuple[TrialId, ...] = ()
    """Trials. Ids of the trials that used it."""
    guidelines: tuple[GuidelineId, ...] = ()
    """Guidelines. Ids of the guidelines that name it."""
    finding: Text | None = None
    """Finding. What the source found with it, in our own words."""
    instructions: tuple[Instruction, ...] = ()
    """Instructions. Before, during, after; setting; contraindications listed by this source."""
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
    dose: Derived[tuple[str, ...]] = ()
    """Dose. Of each phase in words, with duration, schedule and notes: a low and a high alone would mislead."""
    local: Derived[Filed[str] | None] = None
    """Local. File of the overlay that the record comes from; none for the records that keta ships."""
