"""``keta safety [WORDS]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.commands.show import shown
from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed, unplaced
from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.records.names import label

SECTIONS = {
    "harms": "harm",
    "contraindications": "contraindication",
    "warnings": "warning",
    "monitoring": "monitoring",
    "tools": "tool",
    "signals": "signal",
}
"""Kinds by the plural that people type."""

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.safety import Safety
    from ketacli.screens.screen import Screen


def run(*, words: list[str], fail_empty: bool, **values: Any) -> int:
    """List harms, contraindications, warnings, monitoring rules, tools and signals."""
    filters, settings = split("safety", values)
    session = Session(**settings)
    dataset = session.dataset
    typed = " ".join(words) or " ".join(filters["form"])
    trial = _trial(dataset, typed)
    if trial is not None:
        return shown(session, "trials", trial, typed, "harms")
    words = [SECTIONS.get(word.casefold(), word) for word in words]
    rest: list[str] = []
    filters, one = placed(dataset, "safety", "safety", words, filters, rest)
    if one is not None:
        return shown(session, *one, " ".join(words))
    about = _about(dataset, rest)
    if rest and not about:
        raise unplaced(dataset, "safety", "safety", rest, words)
    wanted = chosen(dataset, "safety", "safety", filters, session.where)
    forms, routes = wanted.words("form"), wanted.words("route")

    def screen(found: list[Safety]) -> Screen:
        names = [label(dataset, "compounds", name) for name in sorted(forms)]
        asked = ", ".join(names) or "All forms"
        asked += f", {' '.join(rest)}" if rest else ""
        if session.full:
            from ketacli.screens.safety import safety_screen

            return safety_screen(dataset, found, asked, forms, routes=routes)
        from ketacli.screens.safety_brief import brief_screen, list_screen

        narrowed = rest or any(wanted.words(name) for name in ("kind", "system", "when"))
        if narrowed or session.chooses or not forms or not found:
            return list_screen(dataset, found, asked, forms, routes)
        return brief_screen(dataset, found, asked, typed, forms, routes)

    items = [item for item in wanted.found() if not rest or item.id in about]
    asked = {**wanted.asked, "words": rest}
    return session.listing("safety", "safety", asked, items, screen, fail_empty=fail_empty)


def _trial(dataset: Dataset, text: str) -> str | None:
    """The trial that is called so: its harms stand on its own page."""
    from ketacli.records.names import owners
    from ketacli.records.store import fold

    return next(iter(owners(dataset, "trials").get(fold(text), ())), None) if fold(text) else None


def _about(dataset: Dataset, words: list[str]) -> set[str]:
    """The safety facts that a search for words finds; none where a word had to be spelt otherwise, which is told."""
    from ketacli.evidence.find import search

    if not words:
        return set()
    hits, question = search(dataset.store, " ".join(words))
    return set() if question.respelt else {hit.id for hit in hits if hit.kind == "safety"}
