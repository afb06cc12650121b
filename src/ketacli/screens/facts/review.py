"""The facts of a meta-analysis, systematic review or pharmacovigilance analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.direction import pooled_sense
from ketacli.evidence.listed.pooled import pooled_figures, pooled_title
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.screens.facts.fact import Fact, noted, words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.review import Pooled, Review, Signal


def facts(dataset: Dataset, review: Review) -> list[Fact]:
    """The question, what went in, what came out, how sure its authors are, what limits it."""
    found = [
        Fact("Review", "kind", "Kind", review.kind.replace("-", " ")),
        Fact("Review", "year", "Year", str(review.year or "not reported")),
        Fact("Review", "question", "Question", words(review.question), (review.question,)),
        Fact("Review", "forms", "Forms", ", ".join(label(dataset, "compounds", name) for name in review.forms)),
        Fact("Review", "routes", "Route", ", ".join(label(dataset, "routes", name) for name in review.routes)),
        Fact(
            "Review",
            "indications",
            "Indication",
            ", ".join(label(dataset, "indications", name) for name in review.indications),
        ),
        Fact("Review", "species", "Species", "" if review.species == "human" else review.species),
    ]
    for name, title in (("n_studies", "Studies"), ("n_participants", "Participants"), ("method", "Method")):
        value = getattr(review, name)
        if value is not None:
            found.append(Fact("Review", name, title, words(value), (value,)))
    for at, pooled in enumerate(review.pooled):
        found.append(Fact("Estimates", f"pooled.{at}", pooled_title(pooled), pooled_words(pooled), (pooled,)))
    for at, signal in enumerate(review.signals):
        title = "Signals from spontaneous reports: not rates, and no cause is shown"
        found.append(Fact(title, f"signals.{at}", signal.event, signal_words(signal), (signal,)))
    for at, item in enumerate(review.certainty):
        by = f", judged by {item.by}" if item.by else ""
        text = noted(f"{item.value} ({item.system}{by})", item)
        found.append(Fact("Certainty, as its judges put it", f"certainty.{at}", item.outcome, text, (item,)))
    if review.conclusion is not None:
        found.append(Fact("Conclusion", "conclusion", "", words(review.conclusion), (review.conclusion,)))
    found.append(Fact("Trials on record here", "trials", "", ", ".join(review.trials)))
    for at, caveat in enumerate(review.caveats):
        found.append(Fact("Caveats", f"caveats.{at}", "", words(caveat), (caveat,)))
    return [fact for fact in found if fact.text]


def pooled_words(pooled: Pooled) -> str:
    """An estimate with what it compares, what went in, and what its authors conclude."""
    parts = [pooled.comparison, pooled_figures(pooled), pooled_sense(pooled)]
    parts.append(wording.went_in(pooled.studies, pooled.participants))
    if pooled.i2 is not None:
        parts.append(f"I2 {wording.amount(pooled.i2)}%")
    parts += [pooled.heterogeneity or "", pooled.stated or ""]
    return noted("; ".join(part for part in parts if part), pooled)


def signal_words(signal: Signal) -> str:
    """A signal with its measure, interval, number of reports and what it was set against."""
    parts = []
    if signal.value is not None:
        bound = f"{wording.BOUNDS[signal.bound]} " if signal.bound else ""
        text = f"{signal.measure} {bound}{wording.result(signal.value, signal.digits)}"
        if signal.lower is not None or signal.upper is not None:
            text += f" ({wording.interval(signal.lower, signal.upper, signal.limit_digits)})"
        parts.append(wording.tie(text))
    if signal.reports is not None:
        parts.append(f"{signal.reports:,} reports")
    if signal.versus:
        parts.append(f"against {signal.versus}")
    parts.append(signal.text or "")
    return noted("; ".join(part for part in parts if part) or "signal", signal)
