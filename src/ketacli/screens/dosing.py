"""Regimens as published, and arithmetic on one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.arithmetic.quantities import Weight, show
from ketacli.evidence.arithmetic.regimens import unclear
from ketacli.evidence.arithmetic.steps import BY_WEIGHT, Step, printed
from ketacli.evidence.arithmetic.warnings import each_once, in_words, of_routes
from ketacli.evidence.boxed import boxed
from ketacli.evidence.injections import in_words as in_words_of_injection
from ketacli.evidence.injections import injections
from ketacli.records import wording
from ketacli.records.doses import given
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.common import dispute_notes, name_sources, screen
from ketacli.screens.facts.regimen import STATUS, basis_words
from ketacli.screens.screen import Block, Column, Facts, Group, Heading, Marks, Note, Prose, Row, Screen, Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from ketacli.records.compound import BoxedWarning
    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Instruction, Regimen
    from ketacli.screens.screen import Words

REPEAT = (
    "A strength on a vial may be of base or of salt: it must mean the same mass as the dose. "
    "Have a second person repeat this from the prescription. Nothing is stored."
)

UNEQUAL = ("Limit of the source",)
"""Lines whose formula is no sum."""

USES = {
    "psychiatric": "Psychiatric use",
    "anaesthesia": "Anaesthesia",
    "sedation-emergency": "Intensive and emergency care",
    "pain": "Pain",
    "other": "Other uses",
}

OCCASIONS = {
    "ect": "at ECT",
    "surgery": "at an operation",
    "childbirth": "at a birth",
    "anaesthesia": "at an anaesthetic",
}

EVIDENCE = {
    "randomised-trial": "randomised trial",
    "open-label-trial": "open-label trial",
    "case-series": "case series",
    "label": "label",
    "guideline": "guideline",
    "consensus": "consensus",
    "review": "review",
    "registry": "registry entry",
}


def dosing_screen(
    dataset: Dataset, found: list[Regimen], asked: str, routes: set[str], hidden: int,
    beside: Iterable[tuple[str, str]] = (), marks: Marks | None = None, warn: bool = True,
) -> Screen:  # fmt: skip
    """Regimens in groups: psychiatric uses by form first, anaesthetic doses apart from them.

    ``beside``: forms and routes of doses that are to stand on the same screen. ``warn``: with what authorities caution
    of the routes.
    """
    shown = screen(dataset, f"{asked}: {plural(len(found), 'published regimen')}")
    marks = marks or Marks()
    shown.blocks += boxed_of(dataset, [*pairs(found), *beside], marks)
    shown.blocks += injection_lines(dataset, [*pairs(found, routes), *beside], marks)
    columns = [
        Column("Regimen", 1, style="name"),
        Column("For", 1),
        Column("Dose", 1),
        Column("Schedule", 1),
        Column("Standing", 1),
        Column("Rests on", 3),
    ]
    rows: list[Row | Group] = []
    seen = None
    for item in found:
        group = (item.role, item.use, item.form)
        if group != seen:
            seen = group
            name = label(dataset, "compounds", item.form)
            control = " (control arms)" if item.role == "control" else ""
            rows.append(Group(f"{USES[item.use]}: {name}{control}"))
        rows += _rows(dataset, item, marks, asked=routes)
    if found:
        shown.blocks.append(Table(columns, rows, lead=True))
        text = "These are reports of what was published, not recommendations. Mass (base or salt) and weight basis:"
        shown.notes.append(Note(text, ("keta show ID",)))
        worked = _weighed(dataset, found)
        shown.next = [
            f"keta show {found[0].id}",
            *([f'keta dosing --regimen {worked} --weight "70 kg" --strength "50 mg/mL"'] if worked else []),
            "keta help safety",
        ]
    else:
        shown.notes.append(Note("Nothing matches. keta dosing without filters lists every regimen."))
    if hidden:
        shown.notes.append(Note(f"{plural(hidden, 'control-arm regimen')} left out: --controls shows them."))
    if warn:
        warned = each_once(of_routes(dataset, pairs(item for item in found if item.use == "psychiatric")))
        shown.notes += [caution_note(each, marks.mark(each.source or "")) for each in warned]
    shown.notes += dispute_notes(dataset, "regimens", [item.id for item in found])
    name_sources(dataset, shown, marks)
    return shown


def _weighed(dataset: Dataset, found: list[Regimen]) -> str:
    """The first regimen that arithmetic is offered for: drawn up, dosed by weight, its dose clear; empty for none."""
    for item in found:
        doses = [dose for phase in item.phases for dose in phase.doses]
        if any(BY_WEIGHT.get(dose.unit or "") == "mg" for dose in doses) and not unclear(dataset, item):
            return item.id
    return ""


def standing_words(item: Regimen) -> str:
    """Licensed or off-label, by jurisdiction."""
    words: dict[str, list[str]] = {}
    for each in item.standing:
        words.setdefault(STATUS[each.status], []).append(each.jurisdiction)
    texts = []
    for status, places in words.items():
        where = ", ".join(place for place in dict.fromkeys(places) if place != "any")
        texts.append(f"{status} ({where})" if where else status)
    return "; ".join(texts) or "standing not stated"


def _rows(dataset: Dataset, item: Regimen, marks: Marks, asked: set[str]) -> list[Row]:
    """A row a phase; the route is named unless it is the one that was asked for."""
    basis = EVIDENCE[item.evidence]
    if item.n is not None and item.n.value is not None:
        basis += wording.tie(f", n = {wording.count(item.n.value)}")
    basis += f" {marks.mark(item.source)}"
    indications = ", ".join(label(dataset, "indications", name, short=True) for name in item.indications)
    route = ""
    if set(item.routes) != asked:
        route = ", ".join(label(dataset, "routes", name, short=True) for name in item.routes)
    if not item.phases:
        what = item.finding.value if item.finding is not None and item.finding.value else "no dose in the source"
        return [Row([item.id, indications, what, "", standing_words(item), basis])]
    rows = []
    for at, phase in enumerate(item.phases):
        delivery = [route] if at == 0 and route else []
        if phase.given_over is not None and phase.given_over.absent is None:
            delivery.append(f"over {wording.quantity(phase.given_over)}")
        dose = given(phase.doses, " ".join(delivery)) or " ".join(delivery)
        often = wording.schedule(phase.schedule) or "not reported"
        if len(item.phases) > 1:
            often = f"{phase.name}: {often}"
        head = [item.id, indications] if at == 0 else ["", ""]
        tail = [standing_words(item), basis] if at == 0 else ["", ""]
        rows.append(Row([*head, dose, often, *tail], continued=at > 0))
    return rows


def boxed_warnings(
    dataset: Dataset, forms: set[str], marks: Marks, routes: AbstractSet[str] = frozenset(), brief: bool = False
) -> list[Block]:
    """The boxed warnings of the forms on the screen, by ``routes`` where some were asked for, above everything else.

    ``brief`` leaves their history out.
    """
    by = routes or dataset.routes.raw
    return boxed_of(dataset, [(form, route) for form in sorted(forms) for route in by], marks, brief)


def boxed_of(dataset: Dataset, listed: Iterable[tuple[str, str]], marks: Marks, brief: bool = False) -> list[Block]:
    """The boxed warnings of products whose form and route are listed."""
    return [_boxed(each.warning, marks, brief) for each in boxed(dataset, listed)]


def pairs(found: Iterable[Regimen], routes: AbstractSet[str] = frozenset()) -> list[tuple[str, str]]:
    """The forms and routes of regimens, of the ``routes`` asked for; none for any."""
    return [(item.form, route) for item in found for route in item.routes if not routes or route in routes]


def _boxed(each: BoxedWarning, marks: Marks, brief: bool) -> Prose:
    dated = "undated" if each.as_of == "undated" else f"text of {each.as_of}"
    note = f" {each.note}" if each.note and not brief else ""
    text = f": {'; '.join(each.hazards)}.{note}"
    head = f"BOXED WARNING ({each.product}, {each.jurisdiction}, {dated})"
    mark = marks.mark(each.source)
    said = f"Boxed warning: {each.product}, {each.jurisdiction}, {dated}{text} {mark}"
    return Prose(((head, "danger"), (text + " ", ""), (mark, "dim")), spoken=[said])


def _given(item: Regimen, name: str) -> str:
    """Over what time and how often a phase is given, so that one dose is not taken for the whole of it."""
    phase = next(each for each in item.phases if each.name == name)
    over = ""
    if phase.given_over is not None:
        words = wording.quantity(phase.given_over)
        over = f"over {words}" if phase.given_over.absent is None else f"given over: {words}"
    return ", ".join(part for part in (over, wording.schedule(phase.schedule)) if part)


def weight_words(weight: Weight, steps: list[Step]) -> str:
    """The weight as it was given, or how it came from pounds."""
    if weight.pounds is None:
        return f"{show(weight.kilograms)} kg, as you gave it"
    step = next(step for step in steps if step.what == "Weight")
    return f"{wording.tie(step.formula)} = {printed(step)}"


def steps_table(steps: list[Step], least: int = 0) -> Table:
    """Lines of arithmetic: what, formula, result; the first takes ``least`` letters, as labels above do."""
    rows: list[Row | Group] = [
        Row([step.what, wording.tie(step.formula), ("" if step.what in UNEQUAL else "= ") + printed(step)])
        for step in steps
    ]
    return Table(
        [Column("What", 1, least=least), Column("Formula", 1), Column("Result", 1, style="name")], rows, headings=False
    )


def caution_note(each: Instruction, source: str) -> Note:
    """What an authority cautions, with the mark of its document."""
    return Note(f"Caution, {in_words(each)} {source}".rstrip(), (), "caution")


def caution_lines(told: Iterable[str], warned: Iterable[Instruction], marks: Marks) -> list[Block]:
    """What must be said beside a dose, and what authorities caution of its route; nothing where there is neither."""
    texts = [*told, *(f"{in_words(each)} {marks.mark(each.source or '')}" for each in warned)]
    return [Facts([("Caution", Note(text, (), "caution")) for text in texts])] if texts else []


def injection_lines(dataset: Dataset, listed: Iterable[tuple[str, str]], marks: Marks | None = None) -> list[Block]:
    """What the label of the first injected form cautions of, and where all of it is; nothing where none is listed.

    Without ``marks`` the document is named by the command alone.
    """
    told = injections(dataset, listed)
    if not told:
        return []
    mark = f" {marks.mark(told[0].item.statement.source)}" if marks is not None else ""
    text = f"{in_words_of_injection(dataset, told[0])}{mark} Whole:"
    return [Facts([("Caution", Note(text, tuple(each.command for each in told), "caution"))])]


def injection_pointers(dataset: Dataset, listed: Iterable[tuple[str, str]]) -> list[Block]:
    """Where that stands, in a line, for a window that has a boxed warning, or cautions of its own, at its head."""
    commands = tuple(each.command for each in injections(dataset, listed))
    return [Facts([("Caution", Note("Labels of injections warn too:", commands, "caution"))])] if commands else []


def arithmetic_screen(
    dataset: Dataset, item: Regimen, steps: list[Step], weight: Weight, told: tuple[str, ...] = (), read_as: str = ""
) -> Screen:
    """The arithmetic on one regimen, each figure with its formula; ``told`` are cautions that stand beside it."""
    shown = screen(dataset, f"Arithmetic on a published regimen: {item.name}")
    marks = Marks()
    shown.blocks += boxed_of(dataset, pairs([item]), marks)
    indications = [label(dataset, "indications", name) for name in item.indications]
    read: list[tuple[str, Words]] = [("Read as", read_as)] if read_as else []
    shown.blocks.append(
        Facts(
            [
                *read,
                ("Regimen", f"{item.id}, {label(dataset, 'compounds', item.form)}, {standing_words(item)}"),
                ("For", ", ".join([*indications, USES[item.use].lower()])),
                ("Source", f"{EVIDENCE[item.evidence]} {marks.mark(item.source)}"),
                ("Weight", weight_words(weight, steps)),
            ]
        )
    )
    shown.blocks += caution_lines(told, each_once(of_routes(dataset, pairs([item]))), marks)
    shown.blocks += injection_lines(dataset, pairs([item]))
    for phase in dict.fromkeys(step.phase for step in steps if step.phase):
        shown.blocks.append(Heading(phase, _given(item, phase)))
        shown.blocks.append(steps_table([step for step in steps if step.phase == phase]))
    first = next(
        dose for phase in item.phases for dose in phase.doses if (dose.unit or "").startswith(("mg/kg", "mcg/kg"))
    )
    maximum = item.maximum
    has_limit = maximum is not None and (maximum.value is not None or maximum.high is not None)
    limit = "the source gives no maximum dose"
    if maximum is not None and has_limit:
        limit = f"{wording.quantity(maximum)} ({EVIDENCE[item.evidence]})"
    shown.blocks.append(Facts([("Mass", basis_words(first)), ("Maximum", limit)]))
    shown.notes.append(Note(REPEAT))
    shown.notes += dispute_notes(dataset, "regimens", [item.id])
    name_sources(dataset, shown, marks)
    shown.next = [f"keta show {item.id}", "keta help safety"]
    return shown
