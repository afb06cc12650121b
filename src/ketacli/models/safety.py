"""One harm, contraindication, warning, monitoring rule or monitoring tool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketacli.models.base import STRICT, Absent, Bound, CheckLevel, Claim, Record, Text


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class Frequency(Claim):
    """How often, in whom, and how it was collected."""

    group: str
    """Group. Who: form, dose and setting, such as "esketamine 56 or 84 mg" or "placebo spray"."""
    role: Literal["exposed", "comparator", "all"] = "exposed"
    """Role. Exposed, comparator, or everyone."""
    events: int | None = None
    """Events. People with the event."""
    n: int | None = None
    """n. People the figure is of."""
    percent: float | None = None
    """Percent. As printed; stands beside its n, or its note says that none was given."""
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
    digits: int | None = None
    """Digits. Decimals that the source printed; set by the compiler."""
    absent: Absent | None = None
    """Absent. Why there is no figure."""


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class Safety(Record):
    """A safety fact as one source gives it. Lists of contraindications are never complete."""

    __pydantic_config__ = STRICT

    id: str
    """Id. Stable name, the file's name."""
    name: str
    """Name. The harm or rule in a few words."""
    kind: Literal["harm", "contraindication", "warning", "monitoring", "tool", "signal"]
    """Kind. A signal comes from spontaneous reports and is never a rate."""
    system: Literal[
        "cardiovascular",
        "dissociation-and-perception",
        "sedation-and-breathing",
        "psychiatric",
        "cognition",
        "dependence-and-misuse",
        "urinary",
        "liver",
        "gastrointestinal",
        "pregnancy-and-reproduction",
        "general",
        "practice",
    ]
    """System. What it concerns."""
    forms: tuple[str, ...]
    """Forms. Ids of compounds."""
    routes: tuple[str, ...] = ()
    """Routes. Ids in the vocabulary; none when not split by route."""
    indications: tuple[str, ...] = ()
    """Indications. Ids in the vocabulary."""
    setting: Literal["treatment", "anaesthesia", "recreational", "any"] = "treatment"
    """Setting. At treatment doses, in anaesthesia, or in recreational use."""
    species: str = "human"
    """Species. Human, or the animals studied."""
    when: Literal["before", "during", "after", "long-term", "any"] = "any"
    """When. In relation to a dose or a course."""
    jurisdiction: str | None = None
    """Jurisdiction. Whose label or body, for rules and warnings."""
    statement: Text
    """Statement. What the source says, in our own words."""
    frequencies: tuple[Frequency, ...] = ()
    """Frequencies. With denominators and comparator where known."""
    collected: Literal["elicited", "spontaneous-in-trial", "label-grouped", "spontaneous-reports", "registry",
                       "survey", "case-report", "not-stated"] = "not-stated"  # fmt: skip
    """Collected. How it was collected; different ways never stand in one column."""
    as_of: str | None = None
    """As of. Date of the label or document, or "undated"."""
    trials: tuple[str, ...] = ()
    """Trials. Ids of the trials that it comes from."""
    synonyms: tuple[str, ...] = ()
    """Synonyms. Words that people search for, such as LUTS or k-hole."""
    caveats: tuple[Text, ...] = ()
    """Caveats. What limits it."""
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
