"""One record, whole, with the source, place and check level of every value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence import disputes
from ketacli.records.kinds import word_of
from ketacli.screens.common import LEVELS, dispute_notes, name_sources, screen, titled_standing, unsound
from ketacli.screens.facts import facts_of
from ketacli.screens.facts.fact import Fact
from ketacli.screens.screen import Facts, Heading, Marks, Note, Prose, Screen, Value, Words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset


def show_screen(dataset: Dataset, kind: str, name: str) -> Screen:
    """The whole page of one record."""
    record: Any = dataset.kind(kind)[name]
    marks = Marks()
    shown = page(dataset, kind, name, marks)
    note = getattr(record, "note", None)
    if note and kind not in ("guidelines", "sources"):
        shown.notes.append(Note(note))
    if kind != "sources":
        at = f", {record.at}" if record.at else ""
        text = f"Unless marked otherwise: {marks.mark(record.source)}{at}; {LEVELS[record.check]} seen; "
        shown.notes.append(Note(f"{text}checked {record.checked}."))
        shown.notes += dispute_notes(dataset, kind, [name])
        name_sources(dataset, shown, marks)
        shown.next = [f"keta show {name} --json"]
        shown.next += [f"keta effect {name}"] if kind == "trials" else []
        shown.next += NEXT.get(kind, [f"keta {kind}"])
    return shown


def title_of(kind: str, record: Any) -> str:
    """What a record is called at the head of its page."""
    if kind == "guidelines":
        return f"{record.body} {record.year or ''}".strip()
    return str(getattr(record, "name", None) or getattr(record, "title", record.id))


def page(dataset: Dataset, kind: str, name: str, marks: Marks, only: str | None = None) -> Screen:
    """The facts of one record under their headings; with ``only`` those under one."""
    record: Any = dataset.kind(kind)[name]
    label = title_of(kind, record)
    behind = "" if kind == "sources" else record.source
    shown = screen(dataset, titled_standing(dataset, f"{label}: {word_of(kind)}", behind))
    title = getattr(record, "title", None)
    if title and title != label and kind not in ("sources", "guidelines") and only is None:
        shown.blocks.append(Prose(title, "dim"))
    if kind != "sources":
        marks.mark(record.source)
    group = None
    pairs: list[tuple[str, Value]] = []
    for fact in facts_of(dataset, kind, record):
        if only not in (None, fact.group):
            continue
        if fact.group != group:
            if pairs:
                shown.blocks.append(Facts(pairs))
            pairs = []
            group = fact.group
            if only is None:
                shown.blocks.append(Heading(group))
        about = disputes.of_field(dataset, kind, name, fact.field)
        pairs.append((fact.label, cited(dataset, fact, marks)))
        if about:
            pairs.append(("", Note("sources disagree:", (f"keta why {name}.{fact.field}",), "dispute")))
    if pairs:
        shown.blocks.append(Facts(pairs))
    return shown


NEXT = {
    "trials": ["keta trials", "keta help evidence"],
    "questions": ["keta evidence", "keta help pooling"],
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
    warnings = "; ".join(f"! {each}" for each in unsound(dataset, [claim.source for claim in fact.claims]))
    return (*words, (f" {warnings}", "danger")) if warnings else words
