"""What every screen shares: currency, sources, advice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ketacli.facts.source import cite
from ketacli.screen import Marks, Screen, Words

if TYPE_CHECKING:
    from ketacli.dataset import Dataset

LEVELS = {
    "primary": "own text",
    "registry": "registry",
    "label": "label",
    "secondary": "secondary",
    "unverified": "unverified",
}
MOST_SOURCES = 24


def screen(dataset: Dataset, title: str) -> Screen:
    """An empty screen with its title, data version and advice line."""
    meta = dataset.meta
    return Screen(
        title=title,
        currency=f"data {meta['version']}, checked to {meta['checked_through']}",
        advice=f"{meta['advice']}  keta help safety",
    )


def name_sources(dataset: Dataset, shown: Screen, marks: Marks) -> None:
    """The ``Sources`` line: every marked document, or how many there are when the list would drown the page."""
    names = list(marks.numbers)
    if len(names) > MOST_SOURCES:
        shown.sources = [f"{len(names)} documents; keta show ID names those of one record, --json carries them all"]
        return
    shown.sources = [f"[{marks.numbers[name]}] {cite(dataset.sources[name])}" for name in names]


def claim_sources(claims: Iterable[Any]) -> list[str]:
    """The documents that claims rest on, in order, each once."""
    return list(dict.fromkeys(claim.source for claim in claims if getattr(claim, "source", "")))


def marked(text: str, mark: str) -> Words:
    """A text with its source mark after it."""
    return ((text, ""), (f" {mark}", "dim")) if mark else text


def plural(number: int, word: str, many: str | None = None) -> str:
    """``1 trial``, ``2 trials``."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"
