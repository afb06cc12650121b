"""What every screen shares: currency, sources, advice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ketacli import disputes
from ketacli.facts.source import MARKS, cite
from ketacli.printable import printable
from ketacli.screen import Marks, Screen, Words

if TYPE_CHECKING:
    from ketacli.dataset import Dataset

MOST_NAMED = 15

LEVELS = {
    "primary": "own text",
    "registry": "registry",
    "label": "label",
    "secondary": "secondary",
    "unverified": "unverified",
}


def screen(dataset: Dataset, title: str) -> Screen:
    """An empty screen with its title, data version and advice line."""
    meta = dataset.meta
    return Screen(
        title=printable(title),
        currency=f"data {meta['version']}, checked to {meta['checked_through']}",
        advice=f"{meta['advice']}  keta help safety",
    )


def name_sources(dataset: Dataset, shown: Screen, marks: Marks) -> None:
    """The ``Sources`` line: every document that the screen marks, with its number."""
    shown.sources = [f"[{number}] {cite(dataset.sources[name])}" for name, number in marks.numbers.items()]


def dispute_notes(dataset: Dataset, kind: str, names: list[str]) -> list[Words]:
    """A line for the records shown about which sources disagree, with what to type to see how."""
    found = [(name, disputes.of_record(dataset, kind, name)) for name in names]
    disputed = [(name, about) for name, about in found if about]
    if not disputed:
        return []
    total = len({each for _, about in disputed for each in about})
    if len(disputed) == 1:
        name, about = disputed[0]
        titles = "; ".join(str(dataset.index[f"conflicts/{each}"][0]) for each in about)
        return [
            ((f"! {plural(total, 'conflict')} between sources about {name}: {titles}.  keta why {name}", "caution"),)
        ]
    listed = f": {', '.join(name for name, _ in disputed)}" if len(disputed) <= MOST_NAMED else ""
    number = plural(len(disputed), "record")
    text = f"! Sources disagree about values of {number} here{listed}.  keta why ID, keta conflicts"
    return [((text, "caution"),)]


def unsound_words(dataset: Dataset, names: list[str]) -> str:
    """A warning for documents that are retracted, untraceable or under concern; empty when there is none."""
    found = []
    for name in dict.fromkeys(names):
        source = dataset.sources.get(name)
        if source is not None and source.status in ("retracted", "untraceable", "concern"):
            found.append(f"! {name} {MARKS[source.status]}")
    return "; ".join(found)


def claim_sources(claims: Iterable[Any]) -> list[str]:
    """The documents that claims rest on, in order, each once."""
    return list(dict.fromkeys(claim.source for claim in claims if getattr(claim, "source", "")))


def marked(text: str, mark: str) -> Words:
    """A text with its source mark after it."""
    return ((text, ""), (f" {mark}", "dim")) if mark else text


def plural(number: int, word: str, many: str | None = None) -> str:
    """``1 trial``, ``2 trials``."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"
