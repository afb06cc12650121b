"""Statements by subject, each with what it rests on and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.facts.topic import BASES, KINDS
from ketacli.screens.screen import Column, Group, Marks, Note, Row, Screen, Table

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.topic import Topic


def topics_screen(dataset: Dataset, found: list[Topic], subject: set[str], marks: Marks | None = None) -> Screen:
    """Statements in groups by subject."""
    asked = ", ".join(label(dataset, "subjects", name) for name in sorted(subject)) or "all topics"
    shown = screen(dataset, f"{asked[:1].upper()}{asked[1:]}: {plural(len(found), 'statement')}")
    if not found:
        shown.notes.append(Note("Nothing matches. keta topics without filters lists every statement."))
        return shown
    marks = marks or Marks()
    columns = [
        Column("Statement", 1, style="name"),
        Column("Rests on", 1),
        Column("Standing", 2),
        Column("What the source says", 1),
        Column("Kind", 3),
    ]
    rows: list[Row | Group] = []
    group = None
    for item in found:
        named = next((name for name in item.topics if name in subject), item.topics[0])
        if named != group:
            group = named
            rows.append(Group(label(dataset, "subjects", named)))
        text = f"{item.statement.value or ''} {marks.mark(item.source)}"
        if item.support:
            text += f" (+{plural(len(item.support), 'further source')})"
        rows.append(Row([item.name, BASES[item.basis], item.standing.replace("-", " "), text, KINDS[item.kind]]))
    shown.blocks.append(Table(columns, rows))
    if any(item.basis in ("animal", "in-vitro", "mixed") for item in found):
        shown.notes.append(Note("Findings in animals or in vitro are no findings in people."))
    name_sources(dataset, shown, marks)
    shown.next = [f"keta show topics/{found[0].id}", "keta topics open-question", "keta conflicts"]
    return shown
