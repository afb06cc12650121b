"""The values in which two states of one record differ, parts of lists told by what they are about."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from ketacli.build.resolve import PROVENANCE
from ketacli.records.search_words import words_of
from ketacli.records.structure import derived, nested

IDENTITY = {
    "Arm": ("id",), "Outcome": ("id",), "OutcomeAsked": ("id",), "ArmResult": ("arm",),
    "Effect": ("measure", "arm", "versus"), "Harm": ("event", "serious", "phase", "definition"),
    "Dose": ("when", "per", "unit"), "Phase": ("name",), "Standing": ("jurisdiction",),
    "Instruction": ("kind", "jurisdiction", "value"), "Recommendation": ("forms", "routes", "indications", "pattern"),
    "Approval": ("jurisdiction", "product", "indications", "route"), "Rule": ("jurisdiction",),
    "BoxedWarning": ("jurisdiction", "product"), "Code": ("system", "of"), "Lead": ("topic",),
    "Property": ("property", "route", "versus", "system", "species", "conditions"),
    "Pooled": ("outcome", "comparison", "timepoint", "measure"), "Signal": ("event", "measure"),
    "Certainty": ("outcome", "system"), "Frequency": ("group", "role"), "Side": ("source",), "RiskOfBias": ("by",),
    "JudgedDomain": ("domain",), "TrialsLeftOut": ("trials",), "ReviewQuoted": ("review", "outcome"),
}  # fmt: skip
"""Class of a part to the fields by which it is the same part in both states."""
WHERE_FROM = (*PROVENANCE, "status_checked", "seen")
"""Fields that say where a value is from and when it was looked at, not what it is."""
ALIKE = 0.5
MOST_PAIRS = 10_000
"""So many pairs of parts are weighed at most."""


class Leaf(NamedTuple):
    """One difference: a value, or a whole part that one state alone has."""

    old_key: str | None
    """Dotted key in the old state; None where it has no such part."""
    new_key: str | None
    old: Any
    new: Any
    where_from: bool = False
    """Whether it is no value but where one is from, or when that was looked at."""

    @property
    def key(self) -> str:
        """The key in the new state, or else in the old one."""
        return self.new_key if self.new_key is not None else str(self.old_key)


def differences(
    cls: type, old: dict[str, Any], new: dict[str, Any], old_key: str = "", new_key: str = ""
) -> Iterator[Leaf]:
    """What differs between two states of a record, or of a part of one, as the JSON has them."""
    inner = nested(cls)
    skipped = {"id", *derived(cls)}
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        if name in skipped or before == after:
            continue
        if name == "events":
            # A count that the build worked out of a percentage is none of the source's.
            before, after = (None if side.get("derived") else side.get(name) for side in (old, new))
            if before == after:
                continue
        at, to = (f"{key}.{name}" if key else name for key in (old_key, new_key))
        part = inner.get(name)
        if part is not None and part.many:
            yield from _lists(part.cls, before or [], after or [], at, to)
        elif part is not None and isinstance(before, dict) and isinstance(after, dict):
            yield from differences(part.cls, before, after, at, to)
        else:
            yield Leaf(at, to, before, after, name in WHERE_FROM)


def _lists(cls: type, old: list[Any], new: list[Any], at: str, to: str) -> Iterator[Leaf]:
    pairs = aligned(cls, old, new)
    for here, there in pairs:
        yield from differences(cls, old[here], new[there], f"{at}.{here}", f"{to}.{there}")
    gone = set(range(len(old))) - {here for here, _ in pairs}
    yield from (Leaf(f"{at}.{place}", None, old[place], None) for place in sorted(gone))
    added = set(range(len(new))) - {there for _, there in pairs}
    yield from (Leaf(None, f"{to}.{place}", None, new[place]) for place in sorted(added))


def aligned(cls: type, old: list[Any], new: list[Any]) -> list[tuple[int, int]]:
    """Places of parts that are the same one in both lists: equal, of one identity, or else alike."""
    pairs: list[tuple[int, int]] = []
    left, right = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))
    ways: list[tuple[str, ...] | None] = [None, IDENTITY.get(cls.__name__, ())]
    for way in ways:
        if way == ():
            continue
        places = defaultdict(list)
        for there in right:
            places[_key(cls, new[there], way)].append(there)
        for here in tuple(left):
            same = places[_key(cls, old[here], way)]
            if same:
                pairs.append((here, same[0]))
                del left[here], right[same.pop(0)]
    if left and right and len(left) * len(right) <= MOST_PAIRS:
        weighed = sorted((-likeness(old[here], new[there]), here, there) for here in left for there in right)
        for weight, here, there in weighed:
            if -weight >= ALIKE and here in left and there in right:
                pairs.append((here, there))
                del left[here], right[there]
    return sorted(pairs, key=lambda pair: pair[1])


def _key(cls: type, part: dict[str, Any], names: tuple[str, ...] | None) -> str:
    """What makes a part the same; all that it says where no fields are named."""
    if names is None:
        return json.dumps({name: value for name, value in part.items() if name not in (*WHERE_FROM, *derived(cls))})
    return json.dumps([part.get(name) for name in names])


def likeness(old: Any, new: Any) -> float:
    """How much of two values is the same, 0 to 1; of texts the words, of parts the values."""
    if isinstance(old, dict) and isinstance(new, dict):
        names = {*old, *new} - {*WHERE_FROM, "note"}
        return sum(likeness(old.get(name), new.get(name)) for name in names) / (len(names) or 1)
    if isinstance(old, str) and isinstance(new, str):
        first, second = set(words_of(old)), set(words_of(new))
        return float(old == new) if not first | second else len(first & second) / len(first | second)
    return float(old == new)
