"""Compile overlays into a copy of the shipped data: their records are added to every table that it has.

What is worked out of many trials (the pools of shipped questions, the stored indirect comparisons) stays as it is
shipped: an overlay does not change an answer that keta has checked.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from typing import Any

from ketacli.build import preview, search_index
from ketacli.build.compile import INSERT
from ketacli.build.derive import derive, derive_across, derive_questions
from ketacli.build.listed import add_pooled, add_trials
from ketacli.build.overlays.read import Overlay, held, read_overlays
from ketacli.build.problems import Problem
from ketacli.build.read import Authored, dump
from ketacli.build.terms import briefs, called, met, ranks, spellings
from ketacli.records.dataset import Dataset
from ketacli.records.kinds import RECORDS
from ketacli.records.local import marked
from ketacli.records.nodes import walk
from ketacli.records.source import warned
from ketacli.records.steps import counted
from ketacli.records.store import LOCAL, Store, connect


def compiled(shipped: Store, overlays: tuple[str, ...]) -> Store:
    """The shipped data and the overlays as one store in memory; DataError with every problem of the overlays."""
    connection = connect(":memory:")
    shipped.connection.backup(connection)
    return beside(Store(connection), overlays)


def beside(store: Store, overlays: tuple[str, ...]) -> Store:
    """A store in memory with the overlays added to it; DataError with every problem of the overlays."""
    authored = held(store)
    found = read_overlays(authored, store, overlays)
    fail(found.problems, overlays)
    with store.connection:
        add(store.connection, authored, found, overlays)
    return Store(store.connection)


def fail(problems: list[Problem], overlays: tuple[str, ...]) -> None:
    """Raise DataError with the problems of overlays, if there are any."""
    preview.fail(
        problems,
        "the local records are",
        "Correct the files named; keta check FOLDER reads them again, --no-local goes without them.",
        f"keta check {overlays[0]}",
    )


def settle(authored: Authored, found: Overlay) -> list[tuple[str, str]]:
    """Derive the fields of local records, mark them, and make the conflicts and caveats of what is said otherwise.

    Gives back kind and id of every shipped record that has a new caveat.
    """
    comparators = list(authored.records.get("comparators", {}).values())
    touched = []
    for said in found.said:
        for conflict in said.conflicts(authored):
            authored.records["conflicts"][conflict.id] = conflict
            authored.files["conflicts", conflict.id] = said.file
            found.new.append(("conflicts", conflict.id))
        if said.annotate(authored.records[said.kind][said.id]):
            touched.append((said.kind, said.id))
    for kind, name in found.new:
        record = authored.records[kind][name]
        derive(kind, record, comparators)
        file = authored.file(kind, name)
        plain = getattr(record, "name", None)
        if getattr(record, "local", None) is None and plain:
            vars(record).update(name=marked(plain, file))
        vars(record).update(local=file)
    derive_across(authored)
    return touched


def add(connection: sqlite3.Connection, authored: Authored, found: Overlay, overlays: tuple[str, ...]) -> None:
    """Write what overlays hold into the tables of a store that has everything else."""
    touched = settle(authored, found)
    new = [(kind, name) for kind in RECORDS for held_kind, name in sorted(found.new) if held_kind == kind]
    connection.execute(LOCAL)
    folders = json.dumps([os.path.realpath(each) for each in overlays])
    connection.execute("INSERT INTO meta VALUES ('local', ?)", (folders,))
    connection.executemany(INSERT, _rows(connection, authored, [pair for pair in new if pair[0] != "questions"]))
    questions = [pair for pair in new if pair[0] == "questions"]
    if questions:
        derive_questions(Dataset(Store(connection)), [authored.records[kind][name] for kind, name in questions])
        connection.executemany(INSERT, _rows(connection, authored, questions))
    for kind, name in touched:
        line = _line(authored.records[kind][name])
        connection.execute("UPDATE record SET line = ? WHERE kind = ? AND id = ?", (line, kind, name))
    for kind, name in counted(new, "records linked", len(new)):
        record = authored.records[kind][name]
        named = {value for _, value, node in walk(record, type(record)) if node.named_in == "sources"}
        rows = [(kind, name, source) for source in sorted(named - {""})]
        connection.executemany("INSERT OR IGNORE INTO rests_on VALUES (?, ?, ?)", rows)
        connection.executemany("INSERT INTO other_name VALUES (?, ?, ?)", _names(kind, record))
        connection.execute("INSERT INTO local VALUES (?, ?, ?)", (kind, name, record.local))
    for said in found.said:
        claims = [each.claim for each in said.others] + [claim for _, _, claim in said.notes]
        rows = [(said.kind, said.id, claim["source"]) for claim in claims]
        connection.executemany("INSERT OR IGNORE INTO rests_on VALUES (?, ?, ?)", rows)
    for kind, name in new:
        if kind == "conflicts":
            for path in authored.records[kind][name].about:
                record, _, key = path.partition(".")
                connection.execute("INSERT INTO dispute VALUES (?, ?, ?)", (record, key, name))
    _lists(connection, sorted({kind for kind, _ in new}))
    _listed(connection, new)
    _search(connection, authored, new)


def _rows(
    connection: sqlite3.Connection, authored: Authored, pairs: list[tuple[str, str]]
) -> Iterator[tuple[str, int, str, str, str]]:
    last: dict[str, int] = dict(connection.execute("SELECT kind, max(place) FROM record GROUP BY kind"))
    for kind, name in counted(pairs, "records compiled", len(pairs)):
        last[kind] = last.get(kind, -1) + 1
        record = authored.records[kind][name]
        label: Any = getattr(record, "name", None) or getattr(record, "title", None) or name
        yield kind, last[kind], name, label, _line(record)


def _line(record: Any) -> str:
    return json.dumps(dump(record), separators=(",", ":"))


def _names(kind: str, record: Any) -> Iterator[tuple[str, str, str]]:
    """What else a local record is called, its name without the mark among it."""
    others = [*getattr(record, "synonyms", ()), *getattr(record, "aliases", ())]
    others += [getattr(record, "registry", None), *getattr(record, "registries", ())]
    others += [record.title] if kind == "guidelines" else []
    others += [code.value for code in getattr(record, "codes", ())]
    others.append(str(getattr(record, "name", "")).rpartition(" (local, ")[0])
    yield from ((kind, record.id, word) for word in others if word)


def _lists(connection: sqlite3.Connection, kinds: list[str]) -> None:
    """Write the order of lists, what meets a value, and names anew; they are worked out over all records."""
    dataset = Dataset(Store(connection))
    for kind in kinds:
        connection.executemany("UPDATE record SET rank = ? WHERE kind = ? AND id = ?", list(ranks(dataset, kind)))
    if "trials" in kinds:
        connection.execute("DELETE FROM term")
        connection.executemany("INSERT INTO term VALUES (?, ?, ?, ?)", list(met(dataset)))
    connection.execute("DELETE FROM typed")
    for rows in (spellings, called, briefs):
        connection.executemany("INSERT OR IGNORE INTO typed VALUES (?, ?, ?, ?)", list(rows(dataset)))


def _listed(connection: sqlite3.Connection, new: list[tuple[str, str]]) -> None:
    """Add what lists say of the records; a caveat changes nothing of what they say of shipped ones."""
    dataset = Dataset(Store(connection))
    names = [name for kind, name in new if kind == "trials"]
    add_trials(connection, dataset, counted(dataset.trials.some(names), "records listed", len(names)))
    if any(kind == "reviews" for kind, _ in new):
        add_pooled(connection, dataset)


def _search(connection: sqlite3.Connection, authored: Authored, new: list[tuple[str, str]]) -> None:
    """Add the records to the tables of search, and the conflicts to the facts that they are about."""
    ((at, number),) = connection.execute(
        "SELECT (SELECT count(*) FROM subject), (SELECT coalesce(max(number), -1) + 1 FROM fact)"
    )
    pairs = [(kind, authored.records[kind][name]) for kind, name in new]
    words = search_index.fill(connection, authored, counted(pairs, "records indexed", len(pairs)), at, number)
    question = "INSERT INTO spelling VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET times = times + excluded.times"
    connection.executemany(question, sorted(words.items()))
    own: dict[str, set[str]] = {kind: set() for kind in RECORDS}
    for kind, name in new:
        own[kind].add(name)
    part = Authored(authored.root, records={
        kind: {name: authored.records[kind][name] for name in sorted(names)} for kind, names in own.items()
    })  # fmt: skip
    connection.executemany("INSERT OR IGNORE INTO called VALUES (?, ?, ?)", sorted(search_index.names(part)))
    cited = [(name, warned(source)) for name, source in part.records["sources"].items()]
    connection.executemany("INSERT OR REPLACE INTO citation VALUES (?, ?)", cited)
    for name, conflict in part.records["conflicts"].items():
        for path in conflict.about:
            record, _, key = path.partition(".")
            kind, _, held_id = record.partition("/")
            if key:
                question = (
                    "UPDATE fact SET conflict = ? WHERE conflict = '' AND subject = (SELECT number FROM subject WHERE "
                    "kind = ? AND id = ?) AND (path || '.' LIKE ? OR ? LIKE path || '.%')"
                )
                connection.execute(question, (name, kind, held_id, f"{key}.%", f"{key}."))
