"""Forms, routes and indications of a record in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.names import inline, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.records.dataset import Dataset
    from ketacli.screens.cards.card import Card


def scope_words(
    dataset: Dataset, forms: Iterable[str] = (), routes: Iterable[str] = (), indications: Iterable[str] = ()
) -> str:
    """``esketamine, intranasal; TRD``: the parts that there are."""
    drug = ", ".join(inline(label(dataset, "compounds", name)) for name in forms)
    way = ", ".join(label(dataset, "routes", name) for name in routes)
    use = ", ".join(label(dataset, "indications", name, short=True) for name in indications)
    return "; ".join(part for part in (", ".join(part for part in (drug, way) if part), use) if part)


def add_scope(
    dataset: Dataset, card: Card, forms: Iterable[str] = (), routes: Iterable[str] = (), indications: Iterable[str] = ()
) -> None:
    """A line that says what a record is about."""
    card.add("Concerns", [scope_words(dataset, forms, routes, indications)], rank=0)
