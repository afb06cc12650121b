"""The facts of a meta-analysis, systematic review or pharmacovigilance analysis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketacli.build.facts.fact import Fact, Names, capital, fact, joined
from ketacli.evidence.direction import pooled_sense
from ketacli.records import wording

if TYPE_CHECKING:
    from ketacli.records.review import Pooled, Review, Signal


def facts(_: Names, review: Review) -> Iterator[Fact]:
    """What went in, the pooled estimates, signals, certainty."""
    for at, pooled in enumerate(review.pooled):
        label = joined(capital(pooled.outcome), pooled.timepoint, between=", ")
        yield fact(f"pooled.{at}", "pooled", label, pooled_words(pooled), pooled, "pooled estimate effect size")
    for at, signal in enumerate(review.signals):
        label = f"Signal from spontaneous reports: {signal.event}"
        yield fact(
            f"signals.{at}", "signal", label, signal_words(signal), signal, "FAERS pharmacovigilance side effect"
        )
    for at, item in enumerate(review.certainty):
        text = f"{item.value} ({joined(item.system, item.by and f'judged by {item.by}', between=', ')})"
        yield fact(f"certainty.{at}", "certainty", f"Certainty: {item.outcome}", text, item, "quality of evidence bias")
    counts = [
        (name, wording.plural(found.value, *words))
        for name, words in (("n_studies", ("study", "studies")), ("n_participants", ("person", "people")))
        for found in [getattr(review, name)]
        if found is not None and found.value is not None
    ]
    if counts:
        text = joined(*(words for _, words in counts), between=", ")
        first = getattr(review, counts[0][0])
        yield fact(counts[0][0], "people", "Included", text, first, "how many trials participants", (counts[-1][0],))


def pooled_words(pooled: Pooled) -> str:
    """An estimate: what against what, figures, what went in, what its authors say."""
    figures = ""
    if pooled.value is not None:
        unit = "%" if pooled.unit == "%" else f" {pooled.unit}" if pooled.unit else ""
        head = f"{pooled.measure} " if pooled.measure in ("SMD", "RR", "OR", "HR", "RD", "MD") else ""
        figures = f"{head}{wording.result(pooled.value, pooled.digits)}{unit}"
    if pooled.lower is not None or pooled.upper is not None:
        figures = f"{figures} ({wording.interval(pooled.lower, pooled.upper, pooled.limit_digits)})".strip()
    if pooled.p is not None:
        sign = {"below": "<", "above": ">"}.get(pooled.p_bound or "", "=")
        figures = joined(figures, f"p {sign} {wording.amount(pooled.p)}", between=", ")
    size = wording.went_in(pooled.studies, pooled.participants)
    spread = f"I2 {wording.amount(pooled.i2)}%" if pooled.i2 is not None else ""
    return joined(pooled.comparison, figures, pooled_sense(pooled), size, spread, pooled.heterogeneity, pooled.stated)


def signal_words(signal: Signal) -> str:
    """A signal with its interval, its number of reports and what it was set against."""
    figures = ""
    if signal.value is not None:
        bound = f"{wording.BOUNDS[signal.bound]} " if signal.bound else ""
        figures = f"{signal.measure} {bound}{wording.result(signal.value, signal.digits)}"
        if signal.lower is not None or signal.upper is not None:
            figures += f" ({wording.interval(signal.lower, signal.upper, signal.limit_digits)})"
    reports = f"{signal.reports:,} reports" if signal.reports is not None else ""
    against = f"against {signal.versus}" if signal.versus else ""
    return joined(figures, reports, against, signal.text) or "reported more often than expected"
