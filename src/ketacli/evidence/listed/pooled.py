"""The estimates of reviews in words, and what a list of trials says of the one that answers for an indication."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacli.evidence.beside import BENEFIT, differing, headline, mixed
from ketacli.evidence.direction import pooled_side
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.records.wording import TIE

if TYPE_CHECKING:
    from ketacli.evidence.beside import Estimate
    from ketacli.records.dataset import Dataset
    from ketacli.records.review import Pooled, Review

NAMED = re.compile(r"number needed|ratio\b|\(log")
"""Of outcomes that say themselves what kind of figure stands beside them."""


def pooled_title(pooled: Pooled) -> str:
    """Outcome and time of an estimate."""
    return f"{pooled.outcome}, {pooled.timepoint}" if pooled.timepoint else pooled.outcome


def pooled_figures(pooled: Pooled) -> str:
    """The estimate with its interval and p."""
    parts = []
    if pooled.value is not None:
        unit = "%" if pooled.unit == "%" else f" {pooled.unit}" if pooled.unit else ""
        head = f"{measure}{TIE}" if (measure := measure_words(pooled)) else ""
        parts.append(head + wording.tie(f"{wording.result(pooled.value, pooled.digits)}{unit}"))
    if pooled.lower is not None or pooled.upper is not None:
        parts.append(f"({wording.interval(pooled.lower, pooled.upper, pooled.limit_digits)})")
    text = " ".join(parts)
    if pooled.p is not None:
        sign = {"below": "<", "above": ">"}.get(pooled.p_bound or "", "=")
        p = wording.tie(f"p {sign} {wording.amount(pooled.p)}")
        text = f"{text}, {p}" if text else p
    return text


def measure_words(pooled: Pooled) -> str:
    """What kind of figure an estimate is; empty where its unit or its outcome says it."""
    if pooled.measure in ("SMD", "RR", "OR", "HR", "RD", "MD"):
        return pooled.measure
    if pooled.measure == "other":
        return "" if pooled.unit or NAMED.search(pooled.outcome) else "measure unclear:"
    said = pooled.measure == "proportion" or pooled.measure in pooled.outcome
    return "" if said else pooled.measure


def concluded(review: Review, differ: bool, said: bool) -> str:
    """What a review concludes, to stand behind its estimate; or that its other estimates differ, where it does not."""
    conclusion = review.conclusion.value if review.conclusion is not None and said else None
    if conclusion:
        return f". It concludes: {conclusion.rstrip('.')}"
    return "; its other estimates differ" if differ else ""


def together_words(dataset: Dataset, together: tuple[str, ...]) -> str:
    """Whose people an estimate pools, to stand behind the name of its review; empty where it is of one disorder."""
    names = [label(dataset, "indications", name, short=True) for name in together]
    return f", {wording.joined(names, 'and')} together" if names else ""


def answering(dataset: Dataset, reviews: list[Estimate], indications: set[str]) -> str:
    """The pooled estimate that answers for indications, with its direction and what its authors conclude.

    ``reviews`` are those of ``evidence.beside`` on the indications; empty where none of them has a sound estimate.
    """
    first = headline(dataset, reviews)
    if first is None:
        return ""
    item, pooled, rank = first
    differ = differing(dataset, item, pooled, indications)
    direction = pooled_side(pooled) or pooled.stated or "direction not stated"
    figures = f"{pooled_title(pooled)}: {pooled_figures(pooled)}; {wording.inside(direction)}"
    head = "Pooled:" if rank <= BENEFIT else "No pooled benefit on record."
    whom = together_words(dataset, mixed(dataset, item, pooled, indications))
    return f"{head} {item.name}{whom}: {pooled.comparison}, {figures}{concluded(item, differ, rank <= BENEFIT)}."
