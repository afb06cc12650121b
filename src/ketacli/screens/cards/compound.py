"""The card of a form: where it is licensed, how it is used, what it does against placebo, harms, positions, trials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.evidence.question_words import estimate, trials_words
from ketacli.evidence.questions import held
from ketacli.records.names import inline, label
from ketacli.records.store import fold
from ketacli.screens.cards.card import Card, Line, Part, add_doubts, best, listed, said
from ketacli.screens.facts.compound import property_words
from ketacli.screens.leads import Piece, lead_rows
from ketacli.screens.lineup import survey

if TYPE_CHECKING:
    from ketacli.records.compound import Compound, Property
    from ketacli.records.dataset import Dataset

HALF_LIFE = "half-life"
SEEN = ("label", "primary", "registry", "secondary", "unverified")
MOST_PROPERTIES = 8
MOST_LICENCES = 3
"""Countries of a product that are shown."""
PLACEBOS = {"placebo", "active-placebo"}


def card(dataset: Dataset, compound: Compound) -> Card:
    """What most people ask first, then the warning of its label, kinetics, development and doubts."""
    found = Card(f"{compound.name}: compound", source=compound.source)
    found.add("What it is", [f"{compound.descriptor}, {compound.kind}"], rank=0)
    rows = lead_rows(dataset, (compound.id,), survey(dataset, (compound.id,))[0])
    pooled = not any(row.topic == "placebo" for row in rows)
    for row in rows:
        if pooled and row.topic == "duration":
            found.add("Against placebo", pools(dataset, compound), rank=0)
        found.add(row.label, [joined(row.cells[0])], rank=0)
        if row.topic == "harms":
            found.add("Boxed warning", boxed(compound), rank=0, least=len(compound.boxed_warnings))
    _half_life(dataset, found, compound)
    if not rows:
        found.add("Composition", said(compound.composition), rank=0)
        items = [each for each in compound.properties if each.property != HALF_LIFE]
        items.sort(key=lambda each: (each.system != "human", dataset.properties[each.property].priority))
        found.add("Known of it", [_property(dataset, compound, each) for each in items], rank=2, most=MOST_PROPERTIES)
        trials = sum(1 for trial in dataset.trials.partly("forms") if compound.id in trial.forms)
        found.add("Trials on record", [f"{trials} of this compound" if trials else "none of this compound"], rank=0)
    against = []
    for value in dict.fromkeys(each.value for each in compound.contrasts):
        held = [each for each in compound.contrasts if each.value == value]
        others = ", ".join(inline(label(dataset, "compounds", each.versus)) for each in held)
        against.append(Line(f"{others}: {value}", best(held)))
    found.add("Against others", against, rank=2, most=2, whole=f"keta compare {compound.id} {_other(compound.id)}")
    found.add("Development", listed(compound.development), rank=3, most=3, whole=f"keta show {compound.id} development")
    add_doubts(dataset, found, "compounds", compound)
    found.next = [f"keta {each} {compound.id}" for each in ("trials", "dosing", "safety", "guidelines")] if rows else []
    found.next += [f"keta compare {compound.id} {_other(compound.id)}"] if rows else []
    found.next.append(f"keta show {compound.id} --full")
    return found


def product(compound: Compound, called: str) -> list[Part]:
    """Where a product is licensed, and for what; none where the name is no product's."""
    lines, name = [], ""
    if fold(called) in (fold(compound.id), fold(compound.name)):
        return []
    for each in compound.approvals:
        for part in (each.product or "").split("; "):
            if fold(part.partition(" (")[0]) == fold(called):
                name = part
                since = f" {each.date}" if each.date else ""
                text = f"{each.jurisdiction}, {each.status.replace('-', ' ')}{since}: {each.use}"
                lines.append(Line(text, (each.source,), note=each.note or ""))
    most = MOST_LICENCES
    whole = f"keta show {compound.id} use"
    return [Part(f"Product {name}", lines, rank=0, least=most, most=most, whole=whole)] if lines else []


def _other(name: str) -> str:
    """The form that one is mostly compared with."""
    return "esketamine" if name == "racemic" else "racemic"


def joined(pieces: tuple[Piece, ...]) -> Line:
    """Statements of a lead as one line with the best document of each."""
    if not pieces:
        return Line("not on record")
    sources = dict.fromkeys(name for piece in pieces for name in best(piece.claims))
    return Line("; ".join(piece.text for piece in pieces), tuple(sources), any(piece.disputed for piece in pieces))


def pools(dataset: Dataset, compound: Compound) -> list[Line]:
    """What the trials on record give for the first outcome of each question that sets the form against a placebo."""
    lines = []
    for question in dataset.questions:
        if compound.id in question.forms and PLACEBOS & set(question.comparators):
            asked = question.outcomes[0]
            published = held(asked).published
            text = f"{question.versus}, {inline(asked.name)}: {estimate(question, asked)}; {trials_words(asked)}"
            lines.append(Line(text, (published.source,) if published is not None else ()))
    return lines


def boxed(compound: Compound) -> list[Line]:
    """The boxed warnings of a form's labels."""
    lines = []
    for each in compound.boxed_warnings:
        dated = "undated" if each.as_of == "undated" else f"text of {each.as_of}"
        text = f"{'; '.join(each.hazards)} ({each.product}, {each.jurisdiction}, {dated})"
        lines.append(Line(text, (each.source,), style="danger"))
    return lines


def _half_life(dataset: Dataset, found: Card, compound: Compound) -> None:
    """Half-lives in people, those first whose own source was seen; what is not on record is said."""
    items = [each for each in compound.properties if each.property == HALF_LIFE and each.system != "animal"]
    items.sort(key=lambda each: (each.system != "human", SEEN.index(each.check)))
    lines = [_property(dataset, compound, each, False) for each in items]
    found.add("Half-life", lines or ["not on record"], rank=2, most=2, whole=f"keta show {compound.id} kinetics")


def _property(dataset: Dataset, compound: Compound, each: Property, named: bool = True) -> Line:
    at = compound.properties.index(each)
    wrong = bool(disputes.of_field(dataset, "compounds", compound.id, f"properties.{at}"))
    head = f"{inline(dataset.properties[each.property].label)}: " if named else ""
    return Line(head + property_words(dataset, each, full=False), (each.source,), wrong, note=each.note or "")
