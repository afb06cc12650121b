"""What every command writes as JSON: one line in OUTPUTS a command, and a class for what is no record.

To add a command with an object of its own: write the object as a frozen dataclass below (a field without a
default is always there, one with the default None is left out when it has no value, and the docstring under
it is its description), then add a line to OUTPUTS. ``tests/test_schema.py`` runs the command against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from ketacli.authoring.schemas.effects import EffectAnswer, ForestAnswer
from ketacli.authoring.schemas.help import HelpAnswer
from ketacli.models.base import CheckLevel
from ketacli.models.compound import BoxedWarning, Compound
from ketacli.models.conflict import Conflict
from ketacli.models.event import Event
from ketacli.models.guideline import Guideline
from ketacli.models.regimen import Regimen
from ketacli.models.review import Review
from ketacli.models.safety import Safety
from ketacli.models.source import Source
from ketacli.models.topic import Topic
from ketacli.models.trial import Trial
from ketacli.models.vocabulary import PropertyTerm, Scale, Term

OPEN: dict[str, Any] = {"use_attribute_docstrings": True}
"""Objects of commands are open: within a major version members are added."""


@dataclass(frozen=True, kw_only=True)
class DatasetStamp:
    """Which data the answer is from."""

    __pydantic_config__ = OPEN

    version: str
    """Version. Of the data."""
    checked_through: str
    """Checked to. Date to which the data was compared with its sources (ISO 8601)."""


@dataclass(frozen=True, kw_only=True)
class ExportStamp(DatasetStamp):
    """Which data this is, and what may be done with it."""

    released: str
    """Released. Date (ISO 8601)."""
    licence: str
    """Licence. Of the data."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """The direction of a study's primary result, by the rule that keta help evidence states."""

    __pydantic_config__ = OPEN

    direction: Literal[
        "favours-ketamine", "favours-comparator", "no-clear-difference", "non-inferior", "inferior", "mixed",
        "not-tested", "not-stated", "not-seen",
    ]  # fmt: skip
    """Direction. "ketamine" stands for the form under study."""
    basis: Literal["interval", "p", "stated", "margin", "verdict", "none"]
    """Basis. What the direction was read from."""


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class TrialWithResult(Trial):
    """A study with the direction of its primary result."""

    result: Result
    """Result. Worked out by keta from the record, not entered."""


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class FormWarning(BoxedWarning):
    """The boxed warning of a product of one of the forms that the answer names."""

    form: str
    """Form. Id of the compound."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One figure of the arithmetic that was asked for."""

    __pydantic_config__ = OPEN

    phase: str
    """Phase. Of the regimen."""
    what: str
    """What. Which figure it is."""
    formula: str
    """Formula. How it was worked out, with the numbers in it."""
    value: float
    """Value. The figure."""
    exact: bool
    """Exact. False when the figure as printed is rounded."""
    printed: str
    """Printed. The figure as the screen has it, with its unit."""
    unit: str
    """Unit. Of the figure."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something comes from."""

    __pydantic_config__ = OPEN

    source: str
    """Source. Id of the document, a key of sources."""
    at: str | None
    """Place. Where in that document."""
    check: CheckLevel
    """Check level. What was seen."""
    checked: str
    """Checked. Date on which it was last compared with the source (ISO 8601)."""


@dataclass(frozen=True, kw_only=True)
class NotedPlace(Place):
    """Where a value comes from, with what a reader must know."""

    note: str | None
    """Note. What a reader must know before using it."""


@dataclass(frozen=True, kw_only=True)
class Said(Place):
    """What a source says of one subject against another."""

    versus: str
    """Versus. Id of the other subject."""
    value: str
    """Statement. In our own words."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One of the records that are compared."""

    __pydantic_config__ = OPEN

    id: str
    """Id. Of the record; also the key of its cells."""
    name: str
    """Name. How it is printed."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One fact of one subject."""

    __pydantic_config__ = OPEN

    text: str
    """Text. What it says."""
    claims: tuple[Place, ...]
    """Claims. Where it comes from; none for what was counted from the records."""


@dataclass(frozen=True, kw_only=True)
class ComparedRow:
    """One fact of every subject."""

    __pydantic_config__ = OPEN

    group: str
    """Group. Heading that it stands under."""
    field: str
    """Field. Dotted path of the value in the records, or a name for what is counted."""
    label: str
    """Label. What the fact is."""
    differs: bool
    """Differs. Whether the subjects differ in it, or one has no such fact."""
    values: dict[str, Cell | None]
    """Values. One a subject, by id; null where a subject has none."""


@dataclass(frozen=True, kw_only=True)
class Met:
    """A trial with arms of two or more of the subjects."""

    __pydantic_config__ = OPEN

    trial: str
    """Trial. Its id."""
    n: int | None
    """n. People; null where it is not known."""
    framework: Literal["superiority", "noninferiority", "equivalence", "descriptive", "not-stated"]
    """Framework. What the primary comparison was set up to show."""
    result: str
    """Result. Direction of the primary result, in words."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Records of one kind, lined up fact by fact."""

    __pydantic_config__ = OPEN

    kind: str
    """Kind. Of the records."""
    subjects: tuple[Subject, ...]
    """Subjects. The records that are compared, in the order asked for."""
    rows: tuple[ComparedRow, ...]
    """Rows. Differences and agreements alike."""
    head_to_head: tuple[Met, ...]
    """Head to head. Trials in which the subjects met."""
    contrasts: tuple[Said, ...]
    """Contrasts. What sources say of one subject against another."""
    conflicts: tuple[str, ...]
    """Conflicts. Ids of the conflicts about any subject."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One record that a search found."""

    __pydantic_config__ = OPEN

    kind: str
    """Kind. Of the record."""
    id: str
    """Id. Of the record."""
    name: str
    """Name. How it is printed."""
    score: int
    """Score. Higher is better; comparable within one answer only."""
    words: tuple[str, ...]
    """Words. Those of the record that matched."""
    context: str
    """Context. The words around the first match in a text; empty when its name matched."""


@dataclass(frozen=True, kw_only=True)
class Why:
    """One value: where it comes from, how it was checked, and who says otherwise."""

    __pydantic_config__ = OPEN

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


@dataclass(frozen=True, kw_only=True)
class CslName:
    """A person, or a body as a literal."""

    __pydantic_config__ = OPEN

    family: str | None = None
    """Family name. Of a person."""
    given: str | None = None
    """Given names. Initials as printed."""
    literal: str | None = None
    """Literal. A body's name, or "et al."."""


@dataclass(frozen=True, kw_only=True)
class CslDate:
    """A date of CSL-JSON."""

    __pydantic_config__ = OPEN

    date_parts: Annotated[tuple[tuple[int, ...], ...], Field(alias="date-parts")]
    """Date parts. Year, month and day, as far as known."""


@dataclass(frozen=True, kw_only=True)
class CslItem:
    """A document as CSL-JSON (citationstyles.org, 1.0.2)."""

    __pydantic_config__ = OPEN

    id: str
    """Id. Of the document."""
    type: str
    """Type. CSL type."""
    title: str
    """Title. As printed."""
    author: tuple[CslName, ...] | None = None
    """Authors. Persons and bodies."""
    issued: CslDate | None = None
    """Issued. Date of publication."""
    container_title: Annotated[str | None, Field(alias="container-title")] = None
    """Published in. Journal, site or series."""
    volume: str | None = None
    """Volume. As printed."""
    issue: str | None = None
    """Issue. As printed."""
    page: str | None = None
    """Pages. As printed, or the article number."""
    publisher: str | None = None
    """Publisher. Body that issued it."""
    doi: Annotated[str | None, Field(alias="DOI")] = None
    """DOI. Without address."""
    pmid: Annotated[str | None, Field(alias="PMID")] = None
    """PMID. PubMed identifier."""
    pmcid: Annotated[str | None, Field(alias="PMCID")] = None
    """PMCID. PubMed Central identifier."""
    number: str | None = None
    """Number. Of a registry entry."""
    version: str | None = None
    """Version. Of a label, page or dataset."""
    url: Annotated[str | None, Field(alias="URL")] = None
    """Address. Of the document."""
    note: str
    """Note. To when the data was checked, and what is known of corrections and retractions."""


@dataclass(frozen=True, kw_only=True)
class Oldest:
    """The value that was compared with its source longest ago."""

    __pydantic_config__ = OPEN

    date: str
    """Date. ISO 8601; empty when there are no values."""
    record: str
    """Record. Kind and id of a record that holds it."""


@dataclass(frozen=True, kw_only=True)
class ConflictCounts:
    """How many conflicts between sources there are."""

    __pydantic_config__ = OPEN

    changing_a_conclusion: int
    """Changing a conclusion. Those where a reader who takes the other side would conclude otherwise."""
    by_standing: dict[str, int]
    """By standing. Verified, partly verified, suspected."""


@dataclass(frozen=True, kw_only=True)
class Status:
    """How current and how well checked the data is."""

    __pydantic_config__ = OPEN

    version: str
    """Version. Of the data."""
    released: str
    """Released. Date (ISO 8601)."""
    checked_through: str
    """Checked to. Date to which the data was compared with its sources (ISO 8601)."""
    licence: str
    """Licence. Of the data."""
    records: dict[str, int]
    """Records. Number by kind."""
    values: int
    """Values. Number of claims, each with a source."""
    values_by_check: dict[str, int]
    """Values by check level. Number of claims."""
    values_absent: int
    """Values absent. Looked for and not reported or not found."""
    oldest_check: Oldest
    """Oldest check. Which value was checked longest ago."""
    sources_by_status: dict[str, int]
    """Sources by status. Number of documents."""
    conflicts: ConflictCounts
    """Conflicts. Between sources."""
    trials_by_species: dict[str, int]
    """Trials by species. Number of studies."""


@dataclass(frozen=True, kw_only=True)
class Everything:
    """Every record of every kind; documents stand in sources."""

    __pydantic_config__ = OPEN

    compounds: tuple[Compound, ...]
    """Compounds. Forms of ketamine and metabolites."""
    regimens: tuple[Regimen, ...]
    """Regimens. As published."""
    trials: tuple[Trial, ...]
    """Trials. As entered, without the direction that keta works out."""
    guidelines: tuple[Guideline, ...]
    """Guidelines. Superseded editions included."""
    reviews: tuple[Review, ...]
    """Reviews. Secondary research."""
    safety: tuple[Safety, ...]
    """Safety. Harms, contraindications, warnings, monitoring rules, tools and signals."""
    events: tuple[Event, ...]
    """Events. Dated."""
    topics: tuple[Topic, ...]
    """Topics. Statements by subject."""
    conflicts: tuple[Conflict, ...]
    """Conflicts. Between sources."""
    indications: tuple[Term, ...]
    """Indications. A vocabulary."""
    routes: tuple[Term, ...]
    """Routes. A vocabulary."""
    scales: tuple[Scale, ...]
    """Scales. A vocabulary, with ranges."""
    properties: tuple[PropertyTerm, ...]
    """Properties. A vocabulary of what can be said of a compound."""
    subjects: tuple[Term, ...]
    """Subjects. A vocabulary of what topics are about."""


@dataclass(frozen=True, kw_only=True)
class BrokenRule:
    """One thing that is wrong with a data directory."""

    __pydantic_config__ = OPEN

    file: str
    """File. Relative to the data directory."""
    key: str
    """Key. Dotted key inside the file; empty for the file as a whole."""
    reason: str
    """Reason. What is wrong and, where it helps, what was expected."""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What went wrong, and what to do."""

    __pydantic_config__ = OPEN

    code: str
    """Code. usage, unknown-name, empty, data, refused, or internal: a fault, or output that cannot be written."""
    exit: int
    """Exit code. Of the process."""
    message: str
    """Message. What is wrong, one line."""
    hint: str | None
    """Hint. What to do, one line."""
    field: str | None
    """Field. Option, argument or kind of name that it is about."""
    value: str | None
    """Value. What was given."""
    suggestions: tuple[str, ...]
    """Suggestions. Near misses."""
    allowed: tuple[str, ...]
    """Allowed. What could have been given, at most 200."""
    details: tuple[str, ...]
    """Details. Each of several things that are wrong."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One schema."""

    __pydantic_config__ = OPEN

    name: str
    """Name. What keta schema takes."""
    describes: Literal["output", "record"]
    """Describes. The JSON of a command, or a TOML file of the data (with --record)."""
    title: str
    """Title. What it describes, in words."""
    version: int
    """Version. Major version; within one, members are only added."""
    id: str
    """Id. The $id of the schema."""


SPELLINGS = dict[str, tuple[str, ...]]
"""Words to their spellings."""
WORDS = "list of text"
"""A member of ``query``: the words of a repeatable option, narrower terms included."""
TEXT = "text"
NUMBER = "whole number"
FLAG = "yes or no"


class Output(NamedTuple):
    """What one command writes with ``--json``."""

    title: str
    """What it describes, in words."""
    data: tuple[type, ...]
    """The class of ``data`` or of its items; several where an item is one of them."""
    query: dict[str, str]
    """What ``query`` can hold; left out of it when not asked for."""
    many: bool = True
    """Whether ``data`` is a list."""
    more: tuple[tuple[str, Any], ...] = ()
    """Further members of the envelope: always there, a class or a list of one."""
    sometimes: tuple[tuple[str, Any], ...] = ()
    """Further members that are there when they have something to say."""
    stamp: type = DatasetStamp
    """The class of ``dataset``."""
    enveloped: bool = True
    """Whether it says which data it is from, and has sources and warnings."""


RECORDS = (TrialWithResult, Regimen, Compound, Guideline, Review, Safety, Event, Topic, Conflict, Source)
CHOSEN = {"fields": WORDS, "where": TEXT, "sort": TEXT, "limit": NUMBER, "offset": NUMBER}
"""What every list can be asked for besides; with ``fields`` the items of ``data`` hold those alone."""
SCOPE = {"form": WORDS, "route": WORDS, "indication": WORDS}

TRIAL_FILTERS = {
    **SCOPE, "design": WORDS, "comparator": WORDS, "masking": WORDS, "phase": WORDS, "year": TEXT, "min_n": NUMBER,
    "result": WORDS, "registry": TEXT, "species": WORDS,
}  # fmt: skip

OUTPUTS: dict[str, Output] = {
    "compare": Output("Records of one kind, lined up", (Compared,), {"names": WORDS, "all": FLAG}, many=False),
    "trials": Output(
        "Studies with the direction of their primary result",
        (TrialWithResult,),
        TRIAL_FILTERS,
    ),
    "dosing": Output(
        "Dosing regimens as published, with boxed warnings and the arithmetic asked for",
        (Regimen,),
        {
            **SCOPE, "status": WORDS, "use": WORDS, "controls": FLAG, "regimen": TEXT, "weight": TEXT,
            "strength": TEXT, "volume": TEXT,
        },
        more=(("boxed_warnings", [FormWarning]),),
        sometimes=(("arithmetic", [Step]),),
    ),
    "effect": Output(
        "A trial's effect recomputed, beside what was published",
        (EffectAnswer,),
        {
            "trial": TEXT, "outcome": TEXT, "baseline": TEXT, "events": TEXT, "control": TEXT, "mean": TEXT,
            "control_mean": TEXT,
        },
        many=False,
    ),
    "forest": Output(
        "Trials on one axis, pooled where that is honest",
        (ForestAnswer,),
        {
            "outcome": TEXT, "timepoint": TEXT, "measure": TEXT, "basis": TEXT, "method": WORDS, "multiarm": TEXT,
            "exclude": WORDS, **TRIAL_FILTERS,
        },
        many=False,
    ),
    "guidelines": Output(
        "Editions of guidelines and what they say",
        (Guideline,),
        {"body": WORDS, **SCOPE, "year": TEXT, "history": FLAG},
    ),
    "show": Output("One record, whole", RECORDS, {"name": TEXT, "kind": TEXT}),
    "find": Output("Records that hold the words", (Found,), {"text": TEXT}, more=(("also", SPELLINGS),)),
    "safety": Output(
        "Harms, contraindications, warnings, monitoring rules, tools and signals",
        (Safety,),
        {"form": WORDS, "route": WORDS, "kind": WORDS, "system": WORDS, "when": WORDS},
    ),
    "reviews": Output("Secondary research and its estimates", (Review,), {**SCOPE, "kind": WORDS, "year": TEXT}),
    "timeline": Output(
        "Dated events", (Event,), {"jurisdiction": WORDS, "form": WORDS, "kind": WORDS, "year": TEXT}
    ),
    "topics": Output(
        "Statements by subject",
        (Topic,),
        {"subject": WORDS, "form": WORDS, "indication": WORDS, "kind": WORDS, "basis": WORDS},
    ),
    "conflicts": Output(
        "Places where sources disagree",
        (Conflict,),
        {"indication": WORDS, "form": WORDS, "kind": WORDS, "source": TEXT},
    ),
    "why": Output("Where one value comes from", (Why,), {"path": TEXT}, many=False),
    "cite": Output("Documents as CSL-JSON", (CslItem,), {"names": WORDS, "self": FLAG, "all": FLAG}),
    "sources": Output("Documents", (Source,), {"name": TEXT, "tier": WORDS, "status": WORDS, "year": TEXT}),
    "status": Output("How current and how well checked the data is", (Status,), {}, many=False),
    "help": Output("Commands, options and topics", (HelpAnswer,), {"topic": TEXT}, many=False),
    "check": Output(
        "Broken rules of a data directory",
        (BrokenRule,),
        {"directory": TEXT, "kind": TEXT},
        more=(("records", int),),
        enveloped=False,
    ),
    "export": Output("All of the data", (Everything,), {}, many=False, stamp=ExportStamp),
    "schema": Output("The schemas there are", (Listed,), {"record": FLAG}, enveloped=False),
}  # fmt: skip
"""By the name of the command; ``error`` is described beside them."""

MEANINGS = {
    "schema": "Name and major version of this schema.",
    "dataset": "Which data the answer is from.",
    "query": "What was asked for, as understood: names resolved to ids. Left out is what was not asked for.",
    "total": "Number of records that match; null where data is one object.",
    "data": "The answer. Under --fields its items hold only the fields asked for, by their dotted names: that is not "
    "described here.",
    "sources": "Every document that data names, by id.",
    "warnings": "What a reader must know of the answer as a whole.",
    "next_offset": "Where the rest begins, when the answer holds only part of what matches.",
    "boxed_warnings": "Boxed warnings of the products of every form in data.",
    "arithmetic": "The figures asked for with a body weight, each with its formula.",
    "also": "For each word looked for, the spellings that stood in for it.",
    "records": "Number of records read.",
    "error": "What went wrong, and what to do.",
}
