"""The evidence, read lazily a kind at a time from the compiled data, without pydantic.

>>> from ketacli import load
>>> load().trials["transform-2"].registry
'NCT02418585'
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ketacli.errors import DataError
from ketacli.kinds import ALL, RECORDS, class_of
from ketacli.shape import build

if TYPE_CHECKING:
    from ketacli.models.compound import Compound
    from ketacli.models.guideline import Guideline
    from ketacli.models.regimen import Regimen
    from ketacli.models.source import Source
    from ketacli.models.trial import Trial
    from ketacli.models.vocabulary import PropertyTerm, Scale, Term

R = TypeVar("R")

PACKAGE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib costs start-up time
SHIPPED = os.path.join(PACKAGE, "_compiled")  # noqa: PTH118


class Collection(Generic[R]):
    """The records of one kind by id, each built when it is first asked for."""

    def __init__(self, kind: str, raw: dict[str, dict[str, Any]]) -> None:
        self.kind = kind
        self.raw = raw
        self._built: dict[str, R] = {}

    def __getitem__(self, name: str) -> R:
        found = self._built.get(name)
        if found is None:
            found = self._built[name] = build(class_of(self.kind), self.raw[name])
        return found

    def __contains__(self, name: object) -> bool:
        return name in self.raw

    def __len__(self) -> int:
        return len(self.raw)

    def __iter__(self) -> Iterator[R]:
        return (self[name] for name in self.raw)

    def get(self, name: str) -> R | None:
        """The record, or None when there is none of that id."""
        return self[name] if name in self.raw else None

    def ids(self) -> list[str]:
        """Every id, sorted."""
        return list(self.raw)


class Dataset:
    """All records, by kind.

    ``read`` gives the compiled text of a file; it is called once a kind, when first needed.
    """

    def __init__(self, read: Any) -> None:
        self._read = read
        self._kinds: dict[str, Collection[Any]] = {}
        self._meta: dict[str, Any] | None = None

    def kind(self, name: str) -> Collection[Any]:
        """The collection of a kind; KeyError for an unknown kind, DataError for damaged data."""
        found = self._kinds.get(name)
        if found is None:
            if name not in ALL:
                raise KeyError(name)
            found = self._kinds[name] = Collection(name, self._json(name))
        return found

    @property
    def meta(self) -> dict[str, Any]:
        """Version, dates, licence and the advice line."""
        if self._meta is None:
            self._meta = self._json("meta")
        return self._meta

    @property
    def index(self) -> dict[str, list[Any]]:
        """``kind/id`` to its name and other names, without reading the records."""
        return self._json("index")

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
    def properties(self) -> Collection[PropertyTerm]:
        """The vocabulary of compound properties."""
        return self.kind("properties")

    def records(self) -> Iterator[tuple[str, Collection[Any]]]:
        """Every kind of record with its collection, vocabularies left out."""
        return ((kind, self.kind(kind)) for kind in RECORDS)

    def _json(self, name: str) -> dict[str, Any]:
        try:
            found = json.loads(self._read(name + ".json"))
        except FileNotFoundError:
            raise DataError(f"the data file {name}.json is missing", "Install the package again.") from None
        except ValueError as error:
            raise DataError(f"the data file {name}.json is damaged: {error}", "Install the package again.") from None
        if not isinstance(found, dict):
            raise DataError(f"the data file {name}.json is damaged: not an object", "Install the package again.")
        return found


def load(directory: str | None = None) -> Dataset:
    """The shipped data, or that of a directory of TOML files.

    Raises DataError, with every problem in it, when a directory's data breaks a rule.
    """
    if directory is not None:
        from ketacli.authoring.preview import read_preview

        return Dataset(read_preview(directory))
    dataset = Dataset(_shipped)
    if dataset.meta.get("editable"):
        from ketacli.authoring.preview import refresh

        refresh(SHIPPED)
        dataset = Dataset(_shipped)
    return dataset


def _shipped(name: str) -> str:
    with open(os.path.join(SHIPPED, name), encoding="utf-8") as file:  # noqa: PTH118, PTH123
        return file.read()
