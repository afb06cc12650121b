"""Harms with their denominators, contraindications, warnings, monitoring; signals apart from rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.edition import worded
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.dosing import boxed_of, boxed_warnings
from ketacli.screens.facts.safety import COLLECTED, SETTINGS, frequencies_words
from ketacli.screens.screen import Column, Group, Marks, Note, Row, Screen, Table, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from ketacli.records.dataset import Dataset
    from ketacli.records.safety import Safety

OFTEN = "How often"
FEW = 5
"""Figures have a column of their own when more than one fact in so many has some."""

TITLES = {
    "warning": ("Warnings", ""),
    "contraindication": ("Contraindications", "as listed by each source; no list is complete"),
    "harm": ("Harms", ""),
    "monitoring": ("Monitoring", ""),
    "tool": ("Tools", ""),
    "signal": ("Signals from spontaneous reports", "not rates, and no cause is shown"),
}


def by_kind(item: Safety) -> tuple[str, str]:
    """The title of the group that a fact stands in, and what is said beside it."""
    return TITLES[item.kind]


def safety_screen(
    dataset: Dataset,
    found: list[Safety],
    asked: str,
    form: set[str],
    marks: Marks | None = None,
    *,
    routes: AbstractSet[str] = frozenset(),
    products: Iterable[tuple[str, str]] | None = None,
    titled: Callable[[Safety], tuple[str, str]] = by_kind,
    said: Sequence[Note] = (),
) -> Screen:
    """Safety facts in groups, by kind unless ``titled`` says otherwise; above them the boxed warnings of ``products``.

    Without those: of the products of ``form``, or without one of every form shown, by ``routes``. A fact may concern
    several forms, so that a form's own list would else carry the warning of another's product.
    """
    shown = screen(dataset, f"{asked}: {plural(len(found), 'safety fact')}")
    if not found:
        shown.notes += said or [Note("Nothing matches. keta safety without filters lists everything.")]
        return shown
    shown.notes += said
    marks = marks or Marks()
    if products is None:
        shown.blocks += boxed_warnings(dataset, form or {name for item in found for name in item.forms}, marks, routes)
    else:
        shown.blocks += boxed_of(dataset, products, marks)
    columns = [
        Column("What", 1, style="name"),
        Column("In whom", 2),
        Column(OFTEN, 1),
        Column("What the source says", 1),
        Column("Collected", 3),
    ]
    counted = sum(1 for item in found if item.frequencies)
    # A column for a few rows would squeeze the text of all: their figures open the text instead.
    apart = counted * FEW > len(found)
    if not apart:
        columns = [column for column in columns if column.label != OFTEN]
    rows: list[Row | Group] = []
    title = None
    for item in found:
        if titled(item) != title:
            title = titled(item)
            rows.append(Group(*title))
        rows.append(Row(cells(dataset, item, marks, apart)))
    shown.blocks.append(Table(columns, rows))
    if any(item.frequencies for item in found):
        text = (
            "Figures that were collected differently (asked about, mentioned, grouped by a label) cannot be compared."
        )
        shown.notes.append(Note(text))
    name_sources(dataset, shown, marks)
    shown.next = [
        f"keta show safety/{found[0].id}",
        f"keta safety {min(form, default='esketamine')} --kind contraindication",
        "keta help safety",
    ]
    return shown


def cells(dataset: Dataset, item: Safety, marks: Marks, apart: bool = True) -> list[Words]:
    """The cells of one safety fact, its figures in a cell of their own or before the text."""
    forms = ", ".join(label(dataset, "compounds", name) for name in item.forms)
    routes = ", ".join(label(dataset, "routes", name) for name in item.routes)
    place = worded(dataset, item.jurisdiction, item.statement.source)
    dated = "" if item.as_of in (None, "undated") else f"as of {item.as_of}"
    setting = SETTINGS[item.setting] if item.setting != "treatment" else ""
    species = "" if item.species == "human" else f"in {item.species}"
    whom = "; ".join(part for part in (species, forms, routes, setting, place, dated) if part)
    says = item.statement.value or ""
    often = frequencies_words(item)
    if often and not apart:
        says = f"{says.rstrip('.')}. How often: {often}."
    told = f"{says} {marks.mark(item.source)}"
    return [item.name, whom, *([often] if apart else []), told, COLLECTED[item.collected]]
