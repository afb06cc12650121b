"""The evidence, read lazily a kind at a time from the compiled data, without pydantic.

>>> from ketacli import load
>>> load().trials["transform-2"].registry
'NCT02418585'
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ketacli.errors import DataError
from ketacli.kinds import ALL, RECORDS, VOCABULARIES, class_of
from ketacli.shape import build

if TYPE_CHECKING:
    import pandas

    from ketacli.models.base import Record
    from ketacli.models.compound import Compound
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
    from ketacli.records import Records

R = TypeVar("R", bound="Record")

ID_STARTS = len('{"id":"')

PACKAGE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib costs start-up time
SHIPPED = os.path.join(PACKAGE, "_compiled")  # noqa: PTH118


class Lines(Mapping[str, dict[str, Any]]):
    """Compiled records by id, each a line of JSON that is parsed when it is asked for.

    Most commands need a few records of a kind, and a program's JSON is the very lines: keeping
    them as text costs a fraction of the time and memory of parsing all of them.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.places: dict[str, tuple[int, int]] = {}
        start = 0
        while start < len(text):
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            quote = text.find('"', start + ID_STARTS, end)
            if not text.startswith('{"id":"', start) or quote < 0 or text[end - 1] != "}":
                raise ValueError(f"a line of {end - start} characters is no record")
            self.places[text[start + ID_STARTS : quote]] = (start, end)
            start = end + 1

    def line(self, name: str) -> str:
        """The record as compact JSON; KeyError for an unknown id."""
        start, end = self.places[name]
        return self.text[start:end]

    def __getitem__(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.line(name))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def __contains__(self, name: object) -> bool:
        return name in self.places


class Collection(Generic[R]):
    """The records of one kind by id, each built when it is first asked for."""

    def __init__(self, kind: str, raw: Mapping[str, dict[str, Any]], dataset: Dataset) -> None:
        self.kind = kind
        self.dataset = dataset
        self.raw = raw
        self._built: dict[str, R] = {}
        self._class: type | None = None

    def __getitem__(self, name: str) -> R:
        found = self._built.get(name)
        if found is None:
            found = self._built[name] = self._make(name)
        return found

    def _make(self, name: str) -> R:
        try:
            if self._class is None:
                self._class = class_of(self.kind)
            record: R = build(self._class, self.raw[name])
        except ValueError as error:
            raise damaged(self.kind, error) from None
        return record

    def __contains__(self, name: object) -> bool:
        return name in self.raw

    def __len__(self) -> int:
        return len(self.raw)

    def __iter__(self) -> Iterator[R]:
        # What a pass over a kind builds is not kept: it is the caller's to keep or to let go.
        return (self._built.get(name) or self._make(name) for name in self.raw)

    def partly(self, *names: str) -> Iterator[R]:
        """Every record with some of its fields alone, for a pass that needs no more: building is most of its time."""
        made = self._class = self._class or class_of(self.kind)
        try:
            for name in self.raw:
                held = self.raw[name]
                record: R = build(made, {key: held[key] for key in names})
                yield record
        except ValueError as error:
            raise damaged(self.kind, error) from None

    def get(self, name: str) -> R | None:
        """The record, or None when there is none of that id."""
        return self[name] if name in self.raw else None

    def ids(self) -> list[str]:
        """Every id, in the order of the data."""
        return list(self.raw)

    def select(self) -> Records[R]:
        """All of the records as a sequence."""
        from ketacli.records import Records

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
    """All records, by kind.

    ``read`` gives the compiled text of a file; it is called once a kind, when first needed.
    """

    def __init__(self, read: Any) -> None:
        self._read = read
        self._kinds: dict[str, Collection[Any]] = {}
        self._meta: dict[str, Any] | None = None
        self._index: dict[str, Any] | None = None
        self._disputed: dict[str, Any] | None = None

    def kind(self, name: str) -> Collection[Any]:
        """The collection of a kind; KeyError for an unknown kind, DataError for damaged data."""
        found = self._kinds.get(name)
        if found is None:
            if name not in ALL:
                raise KeyError(name)
            text = self._text(name + ".jsonl")
            try:
                lines = Lines(text)
                raw = dict(lines) if name in VOCABULARIES else lines
            except ValueError as error:
                raise damaged(name, error) from None
            if len(raw) != self.meta["records"].get(name):
                raise damaged(name, ValueError(f"{len(raw)} records of {self.meta['records'].get(name)}"))
            found = self._kinds[name] = Collection(name, raw, self)
        return found

    @property
    def meta(self) -> dict[str, Any]:
        """Version, dates, licence and the advice line."""
        if self._meta is None:
            self._meta = self._object("meta")
        return self._meta

    @property
    def index(self) -> dict[str, list[Any]]:
        """``kind/id`` to its name and other names, without reading the records."""
        if self._index is None:
            self._index = self._object("index")
        return self._index

    @property
    def trials(self) -> Collection[Trial]:
        """Clinical and animal studies."""
        return self.kind("trials")

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
            self._disputed = self._object("disputed")
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
    def properties(self) -> Collection[PropertyTerm]:
        """The vocabulary of compound properties."""
        return self.kind("properties")

    def records(self) -> Iterator[tuple[str, Collection[Any]]]:
        """Every kind of record with its collection, vocabularies left out."""
        return ((kind, self.kind(kind)) for kind in RECORDS)

    @property
    def schemas(self) -> list[dict[str, Any]]:
        """The JSON Schemas there are: ``name``, ``describes`` (output or record), ``title``, ``version``, ``id``."""
        try:
            found: list[dict[str, Any]] = json.loads(self._text("schemas.json"))
        except ValueError as error:
            raise damaged("schemas", error) from None
        return found

    def schema(self, describes: str, name: str) -> str:
        """The text of one of ``schemas``; DataError when its file is missing."""
        return self._text(f"{describes}-{name}.schema.json")

    def _text(self, file: str) -> str:
        try:
            found = self._read(file)
        except FileNotFoundError:
            raise DataError(f"the data file {file} is missing", "Install the package again.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise damaged(file, error) from None
        assert isinstance(found, str)
        return found

    def _object(self, name: str) -> dict[str, Any]:
        try:
            found = json.loads(self._text(name + ".json"))
        except ValueError as error:
            raise damaged(name, error) from None
        if not isinstance(found, dict):
            raise damaged(name, ValueError("not an object"))
        return found


def damaged(name: str, error: Exception) -> DataError:
    """The error for compiled data that cannot be read."""
    return DataError(f"the compiled data of {name} is damaged: {error}", "Install the package again.")


def load(directory: str | None = None) -> Dataset:
    """The shipped data, or that of a directory of TOML files.

    Raises DataError, with every problem in it, when a directory's data breaks a rule.
    """
    if directory is not None:
        from ketacli.authoring.preview import read_preview

        return Dataset(read_preview(directory))
    dataset = Dataset(_shipped)
    if dataset.meta.get("editable"):
        from ketacli.authoring.freshness import stale

        if stale(SHIPPED, *(os.path.join(PACKAGE, name) for name in ("data", "models", "authoring"))):  # noqa: PTH118
            from ketacli.authoring.preview import refresh

            refresh()
            dataset = Dataset(_shipped)
    return dataset


def _shipped(name: str) -> str:
    with open(os.path.join(SHIPPED, name), encoding="ascii") as file:  # noqa: PTH118, PTH123
        return file.read()
