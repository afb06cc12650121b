"""Ids resolve, lead in no circle, and lists that a record cannot do without hold some."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

from ketacli.build.problems import Problem
from ketacli.build.read import Authored
from ketacli.build.rules.registry import Place, of_data, of_part, of_text
from ketacli.records.kinds import RECORDS, VOCABULARIES

COMPARATORS = ("midazolam", "placebo", "fentanyl")
"""Treatments that control-arm regimens may name as their form."""

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@of_data
def ids(authored: Authored) -> Iterator[Problem]:
    """Ids that are not well formed, and records that lead in a circle."""
    for kind in (*RECORDS, *VOCABULARIES):
        for name in authored.records.get(kind, {}):
            if not ID.fullmatch(name):
                key = name if kind in VOCABULARIES else ""
                yield Problem(authored.file(kind, name), key, f"id {name!r} must be lower-case words joined by hyphens")
    yield from _circles(authored, "guidelines", "superseded_by")
    yield from _circles(authored, "indications", "broader")


@of_text("id")
def resolves(name: str, at: Place) -> Iterator[str]:
    """An id that names no record."""
    kind = at.node.named_in or ""
    if kind == "compounds" and name in COMPARATORS:
        return
    if name not in at.authored.records.get(kind, {}) and (kind, name) not in at.authored.broken:
        yield f"no {kind} record called {name!r}"


@of_part("Record")
def lists(record: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A list that has no default and holds nothing."""
    cls = type(record)
    if cls not in _needed:
        _needed[cls] = tuple(item.name for item in fields(cls) if item.default is MISSING)
    for name in _needed[cls]:
        if getattr(record, name) == ():
            yield at.inside(name), "must not be empty"


_needed: dict[Any, tuple[str, ...]] = {}
"""The fields of a class that have no default."""


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
