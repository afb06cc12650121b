"""Statements: conflicts have both sides and resolve, animal findings say so, signals are no rates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ketacli.authoring.problems import Problem
from ketacli.authoring.read import Authored

ANIMAL_WORDS = re.compile(
    r"\b(animals?|mouse|mice|rats?|rodents?|pre-?clinical|dogs?|monkeys?"
    r"|in vitro|cells?|tissue|membranes?|receptors?)\b"
)


def problems(authored: Authored) -> Iterator[Problem]:
    """Everything that is wrong with a conflict, a topic or a safety fact beyond its numbers."""
    for name, conflict in authored.records.get("conflicts", {}).items():
        file = authored.file("conflicts", name)
        yield from (Problem(file, key, reason) for key, reason in _conflict(authored, conflict))
    for name, topic in authored.records.get("topics", {}).items():
        text = f"{topic.name} {topic.statement.value or ''}".lower()
        if topic.basis in ("animal", "in-vitro") and not ANIMAL_WORDS.search(text):
            yield Problem(authored.file("topics", name), "statement", "rests on animals or cells and must say so")
    for name, item in authored.records.get("safety", {}).items():
        file = authored.file("safety", name)
        rates = [at for at, each in enumerate(item.frequencies) if each.percent is not None or each.low is not None]
        if item.kind == "signal" and rates:
            yield Problem(file, f"frequencies.{rates[0]}", "a signal from spontaneous reports has no percentage")
        if item.collected == "spontaneous-reports" and item.kind != "signal":
            yield Problem(file, "kind", "spontaneous reports are entered as a signal")


def _conflict(authored: Authored, conflict: Any) -> Iterator[tuple[str, str]]:
    used = [side for side in conflict.sides if side.used]
    if conflict.rule in ("both-shown", "none-used", "as-of"):
        if conflict.rule == "none-used" and used:
            yield "rule", "says that neither is used, but a side is marked as used"
    elif not used:
        yield "sides", "no side is marked as used"
    if not conflict.about:
        yield "about", "names no value or record"
    for at, path in enumerate(conflict.about):
        reason = unresolved(authored, path)
        if reason:
            yield f"about.{at}", reason


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
            value = value[int(key)] if key.isdigit() and int(key) < len(value) else None
        elif isinstance(value, dict):
            value = value.get(key)
        else:
            value = getattr(value, key, None)
        if value is None:
            return f"{head} has no {rest}"
    return None
