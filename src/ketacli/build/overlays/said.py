"""What a file of an overlay says of a record that is shipped: the shipped value stays, and both are shown.

The file names the record by its place and id and holds the keys that it is about, or all of them. What it holds as
the shipped record does says nothing; another value, or one where the record has none, is a side of a conflict; a note
is a caveat of the record.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ketacli.build.derive import derive
from ketacli.build.problems import Problem
from ketacli.build.read import Authored
from ketacli.build.resolve import PROVENANCE, Resolver, plain
from ketacli.build.rules import seen_in
from ketacli.build.validate import validate
from ketacli.build.write import authored
from ketacli.records.base import Claim, Text
from ketacli.records.conflict import Conflict, Side
from ketacli.records.kinds import class_of
from ketacli.records.local import marked
from ketacli.records.store import Store
from ketacli.records.structure import build, derived, nested

NAMED_BY = ("id", "arm", "versus", "measure", "event", "jurisdiction", "kind", "name")
"""Keys by which parts of a list are the same part."""
NOTE = "note"
NO_SOURCE = (
    "is missing: whoever says otherwise than a shipped record says from which document. Write source, check and "
    "checked in the first lines"
)


class Other(NamedTuple):
    """One value, or several in one part, that a file has otherwise."""

    key: str
    """The dotted key of the part in the shipped record; empty for the record itself."""
    words: str
    """What the part is, such as "remission-week-8, esketamine"."""
    shipped: dict[str, Any]
    values: dict[str, Any]
    claim: dict[str, Any]
    """Source, place, check level and date of what the file says."""
    shipped_claim: dict[str, Any]


@dataclass
class Said:
    """What one file says of one shipped record."""

    kind: str
    id: str
    file: str
    inside: str
    """The key of the record in the file."""
    others: list[Other]
    notes: list[tuple[str, str, dict[str, Any]]]
    """Words for the part, the note, and where it comes from."""
    record: Any
    """The record as the file would have it; None where that is not valid."""
    wrong: list[Problem]

    def problems(self, into: Authored) -> Iterator[Problem]:
        """The rules that the record would break if the file were right, and documents that there are not."""
        yield from self.wrong
        for claim in [each.claim for each in self.others] + [claim for _, _, claim in self.notes]:
            if claim["source"] not in into.records["sources"] and ("sources", claim["source"]) not in into.broken:
                yield Problem(self.file, self._at("source"), f"no sources record called {claim['source']!r}")
        if self.record is None or self.wrong:
            return
        shipped, files = into.records[self.kind][self.id], dict(into.files)
        into.records[self.kind][self.id] = self.record
        into.files[self.kind, self.id] = self.file
        try:
            found = list(seen_in(into, self.kind, self.id))
            into.records[self.kind][self.id] = shipped
            usual = {(each.key, each.reason) for each in seen_in(into, self.kind, self.id)}
        finally:
            into.records[self.kind][self.id], into.files = shipped, files
        yield from (Problem(each.file, self._at(each.key), each.reason) for each in found
                    if (each.key, each.reason) not in usual)  # fmt: skip

    def _at(self, key: str) -> str:
        return ".".join(part for part in (self.inside, key) if part)

    def conflicts(self, into: Authored) -> list[Conflict]:
        """A conflict for each part that the file has otherwise."""
        shipped = into.records[self.kind][self.id]
        changes = self.record is not None and _direction(self.kind, self.record) != _direction(self.kind, shipped)
        found = []
        for each in self.others:
            slug = re.sub("[^a-z0-9]+", "-", f"local-{self.kind}-{self.id}-{each.key}".lower()).strip("-")
            name = f"{getattr(shipped, 'name', None) or self.id}: {each.words or 'the record'} said otherwise"
            sides = (
                _side(worded(each.shipped), each.shipped_claim, True),
                _side(f"{worded(each.values)}, as the file {self.file} has it", each.claim, False),
            )
            uses = f"The shipped value: {worded(each.shipped)}. What the local file says is shown beside it"
            found.append(build(Conflict, {
                "id": slug, "name": marked(name, self.file),
                "about": [f"{self.kind}/{self.id}" + (f".{each.key}" if each.key else "")],
                "kind": "between-sources", "sides": [], "uses": None, "rule": "both-shown",
                "changes_conclusion": changes, "standing": "suspected", "matters": None,
                "forms": list(getattr(shipped, "forms", ())), "indications": list(getattr(shipped, "indications", ())),
                **each.claim, "note": "Made of a file of an overlay, which says otherwise than the shipped record.",
                "local": self.file,
            }))  # fmt: skip
            vars(found[-1]).update(sides=sides, uses=_text(uses, each.shipped_claim))
        return found

    def annotate(self, shipped: Any) -> bool:
        """Add the notes to the caveats of the shipped record, or to its own note; whether anything was added."""
        for words, note, claim in self.notes:
            text = marked(f"{words}: {note}" if words else note, self.file)
            if hasattr(shipped, "caveats"):
                vars(shipped).update(caveats=(*shipped.caveats, _text(text, claim)))
            else:
                vars(shipped).update(note=" ".join(filter(None, (shipped.note, text))))
        return bool(self.notes)


def read_said(
    store: Store, kind: str, name: str, raw: dict[str, Any], file: str, inside: str
) -> tuple[Said | None, list[Problem]]:
    """What a file says of a shipped record, and what keeps it from being read."""
    at = f"{inside}.source".lstrip(".")
    if not isinstance(raw.get("source"), str) or not raw["source"]:
        return None, [Problem(file, at, NO_SOURCE)]
    if "id" in raw and raw["id"] != name:
        return None, [Problem(file, f"{inside}.id".lstrip("."), f"is {raw['id']!r}, but the file's name says {name!r}")]
    cls = class_of(kind)
    written = authored(kind, json.loads(store.line(kind, name)))
    shipped = Resolver(written).record(cls, written)
    resolver = Resolver(raw)
    given = resolver.record(cls, {key: value for key, value in raw.items() if key != "id"})
    problems = [Problem(file, f"{inside}.{key}".lstrip("."), reason) for key, reason in resolver.complaints]
    own = {key: given.get(key) or raw.get(key) for key in PROVENANCE}
    own = {key: plain(value) for key, value in own.items()}
    reader = _Reader(own, shipped)
    merged = copy.deepcopy(shipped)
    reader.compare(cls, given, shipped, merged, "", [], own, {key: shipped.get(key) for key in PROVENANCE})
    record, wrong = validate(cls, {**merged, "id": name}, file, inside)
    if record is None or problems:
        return None, problems + wrong
    for each in [other.claim for other in reader.others] + [claim for _, _, claim in reader.notes]:
        for key in ("check", "checked"):
            if not each.get(key):
                return None, [Problem(file, f"{inside}.{key}".lstrip("."), NO_SOURCE)]
    if not reader.others and not reader.notes:
        return None, []
    return Said(kind, name, file, inside, reader.others, reader.notes, record, wrong), []


class _Reader:
    """Goes through a record as a file has it and as it is shipped, side by side."""

    def __init__(self, own: dict[str, Any], shipped: dict[str, Any]) -> None:
        self.own = own
        self.shipped = shipped
        self.others: list[Other] = []
        self.notes: list[tuple[str, str, dict[str, Any]]] = []

    def compare(
        self, cls: type, given: dict[str, Any], shipped: dict[str, Any], merged: dict[str, Any], key: str,
        words: list[str], claim: dict[str, Any], shipped_claim: dict[str, Any],
    ) -> None:  # fmt: skip
        """Collect what ``given`` has otherwise than ``shipped``, and set it into ``merged``."""
        if key and issubclass(cls, Claim):
            claim = {name: given.get(name) or claim.get(name) for name in PROVENANCE}
            shipped_claim = {name: shipped.get(name) or shipped_claim.get(name) for name in PROVENANCE}
        inner = nested(cls)
        values: dict[str, Any] = {}
        for name, value in given.items():
            if name in PROVENANCE or name == "id" or name in derived(cls):
                continue
            place = f"{key}.{name}" if key else name
            before = shipped.get(name)
            if name == NOTE:
                if value and value != before:
                    self.notes.append((", ".join(words), str(value), claim))
            elif name in inner and inner[name].many and isinstance(value, list):
                held = before or []
                into = merged.setdefault(name, [])
                for item in value:
                    at = _same(item, held)
                    if at is None:
                        values.setdefault(name, []).append(item)
                        into.append(item)
                        continue
                    self.compare(inner[name].cls, item, held[at], into[at], f"{place}.{at}",
                                 [*words, *_named(held[at], name)], claim, shipped_claim)  # fmt: skip
            elif name in inner and isinstance(value, dict) and isinstance(before, dict):
                self.compare(inner[name].cls, value, before, merged[name], place, [*words, _spaced(name)], claim,
                             shipped_claim)  # fmt: skip
            elif value != before:
                values[name] = merged[name] = value
        if values:
            if issubclass(cls, Claim) and key:
                merged.update({name: value for name, value in claim.items() if value})
            for name in ("digits", "limit_digits"):
                if name in given:
                    merged[name] = given[name]
            before = {name: shipped.get(name) for name in values}
            self.others.append(Other(key, ", ".join(words), before, values, claim, shipped_claim))


def _same(item: dict[str, Any], held: list[dict[str, Any]]) -> int | None:
    """The place of the part that ``item`` is about; None where there is none."""
    keys = ("id",) if item.get("id") else NAMED_BY
    named = {key: item[key] for key in keys if item.get(key) is not None}
    if not named:
        main = {key: value for key, value in item.items() if key not in PROVENANCE}
        equal = [at for at, each in enumerate(held) if all(each.get(key) == value for key, value in main.items())]
        return equal[0] if equal else None
    found = [at for at, each in enumerate(held) if all(each.get(key) == value for key, value in named.items())]
    equal = [at for at in found if all(held[at].get(key) == value for key, value in item.items())]
    return next(iter(equal or found), None)


def _named(part: dict[str, Any], field: str) -> list[str]:
    words = [str(part[key]) for key in ("id", "arm", "event", "measure") if part.get(key)]
    return [" ".join(words[:2]) or _spaced(field)]


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def worded(values: dict[str, Any]) -> str:
    """Values by their names, for a person; one that is called value, alone."""
    parts = []
    for name, value in values.items():
        text = "not on record" if value is None else _plain(value)
        parts.append(text if name == "value" else f"{_spaced(name)} {text}")
    return ", ".join(parts)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in PROVENANCE and key not in ("digits",)}
        return worded(kept)
    if isinstance(value, list):
        return "; ".join(_plain(item) for item in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _side(value: str, claim: dict[str, Any], used: bool) -> Side:
    found: Side = build(Side, {**claim, "value": value, "used": used})
    return found


def _text(value: str, claim: dict[str, Any]) -> Text:
    found: Text = build(Text, {**claim, "value": value})
    return found


def _direction(kind: str, record: Any) -> Any:
    """What a trial concludes by its figures; the same for all other kinds, of which nobody can say it."""
    if kind != "trials":
        return None
    if getattr(record, "result", None) is None:
        derive(kind, record)
    return record.result.direction
