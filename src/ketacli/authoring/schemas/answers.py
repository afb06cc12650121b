"""What commands write as JSON that is no record, a class an object; ``effects``, ``help`` and ``csl`` have the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ketacli.authoring.schemas import OPEN
from ketacli.models.base import CheckLevel
from ketacli.models.compound import BoxedWarning, Compound
from ketacli.models.conflict import Conflict
from ketacli.models.event import Event
from ketacli.models.guideline import Guideline
from ketacli.models.regimen import Regimen
from ketacli.models.review import Review
from ketacli.models.safety import Safety
from ketacli.models.topic import Topic
from ketacli.models.trial import Trial
from ketacli.models.vocabulary import PropertyTerm, Scale, Term


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
