"""Which outcomes a word means: an id, a kind, a scale, a harm, or words of the label; and spans of time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacli.records.store import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ketacli.evidence.contrasts import Measured

GROUPS = ("primary", "all", "harms")
"""Words that mean more than one outcome by what they are."""

CONTINUOUS = ("change", "score")
"""Kinds of outcome that a scale's name alone means: not a response or remission by that scale."""

UNITS = {"h": 1 / 24, "hour": 1 / 24, "d": 1.0, "day": 1.0, "w": 7.0, "week": 7.0}

SPAN = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)(?:(?:-|to)([0-9]{1,9}(?:\.[0-9]{1,9})?))?(h|hours?|d|days?|w|weeks?)")
WORDED = re.compile(r"(hour|day|week)s?([0-9]{1,9}(?:\.[0-9]{1,9})?)(?:(?:-|to)([0-9]{1,9}(?:\.[0-9]{1,9})?))?")


def matching(items: Iterable[Measured], asked: str) -> list[Measured]:
    """What a word means, by the first of these that fits any: group, kind, scale, id, label, part of either."""
    found = list(items)
    word = fold(asked)
    rules: tuple[Callable[[Measured], bool], ...] = (
        lambda item: word == "all" and item.kind != "harm",
        lambda item: word == "harms" and item.kind == "harm",
        lambda item: word == "primary" and item.role == "primary",
        lambda item: word == fold(item.kind) and item.kind not in ("harm", "other"),
        lambda item: item.kind in CONTINUOUS and bool(item.scale) and word == fold(item.scale or ""),
        lambda item: word == fold(item.id),
        lambda item: word == fold(item.label),
        lambda item: bool(word) and _begins(word, item.label),
    )
    for rule in rules:
        chosen = [item for item in found if rule(item)]
        if chosen:
            return chosen
    return []


def _begins(word: str, label: str) -> bool:
    """Whether a word or words stand in a label, from the start of one of its words on."""
    parts = [fold(part) for part in label.replace("-", " ").split()]
    return any("".join(parts[at:]).startswith(word) for at in range(len(parts)))


def timespan(text: str) -> tuple[float, float] | None:
    """``28d``, ``day 28``, ``24 h``, ``4 weeks``, ``21-30d`` as days, both ends included; None for anything else."""
    word = text.casefold().replace(" ", "")
    found = SPAN.fullmatch(word)
    if found is not None:
        low, high, unit = found.groups()
    else:
        found = WORDED.fullmatch(word)
        if found is None:
            return None
        unit, low, high = found.groups()
    unit = unit.rstrip("s") if len(unit) > 1 else unit
    days = UNITS[unit]
    ends = float(low) * days, float(high or low) * days
    return ends if ends[0] <= ends[1] else None


def within(days: float | None, span: tuple[float, float] | None) -> bool:
    """Whether a time lies in a span, a minute or so of rounding allowed; no span takes any time."""
    if span is None:
        return True
    return days is not None and span[0] - 0.01 <= days <= span[1] + 0.01


def choose(items: list[Measured], asked: str | None) -> tuple[list[Measured], list[Measured]]:
    """The outcomes that were asked for, and the others; without a wish the primary ones, else the first of all.

    Raises LookupError, with the ids there are, when nothing goes by that name.
    """
    if asked is None:
        chosen = [item for item in items if item.role == "primary"] or items[:1]
    else:
        chosen = matching(items, asked)
        if not chosen:
            raise LookupError([item.id for item in items])
    return chosen, [item for item in items if item not in chosen]
