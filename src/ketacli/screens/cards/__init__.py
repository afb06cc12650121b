"""The card of a record: what most people came for, on one window; ``keta NAME``.

Each kind has a module here that is called like that of its class. What a card leaves out it counts, and says where
it is.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ketacli.records.kinds import module_of

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.screens.cards.card import Card
    from ketacli.screens.screen import Screen


def card_of(dataset: Dataset, kind: str, record: Any) -> Card:
    """The card of a record, whole: what does not fit a window is left out when it is drawn."""
    page = import_module(f"ketacli.screens.cards.{module_of(kind)}")
    found: Card = page.card(dataset, record)
    return found


def card_screen(dataset: Dataset, kind: str, name: str, called: str = "") -> Screen:
    """The card of one record; of a form that was ``called`` by the name of a product that product comes first."""
    from ketacli.screens.cards.draw import drawn

    found = card_of(dataset, kind, dataset.kind(kind)[name])
    if kind == "compounds" and called:
        from ketacli.screens.cards.compound import product

        found.parts[:0] = product(dataset.compounds[name], called)
    return drawn(dataset, found)
