"""Read overlays into data that is already there: new records, and what files say of records that are shipped."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ketacli.build.exceptions import FILE as EXCEPTIONS
from ketacli.build.exceptions import Exceptions
from ketacli.build.files import read_bytes
from ketacli.build.overlays.files import toml_files
from ketacli.build.overlays.said import Said, read_said
from ketacli.build.parse import parse
from ketacli.build.piped import NO_ID, is_list, kind_of
from ketacli.build.problems import Problem
from ketacli.build.read import Authored, read_record
from ketacli.build.resolve import plain
from ketacli.build.rules import registry, seen_in
from ketacli.build.synonyms import FILE as SYNONYMS
from ketacli.build.validate import validate
from ketacli.records.dataset import Dataset
from ketacli.records.kinds import ALL, RECORDS, VOCABULARIES
from ketacli.records.printable import printable
from ketacli.records.steps import counted
from ketacli.records.store import Store

NOT_HERE = {f"{kind}.toml" for kind in VOCABULARIES} | {SYNONYMS}
"""Files of a whole data directory that an overlay does not have."""


class Entry(NamedTuple):
    """One record of an overlay as its file has it."""

    kind: str
    id: str
    raw: dict[str, Any]
    file: str
    key: str
    """The dotted key of the record in its file; empty where the file is the record."""


@dataclass
class Overlay:
    """What the overlays hold."""

    new: list[tuple[str, str]] = field(default_factory=list)
    """Kind and id of the records that they add."""
    said: list[Said] = field(default_factory=list)
    """What they say of records that are shipped."""
    problems: list[Problem] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    """The names of their files, as problems have them."""
    taken: dict[tuple[str, str], str] = field(default_factory=dict)
    """The file of each record, to name both where two have the same id."""


def held(store: Store) -> Authored:
    """The records of a store as rules and compilers want them."""
    dataset = Dataset(store)
    found = Authored(Path(), store.meta(), compiled=True)
    for kind in ALL:
        found.records[kind] = {record.id: record for record in dataset.kind(kind)}
    return found


def read_overlays(into: Authored, store: Store, folders: tuple[str, ...], named: bool = True) -> Overlay:
    """Read the folders, put their records into ``into``, and ask every rule about them.

    ``store`` is the compiled form of ``into``. With ``named`` a problem's file begins with its folder.
    """
    found = Overlay()
    for folder in folders:
        excepted = dict(into.excepted)
        files = toml_files(folder)
        for file in counted(files, "files read", len(files)):
            label = os.path.join(folder, file) if named else file  # noqa: PTH118
            found.files.add(label)
            _read_file(into, store, found, folder, file, label)
        found.problems += _unneeded(into, excepted, os.path.join(folder, EXCEPTIONS) if named else EXCEPTIONS)  # noqa: PTH118
    _ask_rules(into, found)
    return found


def read_files(into: Authored, store: Store, folder: Path, files: list[str]) -> Overlay:
    """The same for some files of a folder alone."""
    found = Overlay(files=set(files))
    for file in files:
        _read_file(into, store, found, str(folder), file, file)
    _ask_rules(into, found)
    return found


def _ask_rules(into: Authored, found: Overlay) -> None:
    for kind, name in counted(found.new, "records checked", len(found.new)):
        if name in into.records[kind]:
            found.problems += [
                within(problem, into.within.get((kind, name), "")) for problem in seen_in(into, kind, name)
            ]
    for said in found.said:
        found.problems += said.problems(into)
    for rule in registry.DATA:
        found.problems += [problem for problem in rule(into) if problem.file in found.files]
    found.problems = sorted(set(found.problems))


def _unneeded(into: Authored, before: dict[tuple[str, str, str], str], file: str) -> list[Problem]:
    """Exceptions of an overlay for records that are not its own: they are kept, so none is doubted twice."""
    own = into.excepted.keys() - before.keys()
    kinds = {f"{kind}/{name}" for kind in RECORDS for name in into.records[kind]}
    return [
        Problem(file, f"{rule} {record} {key}".strip(), "excepts a record that there is not: take it out")
        for rule, record, key in sorted(own)
        if record not in kinds
    ]


def _read_file(into: Authored, store: Store, found: Overlay, folder: str, file: str, label: str) -> None:
    if file in NOT_HERE:
        reason = "is for whole data directories: an overlay adds records, and uses the words that there are"
        found.problems.append(Problem(label, "", reason))
        return
    if not file.isprintable():
        found.problems.append(Problem(label, "", "is no file name of a record: it has letters that cannot be seen"))
        return
    kind, _, name = file.rpartition("/")
    if kind and kind not in RECORDS:
        found.problems.append(Problem(label, "", "is no record: no kind has this place"))
        return
    raw, problems = load(os.path.join(folder, file), label)  # noqa: PTH118
    found.problems += problems
    if raw is None:
        return
    if file == EXCEPTIONS:
        read, problems = validate(Exceptions, plain(raw), label)
        found.problems += problems
        into.excepted.update({(each.rule, each.record, each.key): each.reason for each in read.right} if read else {})
        return
    for entry in entries(kind, name.removesuffix(".toml"), raw, label, found.problems):
        _place(into, store, found, entry)


def load(path: str, label: str) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The parsed TOML of a file; None with what keeps it from being read."""
    try:
        text = read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [Problem(label, "", f"not UTF-8: {error.reason} at byte {error.start}")]
    except OSError as error:
        return None, [Problem(label, "", f"cannot be read: {error.strerror}")]
    raw, problems = parse(text, label)
    return (None if problems else raw), problems


def entries(kind: str, stem: str, raw: dict[str, Any], label: str, problems: list[Problem]) -> list[Entry]:
    """The records of a file: one, whose kind its folder or its fields tell, or lists under the names of their kinds."""
    if not kind and raw and all(key in RECORDS and is_list(value) for key, value in raw.items()):
        found = []
        for name, items in raw.items():
            for at, item in enumerate(items):
                own = item.get("id")
                if isinstance(own, str) and own:
                    found.append(Entry(name, own, item, label, f"{name}.{at}"))
                else:
                    problems.append(Problem(label, f"{name}.{at}.id", NO_ID))
        return found
    if not raw:
        problems.append(Problem(label, "", "holds no record"))
        return []
    own = raw.get("id")
    if not kind:
        return [Entry(kind_of(raw), own if isinstance(own, str) and own else stem, raw, label, "")]
    return [Entry(kind, stem, raw, label, "")]


def _place(into: Authored, store: Store, found: Overlay, entry: Entry) -> None:
    path = (entry.kind, entry.id)
    other = found.taken.get(path)
    if other is not None:
        reason = f"{printable(entry.id)!r} is in {other} already: a record stands in one file"
        found.problems.append(Problem(entry.file, entry.key, reason))
        return
    found.taken[path] = entry.file
    if entry.id in into.records[entry.kind]:
        said, problems = read_said(store, *entry)
        found.problems += problems
        found.said += [said] if said is not None else []
        return
    into.files[path] = entry.file
    into.within[path] = entry.key
    record, problems = read_record(entry.kind, entry.id, entry.raw, entry.file)
    found.problems += [within(problem, entry.key) for problem in problems]
    if record is None:
        into.broken.add(path)
        return
    into.records[entry.kind][entry.id] = record
    found.new.append(path)


def within(problem: Problem, key: str) -> Problem:
    """A problem of a record that stands at a key of its file."""
    return Problem(problem.file, ".".join(part for part in (key, problem.key) if part), problem.reason)
