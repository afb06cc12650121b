"""What bodies say, in their own grades, and who says what of which form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records import wording
from ketacli.records.names import FORM_ORDER, inline, label
from ketacli.records.wording import plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.facts.guideline import grade_words, stand
from ketacli.screens.screen import Column, Group, Heading, Marks, Note, Row, Screen, Table, Words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.guideline import Guideline, Recommendation


def wanted(item: Recommendation, form: set[str], route: set[str], indication: set[str]) -> bool:
    """Whether a recommendation meets the filters."""
    return (
        (not form or bool(form & set(item.forms)))
        and (not route or not item.routes or bool(route & set(item.routes)))
        and (not indication or bool(indication & set(item.indications)))
    )


def guidelines_screen(
    dataset: Dataset,
    found: list[Guideline],
    *,
    form: set[str],
    route: set[str],
    indication: set[str],
    superseded: int,
    history: bool,
    marks: Marks | None = None,
) -> Screen:
    """A matrix of bodies by form, then every position with its original grade."""
    shown = screen(dataset, f"Guideline positions: {plural(len(found), 'document')}")
    marks = marks or Marks()
    if not found:
        shown.notes.append(Note("Nothing matches. keta guidelines without filters lists every body."))
        return shown
    matrix, silent = _matrix(found, form, route, indication)
    shown.blocks.append(matrix)
    columns = [
        Column("Form and route", 1),
        Column("For", 2),
        Column("Position", 1, style="name"),
        Column("Their grade", 1),
        Column("What it says", 3),
    ]
    rows: list[Row | Group] = []
    for item in found:
        mark = marks.mark(item.source)
        old = f"(superseded by {item.superseded_by})" if item.superseded_by else ""
        heading = f"{item.body} {item.year or 'undated'}"
        rows.append(Group(heading, " ".join(part for part in (item.title, old, mark) if part), named=True))
        for each in item.recommendations:
            if wanted(each, form, route, indication):
                rows.append(Row(_cells(dataset, item, each, marks)))
    shown.blocks.append(Heading("Positions"))
    shown.blocks.append(Table(columns, rows))
    text = "Position is our class of the wording; their grade and words always win."
    shown.notes.append(Note(text, ("keta help guideline-levels",)))
    if silent:
        names = wording.joined([inline(label(dataset, "compounds", name)) for name in silent])
        shown.notes.append(Note(f"Nothing is recorded on {names} in these documents."))
    if superseded and not history:
        shown.notes.append(Note(f"{plural(superseded, 'superseded edition')} left out: --history shows them."))
    name_sources(dataset, shown, marks)
    shown.next = [
        f"keta show {found[0].id}",
        "keta guidelines --indication ptsd",
        "keta guidelines --history",
        "keta help guideline-levels",
    ]
    return shown


def _cells(dataset: Dataset, item: Guideline, each: Recommendation, marks: Marks) -> list[Words]:
    forms = ", ".join(inline(label(dataset, "compounds", name)) for name in each.forms)
    routes = ", ".join(label(dataset, "routes", name) for name in each.routes)
    pattern = "" if each.pattern == "any" else each.pattern.replace("-", " ")
    scope = "; ".join(part for part in (forms, routes, pattern) if part)
    population = ", ".join(label(dataset, "indications", name, short=True) for name in each.indications)
    says = each.value + (f" ({each.conditions})" if each.conditions else "")
    mark = marks.mark(each.source) if each.source != item.source else ""
    said, _ = stand(each.position, grade_words(each))
    grade = grade_words(each) or "ungraded"
    return [scope, population, said, grade, ((says, ""), (f" {mark}" if mark else "", "dim"))]


def _matrix(found: list[Guideline], form: set[str], route: set[str], indication: set[str]) -> tuple[Table, list[str]]:
    """Bodies by form, and the forms that are left out because no document says anything of them."""

    def held(item: Guideline, name: str) -> list[Recommendation]:
        return [r for r in item.recommendations if name in r.forms and wanted(r, form, route, indication)]

    asked = [name for name in FORM_ORDER if not form or name in form]
    forms = [name for name in asked if any(held(item, name) for item in found)] or asked
    columns = [Column("Body", 1, style="name"), *(Column(name, 1) for name in forms)]
    rows: list[Row | Group] = []
    for item in found:
        cells: list[Words] = [f"{item.body} {item.year or 'undated'}"]
        for name in forms:
            positions = dict.fromkeys(_short(each) for each in held(item, name))
            cells.append("; ".join(positions) or wording.tie("nothing recorded"))
        rows.append(Row(cells))
    return Table(columns, rows), [name for name in asked if name not in forms]


def _short(item: Recommendation) -> str:
    detail = ", ".join(part for part in (item.line, item.strength or item.level) if part)
    position, left = stand(item.position, grade_words(item))
    detail = detail if left else ""
    return f"{position} ({detail})" if detail and len(detail) < 40 else position
