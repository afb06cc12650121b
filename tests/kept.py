"""Data that is read, opened and compiled once in a test process, the shipped and whatever else does not change.

A run of the program opens the data anew and builds what it looks through, as a process of its own has to; of some ten
thousand runs in one process, that was most of the time. What a process does by itself, ``test_process.py`` asks.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import cache, lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

from ketacli.build import opening, preview, read, rules
from ketacli.build.overlays import compile as overlays_compile
from ketacli.build.overlays import read as overlays_read
from ketacli.build.parse import parse
from ketacli.build.problems import Problem
from ketacli.build.read import DATA, Authored
from ketacli.build.rules import check
from ketacli.evidence import status
from ketacli.evidence.answers.status import Status
from ketacli.evidence.library import Library
from ketacli.evidence.status import summarise
from ketacli.records import store
from ketacli.records.dataset import Collection, Dataset
from ketacli.records.kinds import ALL
from ketacli.records.store import Store, shipped

load, opened, read_directory, read_record = opening.load, opening.opened, read.read_directory, read.read_record
MOST = 10_000
"""Files of a directory that is looked at whole; no data directory has more."""

LARGEST = 200_000
"""Bytes of a file that is looked at; none that is shipped has as many."""

held, doubted = overlays_read.held, Authored.doubted


class KeptCollection(Collection[Any]):
    """A collection that keeps what a pass over it builds."""

    def __iter__(self) -> Iterator[Any]:
        if len(self._built) < len(self.raw):
            for name, raw in self._pairs():
                if name not in self._built:
                    self._built[name] = self._make(name, raw)
        return (self._built[name] for name in self.raw)

    def whole(self) -> Iterator[Any]:
        """Every record."""
        return iter(self)

    def partly(self, *_: str, of: Sequence[str] | None = None) -> Iterator[Any]:
        """Whole records: what is left out of those in part costs time, never truth, which ``test_partly.py`` asks."""
        return iter(self) if of is None else self.some(of)

    def some(self, names: Sequence[str]) -> Iterator[Any]:
        """The records of these ids."""
        return (self[name] for name in names if name in self.raw)


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
    """What ``load`` gives: of the shipped data without overlays once, of a directory as long as its files are those."""
    if overlays or not _is_shipped():
        return load(directory, overlays)
    if directory is None:
        return _library(store.SHIPPED)
    digest = _digest(Path(directory))
    return load(directory) if digest is None or _is_changed() else _compiled(directory, str(Path.cwd()), digest)


def _is_changed() -> bool:
    """Whether a test has put something in the place of the rules, or of the reading."""
    own = vars(preview)["check"], vars(preview)["read_directory"], vars(Authored)["doubted"]
    return own != (check, read_directory, doubted)


@lru_cache(maxsize=4)
def _compiled(directory: str, _: str, __: str) -> Library:
    return load(directory)


def _digest(root: Path) -> str | None:
    """Of the names and bytes of every file; None where there is anything but a few plain files."""
    found = sha256()
    try:
        if not any(each.name == "meta.toml" for each in root.iterdir()):
            return None
        paths = sorted(islice(root.rglob("*"), MOST))
        for path in paths:
            if path.is_symlink() or not (path.is_file() or path.is_dir()) or path.stat().st_size > LARGEST:
                return None
            found.update(f"{path.relative_to(root)}\0{path.is_dir()}\0".encode())
            found.update(path.read_bytes() if path.is_file() else b"")
    except (OSError, ValueError):
        return None
    return found.hexdigest() if len(paths) < MOST else None


@lru_cache(maxsize=4096)
def _parsed(text: str, file: str) -> bytes | None:
    found = parse(text, file)
    # What has problems is seldom asked for twice, and may be nested deeper than can be copied.
    return None if found[1] else pickle.dumps(found, pickle.HIGHEST_PROTOCOL)


def kept_parse(text: str, file: str) -> Any:
    """What ``parse`` makes of a file, anew for whoever asks: most files of a copied folder are those of another."""
    found = _parsed(text, file) if len(text) < LARGEST else None
    return parse(text, file) if found is None else pickle.loads(found)


@lru_cache(maxsize=8192)
def _record(kind: str, name: str, raw: bytes, file: str) -> bytes:
    return pickle.dumps(read_record(kind, name, pickle.loads(raw), file), pickle.HIGHEST_PROTOCOL)


def kept_record(kind: str, name: str, raw: dict[str, Any], file: str) -> tuple[Any, list[Problem]]:
    """What ``read_record`` gives, a record of its own for whoever asks."""
    try:
        found: tuple[Any, list[Problem]] = pickle.loads(
            _record(kind, name, pickle.dumps(raw, pickle.HIGHEST_PROTOCOL), file)
        )
    except RecursionError:
        return read_record(kind, name, raw, file)
    return found


@cache
def _held(_: str) -> Authored:
    library = kept_library()
    found = Authored(Path(), library.store.meta(), compiled=True)
    for kind in ALL:
        found.records[kind] = {record.id: record for record in library.kind(kind)}
    return found


def kept_held(asked: Store) -> Authored:
    """What ``held`` gives, of the shipped data with each record built once; it may be put in and taken out again."""
    if not _is_shipped() or asked.meta() != _store(store.SHIPPED).meta():
        return held(asked)
    found = _held(store.SHIPPED)
    return replace(found, meta=dict(found.meta), records={kind: dict(each) for kind, each in found.records.items()},
                   files={}, within={}, problems=[], broken=set(), excepted={}, needed=set())  # fmt: skip


def kept_apart(asked: Store) -> Authored:
    """The same for whoever derives fields: records of their own."""
    found = kept_held(asked)
    for kind, records in found.records.items():
        found.records[kind] = {name: copy(record) for name, record in records.items()}
    return found


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


@cache
def _problems_of_shipped() -> tuple[Problem, ...]:
    return tuple(check(read_shipped()))


def kept_check(authored: Authored) -> list[Problem]:
    """What ``check`` gives, of the shipped data once, as long as no record of it is another."""
    whole = read_shipped() if authored.root == DATA else None
    if whole is None or authored.records != whole.records or _is_changed():
        return check(authored)
    found = list(_problems_of_shipped())
    authored.needed |= whole.needed
    return found


@cache
def _summary(where: str) -> Status:
    return summarise(_library(where))


def kept_summary(dataset: Dataset) -> Status:
    """What ``summarise`` gives, of the shipped data once."""
    return _summary(store.SHIPPED) if dataset is _library(store.SHIPPED) else summarise(dataset)


def keep() -> None:
    """From here on the program opens the shipped data once; what compiles a checkout anew has its own reading."""
    assert vars(preview)["read_directory"] is read_directory
    assert "tests.support" not in sys.modules, "what it has imported would be what is not kept"
    opening.load, opening.opened, read.read_directory = kept_library, kept_store, kept_directory
    vars(read).update(parse=kept_parse, read_record=kept_record)
    vars(overlays_read).update(held=kept_held)
    vars(overlays_compile).update(held=kept_apart)
    vars(rules).update(check=kept_check)
    vars(status).update(summarise=kept_summary)
