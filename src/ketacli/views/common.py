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


def screen(dataset: Dataset, title: str) -> Screen:
    """An empty screen with its title, data version and advice line."""
    meta = dataset.meta
    return Screen(
        title=title,
        currency=f"data {meta['version']}, checked to {meta['checked_through']}",
        advice=f"{meta['advice']}  keta help safety",
    )


def name_sources(dataset: Dataset, shown: Screen, marks: Marks) -> None:
    """The ``Sources`` line: every document that the screen marks, with its number."""
    shown.sources = [f"[{number}] {cite(dataset.sources[name])}" for name, number in marks.numbers.items()]


def claim_sources(claims: Iterable[Any]) -> list[str]:
    """The documents that claims rest on, in order, each once."""
    return list(dict.fromkeys(claim.source for claim in claims if getattr(claim, "source", "")))


def marked(text: str, mark: str) -> Words:
    """A text with its source mark after it."""
    return ((text, ""), (f" {mark}", "dim")) if mark else text


def plural(number: int, word: str, many: str | None = None) -> str:
    """``1 trial``, ``2 trials``."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"
