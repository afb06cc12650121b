"""Regimens as published, and arithmetic on one of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ketacli import fmt
from ketacli.arithmetic import Step, printed, show
from ketacli.facts.dose import given
from ketacli.facts.regimen import STATUS, basis_words
from ketacli.names import label
from ketacli.screen import Block, Column, Facts, Group, Heading, Marks, Prose, Row, Screen, Table
from ketacli.views.common import dispute_notes, name_sources, plural, screen

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.models.regimen import Regimen

USES = {
    "psychiatric": "Psychiatric use",
    "anaesthesia": "Anaesthesia",
    "sedation-emergency": "Intensive and emergency care",
    "pain": "Pain",
    "other": "Other uses",
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


def dosing_screen(dataset: Dataset, found: list[Regimen], asked: str, routes: set[str], hidden: int) -> Screen:
    """Regimens in groups: psychiatric uses by form first, anaesthetic doses apart from them."""
    shown = screen(dataset, f"{asked}: {plural(len(found), 'published regimen')}")
    marks = Marks()
    shown.blocks += boxed_warnings(dataset, {item.form for item in found}, marks)
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
        shown.notes.append(
            "These are reports of what was published, not recommendations. Mass (base or salt) and weight basis:  "
            "keta show ID"
        )
        shown.next = [
            f"keta show {found[0].id}",
            f"keta dosing --regimen {_weighed(found)} --weight 70 --strength 50",
            "keta help safety",
        ]
    else:
        shown.notes.append("Nothing matches. keta dosing without filters lists every regimen.")
    if hidden:
        shown.notes.append(f"{plural(hidden, 'control-arm regimen')} left out: --controls shows them.")
    shown.notes += dispute_notes(dataset, "regimens", [item.id for item in found])
    name_sources(dataset, shown, marks)
    return shown


def _weighed(found: list[Regimen]) -> str:
    for item in found:
        if any((dose.unit or "").startswith("mg/kg") for phase in item.phases for dose in phase.doses):
            return item.id
    return "racemic-intravenous-elekt-d"


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
        basis += fmt.tie(f", n = {fmt.count(item.n.value)}")
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
            delivery.append(f"over {fmt.quantity(phase.given_over)}")
        dose = given(phase.doses, " ".join(delivery)) or " ".join(delivery)
        often = fmt.schedule(phase.schedule) or "not reported"
        if len(item.phases) > 1:
            often = f"{phase.name}: {often}"
        head = [item.id, indications] if at == 0 else ["", ""]
        tail = [standing_words(item), basis] if at == 0 else ["", ""]
        rows.append(Row([*head, dose, often, *tail], continued=at > 0))
    return rows


def boxed_warnings(dataset: Dataset, forms: set[str], marks: Marks) -> list[Block]:
    """The boxed warnings of the forms on the screen, above everything else."""
    blocks: list[Block] = []
    for form in sorted(forms):
        compound = dataset.compounds.get(form)
        for each in compound.boxed_warnings if compound is not None else ():
            dated = "undated" if each.as_of == "undated" else f"text of {each.as_of}"
            note = f" {each.note}" if each.note else ""
            text = f": {'; '.join(each.hazards)}.{note}"
            head = f"BOXED WARNING ({each.product}, {each.jurisdiction}, {dated})"
            mark = marks.mark(each.source)
            said = f"Boxed warning: {each.product}, {each.jurisdiction}, {dated}{text} {mark}"
            blocks.append(Prose(((head, "danger"), (text + " ", ""), (mark, "dim")), spoken=[said]))
    return blocks


def _given(item: Regimen, name: str) -> str:
    """Over what time and how often a phase is given, so that one dose is not taken for the whole of it."""
    phase = next(each for each in item.phases if each.name == name)
    over = ""
    if phase.given_over is not None:
        words = fmt.quantity(phase.given_over)
        over = f"over {words}" if phase.given_over.absent is None else f"given over: {words}"
    return ", ".join(part for part in (over, fmt.schedule(phase.schedule)) if part)


def arithmetic_screen(dataset: Dataset, item: Regimen, steps: list[Step], weight: Decimal) -> Screen:
    """The arithmetic on one regimen, each figure with its formula."""
    shown = screen(dataset, f"Arithmetic on a published regimen: {item.name}")
    marks = Marks()
    shown.blocks += boxed_warnings(dataset, {item.form}, marks)
    indications = [label(dataset, "indications", name) for name in item.indications]
    shown.blocks.append(
        Facts(
            [
                ("Regimen", f"{item.id}, {label(dataset, 'compounds', item.form)}, {standing_words(item)}"),
                ("For", ", ".join([*indications, USES[item.use].lower()])),
                ("Source", f"{EVIDENCE[item.evidence]} {marks.mark(item.source)}"),
                ("Weight", f"{show(weight)} kg, as you gave it"),
            ]
        )
    )
    phases = list(dict.fromkeys(step.phase for step in steps))
    columns = [Column("What", 1), Column("Formula", 1), Column("Result", 1, style="name")]
    for phase in phases:
        shown.blocks.append(Heading(phase, _given(item, phase)))
        rows: list[Row | Group] = [
            Row(
                [step.what, fmt.tie(step.formula), ("= " if step.what != "Limit of the source" else "") + printed(step)]
            )
            for step in steps
            if step.phase == phase
        ]
        shown.blocks.append(Table(columns, rows, headings=False))
    first = next(
        dose for phase in item.phases for dose in phase.doses if (dose.unit or "").startswith(("mg/kg", "mcg/kg"))
    )
    maximum = item.maximum
    has_limit = maximum is not None and (maximum.value is not None or maximum.high is not None)
    limit = fmt.quantity(maximum) if maximum is not None and has_limit else "the source gives no maximum dose"
    shown.blocks.append(Facts([("Mass", basis_words(first)), ("Maximum", limit)]))
    shown.notes.append(
        "A strength on a vial may be of base or of salt: it must mean the same mass as the dose. "
        "Have a second person repeat this from the prescription. Nothing is stored."
    )
    shown.notes += dispute_notes(dataset, "regimens", [item.id])
    name_sources(dataset, shown, marks)
    shown.next = [f"keta show {item.id}", "keta help safety"]
    return shown
