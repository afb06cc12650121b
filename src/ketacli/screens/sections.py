"""A section of a record's page by name: ``keta show transform-2 harms``."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from ketacli.errors import UsageError
from ketacli.records import wording
from ketacli.records.source import warned
from ketacli.records.store import fold
from ketacli.screens.common import name_sources
from ketacli.screens.facts import facts_of
from ketacli.screens.screen import Facts, Marks, Screen, Value
from ketacli.screens.show import page, title_of

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset

NAMES = {
    "Who says what": "sides",
    "What keta does": "uses",
    "What others add": "support",
    "Use and supervision": "use",
    "How often": "frequencies",
    "Further points": "points",
    "Trials on record here": "trials",
    "Certainty, as its judges put it": "certainty",
}
"""Headings of several words, by the word that asks for them; a heading of one word is that word."""
SOURCES = "sources"
SHORTEST = 3
"""Letters from which on the beginning of a heading is enough."""
ALIASES = {"safety": "harms", "participants": "people", "interventions": "arms", "recommendations": "positions",
           "pooled": "estimates", "efficacy": "outcomes", "rules": "instructions", "doses": "dose"}  # fmt: skip
"""Other words for sections."""
LISTS = ("trials", "safety", "dosing", "guidelines", "reviews", "conflicts")
"""Lists that take a form as a word: asked of a form, they are no section of its page."""


def named(group: str) -> str:
    """The word that asks for a heading."""
    return NAMES.get(group, group.split(maxsplit=1)[0].lower())


def sections(dataset: Dataset, kind: str, record: Any) -> dict[str, str]:
    """The words that ask for the sections of a record's page, in their order, with the headings that they mean."""
    groups = list(dict.fromkeys(fact.group for fact in facts_of(dataset, kind, record)))
    firsts = Counter(named(group) for group in groups)
    # Where several headings begin alike, each is asked for by the whole of it.
    found = {
        named(group) if firsts[named(group)] == 1 else re.sub(r"\W+", "-", group.casefold()).strip("-"): group
        for group in groups
    }
    return {**found, **({} if kind == "sources" else {SOURCES: ""})}


def check(dataset: Dataset, kind: str, record: Any, asked: str) -> str:
    """The heading that a word means, or a heading that begins with it; UsageError with the sections there are."""
    known = sections(dataset, kind, record)
    word = fold(asked)
    if word not in known and ALIASES.get(word) in known:
        word = ALIASES[word]
    for name, group in known.items():
        if word and fold(name) == word:
            return group
    for name, group in known.items():
        begins = len(word) >= SHORTEST and any(fold(text).startswith(word) for text in (name, group))
        if word and begins:
            return group
    names = tuple(known)
    if kind == "compounds" and word in LISTS:
        line = f"keta {word} {record.id}"
        raise UsageError(f'{word} of {record.id} stand in a list of their own', f"{line} has them.", field="section",
                         value=asked, suggestions=(line,), allowed=names)  # fmt: skip
    search = f"keta find {record.id} {asked}"
    raise UsageError(f'{record.id} has no section "{asked}"', f"It has: {', '.join(names)}. {search} searches.",
                     field="section", value=asked, allowed=names,
                     suggestions=(*(f"keta show {record.id} {name}" for name in names[:3]), search))  # fmt: skip


def section_screen(dataset: Dataset, kind: str, name: str, asked: str) -> Screen:
    """One section, whole, with the sources of every value."""
    record: Any = dataset.kind(kind)[name]
    group = check(dataset, kind, record, asked)
    marks = Marks()
    shown = page(dataset, kind, name, marks, group or None)
    if group:
        shown.title = f"{title_of(kind, record)}: {wording.inside(group)}"
        name_sources(dataset, shown, marks)
    else:
        shown.title = f"{title_of(kind, record)}: sources"
        listed: list[tuple[str, Value]] = [
            (f"[{at}]", f"{warned(dataset.sources[each])} ({each})") for each, at in marks.numbers.items()
        ]
        shown.blocks = [Facts(listed)]
        shown.sources = []
    shown.next = [f"keta show {name}", f"keta show {name} --full"]
    return shown
