"""The evidence, read lazily a kind at a time from the compiled data, without pydantic.

>>> from ketacli import load
>>> load().trials["transform-2"].registry
'NCT02418585'
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ketacli.records.base import field_types
from ketacli.records.kinds import ALL, RECORDS, VOCABULARIES, class_of
from ketacli.records.partly import holding, in_part
from ketacli.records.store import Store, damaged
from ketacli.records.structure import build

if TYPE_CHECKING:
    import pandas

    from ketacli.records.base import Record
    from ketacli.records.collection import Records
    from ketacli.records.compound import Compound
    from ketacli.records.conflict import Conflict
    from ketacli.records.event import Event
    from ketacli.records.guideline import Guideline
    from ketacli.records.question import Question
    from ketacli.records.regimen import Regimen
    from ketacli.records.review import Review
    from ketacli.records.safety import Safety
    from ketacli.records.source import Source
    from ketacli.records.topic import Topic
    from ketacli.records.trial import Trial
    from ketacli.records.vocabulary import PropertyTerm, Scale, Term

R = TypeVar("R", bound="Record")

LONG = {"trials": ("arms", "outcomes", "harms", "caveats")}
"""By kind: the fields that hold most of its text."""


class Lines(Mapping[str, dict[str, Any]]):
    """The records of a kind as plain data by id, each parsed when it is asked for.

    Most commands need a few records of a kind, and a program's JSON is the very lines.
    """

    def __init__(self, store: Store, kind: str) -> None:
        self.store = store
        self.kind = kind
        self._ids: dict[str, None] | None = None

    @property
    def ids(self) -> dict[str, None]:
        """Every id, in order."""
        if self._ids is None:
            self._ids = dict.fromkeys(self.store.ids(self.kind))
        return self._ids

    def line(self, name: str) -> str:
        """The record as compact JSON; KeyError for an unknown id."""
        return self.store.line(self.kind, name)

    def __getitem__(self, name: str) -> dict[str, Any]:
        return self.read(self.line(name))

    def read(self, line: str) -> dict[str, Any]:
        """A line as plain data; DataError where it is damaged."""
        try:
            found: dict[str, Any] = json.loads(line)
        except ValueError as error:
            raise damaged(error) from None
        return found

    def parsed(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every record with its id, in one pass over the store."""
        return ((name, self.read(line)) for name, line in self.store.lines(self.kind))

    def parts(self, fields: tuple[str, ...], names: Sequence[str] | None) -> Iterator[dict[str, Any]]:
        """Two or more fields of every record, or of those named, in one pass over the store."""
        if self.store.reads_json():
            texts = self.store.parts(self.kind, fields, names)
            return (dict(zip(fields, self.read(text), strict=True)) for _, text in texts)
        lines = self.store.lines(self.kind) if names is None else self.store.lines_of(self.kind, names)
        return ({field: whole[field] for field in fields} for whole in (self.read(line) for _, line in lines))

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, name: object) -> bool:
        if self._ids is None and self.store.has_local:
            # There may be very many: one is asked for by itself.
            return bool(self.store.rows("SELECT 1 FROM record WHERE kind = ? AND id = ?", self.kind, name))
        return name in self.ids

    def items(self) -> Any:
        """Every id with its record, in one pass over the store."""
        return list(self.parsed())

    def values(self) -> Any:
        """Every record, in one pass over the store."""
        return [record for _, record in self.parsed()]


class Collection(Generic[R]):
    """The records of one kind by id, each built when it is first asked for."""

    def __init__(self, kind: str, raw: Mapping[str, dict[str, Any]], dataset: Dataset) -> None:
        self.kind = kind
        self.dataset = dataset
        self.raw = raw
        self._built: dict[str, R] = {}
        self._class: type | None = None
        self._in_part: type[R] | None = None

    def __getitem__(self, name: str) -> R:
        found = self._built.get(name)
        if found is None:
            found = self._built[name] = self._make(name)
        return found

    def _make(self, name: str, raw: dict[str, Any] | None = None) -> R:
        if self._class is None:
            self._class = class_of(self.kind)
        record: R = build(self._class, self.raw[name] if raw is None else raw)
        return record

    def _pairs(self) -> Iterable[tuple[str, dict[str, Any]]]:
        return self.raw.parsed() if isinstance(self.raw, Lines) else self.raw.items()

    def __contains__(self, name: object) -> bool:
        return name in self.raw

    def __len__(self) -> int:
        return len(self.raw)

    def __iter__(self) -> Iterator[R]:
        # What a pass over a kind builds is not kept: it is the caller's to keep or to let go.
        return (self._built.get(name) or self._make(name, raw) for name, raw in self._pairs())

    def light(self) -> Iterator[R]:
        """Every record without those fields that hold most of its text, for a pass that seldom looks into them."""
        left_out = LONG.get(self.kind, ())
        return self.partly(*(name for name in field_types(class_of(self.kind)) if name not in left_out))

    def partly(self, *names: str, of: Sequence[str] | None = None) -> Iterator[R]:
        """Records with some of their fields read alone; each of the others is read once it is asked for.

        Every one, or those ``of`` such ids in their order.
        """
        if not isinstance(self.raw, Lines):
            yield from self if of is None else self.some(of)
            return
        made: type = class_of(self.kind)
        if self._in_part is None:
            self._in_part = in_part(made, self._make)
        for held in self.raw.parts(("id", *names), of):
            yield self._built.get(held["id"]) or holding(self._in_part, build(made, held))

    def some(self, names: Sequence[str]) -> Iterator[R]:
        """The records of these ids, in their order, read together; one that is not there is passed over."""
        for name, held in self._named(names):
            yield self._built.get(name) or self._make(name, held)

    def _named(self, names: Sequence[str]) -> Iterable[tuple[str, dict[str, Any]]]:
        if isinstance(self.raw, Lines):
            lines = self.raw.store.lines_of(self.kind, list(names))
            return ((name, self.raw.read(line)) for name, line in lines)
        return ((name, self.raw[name]) for name in names if name in self.raw)

    def get(self, name: str) -> R | None:
        """The record, or None when there is none of that id."""
        return self[name] if name in self.raw else None

    def ids(self) -> list[str]:
        """Every id, in the order of the data."""
        return list(self.raw)

    def select(self) -> Records[R]:
        """All of the records as a sequence."""
        from ketacli.records.collection import Records

        return Records(self.dataset, self.kind, self)

    def where(self, condition: str) -> Records[R]:
        """The records that meet a condition, such as ``"n>=100 and comparator=active"``; see ``Records.where``."""
        return self.select().where(condition)

    def sort(self, *names: str) -> Records[R]:
        """The records in the order of fields; see ``Records.sort``."""
        return self.select().sort(*names)

    def to_dict(self, names: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """The records as the JSON has them; see ``Records.to_dict``."""
        return self.select().to_dict(names)

    def to_pandas(self, names: Sequence[str] | None = None) -> pandas.DataFrame:
        """A data frame with a row a record; see ``Records.to_pandas``."""
        return self.select().to_pandas(names)

    def line(self, name: str) -> str:
        """The record as compact JSON."""
        if isinstance(self.raw, Lines):
            return self.raw.line(name)
        return json.dumps(self.raw[name], ensure_ascii=False, separators=(",", ":"))


class Dataset:
    """All records, by kind, read from a store as they are asked for."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._kinds: dict[str, Collection[Any]] = {}
        self._meta: dict[str, str] | None = None
        self._index: dict[str, tuple[str, list[str]]] | None = None
        self._disputed: dict[str, dict[str, list[str]]] | None = None
        self.names: dict[str, dict[str, tuple[str, ...]]] = {}
        """By kind, whose each folded name is, kept by ``records.names``."""

    def kind(self, name: str) -> Collection[Any]:
        """The collection of a kind; KeyError for an unknown kind, DataError for damaged data."""
        found = self._kinds.get(name)
        if found is None:
            if name not in ALL:
                raise KeyError(name)
            lines = Lines(self.store, name)
            found = self._kinds[name] = Collection(name, dict(lines.parsed()) if name in VOCABULARIES else lines, self)
        return found

    @property
    def meta(self) -> dict[str, str]:
        """Version, dates, licence and the advice line."""
        if self._meta is None:
            self._meta = self.store.meta()
        return self._meta

    def title(self, path: str) -> str | None:
        """How the record at ``kind/id`` is printed; None where there is none."""
        kind, _, name = path.partition("/")
        for (label,) in self.store.rows("SELECT name FROM record WHERE kind = ? AND id = ?", kind, name):
            return str(label) if kind in RECORDS else None
        return None

    @property
    def index(self) -> dict[str, tuple[str, list[str]]]:
        """``kind/id`` to its name and other names, without reading the records."""
        if self._index is None:
            found: dict[str, tuple[str, list[str]]] = {}
            for kind, name, label in self.store.rows("SELECT kind, id, name FROM record ORDER BY kind, place"):
                if kind in RECORDS:
                    found[f"{kind}/{name}"] = (label, [])
            for kind, name, word in self.store.rows("SELECT kind, id, word FROM other_name"):
                found[f"{kind}/{name}"][1].append(word)
            self._index = found
        return self._index

    @property
    def trials(self) -> Collection[Trial]:
        """Clinical and animal studies."""
        return self.kind("trials")

    @property
    def questions(self) -> Collection[Question]:
        """Clinical questions with what the trials on record give for each outcome."""
        return self.kind("questions")

    @property
    def regimens(self) -> Collection[Regimen]:
        """Dosing regimens as published."""
        return self.kind("regimens")

    @property
    def compounds(self) -> Collection[Compound]:
        """Forms of ketamine and metabolites."""
        return self.kind("compounds")

    @property
    def guidelines(self) -> Collection[Guideline]:
        """Editions of guidelines and other bodies' documents."""
        return self.kind("guidelines")

    @property
    def reviews(self) -> Collection[Review]:
        """Meta-analyses, systematic reviews and pharmacovigilance analyses."""
        return self.kind("reviews")

    @property
    def safety(self) -> Collection[Safety]:
        """Harms, contraindications, warnings, monitoring rules and tools."""
        return self.kind("safety")

    @property
    def events(self) -> Collection[Event]:
        """Dated regulatory, scheduling, guidance and commercial events."""
        return self.kind("events")

    @property
    def topics(self) -> Collection[Topic]:
        """Statements that are no number in another kind."""
        return self.kind("topics")

    @property
    def conflicts(self) -> Collection[Conflict]:
        """Places where sources disagree or one is wrong."""
        return self.kind("conflicts")

    @property
    def disputed(self) -> dict[str, dict[str, list[str]]]:
        """``kind/id`` to the dotted keys that conflicts are about and their ids; "" for the record as a whole."""
        if self._disputed is None:
            self._disputed = {}
            for path, key, conflict in self.store.rows("SELECT path, key, conflict FROM dispute"):
                self._disputed.setdefault(path, {}).setdefault(key, []).append(conflict)
        return self._disputed

    @property
    def sources(self) -> Collection[Source]:
        """Documents that values come from."""
        return self.kind("sources")

    @property
    def indications(self) -> Collection[Term]:
        """The vocabulary of indications."""
        return self.kind("indications")

    @property
    def routes(self) -> Collection[Term]:
        """The vocabulary of routes."""
        return self.kind("routes")

    @property
    def scales(self) -> Collection[Scale]:
        """The vocabulary of rating scales."""
        return self.kind("scales")

    @property
    def subjects(self) -> Collection[Term]:
        """The vocabulary of what topics are about."""
        return self.kind("subjects")

    @property
    def populations(self) -> Collection[Term]:
        """The vocabulary of who takes part, and in which settings."""
        return self.kind("populations")

    @property
    def comparators(self) -> Collection[Term]:
        """The vocabulary of what ketamine was compared with."""
        return self.kind("comparators")

    @property
    def properties(self) -> Collection[PropertyTerm]:
        """The vocabulary of compound properties."""
        return self.kind("properties")

    def records(self) -> Iterator[tuple[str, Collection[Any]]]:
        """Every kind of record with its collection, vocabularies left out."""
        return ((kind, self.kind(kind)) for kind in RECORDS)

    @property
    def schemas(self) -> list[dict[str, Any]]:
        """The JSON Schemas there are: ``name``, ``describes`` (output or record), ``title``, ``version``, ``id``."""
        return self.store.schemas()

    def schema(self, describes: str, name: str) -> str:
        """The text of one of ``schemas``; KeyError when there is none."""
        return self.store.schema(describes, name)
