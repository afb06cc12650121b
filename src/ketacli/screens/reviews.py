"""The list of reviews: what was asked, what went in, the main estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.listed.pooled import pooled_figures, pooled_title
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.screen import Column, Group, Marks, Note, Row, Screen, Table, Words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.review import Review

SHOWN = 3


def reviews_screen(dataset: Dataset, found: list[Review], marks: Marks | None = None) -> Screen:
    """Reviews in groups by kind, each with its first estimates."""
    shown = screen(dataset, plural(len(found), "review"))
    if not found:
        shown.notes.append(Note("Nothing matches. keta reviews without filters lists every one."))
        return shown
    marks = marks or Marks()
    columns = [
        Column("Review", 1, style="name"),
        Column("For", 3),
        Column("Studies", 2, "right"),
        Column("People", 2, "right"),
        Column("Main estimates", 1),
    ]
    rows: list[Row | Group] = []
    kind = None
    for item in found:
        if item.kind != kind:
            kind = item.kind
            rows.append(Group(kind.replace("-", " ")))
        rows.append(Row(cells(dataset, item, marks)))
    shown.blocks.append(Table(columns, rows))
    if any(item.kind == "pharmacovigilance" for item in found):
        shown.notes.append(Note("Spontaneous reports have no denominator: a signal is neither a rate nor a cause."))
    shown.notes.append(Note("Estimates are as their authors publish them, with their authors' signs."))
    name_sources(dataset, shown, marks)
    shown.next = [f"keta show reviews/{found[0].id}", "keta reviews --indication suicidality", "keta help evidence"]
    return shown


def cells(dataset: Dataset, item: Review, marks: Marks) -> list[Words]:
    """The cells of one review."""
    indications = ", ".join(label(dataset, "indications", name, short=True) for name in item.indications)
    studies = (
        wording.count(item.n_studies.value) if item.n_studies is not None and item.n_studies.value is not None else ""
    )
    people = ""
    if item.n_participants is not None and item.n_participants.value is not None:
        people = wording.count(item.n_participants.value)
    estimates = [f"{pooled_title(each)}: {text}" for each in item.pooled if (text := pooled_figures(each))]
    more = len(estimates) - SHOWN
    text = "; ".join(estimates[:SHOWN]) + (f"; {plural(more, 'more estimate')}" if more > 0 else "")
    if not text and item.signals:
        text = f"{plural(len(item.signals), 'signal')}, such as {item.signals[0].event}"
    if not text and item.conclusion is not None and item.conclusion.value:
        text = item.conclusion.value
    if not text:
        stated = (f"{pooled_title(each)}: {each.stated}" for each in item.pooled if each.stated)
        text = next(stated, "no estimate on record")
    animal = "" if item.species == "human" else f" (in {item.species})"
    return [f"{item.name}{animal}", indications, studies, people, f"{text} {marks.mark(item.source)}"]
