"""What a rule looks at: a text, a part of a record, a record, or all of the data. A decorator says it.

A rule yields what is wrong. For what was said alone, the place is that of the value it was given; a rule that sees
further inside yields the dotted key with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from ketacli.build.problems import Problem
from ketacli.build.read import Authored
from ketacli.records.nodes import Node


class Place(NamedTuple):
    """Where a value stands."""

    authored: Authored
    kind: str
    record: Any
    """The whole record."""
    key: str
    """The dotted key of the value in its file."""
    node: Node
    """The field that holds it."""

    def inside(self, key: str) -> str:
        """The dotted key of a field of the value."""
        return f"{self.key}.{key}" if self.key else key


Said: TypeAlias = "str | tuple[str, str]"
Rule: TypeAlias = Callable[[Any, Place], Iterable[Said]]
DataRule: TypeAlias = Callable[[Authored], Iterator[Problem]]

TEXTS: dict[str, list[Rule]] = defaultdict(list)
PARTS: dict[str, list[Rule]] = defaultdict(list)
RECORDS: dict[str, list[Rule]] = defaultdict(list)
DATA: list[DataRule] = []
LIKELY: list[str] = []
"""Names of the rules about what is likely."""

_parts: dict[type, list[Rule]] = {}


def of_text(*roles: str) -> Callable[[Rule], Rule]:
    """A rule for every text whose field has one of these roles; without any, for every text but closed words."""

    def register(rule: Rule) -> Rule:
        for role in roles or ("",):
            TEXTS[role].append(rule)
        return rule

    return register


def of_part(*classes: str) -> Callable[[Rule], Rule]:
    """A rule for every record, and every record inside one, that is of one of these classes."""

    def register(rule: Rule) -> Rule:
        for name in classes:
            PARTS[name].append(rule)
        return rule

    return register


def of_record(kind: str) -> Callable[[Rule], Rule]:
    """A rule for every record of a kind as a whole."""

    def register(rule: Rule) -> Rule:
        RECORDS[kind].append(rule)
        return rule

    return register


def of_data(rule: DataRule) -> DataRule:
    """A rule that looks at several records at once."""
    DATA.append(rule)
    return rule


def likely(rule: Rule) -> Rule:
    """A rule about what is likely: it can be wrong about a value that is right, which ``exceptions.toml`` then says."""
    name = rule.__name__.replace("_", "-")
    LIKELY.append(name)

    def doubts(value: Any, place: Place) -> Iterator[tuple[str, str]]:
        for said in rule(value, place):
            key, reason = (place.key, said) if isinstance(said, str) else said
            if place.authored.doubted(name, f"{place.kind}/{place.record.id}", key):
                yield key, f"{reason} (rule {name})"

    doubts.__name__ = rule.__name__
    return doubts


def rules_of_text(node: Node) -> list[Rule]:
    """The rules for a text in a field."""
    own = TEXTS.get(node.role.name, []) if node.role is not None else []
    return TEXTS[""] + own


def rules_of_part(cls: type) -> list[Rule]:
    """The rules for a record of a class, those of its bases among them."""
    known = _parts.get(cls)
    if known is None:
        known = _parts[cls] = [rule for base in cls.__mro__ for rule in PARTS.get(base.__name__, ())]
    return known
