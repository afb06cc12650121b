"""Guidelines compared: one row a form, route and indication, in common words with each body's own grade."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Any

from ketacli.evidence import disputes
from ketacli.records import wording
from ketacli.records.names import FORM_ORDER, label
from ketacli.records.wording import plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.facts.guideline import KINDS, grade_words, stand
from ketacli.screens.lineup import UNSEEN
from ketacli.screens.screen import Column, Marks, Note, Prose, Row, Screen, Table, Words
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.guideline import Guideline, Recommendation
    from ketacli.screens.facts.fact import Fact
    from ketacli.screens.lineup import Comparison

POSITIONS = "Positions"
"""The group of facts that are positions."""
SILENT = ("not-addressed", "not-seen")


class Scope(NamedTuple):
    """What a row is about; no route where a document does not split by it."""

    form: str
    indication: str
    route: str


def guidelines_screen(dataset: Dataset, found: Comparison) -> Screen:
    """The answer on one screen: who says what, graded how."""
    columns = [
        Spoken(name if body else named(documents[0]), body, documents)
        for name, body, ids in zip(found.names, found.bodies, found.editions, strict=True)
        for documents in ([dataset.guidelines[each] for each in ids],)
    ]
    every = [item for column in columns for item in column.documents]
    shown = screen(dataset, wording.joined([column.title for column in columns], "and"))
    marks = Marks()
    rows = [Row(["Document", *(_documents(column, marks) for column in columns)])]
    silent = 0
    merged: dict[tuple[str, str, tuple[Words, ...]], list[str]] = {}
    for scope in scopes(every):
        if all(each.position in SILENT for item in every for each in of_scope(item, scope)):
            silent += 1
            continue
        cells = tuple(_cell(dataset, column, scope, marks) for column in columns)
        merged.setdefault((scope.form, scope.indication, cells), []).append(scope.route)
    for (form, indication, texts), routes in merged.items():
        ways = [label(dataset, "routes", name, short=True) for name in routes if name]
        disorder = label(dataset, "indications", indication, short=True)
        title = f"{', '.join([label(dataset, 'compounds', form), *ways])}: {disorder}"
        rows.append(Row([title, *texts]))
    heads = [Column("", 1, style="name"), *(Column(column.title, 1) for column in columns)]
    shown.blocks.append(Table(heads, [*rows], compact=True))
    for item in every:
        about = len(disputes.of_record(dataset, "guidelines", item.id))
        if about:
            text = f"! {plural(about, 'conflict')} about {named(item)}: keta conflicts {item.id}"
            shown.blocks.append(Prose(((text[:2], "dispute"), (text[2:], ""))))
    text = "Position is our word, the grade in brackets is theirs."
    if silent:
        text += f" Left out: {plural(silent, 'form or route', 'forms or routes')} without a position on record."
    others = [item.id for column in columns if not column.body for item in current(dataset, column.documents, every)]
    if others:
        text += f" Also in force: {', '.join(dict.fromkeys(others))}."
    shown.notes.append(Note(text))
    name_sources(dataset, shown, marks)
    asked = " ".join(quote(body.casefold() or name) for name, body in zip(found.subjects, found.bodies, strict=True))
    shown.next = [f"keta compare {asked} positions"]
    return shown


class Spoken(NamedTuple):
    """One column: a document, or a body with all its documents in force."""

    title: str
    body: str
    """Empty where a document was named."""
    documents: list[Guideline]


def named(item: Guideline) -> str:
    """Body and year."""
    return f"{item.body} {item.year or 'undated'}"


def _cell(dataset: Dataset, column: Spoken, scope: Scope, marks: Marks) -> Words:
    spoken = of_documents(column.documents, scope)
    if not spoken:
        other = "" if column.body else elsewhere(dataset, column.documents, scope)
        return ((f"see {other}" if other else UNSEEN, "dim"),)
    if len(column.documents) == 1:
        return "; ".join(dict.fromkeys(map(position, spoken)))
    texts: dict[str, list[str]] = {}
    for each in spoken:
        texts.setdefault(position(each), []).append(each.source)
    pieces: list[tuple[str, str]] = []
    for text, sources in texts.items():
        pieces += [("; " if pieces else "", ""), (text, ""), (f" {marks.mark(*dict.fromkeys(sources))}", "dim")]
    return tuple(piece for piece in pieces if piece[0])


def elsewhere(dataset: Dataset, own: list[Guideline], scope: Scope) -> str:
    """Another document of the same body in force that takes a position on a scope; empty where none does."""
    others = (
        item.id
        for item in current(dataset, own, own)
        if any(each.position not in SILENT for each in of_scope(item, scope))
    )
    return next(others, "")


def current(dataset: Dataset, documents: list[Guideline], shown: list[Guideline]) -> list[Guideline]:
    """Documents of the same bodies that are in force, take a position and are not shown."""
    bodies, ids = {item.body for item in documents}, {item.id for item in shown}
    return [
        item
        for item in dataset.guidelines
        if item.body in bodies
        and item.id not in ids
        and item.superseded_by is None
        and any(each.position not in SILENT for each in item.recommendations)
    ]


def _documents(column: Spoken, marks: Marks) -> Words:
    pieces: list[tuple[str, str]] = []
    for at, item in enumerate(column.documents):
        old = f"; superseded by {item.superseded_by}" if item.superseded_by else ""
        text = f"{KINDS[item.kind]}, {item.country} ({item.id}){old}"
        if len(column.documents) > 1:
            year = str(item.year or "undated")
            about = [] if year in item.id else [year]
            about += [] if item.kind == "guideline" else [KINDS[item.kind].split()[-1]]
            text = item.id + (f" ({', '.join(about)})" if about else "")
        pieces += [("; " if at else "", ""), (text, ""), (f" {marks.mark(item.source)}", "dim")]
    return tuple(piece for piece in pieces if piece[0])


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


def of_documents(documents: list[Guideline], scope: Scope) -> list[Recommendation]:
    """What documents say of a scope together: silence only where none of them speaks."""
    held = [each for item in documents for each in of_scope(item, scope)]
    return [each for each in held if each.position not in SILENT] or held


def with_scopes(dataset: Dataset, facts: list[list[Fact]], columns: list[list[Guideline]]) -> list[list[Fact]]:
    """The facts of each column, with its positions labelled by what they are about, so that they meet in one row.

    Documents word their scopes unlike each other: one of every route answers the row of one of a single route.
    """
    own = {
        id(each): fact
        for several, documents in zip(facts, columns, strict=True)
        for each, fact in zip(
            [each for item in documents for each in item.recommendations],
            [fact for fact in several if fact.group == POSITIONS],
            strict=True,
        )
    }
    rows: dict[Any, list[Scope]] = {}
    for scope in scopes([item for documents in columns for item in documents]):
        said = tuple(tuple(id(each) for each in of_documents(documents, scope)) for documents in columns)
        rows.setdefault((scope.form, said, scope.indication), []).append(scope)
    shared: dict[Any, list[tuple[str, str]]] = {}
    for (form, said, indication), held in rows.items():
        shared.setdefault((said, tuple(each.route for each in held)), []).append((form, indication))
    found: list[list[Fact]] = [[] for _ in columns]
    for (said, routes), pairs in shared.items():
        title = _about(dataset, routes, pairs)
        for at, several in enumerate(said):
            found[at] += [own[each]._replace(label=title) for each in several]
    return [
        [*(fact for fact in several if fact.group == "Document"), *placed,
         *(fact for fact in several if fact.group not in ("Document", POSITIONS))]
        for several, placed in zip(facts, found, strict=True)
    ]  # fmt: skip


def _about(dataset: Dataset, routes: tuple[str, ...], pairs: list[tuple[str, str]]) -> str:
    """``Racemic ketamine, IV: TRD``; forms of the same indications together."""
    ways = [label(dataset, "routes", name, short=True) for name in routes if name]
    by_form: dict[str, list[str]] = {}
    for form, indication in pairs:
        by_form.setdefault(form, []).append(label(dataset, "indications", indication, short=True))
    same: dict[tuple[str, ...], list[str]] = {}
    for form, indications in by_form.items():
        same.setdefault(tuple(indications), []).append(label(dataset, "compounds", form))
    return "; ".join(f"{', '.join([*forms, *ways])}: {', '.join(about)}" for about, forms in same.items())


def position(each: Recommendation) -> str:
    """``an option, single dose (second-line, Level 1)``."""
    said, grade = stand(each.position, grade_words(each))
    pattern = "" if each.pattern == "any" else f", {each.pattern.replace('-', ' ')}"
    dated = f", as of {each.as_of}" if each.as_of else ""
    return f"{said}{pattern}{dated}" + (f" ({grade})" if grade else "")
