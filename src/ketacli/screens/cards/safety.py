"""The card of a harm, contraindication, warning, monitoring rule, tool or signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.evidence.edition import edition, worded
from ketacli.screens.cards.card import Card, Line, add_doubts, said, shown_as
from ketacli.screens.cards.scope import add_scope
from ketacli.screens.facts.safety import COLLECTED, SETTINGS, frequency_words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.safety import Safety


def card(dataset: Dataset, item: Safety) -> Card:
    """What the source says, how often, in whom, how it was counted."""
    found = Card(f"{item.name}: {item.kind}", source=item.source)
    wrong = bool(disputes.of_field(dataset, "safety", item.id, "statement"))
    found.add("Statement", [line._replace(disputed=wrong) for line in said(item.statement)], rank=0)
    lines = []
    for at, each in enumerate(item.frequencies):
        wrong = bool(disputes.of_field(dataset, "safety", item.id, f"frequencies.{at}"))
        lines.append(Line(f"{each.group}: {frequency_words(each)}", (each.source,), wrong, note=each.note or ""))
    name = shown_as(dataset, "safety", item.id)
    found.add("How often", lines, rank=1, least=2, whole=f"keta show {name} frequencies")
    if item.kind == "harm" and not lines:
        found.add("How often", ["not on record"], rank=0)
    if item.frequencies or item.kind == "signal":
        found.add("Counted", [COLLECTED[item.collected] or "how it was counted is not on record"], rank=0)
    species = "" if item.species == "human" else f"in {item.species}"
    when = "" if item.when == "any" else {"long-term": "long-term"}.get(item.when, f"{item.when} a dose")
    where = ", ".join(part for part in (species, SETTINGS[item.setting], when) if part)
    found.add("In whom, when", [where], rank=0)
    dated = f", as of {item.as_of}" if item.as_of is not None else ""
    if item.as_of == "undated":
        dated = "" if edition(dataset, item.statement.source) else ", source undated"
    place = worded(dataset, item.jurisdiction, item.statement.source)
    found.add("Where", [f"{place}{dated}" if place else dated.lstrip(", ")], rank=0)
    add_scope(dataset, found, item.forms, item.routes, item.indications)
    found.add("Trials", [", ".join(item.trials)])
    add_doubts(dataset, found, "safety", item)
    found.next = [f"keta safety {item.forms[0]} --system {item.system}", f"keta show {name} --full"]
    return found
