"""The card of secondary research: what against what, how much went in, what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.evidence.direction import pooled_sense, pooled_side
from ketacli.evidence.listed.pooled import pooled_figures, pooled_title
from ketacli.records import wording
from ketacli.screens.cards.card import Card, Line, add_doubts, said, shown_as
from ketacli.screens.cards.scope import add_scope
from ketacli.screens.facts.review import signal_words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.review import Pooled, Review


def card(dataset: Dataset, review: Review) -> Card:
    """The question, the estimates with their direction, how sure its judges are."""
    kind = review.kind.replace("-", " ").replace("meta analysis", "meta-analysis")
    year = f", {review.year}" if review.year and str(review.year) not in review.name else ""
    found = Card(f"{review.name}: {kind}{year}", source=review.source)
    name = shown_as(dataset, "reviews", review.id)
    found.add("Question", said(review.question), rank=0)
    studies, people = (each.value if each is not None else None for each in (review.n_studies, review.n_participants))
    found.add("Went in", [wording.went_in(studies, people) or "numbers not on record"], rank=0)
    lines = []
    for at, pooled in enumerate(review.pooled):
        wrong = bool(disputes.of_field(dataset, "reviews", review.id, f"pooled.{at}"))
        lines.append(Line(estimate_words(pooled), (pooled.source,), wrong, note=pooled.note or ""))
    found.add("Estimates", lines, rank=2, least=2, whole=f"keta show {name} estimates")
    signals = [Line(f"{each.event}: {signal_words(each)}", (each.source,)) for each in review.signals]
    found.add("Signals: not rates", signals, rank=2, least=2, whole=f"keta show {name} signals")
    if review.conclusion is not None:
        found.add("It concludes", said(review.conclusion), rank=1)
    judged = [Line(f"{each.outcome}: {each.value} ({each.system})", (each.source,)) for each in review.certainty]
    found.add("Certainty", judged, rank=3, most=3, whole=f"keta show {name} certainty")
    species = "" if review.species == "human" else f" (in {review.species})"
    add_scope(dataset, found, review.forms, review.routes, review.indications)
    if species:
        found.add("Species", [review.species], rank=0)
    found.add("Method", said(review.method), rank=4, least=0)
    add_doubts(dataset, found, "reviews", review)
    found.next = [f"keta show {name} --full", "keta reviews"]
    if review.trials:
        found.next.insert(0, f"keta show {name} trials")
    return found


def estimate_words(pooled: Pooled) -> str:
    """Outcome, comparison, figures, size and direction of one estimate."""
    parts = [pooled.comparison, pooled_figures(pooled), pooled_sense(pooled)]
    parts.append(wording.went_in(pooled.studies, pooled.participants))
    figures = any(each is not None for each in (pooled.value, pooled.lower, pooled.p))
    parts.append(pooled_side(pooled) or pooled.stated or ("" if figures else "no figure on record"))
    return f"{pooled_title(pooled)}: {'; '.join(part for part in parts if part)}"
