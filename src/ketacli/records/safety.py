"""One harm, contraindication, warning, monitoring rule or monitoring tool."""

from __future__ import annotations

from typing import Literal

from ketacli.records.base import STRICT, Absent, Bound, CheckLevel, Claim, Record, Text, frozen
from ketacli.records.roles import (
    AsPrinted,
    CheckDay,
    CompoundId,
    DayOrUndated,
    Derived,
    Filed,
    IndicationId,
    Jurisdiction,
    Locator,
    OwnId,
    RouteId,
    SourceId,
    TrialId,
)


@frozen
class Frequency(Claim):
    """How often, in whom, and how it was collected."""

    group: str
    """Group. Who: form, dose and setting, such as "esketamine 56 or 84 mg" or "placebo spray"."""
    role: Filed[Literal["exposed", "comparator", "all"]] = "exposed"
    """Role. Exposed, comparator, or everyone."""
    events: int | None = None
    """Events. People with the event; where "derived" says so, worked out and not printed."""
    n: int | None = None
    """n. People the figure is of."""
    percent: float | None = None
    """Percent. As printed; stands beside its n, or its note says that none was given."""
    no_count: bool = False
    """No count. True where no count must be worked out of the percentage: its n is of others."""
    low: float | None = None
    """Low. Lower end of a range of percentages."""
    high: float | None = None
    """High. Upper end of a range of percentages."""
    bound: Bound | None = None
    """Bound. How the number is to be read when it is not exact."""
    value: float | None = None
    """Value. Another figure than a percentage, with its unit."""
    unit: str | None = None
    """Unit. Of that figure, such as "mmHg" or "per 1,000 people"."""
    digits: Derived[int | None] = None
    """Digits. Decimals that the source printed; counted by the build."""
    derived: Derived[str | None] = None
    """Derived. How the events were worked out where no source prints them; none for events as printed."""
    absent: Absent | None = None
    """Absent. Why there is no figure."""


@frozen
class Safety(Record):
    """A safety fact as one source gives it. Lists of contraindications are never complete."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. Stable name, the file's name."""
    name: str
    """Name. The harm or rule in a few words."""
    kind: Filed[Literal["warning", "contraindication", "harm", "monitoring", "tool", "signal"]]
    """Kind. A signal comes from spontaneous reports and is never a rate."""
    system: Literal[
        "cardiovascular", "sedation-and-breathing", "dissociation-and-perception", "psychiatric", "cognition",
        "dependence-and-misuse", "urinary", "liver", "gastrointestinal", "pregnancy-and-reproduction", "general",
        "practice",
    ]  # fmt: skip
    """System. What it concerns first of all."""
    concerns: tuple[
        Literal[
            "cardiovascular", "sedation-and-breathing", "dissociation-and-perception", "psychiatric", "cognition",
            "dependence-and-misuse", "urinary", "liver", "gastrointestinal", "pregnancy-and-reproduction",
            "nervous-system",
        ], ...
    ] = ()  # fmt: skip
    """Also concerns. Further systems that its statement names; dizziness, vertigo, headache, taste, numbness and
    seizures are of the nervous system."""
    forms: tuple[CompoundId, ...]
    """Forms. Ids of compounds."""
    routes: tuple[RouteId, ...] = ()
    """Routes. Ids in the vocabulary; none when not split by route."""
    indications: tuple[IndicationId, ...] = ()
    """Indications. Ids in the vocabulary."""
    setting: Literal["treatment", "anaesthesia", "recreational", "any"] = "treatment"
    """Setting. At treatment doses, in anaesthesia, or in recreational use."""
    species: str = "human"
    """Species. Human, or the animals studied."""
    when: Literal["before", "during", "after", "long-term", "any"] = "any"
    """When. In relation to a dose or a course."""
    jurisdiction: Jurisdiction | None = None
    """Jurisdiction. Whose label or body, for rules and warnings."""
    statement: Text
    """Statement. What the source says, in our own words."""
    frequencies: tuple[Frequency, ...] = ()
    """Frequencies. With denominators and comparator where known."""
    collected: Literal["elicited", "spontaneous-in-trial", "label-grouped", "spontaneous-reports", "registry",
                       "survey", "case-report", "not-stated"] = "not-stated"  # fmt: skip
    """Collected. How it was collected; different ways never stand in one column."""
    as_of: DayOrUndated | None = None
    """As of. Date of the label or document, or "undated"."""
    trials: tuple[TrialId, ...] = ()
    """Trials. Ids of the trials that it comes from."""
    synonyms: tuple[AsPrinted, ...] = ()
    """Synonyms. Words that people search for, such as LUTS or k-hole."""
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
