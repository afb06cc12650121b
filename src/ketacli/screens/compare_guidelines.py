"""Guidelines compared: one row a form, route and indication, in common words with each body's own grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacli.evidence import disputes
from ketacli.records import wording
from ketacli.records.names import FORM_ORDER, label
from ketacli.screens.common import name_sources, plural, screen
from ketacli.screens.facts.guideline import KINDS, grade_words, stand
from ketacli.screens.lineup import UNSEEN
from ketacli.screens.screen import Column, Marks, Note, Prose, Row, Screen, Table, Words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.guideline import Guideline, Recommendation
    from ketacli.screens.lineup import Comparison

MOST_OTHERS = 4
SILENT = ("not-addressed", "not-seen")


class Scope(NamedTuple):
    """What a row is about; no route where a document does not split by it."""

    form: str
    indication: str
    route: str


def guidelines_screen(dataset: Dataset, found: Comparison) -> Screen:
    """The answer on one screen: who says what, graded how."""
    documents = [dataset.guidelines[name] for name in found.subjects]
    names = [named(item) for item in documents]
    shown = screen(dataset, wording.joined(names, "and"))
    marks = Marks()
    columns = [Column("", 1, style="name"), *(Column(name, 1) for name in names)]
    rows = [Row(["Document", *(_document(item, marks) for item in documents)])]
    silent = 0
    merged: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for scope in scopes(documents):
        held = [of_scope(item, scope) for item in documents]
        if all(each.position in SILENT for several in held for each in several):
            silent += 1
            continue
        cells = tuple("; ".join(dict.fromkeys(map(position, several))) for several in held)
        merged.setdefault((scope.form, scope.indication, cells), []).append(scope.route)
    for (form, indication, texts), routes in merged.items():
        ways = [label(dataset, "routes", name, short=True) for name in routes if name]
        disorder = label(dataset, "indications", indication, short=True)
        title = f"{', '.join([label(dataset, 'compounds', form), *ways])}: {disorder}"
        cells_: list[Words] = [text or ((UNSEEN, "dim"),) for text in texts]
        rows.append(Row([title, *cells_]))
    shown.blocks.append(Table(columns, [*rows], compact=True))
    doubted = [item for item in documents if disputes.of_record(dataset, "guidelines", item.id)]
    for item in doubted:
        about = len(disputes.of_record(dataset, "guidelines", item.id))
        text = f"! {plural(about, 'conflict')} about {named(item)}: keta conflicts {item.id}"
        shown.blocks.append(Prose(((text[:2], "dispute"), (text[2:], ""))))
    text = "Position is our word, the grade in brackets is theirs."
    if silent:
        text += f" Left out: {plural(silent, 'form or route', 'forms or routes')} that none of them addresses."
    others = [item.id for item in current(dataset, documents)]
    if others:
        text += f" Also in force: {', '.join(others[:MOST_OTHERS])}."
    shown.notes.append(Note(text))
    name_sources(dataset, shown, marks)
    asked = " ".join(found.subjects)
    shown.next = [f"keta compare {asked} positions"]
    return shown


def current(dataset: Dataset, documents: list[Guideline]) -> list[Guideline]:
    """Other documents of the same bodies that take a position and that no newer edition replaces."""
    bodies, asked = {item.body for item in documents}, {item.id for item in documents}
    return [
        item
        for item in dataset.guidelines
        if item.body in bodies
        and item.id not in asked
        and item.superseded_by is None
        and any(each.position not in SILENT for each in item.recommendations)
    ]


def named(item: Guideline) -> str:
    """Body and year."""
    return f"{item.body} {item.year or 'undated'}"


def _document(item: Guideline, marks: Marks) -> Words:
    old = f"; superseded by {item.superseded_by}" if item.superseded_by else ""
    return ((f"{KINDS[item.kind]}, {item.country} ({item.id}){old}", ""), (f" {marks.mark(item.source)}", "dim"))


def scopes(documents: list[Guideline]) -> list[Scope]:
    """Every form, indication and route that one of the documents speaks of, forms in their usual order."""
    found: dict[Scope, None] = {}
    for item in documents:
        for each in item.recommendations:
            for form in each.forms:
                for indication in each.indications:
                    for route in each.routes or ("",):
                        found[Scope(form, indication, route)] = None
    # Where a document speaks of every route at once, its word stands in the rows of those who split by route.
    split = {(scope.form, scope.indication) for scope in found if scope.route}
    order = {name: at for at, name in enumerate(FORM_ORDER)}
    kept = [scope for scope in found if scope.route or (scope.form, scope.indication) not in split]
    return sorted(kept, key=lambda scope: (order.get(scope.form, len(order)), scope.indication))


def of_scope(item: Guideline, scope: Scope) -> list[Recommendation]:
    """What a document says of a form, indication and route, or of the form by any route."""
    return [
        each
        for each in item.recommendations
        if scope.form in each.forms
        and scope.indication in each.indications
        and (not each.routes or not scope.route or scope.route in each.routes)
    ]


def position(each: Recommendation) -> str:
    """``an option, single dose (second-line, Level 1)``."""
    said, grade = stand(each.position, grade_words(each))
    pattern = "" if each.pattern == "any" else f", {each.pattern.replace('-', ' ')}"
    return f"{said}{pattern}" + (f" ({grade})" if grade else "")
