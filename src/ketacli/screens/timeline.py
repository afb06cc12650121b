"""Events in order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.wording import plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.screen import Column, Marks, Note, Row, Screen, Table

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.event import Event


def timeline_screen(dataset: Dataset, found: list[Event]) -> Screen:
    """One row an event: when, where, what, by whom."""
    shown = screen(dataset, plural(len(found), "event"))
    if not found:
        shown.notes.append(Note("Nothing matches. keta timeline without filters lists every event."))
        return shown
    marks = Marks()
    columns = [
        Column("Date", 1, style="name"),
        Column("Where", 1),
        Column("Kind", 3),
        Column("By", 4),
        Column("What happened", 1),
    ]
    rows = []
    for item in found:
        announced = f" (announced {item.date_announced})" if item.date_announced else ""
        text = f"{item.statement.value}{announced} {marks.mark(item.source)}"
        rows.append(Row([item.date, item.jurisdiction, item.kind.replace("-", " "), item.body or "", text]))
    shown.blocks.append(Table(columns, list(rows)))
    name_sources(dataset, shown, marks)
    shown.next = [f"keta show events/{found[-1].id}", "keta timeline --jurisdiction US --kind approval"]
    return shown
