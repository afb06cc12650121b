"""The shipped data, read and opened once in a test process and each of its records built once.

A run of the program opens the data anew and builds what it looks through, as a process of its own has to; of some ten
thousand runs in one process, that was most of the time. What a process does by itself, ``test_process.py`` asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

from ketacli.build import opening, preview, read
from ketacli.build.read import DATA, Authored
from ketacli.evidence.library import Library
from ketacli.records import store
from ketacli.records.dataset import Collection
from ketacli.records.store import Store, shipped

load, opened, read_directory = opening.load, opening.opened, read.read_directory


class KeptCollection(Collection[Any]):
    """A collection that keeps what a pass over it builds."""

    def __iter__(self) -> Iterator[Any]:
        if len(self._built) < len(self.raw):
            for name, raw in self._pairs():
                if name not in self._built:
                    self._built[name] = self._make(name, raw)
        return (self._built[name] for name in self.raw)

    def some(self, names: Sequence[str]) -> Iterator[Any]:
        """The records of these ids."""
        return (self[name] for name in names)


class KeptLibrary(Library):
    """A library of such collections."""

    def kind(self, name: str) -> Collection[Any]:
        """The collection of a kind."""
        if name not in self._kinds:
            raw = super().kind(name).raw
            self._kinds[name] = KeptCollection(name, raw, self)
        return self._kinds[name]


@cache
def _store(_: str) -> Store:
    return opened()


@cache
def _library(where: str) -> KeptLibrary:
    return KeptLibrary(_store(where))


def _is_shipped() -> bool:
    """Whether no test has put something else in the place of the shipped data; a thread needs its own."""
    return vars(opening)["shipped"] is shipped and current_thread() is main_thread()


def kept_store(overlays: tuple[str, ...] = ()) -> Store:
    """What ``opened`` gives, without overlays once."""
    return opened(overlays) if overlays or not _is_shipped() else _store(store.SHIPPED)


def kept_library(directory: str | None = None, overlays: Sequence[str] = ()) -> Library:
    """What ``load`` gives, of the shipped data without overlays once."""
    if directory is not None or overlays or not _is_shipped():
        return load(directory, overlays)
    return _library(store.SHIPPED)


@cache
def read_shipped() -> Authored:
    """The shipped evidence as its files have it; a test that puts something else in takes it out again."""
    return read_directory(DATA)


def kept_directory(root: Path) -> Authored:
    """What ``read_directory`` gives, of the shipped data once: records may be put in and taken out, but not changed."""
    if root != DATA:
        return read_directory(root)
    found = read_shipped()
    records = {kind: dict(held) for kind, held in found.records.items()}
    return replace(found, records=records, files=dict(found.files), problems=list(found.problems),
                   broken=set(found.broken), needed=set())  # fmt: skip


def keep() -> None:
    """From here on the program opens the shipped data once; what compiles a checkout anew has its own reading."""
    assert vars(preview)["read_directory"] is read_directory
    opening.load, opening.opened, read.read_directory = kept_library, kept_store, kept_directory
