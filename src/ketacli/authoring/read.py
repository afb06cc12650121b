"""Read a data directory: every TOML file, resolved and validated, all problems at once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from ketacli.authoring.problems import Problem
from ketacli.authoring.resolve import PROVENANCE, Resolver
from ketacli.authoring.validate import validate
from ketacli.kinds import RECORDS, VOCABULARIES, class_of
from ketacli.models.base import Claim

META_KEYS = ("version", "checked_through", "released", "licence", "advice")


@dataclass
class Authored:
    """What a data directory holds."""

    root: Path
    meta: dict[str, str] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: set[tuple[str, str]] = field(default_factory=set)
    """Records that are there but not valid: wrong, and so not missing."""

    def file(self, kind: str, name: str) -> str:
        """The file that a record came from, relative to the root."""
        return self.files.get((kind, name), f"{kind}/{name}.toml")


def read_directory(root: Path) -> Authored:
    """Every record below ``root``, and every problem of syntax, shape and type."""
    found = Authored(root)
    _read_meta(found)
    for kind in VOCABULARIES:
        _read_vocabulary(found, kind)
    for kind in RECORDS:
        _read_folder(found, kind)
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


def parse(text: str, file: str) -> tuple[dict[str, Any], list[Problem]]:
    """Parsed TOML with exact decimals, or the syntax error as a problem."""
    try:
        return tomllib.loads(text, parse_float=Decimal), []
    except tomllib.TOMLDecodeError as error:
        return {}, [Problem(file, "", f"not valid TOML: {error}")]


def _load(found: Authored, path: Path) -> dict[str, Any] | None:
    file = path.relative_to(found.root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
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


def _read_vocabulary(found: Authored, kind: str) -> None:
    file = f"{kind}.toml"
    records = found.records.setdefault(kind, {})
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


def _read_folder(found: Authored, kind: str) -> None:
    records = found.records.setdefault(kind, {})
    for path in sorted((found.root / kind).glob("*.toml")):
        raw = _load(found, path)
        file = path.relative_to(found.root).as_posix()
        record, problems = (None, []) if raw is None else read_record(kind, path.stem, raw, file)
        found.problems += problems
        found.files[kind, path.stem] = file
        if record is None:
            found.broken.add((kind, path.stem))
        else:
            records[path.stem] = record


def _read_strays(found: Authored) -> None:
    """Files that belong to no kind: a folder with its name mistyped would lose its records."""
    known = {"meta.toml", *(f"{kind}.toml" for kind in VOCABULARIES)}
    for path in sorted(found.root.rglob("*.toml")):
        file = path.relative_to(found.root).as_posix()
        if file not in known and (found.root / path.parent.name != path.parent or path.parent.name not in RECORDS):
            found.problems.append(Problem(file, "", "is no record: no kind has this place"))


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
