"""The card of a regimen as one source publishes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.evidence.arithmetic.regimens import unclear
from ketacli.records import wording
from ketacli.records.doses import phase_words
from ketacli.screens.cards.card import Card, Line, add_doubts, best, said
from ketacli.screens.cards.compound import boxed
from ketacli.screens.cards.scope import add_scope
from ketacli.screens.facts.regimen import INSTRUCTIONS, basis_words, standing_words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Regimen, Standing

FIRST_RULES = ("contraindication", "caution", "before", "during", "after", "setting", "handling")
"""Kinds of rules in the order in which a card has them."""


def card(dataset: Dataset, regimen: Regimen) -> Card:
    """The dose, how it stands, what it rests on, how it is watched."""
    control = ", control arm" if regimen.role == "control" else ""
    found = Card(f"{regimen.name}: regimen{control}", source=regimen.source)
    lines = []
    for at, phase in enumerate(regimen.phases):
        wrong = bool(disputes.of_field(dataset, "regimens", regimen.id, f"phases.{at}"))
        head = f"{phase.name}: " if len(regimen.phases) > 1 else ""
        claims = [*phase.doses, *([phase.given_over] if phase.given_over else [])]
        text = phase_words(phase, notes=False)
        notes = phase_words(phase)[len(text) :].strip(" ()")
        lines.append(Line(head + text, best(claims), wrong, "name", notes))
    found.add("Dose", lines or ["not on record"], rank=0, least=len(lines))
    doubt = unclear(dataset, regimen)
    if doubt:
        found.add("No arithmetic", [Line(f"! {doubt}", style="caution")], rank=0)
    compound = dataset.compounds.get(regimen.form)
    if compound is not None and regimen.role == "treatment":
        found.add("Boxed warning", boxed(compound), rank=0)
    if regimen.phases and regimen.phases[0].doses:
        found.add("Mass and weight", [basis_words(regimen.phases[0].doses[0])], rank=0)
    found.add("Maximum", said(regimen.maximum), rank=0)
    found.add("Standing", _standing(regimen), rank=0, least=3)
    found.add("For", said(regimen.population), rank=0)
    add_scope(dataset, found, (regimen.form,), regimen.routes, regimen.indications)
    people = ""
    if regimen.n is not None:
        n, absent = regimen.n.value, wording.absent(regimen.n.absent)
        people = f", given to {wording.persons(n)}" if n is not None else f", people: {absent}"
    found.add("Rests on", [regimen.evidence.replace("-", " ") + people], rank=0)
    found.add("Finding", said(regimen.finding), rank=1)
    rules = []
    for kind in FIRST_RULES:
        title = INSTRUCTIONS[kind].partition(",")[0].lower()
        for item in regimen.instructions:
            if item.kind == kind:
                where = f", {item.jurisdiction}" if item.jurisdiction else ""
                rules.append(Line(f"{title}{where}: {item.value}", (item.source,), note=item.note or ""))
    found.add("Rules", rules, rank=3, most=8, whole=f"keta show {regimen.id} instructions")
    found.add("Trials", [", ".join(regimen.trials)], rank=2)
    add_doubts(dataset, found, "regimens", regimen)
    weighed = any((dose.unit or "").startswith(("mg/kg", "mcg/kg")) for phase in regimen.phases for dose in phase.doses)
    found.next = [f'keta dosing --regimen {regimen.id} --weight "70 kg"'] if weighed and not doubt else []
    found.next.append(f"keta show {regimen.id} --full")
    return found


def _place(each: Standing) -> str:
    where = "anywhere" if each.jurisdiction == "any" else each.jurisdiction
    return f"{where}: {standing_words(each, note=False)}"


def _standing(regimen: Regimen) -> list[Line]:
    """Licensed or not: a line a jurisdiction."""
    return [Line(_place(each), (each.source,), note=each.note or "") for each in regimen.standing] or [
        Line("licensed or not: not on record")
    ]
