"""Read a data directory: every TOML file, resolved and validated, all problems at once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ketacli.build.exceptions import FILE as EXCEPTIONS
from ketacli.build.exceptions import Exceptions
from ketacli.build.files import read_bytes
from ketacli.build.parse import parse
from ketacli.build.problems import Problem
from ketacli.build.resolve import PROVENANCE, Resolver, plain
from ketacli.build.synonyms import FILE as SYNONYMS
from ketacli.build.synonyms import Synonyms
from ketacli.build.validate import validate
from ketacli.errors import DataError
from ketacli.records.base import Claim
from ketacli.records.kinds import RECORDS, VOCABULARIES, class_of
from ketacli.records.steps import counted
from ketacli.records.store import PACKAGE

DATA = Path(PACKAGE) / "data"
"""The records that keta ships, as they were entered."""
META_KEYS = ("version", "checked_through", "released", "licence", "advice")


@dataclass
class Authored:
    """What a data directory holds."""

    root: Path
    meta: dict[str, str] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    within: dict[tuple[str, str], str] = field(default_factory=dict)
    """The dotted key of a record in its file, where that holds lists of records."""
    problems: list[Problem] = field(default_factory=list)
    broken: set[tuple[str, str]] = field(default_factory=set)
    """Records that are there but not valid: wrong, and so not missing."""
    synonyms: Synonyms | None = None
    """Those of the directory, where it has its own."""
    excepted: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Rule, ``kind/id`` and key to why the value is right all the same."""
    needed: set[tuple[str, str, str]] = field(default_factory=set)
    """Those of them that a rule asked for."""
    compiled: bool = False
    """Whether it was read from finished data, to set records beside it."""

    def doubted(self, rule: str, record: str, key: str) -> bool:
        """Whether what a rule doubts stands as a problem: no exception says that it is right."""
        asked = (rule, record, key)
        if asked in self.excepted:
            self.needed.add(asked)
        return asked not in self.excepted

    def file(self, kind: str, name: str) -> str:
        """The file that a record came from, relative to the root."""
        return self.files.get((kind, name), f"{kind}/{name}.toml")


def data_directory(text: str) -> Path:
    """The directory that a user names; DataError when there is none, or none of data, or it cannot be looked into."""
    root = Path(text)
    hint = "Name a directory of TOML files, as --data, KETA_DATA and keta check take it."
    try:
        if not root.is_dir():
            raise DataError(f'no directory called "{text}"', hint, value=text)
        if not any(file.name == "meta.toml" for file in root.iterdir()):
            raise DataError(
                f'"{text}" holds no records',
                "Records of your own stand in folders such as trials/ and sources/: keta new trials ID writes one.",
                value=text,
            )
    except OSError as error:
        raise DataError(f'cannot read the directory "{text}": {error.strerror}', hint, value=text) from None
    except ValueError:
        raise DataError(f'no directory called "{text}"', hint, value=text) from None
    return root


def read_directory(root: Path) -> Authored:
    """Every record below ``root``, and every problem of syntax, shape and type."""
    found = Authored(root)
    if _too_many(root):
        found.problems.append(Problem("", "", f"holds more than {MOST_FILES:,} files: no data directory does"))
        return found
    _read_meta(found)
    for kind in VOCABULARIES:
        _read_vocabulary(found, kind)
    files = [(kind, path) for kind in RECORDS for path in _files(found, kind)]
    for kind, path in counted(files, "files read", len(files)):
        _read_file(found, kind, path)
    if os.path.lexists(root / SYNONYMS):
        found.synonyms = read_synonyms(found)
    if os.path.lexists(root / EXCEPTIONS):
        _read_exceptions(found)
    _read_strays(found)
    return found


def read_record(kind: str, name: str, raw: dict[str, Any], file: str) -> tuple[Any, list[Problem]]:
    """One record from parsed TOML."""
    cls = class_of(kind)
    if "id" in raw and raw["id"] != name:
        return None, [Problem(file, "id", f"is {raw['id']!r}, but the file's name says {name!r}; leave it out")]
    resolver = Resolver(raw)
    long = resolver.record(cls, {"id": name, **raw})
    record, problems = validate(cls, long, file)
    # What the whole record lacks, every value in it lacks: said once.
    lacking = {problem.key for problem in problems if problem.key in PROVENANCE and problem.key not in raw}
    problems = [item for item in problems if item.key in lacking or item.key.rsplit(".", 1)[-1] not in lacking]
    problems = [Problem(file, key, reason) for key, reason in resolver.complaints] + problems
    return (None if problems else record), problems


def _load(found: Authored, path: Path) -> dict[str, Any] | None:
    file = path.relative_to(found.root).as_posix()
    try:
        text = read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        found.problems.append(Problem(file, "", f"not UTF-8: {error.reason} at byte {error.start}"))
        return None
    except OSError as error:
        found.problems.append(Problem(file, "", f"cannot be read: {error.strerror}"))
        return None
    raw, problems = parse(text, file)
    found.problems += problems
    return None if problems else raw


def _read_meta(found: Authored) -> None:
    raw = _load(found, found.root / "meta.toml")
    if raw is None:
        return
    for key in META_KEYS:
        value = raw.get(key)
        if not isinstance(value, str) or not value:
            found.problems.append(Problem("meta.toml", key, "must be a text"))
        else:
            found.meta[key] = value
    for key in raw.keys() - set(META_KEYS):
        found.problems.append(Problem("meta.toml", key, "unknown key"))


def read_synonyms(found: Authored) -> Synonyms | None:
    """The file of synonyms of a directory; None when it is not valid, which its problems say."""
    raw = _load(found, found.root / SYNONYMS)
    if raw is None:
        return None
    read, problems = validate(Synonyms, plain(raw), SYNONYMS)
    found.problems += problems
    return None if problems else read


def _read_exceptions(found: Authored) -> None:
    raw = _load(found, found.root / EXCEPTIONS)
    if raw is None:
        return
    read, problems = validate(Exceptions, plain(raw), EXCEPTIONS)
    found.problems += problems
    if read is not None:
        found.excepted = {(each.rule, each.record, each.key): each.reason for each in read.right}


YOUNG = ("comparators", "populations")
"""Vocabularies that directories from before them do not have: they are empty there."""


def _read_vocabulary(found: Authored, kind: str) -> None:
    file = f"{kind}.toml"
    records = found.records.setdefault(kind, {})
    if kind in YOUNG and not (found.root / file).exists():
        return
    raw = _load(found, found.root / file)
    for name, entry in (raw or {}).items():
        if not isinstance(entry, dict):
            found.problems.append(Problem(file, name, "must be a table"))
            continue
        if entry.get("id", name) != name:
            found.problems.append(Problem(file, f"{name}.id", f"is {entry['id']!r}, but its key says {name!r}"))
        long = Resolver({}).record(class_of(kind), {**entry, "id": name})
        record, problems = validate(class_of(kind), long, file, name)
        found.problems += problems
        found.files[kind, name] = file
        if record is None:
            found.broken.add((kind, name))
        else:
            records[name] = record


def _files(found: Authored, kind: str) -> list[Path]:
    """The files of a kind, in order."""
    found.records.setdefault(kind, {})
    try:
        return sorted(each for each in (found.root / kind).iterdir() if each.name.endswith(".toml"))
    except FileNotFoundError:
        return []
    except OSError as error:
        # A kind whose records cannot be seen is not one that has none.
        found.problems.append(Problem(kind, "", f"cannot be read: {error.strerror}"))
        return []


def _read_file(found: Authored, kind: str, path: Path) -> None:
    file = path.relative_to(found.root).as_posix()
    if not path.name.isprintable():
        found.problems.append(Problem(file, "", "is no file name of a record: it has letters that cannot be seen"))
        found.broken.add((kind, path.stem))
        return
    raw = _load(found, path)
    record, problems = (None, []) if raw is None else read_record(kind, path.stem, raw, file)
    found.problems += problems
    found.files[kind, path.stem] = file
    if record is None:
        found.broken.add((kind, path.stem))
    else:
        found.records[kind][path.stem] = record


MOST_FILES = 20_000
"""So many files a data directory may hold; the shipped one has some 2,000."""


def _too_many(root: Path) -> bool:
    """Whether there are more files than are read: asked before any of them is."""
    seen = 0
    for _, folders, names in os.walk(root):
        seen += len(names) + len(folders)
        if seen > MOST_FILES:
            return True
    return False


def _read_strays(found: Authored) -> None:
    """Files that belong to no kind: a folder with its name mistyped would lose its records."""
    known = {"meta.toml", SYNONYMS, EXCEPTIONS, *(f"{kind}.toml" for kind in VOCABULARIES)}
    for folder, folders, names in os.walk(found.root):
        folders.sort()
        place = Path(folder).relative_to(found.root).as_posix()
        if place in RECORDS:
            continue
        files = (name if place == "." else f"{place}/{name}" for name in sorted(names) if name.endswith(".toml"))
        found.problems += [
            Problem(file, "", "is no record: no kind has this place") for file in files if file not in known
        ]


CLAIM_FIELDS = tuple(item.name for item in fields(Claim))


def dump(record: Any, top: bool = True) -> dict[str, Any]:
    """A record as JSON values: what it says first, where it comes from last.

    The record's own fields are all present; inside it, fields without a value are left out.
    """
    names = [item.name for item in fields(record) if item.name not in CLAIM_FIELDS or not isinstance(record, Claim)]
    if isinstance(record, Claim):
        names += CLAIM_FIELDS
    defaults = {item.name: item.default for item in fields(record)}
    out: dict[str, Any] = {}
    for name in names:
        value = getattr(record, name)
        if not top and value == defaults[name] and name not in ("source", "check", "checked"):
            continue
        out[name] = _dump_value(value)
    return out


def _dump_value(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return dump(value, top=False)
    if isinstance(value, tuple):
        return [_dump_value(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
