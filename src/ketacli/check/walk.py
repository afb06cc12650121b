"""Walk a record: every part of it with its dotted key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from ketacli.authoring.read import Authored
from ketacli.kinds import ALL, VOCABULARIES


def parts(record: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every value inside a record, records and plain values alike, depth first."""
    yield key, record
    if hasattr(record, "__dataclass_fields__"):
        for item in fields(record):
            yield from parts(getattr(record, item.name), f"{key}.{item.name}" if key else item.name)
    elif isinstance(record, tuple):
        for at, item in enumerate(record):
            yield from parts(item, f"{key}.{at}")
    elif isinstance(record, dict):
        for name, item in record.items():
            yield from parts(item, f"{key}.{name}")


def every(authored: Authored) -> Iterator[tuple[str, str, str, Any]]:
    """Every part of every record: kind, file, dotted key, value."""
    for kind in ALL:
        for name, record in authored.records.get(kind, {}).items():
            file = authored.file(kind, name)
            start = name if kind in VOCABULARIES else ""
            for key, value in parts(record, start):
                yield kind, file, key, value


def field_of(key: str) -> str:
    """The name of the field that a dotted key ends in; of a place in a list, the list's."""
    words = key.split(".")
    return words[-2] if words[-1].isdigit() and len(words) > 1 else words[-1]


def is_a(value: Any, name: str) -> bool:
    """Whether a value is a record of the class called ``name`` or of one derived from it."""
    return any(base.__name__ == name for base in type(value).__mro__)
