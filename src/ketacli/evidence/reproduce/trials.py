"""Which trials on record a review may have pooled beside those that a source shows: those that fit its question."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ketacli.evidence.reproduce.meant import Meant
    from ketacli.records.dataset import Dataset
    from ketacli.records.review import Review
    from ketacli.records.trial import Trial

MANY = 2
"""Times as many trials that fit as are missing, from which on they are not taken for the review's."""
ECT = ("electroconvulsive", "ect")


def fitting(dataset: Dataset, review: Review, meant: Meant) -> list[Trial]:
    """The randomised trials on record that fit a review and year, and that no source shows to be in it."""
    from ketacli.records.meaning import narrower

    people = set(narrower(dataset, set(review.indications)))
    return [
        trial
        for trial in dataset.trials.light()
        if (trial.species, trial.status, trial.design.allocation) == ("human", "reported", "randomised")
        and trial.id not in review.trials
        and trial.design.model != "randomised-withdrawal"
        and trial.design.comparator in meant.comparators
        and (not meant.ect or against_ect(trial))
        and not set(meant.forms).isdisjoint(trial.forms)
        and (not review.routes or not set(review.routes).isdisjoint(trial.routes))
        and (not people or not people.isdisjoint(trial.indications))
        and (review.year is None or (trial.year is not None and trial.year <= review.year))
    ]


def telling(found: list[Trial], listed: int, studies: int | None) -> bool:
    """Whether so many that fit may stand for the studies that were not seen: far more of them say nothing."""
    return studies is None or len(found) <= MANY * max(studies - listed, 1)


def against_ect(trial: Trial) -> bool:
    """Whether one of a trial's comparators is electroconvulsive therapy, and ketamine is not its anaesthetic."""
    named = [f"{arm.label} {arm.treatment or ''}".casefold().split() for arm in trial.arms if arm.form is None]
    under = [f"{arm.label} {arm.treatment or ''}".casefold().split() for arm in trial.arms if arm.form is not None]
    return any(set(ECT) & set(words) for words in named) and not any(set(ECT) & set(words) for words in under)
