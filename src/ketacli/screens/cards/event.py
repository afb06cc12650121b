"""The card of a dated event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.screens.cards.card import Card, Line, add_doubts, said
from ketacli.screens.cards.scope import add_scope

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.event import Event


def card(dataset: Dataset, event: Event) -> Card:
    """What happened, when, where and by whom."""
    found = Card(f"{event.name}: event", source=event.source)
    announced = f" (announced {event.date_announced})" if event.date_announced else ""
    where = ", ".join(part for part in (event.jurisdiction, event.body or "") if part)
    found.add("What happened", said(event.statement), rank=0)
    found.add("When", [f"{event.date}{announced}"], rank=0)
    found.add("Where, by whom", [where], rank=0)
    found.add("Kind", [event.kind.replace("-", " ")])
    found.add("Product", [Line(event.product or "")])
    add_scope(dataset, found, forms=event.forms, indications=event.indications)
    add_doubts(dataset, found, "events", event)
    found.next = [f"keta timeline --year {event.date[:4]}", f"keta why events/{event.id}"]
    return found
