"""Statements: conflicts have both sides and resolve, animal findings say so, signals are no rates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ketacli.build.read import Authored
from ketacli.build.rules.registry import Place, of_record, of_text
from ketacli.records.nodes import at_place

ANIMAL_WORDS = re.compile(
    r"\b(animals?|mouse|mice|rats?|rodents?|pre-?clinical|dogs?|monkeys?"
    r"|in vitro|cells?|tissue|membranes?|receptors?)\b"
)


@of_record("topics")
def animals(topic: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A finding in animals or cells that does not say so."""
    text = f"{topic.name} {topic.statement.value or ''}".lower()
    if topic.basis in ("animal", "in-vitro") and not ANIMAL_WORDS.search(text):
        yield "statement", "rests on animals or cells and must say so"


@of_record("safety")
def signals(item: Any, at: Place) -> Iterator[tuple[str, str]]:
    """Spontaneous reports that are told as a rate."""
    rates = [place for place, each in enumerate(item.frequencies) if each.percent is not None or each.low is not None]
    if item.kind == "signal" and rates:
        yield f"frequencies.{rates[0]}", "a signal from spontaneous reports has no percentage"
    if item.collected == "spontaneous-reports" and item.kind != "signal":
        yield "kind", "spontaneous reports are entered as a signal"


@of_record("conflicts")
def sides(conflict: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A conflict that names nothing, or says of its sides what its rule denies."""
    used = [side for side in conflict.sides if side.used]
    if conflict.rule in ("both-shown", "none-used", "as-of"):
        if conflict.rule == "none-used" and used:
            yield "rule", "says that neither is used, but a side is marked as used"
    elif not used:
        yield "sides", "no side is marked as used"
    if not conflict.about:
        yield "about", "names no value or record"
    for place, path in enumerate(conflict.about):
        if conflict.kind == "omission" and path.startswith("safety/") and "." not in path:
            yield (
                f"about.{place}",
                "silence disputes no rule of care: name the value that is left incomplete",
            )


@of_text("path")
def leads(path: str, at: Place) -> Iterator[str]:
    """A path that leads to no value."""
    reason = unresolved(at.authored, path)
    if reason:
        yield reason


def unresolved(authored: Authored, path: str) -> str | None:
    """Why ``kind/id.dotted.key`` leads to nothing; None when it leads to a value."""
    head, _, rest = path.partition(".")
    kind, _, name = head.partition("/")
    value: Any = authored.records.get(kind, {}).get(name)
    if value is None and (kind, name) in authored.broken:
        return None
    if value is None:
        return f"no record {head!r}"
    for key in filter(None, rest.split(".")):
        if isinstance(value, tuple):
            value = at_place(value, key)
        elif isinstance(value, dict):
            value = value.get(key)
        else:
            value = getattr(value, key, None)
        if value is None:
            return f"{head} has no {rest}"
    return None
