"""The card of one edition of a guideline: its positions with its own grades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.screens.cards.card import Card, Line, add_doubts, listed
from ketacli.screens.facts.guideline import KINDS, grade_words, graded, scope_words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.guideline import Guideline, Recommendation


def card(dataset: Dataset, guideline: Guideline) -> Card:
    """What it says of each form, route and indication."""
    title = f"{guideline.body} {guideline.year or 'undated'}: guideline"
    found = Card(title, source=guideline.source)
    if guideline.superseded_by:
        found.add("Superseded", [Line(f"! by {guideline.superseded_by}", style="caution")], rank=0)
    found.add("Positions", positions(dataset, guideline), rank=1, least=2, whole=f"keta show {guideline.id} positions")
    found.add("Document", [f"{guideline.title} ({guideline.country}, {KINDS[guideline.kind]})"], rank=0)
    found.add("Body", ["" if guideline.body_name == guideline.body else guideline.body_name], rank=2)
    if guideline.grading is not None:
        found.add("How it grades", [Line(guideline.grading.system, (guideline.grading.source,))], rank=2)
    found.add("It also says", listed(guideline.topics), rank=3, most=3, whole=f"keta show {guideline.id} points")
    add_doubts(dataset, found, "guidelines", guideline)
    found.next = [f"keta guidelines --body '{guideline.body}' --history" if " " in guideline.body else
                  f"keta guidelines --body {guideline.body} --history"]  # fmt: skip
    found.next += ["keta help guideline-levels", f"keta show {guideline.id} --full"]
    return found


def positions(dataset: Dataset, guideline: Guideline) -> list[Line]:
    """A line a recommendation: for what, our class of the wording, their grade, what it says."""
    lines = []
    for at, item in enumerate(guideline.recommendations):
        wrong = bool(disputes.of_field(dataset, "guidelines", guideline.id, f"recommendations.{at}"))
        lines.append(Line(position_words(dataset, item), (item.source,), wrong, note=item.note or ""))
    return lines


def position_words(dataset: Dataset, item: Recommendation) -> str:
    """One recommendation as a line."""
    text = f"{scope_words(dataset, item)}: {graded(item.position, grade_words(item))}. {item.value}"
    return f"{text}; {item.conditions}" if item.conditions else text
