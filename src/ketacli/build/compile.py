"""Write the checked records, their names and the schemas as one SQLite file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from ketacli.build import listed, search_index
from ketacli.build.derive import derive, derive_across, derive_questions
from ketacli.build.read import Authored, dump
from ketacli.build.terms import briefs, called, met, ranks, spellings
from ketacli.build.worked import worked
from ketacli.errors import DataError
from ketacli.records import closed
from ketacli.records.dataset import Dataset
from ketacli.records.kinds import RECORDS
from ketacli.records.nodes import walk
from ketacli.records.order import KEYS
from ketacli.records.store import FILE, TABLES, Store, connect

PACKAGE = Path(__file__).resolve().parent.parent
COMPILED = PACKAGE / "_compiled"

HASHES = "sha256"
"""Key of the description under which the hashes of the data files stand."""
PAGE = 8192
"""Bytes a page: most records fit a few of them, and a query touches few."""


def compiled(authored: Authored, *, whole: bool = True, editable: bool = False) -> Store:
    """The data of a directory in memory; the derived fields of its records are set.

    Without ``whole`` there are no schemas, no search and no terms of lists, which most readings of a directory do
    without; ``editable`` marks a checkout's data.
    """
    comparators = list(authored.records.get("comparators", {}).values())
    for kind, records in authored.records.items():
        for record in records.values():
            derive(kind, record, comparators)
    derive_across(authored)
    connection = connect(":memory:")
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.executescript(TABLES)
    with connection:
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta(authored, editable).items())
        connection.executemany(INSERT, _records(authored, *(kind for kind in authored.records if kind != "questions")))
        dataset = Dataset(Store(connection))
        derive_questions(dataset, authored.records.get("questions", {}).values())
        connection.executemany(INSERT, _records(authored, "questions"))
        connection.executemany("INSERT INTO other_name VALUES (?, ?, ?)", _other_names(authored))
        connection.executemany("INSERT INTO rests_on VALUES (?, ?, ?)", _rests_on(authored))
        connection.executemany("INSERT INTO dispute VALUES (?, ?, ?)", _disputes(authored))
        dataset = Dataset(Store(connection))  # anew, for the last one had no questions
        for kind in KEYS:
            connection.executemany("UPDATE record SET rank = ? WHERE kind = ? AND id = ?", ranks(dataset, kind))
        if whole:
            search_index.write(connection, authored)
            connection.executemany("INSERT INTO term VALUES (?, ?, ?, ?)", met(dataset))
            connection.executemany("INSERT INTO typed VALUES (?, ?, ?, ?)", spellings(dataset))
            connection.executemany("INSERT INTO typed VALUES (?, ?, ?, ?)", called(dataset))
            connection.executemany("INSERT INTO typed VALUES (?, ?, ?, ?)", briefs(dataset))
            from ketacli.build.schema.files import compiled_schemas  # reads the source of every answer

            connection.executemany("INSERT INTO schema VALUES (?, ?, ?, ?, ?, ?)", compiled_schemas(authored))
            connection.executemany("INSERT INTO worked VALUES (?, ?)", worked(dataset))
            listed.write(connection, dataset)
    return Store(connection)


def meta(authored: Authored, editable: bool = False) -> dict[str, str]:
    """Version, dates, licence and advice, and whether the data is a checkout's."""
    return {**authored.meta, **({"editable": "yes"} if editable else {})}


INSERT = "INSERT INTO record VALUES (?, ?, ?, ?, ?, 0)"


def _records(authored: Authored, *kinds: str) -> Iterator[tuple[str, int, str, str, str]]:
    for kind in kinds:
        records = authored.records.get(kind, {})
        # Vocabularies keep the order of their file, which is the order of the screens.
        ordered = sorted(records.items()) if kind in RECORDS else records.items()
        for place, (name, record) in enumerate(ordered):
            label: Any = getattr(record, "name", None) or getattr(record, "title", None) or getattr(record, "label", "")
            # ASCII throughout: one byte a character in memory, and quickest to decode.
            yield kind, place, name, label or name, json.dumps(dump(record), separators=(",", ":"))


def _other_names(authored: Authored) -> Iterator[tuple[str, str, str]]:
    for kind in RECORDS:
        for name, record in sorted(authored.records.get(kind, {}).items()):
            others = [*getattr(record, "synonyms", ()), *getattr(record, "aliases", ())]
            others += [getattr(record, "registry", None), *getattr(record, "registries", ())]
            # A guideline's name is its body and year; its title is one more way to ask for it.
            others += [record.title] if kind == "guidelines" else []
            # CHEBI:6121 is asked for as 6121 too.
            codes = [code.value for code in getattr(record, "codes", ())]
            others += [*codes, *(code.partition(":")[2] for code in codes)]
            yield from ((kind, name, word) for word in others if word)


def _rests_on(authored: Authored) -> Iterator[tuple[str, str, str]]:
    for kind in RECORDS:
        for name, record in sorted(authored.records.get(kind, {}).items()):
            named = {value for _, value, node in walk(record, type(record)) if node.named_in == "sources"}
            yield from ((kind, name, source) for source in sorted(named - {""}))


def _disputes(authored: Authored) -> Iterator[tuple[str, str, str]]:
    for name, conflict in sorted(authored.records.get("conflicts", {}).items()):
        for path in conflict.about:
            record, _, key = path.partition(".")
            yield record, key, name


def compile_directory(authored: Authored, target: Path, editable: bool = False, since: int | None = None) -> None:
    """Write the compiled data into a folder; a file is replaced whole or not at all.

    ``editable`` marks the data of a checkout, which is compiled again when its TOML changes: after ``since``, in
    nanoseconds since 1970, if it was changed while it was read.
    """
    if not search_index.has_full_text():
        raise DataError(
            "this Python's SQLite has no full-text search (FTS5), which the data is compiled with",
            "Build with a Python whose sqlite3 has it; one that does not have it can still read the result.",
        )
    target.mkdir(exist_ok=True)
    store = compiled(authored, editable=editable)
    part = target / f"{FILE}.{os.getpid()}.part"
    part.unlink(missing_ok=True)
    store.connection.execute("VACUUM INTO ?", (str(part),))
    part.replace(target / FILE)
    _write(target / closed.FILE, closed.written())
    # Last, for its time is the stamp by which a checkout knows that the data is there; ``keta --version`` reads it.
    hashes = {name: sha256((target / name).read_bytes()).hexdigest() for name in (FILE, closed.FILE)}
    _write(target / "meta.json", json.dumps({**meta(authored, editable), HASHES: hashes}, separators=(",", ":")))
    if since is not None:
        os.utime(target / "meta.json", ns=(since, since))


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
