"""What a record class holds, read from its annotations without typing; and the one walk over a record.

Annotations are texts here, such as ``tuple[CompoundId, ...]``: the type of a field, its role (see ``roles``) and
the class of the records in it are read off them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from ketacli.records.roles import FILED, Role
from ketacli.records.structure import derived, held, nested
from ketacli.tuples import NamedTuple

NUMBER, TEXT, DATE, YES_NO, CHOICE, PART, TABLE = "number", "text", "date", "yes or no", "choice", "record", "table"


class Node(NamedTuple):
    """One field: its type, and what is inside it."""

    type: str
    many: bool = False
    choices: tuple[str, ...] = ()
    role: Role | None = None
    """What its text is, where that matters to somebody."""
    cls: Any = None
    """The record class, if the field holds records."""
    parts: Mapping[str, Node] = {}
    """The fields of a record that no class describes."""
    main: Callable[[Any], Any] | None = None
    """What a record inside a record is compared by; None when it has no one value."""
    main_node: Node | None = None

    def inside(self) -> Mapping[str, Node]:
        """The fields of the record, or records, that the field holds."""
        return nodes(self.cls) if self.cls is not None else self.parts

    @property
    def named_in(self) -> str | None:
        """The kind of record whose ids the field holds."""
        return self.role.kind or None if self.role is not None else None

    @property
    def is_claim(self) -> bool:
        """Whether it holds records that say where they come from and how that was checked."""
        return self.cls is not None and is_claim(self.cls)


@cache
def whole(cls: type) -> Node:
    """A record of a class, as a field would hold it."""
    return Node(PART, cls=cls)


@cache
def nodes(cls: type) -> dict[str, Node]:
    """The fields of a record class, in the order of the JSON."""
    inner = nested(cls)
    found: dict[str, Node] = {}
    provenance: dict[str, Node] = {}
    for base in reversed(cls.__mro__):
        module = vars(sys.modules[base.__module__])
        for name, text in vars(base).get("__annotations__", {}).items():
            if name.startswith("_"):
                continue
            own = inner.get(name)
            node = plain(held(text), module) if own is None else part(own.cls, own.many)
            # What a claim says comes first, where it comes from last, as in the JSON.
            (provenance if base.__name__ == "Claim" else found)[name] = node
    return {**found, **provenance}


@cache
def is_claim(cls: type) -> bool:
    """Whether a record of a class says where it comes from and how that was checked."""
    return {"source", "check", "checked"} <= nodes(cls).keys()


def part(cls: type, many: bool) -> Node:
    """A field that holds records of a class."""
    inside = nodes(cls)
    if cls.__name__ == "Design":
        choices = tuple(dict.fromkeys(word for name in DESIGNED for word in inside[name].choices))
        return Node(PART, many, cls=cls, main=designed, main_node=Node(CHOICE, True, choices))
    if cls.__name__ == "Result":
        return Node(PART, many, cls=cls, main=lambda item: step(item, "direction"), main_node=inside["direction"])
    if "value" in inside:
        return Node(PART, many, cls=cls, main=lambda item: step(item, "value"), main_node=inside["value"])
    return Node(PART, many, cls=cls)


DESIGNED = ("allocation", "model", "framework")


def designed(item: Any) -> tuple[str, ...]:
    """The words of a design, as ``--design`` takes them."""
    return tuple(step(item, name) for name in DESIGNED)


def plain(text: str, module: Mapping[str, Any]) -> Node:
    """A field that holds plain values, from its annotation and the module in which it stands."""
    text = " ".join(text.split()).strip("()").removesuffix(" | None").strip("() ")
    many = text.startswith("tuple[")
    word = text.removeprefix("tuple[").removesuffix(", ...]")
    role = None
    if word.startswith("Filed["):
        role, word = FILED, word.removeprefix("Filed[").removesuffix("]")
    named: Any = module.get(word)
    if hasattr(named, "__metadata__"):
        role, named = named.__metadata__[0], named.__origin__
    choices = tuple(re.findall(r"'([^']*)'", word)) if word.startswith("Literal[") else ()
    choices = choices or tuple(str(item) for item in getattr(named, "__args__", ()))
    if choices:
        return Node(CHOICE, many, choices, role)
    if word.startswith("dict["):
        return Node(TABLE)
    if word in ("int", "float") or word.startswith("Literal["):
        return Node(NUMBER, many)
    if word == "bool":
        return Node(YES_NO, many)
    dated = role is not None and role.name.startswith("day")
    return Node(DATE if dated else TEXT, many, role=role)


def step(value: Any, name: str) -> Any:
    """One field of a record, as an object or as a dict."""
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)


def walk(record: Any, cls: type, key: str = "", worked_out: bool = True) -> Iterator[tuple[str, Any, Node]]:
    """Every part of a record, as an object or as a dict: its dotted key, its value, and the field it stands in.

    The record itself comes first, a record inside it before its own parts; of a list, each element. What has no value
    is passed over. ``key`` is the key of the record itself; without ``worked_out`` what the build derives is passed
    over too.
    """
    yield key, record, whole(cls)
    known = nodes(cls)
    start = f"{key}." if key else ""
    for name, value in (record if type(record) is dict else vars(record)).items():
        if value is None or value == () or (not worked_out and name in derived(cls)):
            continue
        node = known[name]
        place = start + name
        if node.cls is not None:
            if node.many:
                for at, item in enumerate(value):
                    yield from walk(item, node.cls, f"{place}.{at}", worked_out)
            else:
                yield from walk(value, node.cls, place, worked_out)
        elif node.many:
            for at, item in enumerate(value):
                yield f"{place}.{at}", item, node
        elif node.type == TABLE:
            for word, item in value.items():
                yield f"{place}.{word}", item, node
        else:
            yield place, value, node


def claims(record: Any, cls: type, key: str = "") -> Iterator[tuple[str, Any]]:
    """What is entered of a record with a source and a check level of its own, each with its dotted key."""
    return ((place, value) for place, value, node in walk(record, cls, key, False) if node.is_claim)


def field_of(key: str) -> str:
    """The name of the field that a dotted key ends in; of a place in a list, the list's."""
    words = key.split(".")
    return words[-2] if words[-1].isdigit() and len(words) > 1 else words[-1]


def at_place(held: Any, key: str) -> Any:
    """The element of a list that a key such as ``0`` names; None for a place that it does not have."""
    number = int(key) if key.isascii() and key.isdigit() and len(key) < LONGEST_PLACE else len(held)
    return held[number] if number < len(held) else None


LONGEST_PLACE = 7
"""Digits of a place in a list."""
