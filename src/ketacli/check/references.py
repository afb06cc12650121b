"""Ids resolve, lead in no circle, and lists that a record cannot do without hold some."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

from ketacli.authoring.problems import Problem
from ketacli.authoring.read import Authored
from ketacli.check.walk import every
from ketacli.kinds import RECORDS, VOCABULARIES

COMPARATORS = ("midazolam", "placebo", "fentanyl")
"""Treatments that control-arm regimens may name as their form."""

POINTERS = {
    "source": "sources",
    "publications": "sources",
    "form": "compounds",
    "forms": "compounds",
    "versus": "compounds",
    "route": "routes",
    "routes": "routes",
    "indications": "indications",
    "scale": "scales",
    "property": "properties",
    "trials": "trials",
    "topics": "subjects",
    "guidelines": "guidelines",
    "superseded_by": "guidelines",
    "broader": "indications",
}
"""Field name to the kind its values name; Effect.versus is an arm and handled with the trials."""

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def problems(authored: Authored) -> Iterator[Problem]:
    """Ids that do not resolve, and ids that are not well formed."""
    for kind in RECORDS:
        for name in authored.records.get(kind, {}):
            if not ID.fullmatch(name):
                yield Problem(authored.file(kind, name), "", f"id {name!r} must be lower-case words joined by hyphens")
    yield from _circles(authored, "guidelines", "superseded_by")
    yield from _circles(authored, "indications", "broader")
    for _, file, key, value in every(authored):
        if hasattr(value, "__dataclass_fields__"):
            yield from (Problem(file, part, "must not be empty") for part in _empty(value, key))
        if not isinstance(value, str):
            continue
        words = key.split(".")
        if words[-1].isdigit():
            words.pop()
        field = words[-1]
        target = POINTERS.get(field)
        if target is None or (field == "versus" and words[0] in ("outcomes", "signals")):
            continue
        if target == "compounds" and value in COMPARATORS:
            continue
        if value not in authored.records.get(target, {}) and (target, value) not in authored.broken:
            yield Problem(file, key, f"no {target} record called {value!r}")


def _empty(record: Any, key: str) -> Iterator[str]:
    """Keys of the record's lists that have no default and hold nothing."""
    for item in fields(record):
        if item.default is MISSING and getattr(record, item.name) == ():
            yield f"{key}.{item.name}" if key else item.name


def _circles(authored: Authored, kind: str, field: str) -> Iterator[Problem]:
    """Records that lead back to themselves along ``field``; each circle is named once."""
    records = authored.records.get(kind, {})
    for name in records:
        seen, at = {name}, getattr(records[name], field)
        while at in records and at not in seen:
            seen.add(at)
            at = getattr(records[at], field)
        if at == name == min(seen):
            key = f"{name}.{field}" if kind in VOCABULARIES else field
            yield Problem(authored.file(kind, name), key, "leads back to the record itself")
