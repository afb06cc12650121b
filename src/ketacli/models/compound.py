"""A form of ketamine or a metabolite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketacli.models.base import STRICT, Absent, Bound, CheckLevel, Claim, Record, Text


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class Code(Claim):
    """An identifier in some system."""

    system: Literal["ATC", "CAS", "UNII", "InChIKey", "PubChem CID", "DrugBank", "MeSH", "RxCUI", "code name"]
    """System. Who issues the code."""
    value: str
    """Code. As printed."""
    of: Literal["base", "hydrochloride", "product", "substance"] = "substance"
    """Of. Base, salt or product: they are different substances with different codes."""


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class Property(Claim):
    """One reported property; a property reported differently by several papers is several of these."""

    property: str
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
    route: str | None = None
    """Route. Where the property depends on it."""
    versus: str | None = None
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


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class Approval(Claim):
    """What one jurisdiction has licensed, or has not."""

    jurisdiction: str
    """Jurisdiction. ISO 3166 code or EU."""
    status: Literal["approved", "not-approved", "withdrawn", "refused"]
    """Status. For exactly this use."""
    use: str
    """Use. What it is licensed for, in our own words."""
    indications: tuple[str, ...] = ()
    """Indications. Ids in the vocabulary."""
    route: str | None = None
    """Route. Of the licensed product."""
    product: str | None = None
    """Product. Trade name."""
    body: str | None = None
    """Body. Who decided."""
    date: str | None = None
    """Date. Of the decision (ISO 8601, possibly partial)."""


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class Rule(Claim):
    """A legal or practical rule in one jurisdiction: scheduling, supervision."""

    jurisdiction: str
    """Jurisdiction. ISO 3166 code, EU, or international."""
    value: str
    """Rule. In our own words."""
    date: str | None = None
    """Date. Since when (ISO 8601, possibly partial)."""


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class BoxedWarning(Claim):
    """The boxed warning of one product's label."""

    jurisdiction: str
    """Jurisdiction. ISO 3166 code."""
    product: str
    """Product. Trade name."""
    hazards: tuple[str, ...]
    """Hazards. Each in a few words of ours, in the label's order."""
    as_of: str
    """As of. Date of the label text (ISO 8601), or "undated"."""


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class Contrast(Claim):
    """What a source says of one form against another, where no single study carries it."""

    versus: str
    """Versus. Id of the other compound."""
    value: str
    """Statement. In our own words."""


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class Compound(Record):
    """A form of ketamine or one of its metabolites."""

    __pydantic_config__ = STRICT

    id: str
    """Id. Stable name, the file's name."""
    name: str
    """Name. How it is printed."""
    kind: Literal["racemate", "enantiomer", "metabolite"]
    """Kind. Racemate, enantiomer or metabolite."""
    descriptor: str
    """Stereo descriptor. (RS), (S), (R): the identity, unlike optical-rotation signs."""
    synonyms: tuple[str, ...] = ()
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
    development: tuple[Text, ...] = ()
    """Development. Where clinical development stands."""
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
