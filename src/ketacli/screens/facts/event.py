"""The facts of a dated event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.names import label
from ketacli.screens.facts.fact import Fact, words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.event import Event


def facts(dataset: Dataset, event: Event) -> list[Fact]:
    """When, where, who, what, and what is not settled."""
    found = [
        Fact("Event", "date", "Date", event.date),
        Fact("Event", "date_announced", "Announced", event.date_announced or ""),
        Fact("Event", "jurisdiction", "Jurisdiction", event.jurisdiction),
        Fact("Event", "kind", "Kind", event.kind.replace("-", " ")),
        Fact("Event", "body", "Body", event.body or ""),
        Fact("Event", "product", "Product", event.product or ""),
        Fact("Event", "forms", "Forms", ", ".join(label(dataset, "compounds", name) for name in event.forms)),
        Fact(
            "Event",
            "indications",
            "Indication",
            ", ".join(label(dataset, "indications", name) for name in event.indications),
        ),
        Fact("Event", "statement", "What happened", words(event.statement), (event.statement,)),
    ]
    for at, caveat in enumerate(event.caveats):
        found.append(Fact("Caveats", f"caveats.{at}", "", words(caveat), (caveat,)))
    return [fact for fact in found if fact.text]
