"""Which fields of a record hold further records, read from its annotations.

Annotations are strings here (``from __future__ import annotations``), so no typing machinery is
imported to read ``tuple[Effect, ...]`` or ``Text | None``. The build resolves provenance
with the same table that the reading side builds objects with, so the two cannot disagree.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from ketacli.records.base import Record, field_types
from ketacli.tuples import NamedTuple


class Nested(NamedTuple):
    """A field that holds one record or many."""

    cls: type
    many: bool


DERIVED = "Derived["
"""How the annotation of a derived field begins."""


def held(text: str) -> str:
    """An annotation without the mark of a derived field."""
    return text[len(DERIVED) : -1] if text.startswith(DERIVED) else text


@cache
def derived(cls: type) -> tuple[str, ...]:
    """The fields of ``cls`` that the build works out."""
    return tuple(name for name, text in field_types(cls).items() if text.startswith(DERIVED))


@cache
def nested(cls: type) -> dict[str, Nested]:
    """The fields of ``cls`` whose values are records themselves."""
    found: dict[str, Nested] = {}
    for base in reversed(cls.__mro__):
        names = vars(base).get("__annotations__", {})
        module = vars(sys.modules[base.__module__])
        for field, annotation in names.items():
            text = held(annotation)
            many = text.startswith("tuple[") and text.endswith(", ...]")
            word = text[6:-6] if many else text.removesuffix(" | None")
            target = module.get(word)
            if isinstance(target, type) and issubclass(target, Record):
                found[field] = Nested(target, many)
    return found


@cache
def _inside(cls: type) -> tuple[tuple[str, type | None], ...]:
    """The fields of ``cls`` that compiled data may hold a list or a record in, with the class of that record."""
    inner = nested(cls)
    return tuple(
        (name, inner[name].cls if name in inner else None)
        for name, text in field_types(cls).items()
        if name in inner or "tuple[" in text
    )


def build(cls: type, data: dict[str, Any]) -> Any:
    """Make a record of class ``cls`` from compiled data, which is trusted to be valid.

    The fields go straight into the instance, all at once, and only those that can hold more than a plain value are
    looked at: most of the thousands of small records of a command hold none. Fields that the data leaves out fall back
    to the class's own defaults.
    """
    record: Any = object.__new__(cls)
    fields = record.__dict__
    fields.update(data)
    for field, part in _inside(cls):
        value = data.get(field)
        if type(value) is list:
            fields[field] = tuple(value) if part is None else tuple([build(part, item) for item in value])
        elif part is not None and type(value) is dict:
            fields[field] = build(part, value)
    return record
