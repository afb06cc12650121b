"""The list of reviews: what was pooled of what against what, and whom it favours, a line a review."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ketacli.evidence.beside import closest, differing, ranked
from ketacli.evidence.direction import pooled_side
from ketacli.evidence.listed.pooled import concluded, pooled_figures, pooled_title
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.lists.listed import titled
from ketacli.screens.lists.of_records import list_of_records
from ketacli.screens.screen import Column, Note, Screen, Words

if TYPE_CHECKING:
    from ketacli.records.base import Count
    from ketacli.records.dataset import Dataset
    from ketacli.records.review import Review

COLUMNS = [
    Column("k", 1, "right"),
    Column("n", 1, "right"),
    Column("For", 1, below=True),
    Column("What against what", 1, below=True, joint=": "),
    Column("Outcome, estimate (interval)", 1, below=True),
    Column("Favours", 1, style="name", below=True),
]


def reviews_list(dataset: Dataset, found: list[Review], asked: str, indications: set[str], as_sorted: bool) -> Screen:
    """Reviews under headings by kind; where ``indications`` were asked for, the one that answers for them first."""
    if indications and not as_sorted:
        kinds = list(dict.fromkeys(item.kind for item in found))
        best_first = [item for item, _, _ in ranked(dataset, found, indications)]
        found = sorted(best_first, key=lambda item: kinds.index(item.kind))
    groups = [("", found)] if as_sorted else [
        (heading(kind), list(items)) for kind, items in groupby(found, key=lambda item: item.kind)
    ]  # fmt: skip
    shown = list_of_records(
        dataset,
        "reviews",
        titled(asked, plural(len(found), "review")),
        COLUMNS,
        groups,
        lambda item: cells(dataset, item, indications),
    )
    if any(item.kind == "pharmacovigilance" for item in found):
        shown.notes.append(Note("Spontaneous reports have no denominator: a signal is neither a rate nor a cause."))
    if found:
        text = "k: studies; n: people. One estimate a review, with its authors' sign; keta show ID has all."
        shown.notes.append(Note(text))
        shown.next = [f"keta show {found[0].id}", "keta reviews --full", "keta help evidence"]
    return shown


def heading(kind: str) -> str:
    """A kind of review as a heading."""
    return kind.replace("-", " ").replace("meta analysis", "meta-analysis")


def cells(dataset: Dataset, item: Review, asked: set[str]) -> list[Words]:
    """The cells of one review after its id: the estimate is that closest to what was asked, else to its own use."""
    about = asked or set(item.indications)
    pooled = closest(dataset, item, about)
    indications = ", ".join(label(dataset, "indications", name, short=True) for name in item.indications)
    if pooled is not None:
        estimate = f"{pooled_title(pooled)}: {pooled_figures(pooled)}"
        comparison = pooled.comparison
        favours = pooled_side(pooled) + concluded(item, differing(dataset, item, pooled, about), said=False)
    else:
        comparison, estimate, favours = without_estimate(item), "", ""
    animal = "" if item.species == "human" else f" (in {item.species})"
    return [_number(item.n_studies), _number(item.n_participants), indications + animal, comparison, estimate, favours]


def without_estimate(item: Review) -> str:
    """What a review has in place of a pooled figure: signals, or its conclusion."""
    if item.signals:
        return f"{plural(len(item.signals), 'signal')}, such as {item.signals[0].event}"
    if item.conclusion is not None and item.conclusion.value:
        return item.conclusion.value
    return next((each.stated for each in item.pooled if each.stated), item.question.value or "no estimate on record")


def _number(found: Count | None) -> str:
    return wording.count(found.value) if found is not None and found.value is not None else ""
