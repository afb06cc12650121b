"""One record, whole, with the source, place and check level of every value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import disputes
from ketacli.facts import facts_of
from ketacli.facts.fact import Fact
from ketacli.names import KIND_WORDS
from ketacli.screen import Facts, Heading, Marks, Prose, Screen, Words
from ketacli.views.common import LEVELS, dispute_notes, name_sources, screen, unsound_words

if TYPE_CHECKING:
    from ketacli.dataset import Dataset


def show_screen(dataset: Dataset, kind: str, name: str) -> Screen:
    """The page of one record."""
    record: Any = dataset.kind(kind)[name]
    label = getattr(record, "name", None) or getattr(record, "title", name)
    if kind == "guidelines":
        label = f"{record.body} {record.year or ''}".strip()
    shown = screen(dataset, f"{label}: {KIND_WORDS[kind]}")
    title = getattr(record, "title", None)
    if title and title != label and kind not in ("sources", "guidelines"):
        shown.blocks.append(Prose(title, "dim"))
    marks = Marks()
    if kind != "sources":
        marks.mark(record.source)
    group = None
    pairs: list[tuple[str, Words]] = []
    for fact in facts_of(dataset, kind, record):
        if fact.group != group:
            if pairs:
                shown.blocks.append(Facts(pairs))
            pairs = []
            group = fact.group
            shown.blocks.append(Heading(group))
        about = disputes.of_field(dataset, kind, name, fact.field)
        pairs.append((fact.label, cited(dataset, fact, marks)))
        pairs += [("", ((f"! sources disagree:  keta why {name}.{fact.field}", "caution"),)) for _ in about[:1]]
    if pairs:
        shown.blocks.append(Facts(pairs))
    note = getattr(record, "note", None)
    if note and kind not in ("guidelines", "sources"):
        shown.notes.append(note)
    if kind != "sources":
        at = f", {record.at}" if record.at else ""
        shown.notes.append(
            f"Unless marked otherwise: {marks.mark(record.source)}{at}; {LEVELS[record.check]} seen; "
            f"checked {record.checked}."
        )
        shown.notes += dispute_notes(dataset, kind, [name])
        name_sources(dataset, shown, marks)
        shown.next = [f"keta show {name} --json"]
        shown.next += [f"keta effect {name}"] if kind == "trials" else []
        shown.next += NEXT.get(kind, [f"keta {kind}"])
    return shown


NEXT = {
    "trials": ["keta trials", "keta help evidence"],
    "compounds": ["keta compare esketamine racemic"],
    "regimens": ["keta dosing"],
    "guidelines": ["keta guidelines"],
    "events": ["keta timeline"],
}


def cited(dataset: Dataset, fact: Fact, marks: Marks) -> Words:
    """A fact's text with the documents that it rests on, their places and check levels."""
    places: dict[str, None] = {}
    for claim in fact.claims:
        mark = marks.mark(claim.source)
        at = f" {claim.at}" if claim.at else ""
        places[f"{mark}{at}, {LEVELS[claim.check]}"] = None
    if not places:
        return fact.text
    words = ((fact.text + " ", ""), ("; ".join(places), "dim"))
    unsound = unsound_words(dataset, [claim.source for claim in fact.claims])
    return (*words, (f" {unsound}", "danger")) if unsound else words
