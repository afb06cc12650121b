"""A form of ketamine or a metabolite."""

from __future__ import annotations

from typing import Literal

from ketacli.records.base import STRICT, Absent, Bound, CheckLevel, Claim, Record, Text, frozen
from ketacli.records.roles import (
    AsPrinted,
    CheckDay,
    CompoundId,
    Day,
    DayOrUndated,
    Derived,
    Designation,
    Filed,
    IndicationId,
    Jurisdiction,
    Locator,
    OwnId,
    PropertyId,
    RecordPath,
    RouteId,
    SourceId,
)


@frozen
class Code(Claim):
    """An identifier in some system."""

    system: Literal["ATC", "CAS", "UNII", "InChIKey", "PubChem CID", "DrugBank", "MeSH", "RxCUI", "ChEBI", "ChEMBL",
                    "code name"]  # fmt: skip
    """System. Who issues the code."""
    value: Designation
    """Code. As printed."""
    of: Literal["base", "hydrochloride", "product", "substance"] = "substance"
    """Of. Base, salt or product: they are different substances with different codes."""


@frozen
class Property(Claim):
    """One reported property; a property reported differently by several papers is several of these."""

    property: PropertyId
    """Property. Id in the vocabulary of properties."""
    value: float | None = None
    """Value. The number as printed."""
    low: float | None = None
    """Low. Lower end of a range."""
    high: float | None = None
    """High. Upper end of a range."""
    sd: float | None = None
    """SD. Standard deviation, in the same unit."""
    bound: Bound | None = None
    """Bound. How the number is to be read when it is not exact."""
    unit: str | None = None
    """Unit. Of the number."""
    text: str | None = None
    """In words. The finding when it is no single number, in our own words."""
    route: RouteId | None = None
    """Route. Where the property depends on it."""
    versus: CompoundId | None = None
    """Versus. The compound it is compared with, for ratios."""
    system: Literal["human", "animal", "in-vitro", "computed", "not-stated"] = "not-stated"
    """System. In people, in animals, or in cells and membranes."""
    species: str | None = None
    """Species. Of animals, tissue or expressed receptor."""
    conditions: str | None = None
    """Conditions. Assay, dose, population."""
    n: int | None = None
    """n. Number of people or animals."""
    absent: Absent | None = None
    """Absent. Why there is no value."""


@frozen
class Approval(Claim):
    """What one jurisdiction has licensed, or has not."""

    jurisdiction: Jurisdiction
    """Jurisdiction. ISO 3166 code or EU."""
    status: Filed[Literal["approved", "not-approved", "withdrawn", "refused"]]
    """Status. For exactly this use."""
    use: str
    """Use. What it is licensed for, in our own words."""
    indications: tuple[IndicationId, ...] = ()
    """Indications. Ids in the vocabulary."""
    combination: Literal["alone", "with-antidepressant"] | None = None
    """Combination. Licensed for use alone, or only beside an oral antidepressant; none where neither is said."""
    route: RouteId | None = None
    """Route. Of the licensed product."""
    product: str | None = None
    """Product. Trade name."""
    body: str | None = None
    """Body. Who decided."""
    date: Day | None = None
    """Date. Of the decision (ISO 8601, possibly partial)."""


@frozen
class Rule(Claim):
    """A legal or practical rule in one jurisdiction: scheduling, supervision."""

    jurisdiction: Jurisdiction
    """Jurisdiction. ISO 3166 code, EU, or international."""
    value: str
    """Rule. In our own words."""
    date: Day | None = None
    """Date. Since when (ISO 8601, possibly partial)."""


@frozen
class BoxedWarning(Claim):
    """The boxed warning of one product's label."""

    jurisdiction: Jurisdiction
    """Jurisdiction. ISO 3166 code."""
    product: str
    """Product. Trade name."""
    hazards: tuple[str, ...]
    """Hazards. Each in a few words of ours, in the label's order."""
    as_of: DayOrUndated
    """As of. Date of the label text (ISO 8601), or "undated"."""


@frozen
class Contrast(Claim):
    """What a source says of one form against another, where no single study carries it."""

    versus: CompoundId
    """Versus. Id of the other compound."""
    value: str
    """Statement. In our own words."""
    basis: Literal["indirect", "observational", "opinion"] = "opinion"
    """Basis. An indirect comparison of trials, studies without randomisation, or what the source concludes."""
    figure: RecordPath | None = None
    """Figure. Path of the pooled effect on record that the statement introduces; screens print it after the words."""


@frozen
class Lead(Claim):
    """An answer in words to what most people ask of a form first, where no count of records gives it."""

    topic: Filed[Literal["use", "setting", "placebo", "duration", "harms"]]
    """Topic. How it is used, where it is given, what it does against placebo, how long that lasts, commonest harms."""
    value: str
    """Statement. In our own words, short enough for a cell."""
    figure: RecordPath | None = None
    """Figure. Path of the effect on record that the statement introduces; screens print it after the words."""


@frozen
class Compound(Record):
    """A form of ketamine or one of its metabolites."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. Stable name, the file's name."""
    name: str
    """Name. How it is printed."""
    kind: Filed[Literal["racemate", "enantiomer", "metabolite"]]
    """Kind. Racemate, enantiomer or metabolite."""
    descriptor: str
    """Stereo descriptor. (RS), (S), (R): the identity, unlike optical-rotation signs."""
    synonyms: tuple[AsPrinted, ...] = ()
    """Synonyms. Accepted spellings; optical-rotation signs are search words only."""
    composition: Text
    """Composition. What it consists of."""
    codes: tuple[Code, ...] = ()
    """Codes. Identifiers, each of the base or of the salt."""
    properties: tuple[Property, ...] = ()
    """Properties. Targets, potency, kinetics, bioavailability and so on."""
    approvals: tuple[Approval, ...] = ()
    """Approvals. Per jurisdiction, dated, including what is not approved."""
    scheduling: tuple[Rule, ...] = ()
    """Scheduling. As a controlled substance."""
    supervision: tuple[Rule, ...] = ()
    """Supervision. What the licence or the law demands around a dose."""
    boxed_warnings: tuple[BoxedWarning, ...] = ()
    """Boxed warnings. Shown above every dosing screen of this form."""
    contrasts: tuple[Contrast, ...] = ()
    """Contrasts. Statements on how it compares with another form."""
    leads: tuple[Lead, ...] = ()
    """Leads. What a comparison of forms says first of it, in words; counts and pools are worked out."""
    development: tuple[Text, ...] = ()
    """Development. Where clinical development stands."""
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
