"""Regimens compared rule by rule: dose, over what time, how often, maximum, what is watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.common import claim_sources, marked, name_sources, screen
from ketacli.screens.facts.regimen import basis_words, standing_words
from ketacli.screens.lineup import UNSEEN
from ketacli.screens.screen import Column, Marks, Row, Screen, Table, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacli.records.base import Claim
    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Regimen
    from ketacli.screens.lineup import Comparison

PAIR = 2
DETAIL = ("For", "Mass and weight", "Before", "Rests on")
"""Rows of a pair; beside a third regimen there is no room for them."""
MOST_RULES = 2
MOST_PLACES = 2


def regimens_screen(dataset: Dataset, found: Comparison) -> Screen:
    """The answer on one screen; a row that none of the regimens has is left out."""
    regimens = [dataset.regimens[name] for name in found.subjects]
    shown = screen(dataset, f"{plural(len(regimens), 'regimen')} compared")
    marks = Marks()
    columns = [Column("", 1, style="name"), *(Column(item.name, 1) for item in regimens)]
    rows = []
    few = len(regimens) <= PAIR
    for title, texts in lines(dataset, regimens, MOST_RULES if few else 1):
        if any(texts) and (few or title not in DETAIL):
            claims = [_claims(item, title) for item in regimens]
            cells: list[Words] = [
                marked(text, marks.mark(*claim_sources(held))) if text else ((UNSEEN, "dim"),)
                for text, held in zip(texts, claims, strict=True)
            ]
            rows.append(Row([title, *cells]))
    rows.append(Row(["To mind", *(doubts(dataset, item) for item in regimens)]))
    shown.blocks.append(Table(columns, [*rows], compact=True))
    name_sources(dataset, shown, marks)
    asked = " ".join(found.subjects)
    shown.next = [f"keta compare {asked} instructions"]
    return shown


def lines(dataset: Dataset, regimens: list[Regimen], most: int) -> list[tuple[str, list[str]]]:
    """Each rule with a text a regimen; empty where its record has none."""

    def names(kind: str, ids: tuple[str, ...]) -> str:
        return ", ".join(label(dataset, kind, name, short=True) for name in ids)

    return [
        ("Form, route", [", ".join(part for part in (label(dataset, "compounds", item.form),
                                                     names("routes", item.routes)) if part) for item in regimens]),
        ("For", [names("indications", item.indications) for item in regimens]),
        ("Dose", [dose(item) for item in regimens]),
        ("Mass and weight", [basis_words(item.phases[0].doses[0]) if _dosed(item) else "" for item in regimens]),
        ("Over", [over(item) for item in regimens]),
        ("How often", [wording.schedule(item.phases[0].schedule) if item.phases else "" for item in regimens]),
        ("Then", [then(item) for item in regimens]),
        ("Maximum", [wording.quantity(item.maximum) if item.maximum is not None else "" for item in regimens]),
        ("Watched", [rules(item, ("during", "after"), most) for item in regimens]),
        ("Before", [rules(item, ("before",), 1) for item in regimens]),
        ("Licensed", [standing(item) for item in regimens]),
        ("Rests on", [basis(item) for item in regimens]),
    ]  # fmt: skip


def _dosed(item: Regimen) -> bool:
    return bool(item.phases and item.phases[0].doses)


def dose(item: Regimen) -> str:
    """The doses of the first phase, each with its occasion."""
    if not _dosed(item):
        return ""
    parts = [wording.dose(each) + (f" ({each.when})" if each.when else "") for each in item.phases[0].doses]
    return "; ".join(parts)


def over(item: Regimen) -> str:
    """How long one dose of the first phase takes."""
    taken = item.phases[0].given_over if item.phases else None
    return wording.quantity(taken) if taken is not None else ""


def then(item: Regimen) -> str:
    """The later phases, without their notes."""
    parts = []
    for phase in item.phases[1:]:
        doses = "; ".join(wording.dose(each) for each in phase.doses)
        parts.append(f"{phase.name}: {', '.join(part for part in (doses, wording.schedule(phase.schedule)) if part)}")
    return "; ".join(parts)


def rules(item: Regimen, kinds: tuple[str, ...], most: int) -> str:
    """The first instructions of some kinds, and how many more there are."""
    held = [each.value for each in item.instructions if each.kind in kinds]
    more = f"; {len(held) - most} more" if len(held) > most else ""
    return "; ".join(held[:most]) + more


def standing(item: Regimen) -> str:
    """Licensed or not, by place."""
    held = [f"{each.jurisdiction}: {standing_words(each).partition(' (')[0]}" for each in item.standing]
    return "; ".join(dict.fromkeys(held[:MOST_PLACES]))


def basis(item: Regimen) -> str:
    """What sort of evidence it is from, and of how many people."""
    people = f", {wording.count(item.n.value)} people" if item.n is not None and item.n.value is not None else ""
    return item.evidence.replace("-", " ") + people


def doubts(dataset: Dataset, item: Regimen) -> Words:
    """How many caveats and conflicts a regimen has."""
    conflicts = len(disputes.of_record(dataset, "regimens", item.id))
    caveats = plural(len(item.caveats), "caveat")
    if not conflicts:
        return caveats
    return ((f"{caveats}, ", ""), (wording.tie("! "), "dispute"), (plural(conflicts, "conflict"), ""))


def _claims(item: Regimen, title: str) -> Sequence[Claim]:
    """What a row of a regimen rests on."""
    first = item.phases[0] if item.phases else None
    if title == "Dose" and first is not None:
        return first.doses
    if title == "Over" and first is not None and first.given_over is not None:
        return [first.given_over]
    if title == "How often" and first is not None and first.schedule is not None:
        return [first.schedule]
    if title == "Watched":
        return [each for each in item.instructions if each.kind in ("during", "after")][:MOST_RULES]
    if title == "Before":
        return [each for each in item.instructions if each.kind == "before"][:1]
    return item.standing[:MOST_PLACES] if title == "Licensed" else []
