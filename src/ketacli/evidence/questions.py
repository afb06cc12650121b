"""Reading what the build worked out for a question: no statistics are done here.

>>> from ketacli import load
>>> from ketacli.evidence.questions import pooled
>>> pooled(load(), "esketamine-trd", "madrs").direction
'favours esketamine spray'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.question import Favours, OutcomeAsked, OutcomeEvidence, Question
    from ketacli.records.review import Certainty


class Outcome(NamedTuple):
    """What is on record for one outcome of a question."""

    question: str
    outcome: str
    name: str
    """Of the outcome, with its time."""
    arm: str
    """The intervention in a few words, and what it is compared with."""
    versus: str
    basis: str
    """pooled, one-trial, published (a review's estimate as published) or none."""
    k: int
    """Trials in the estimate."""
    people: int | None
    measure: str | None
    unit: str | None
    """Of a difference in means."""
    value: float | None
    lower: float | None
    """Of a pool the Hartung-Knapp interval, never narrower than that by z."""
    upper: float | None
    more_per_100: float | None
    """Difference of the risks, of 100 people; None where no risk is known."""
    lower_per_100: float | None
    upper_per_100: float | None
    without_per_100: float | None
    with_per_100: float | None
    direction: str
    """In words: "favours esketamine spray", "no clear difference", or empty without an estimate."""
    depends: bool
    """Whether the usual interval (z) says otherwise: so few trials do not settle it."""
    trials: tuple[str, ...]
    """Ids of the trials in the pool; of a review's estimate those that were found wanting."""
    refusals: tuple[str, ...]
    """Why nothing is pooled here."""
    review: str | None
    """Id of the review that is quoted."""
    certainty: tuple[Certainty, ...]
    """As somebody judged it; empty when nobody on record did."""


def pooled(dataset: Dataset, question: str, outcome: str) -> Outcome:
    """One outcome of a question by their ids; KeyError for an id that there is not."""
    record = dataset.questions[question]
    for asked in record.outcomes:
        if asked.id == outcome:
            return read(record, asked)
    raise KeyError(outcome)


def outcomes(dataset: Dataset, question: str) -> list[Outcome]:
    """Every outcome of a question, in its order."""
    record = dataset.questions[question]
    return [read(record, asked) for asked in record.outcomes]


def read(question: Question, asked: OutcomeAsked) -> Outcome:
    """One outcome from its record."""
    found = held(asked)
    return Outcome(
        question.id, asked.id, asked.name, question.arm, question.versus, found.basis, found.trials, found.people,
        found.measure, found.unit, found.value, found.lower, found.upper,
        per_100(found.difference), per_100(found.difference_lower), per_100(found.difference_upper),
        per_100(found.risk_without), per_100(found.risk_with),
        direction(question, found.favours), depends(found),
        tuple(dict.fromkeys(part.trial for part in found.parts if part.reason is None)), found.refusals,
        asked.published.review if asked.published is not None and found.published is not None else None,
        found.certainty,
    )  # fmt: skip


def held(asked: OutcomeAsked) -> OutcomeEvidence:
    """What the build worked out; every compiled question has it."""
    assert asked.found is not None
    return asked.found


def per_100(risk: float | None) -> float | None:
    """A risk per 1 as one of 100 people."""
    return None if risk is None else 100 * risk


def direction(question: Question, favours: Favours | None) -> str:
    """Which side an interval favours, in words."""
    if favours == "neither":
        return "no clear difference"
    sides = {"treatment": question.arm, "comparator": question.versus}
    return f"favours {sides[favours]}" if favours is not None else ""


def depends(found: OutcomeEvidence) -> bool:
    """Whether the two intervals of a pool disagree on a difference."""
    return found.z_favours is not None and found.z_favours != found.favours


def documents(found: OutcomeEvidence) -> tuple[str, ...]:
    """The documents that an estimate rests on: the review's, or those of the trials in it."""
    if found.published is not None:
        return (found.published.source,)
    return tuple(dict.fromkeys(name for part in found.parts if part.reason is None for name in part.sources))


def in_no_row(question: Question) -> tuple[str, ...]:
    """The trials of a question whose own figures are in none of its estimates; a review may have pooled them."""
    used = {part.trial for asked in question.outcomes if held(asked).published is None and held(asked).value is not None
            for part in held(asked).parts if part.reason is None}  # fmt: skip
    return tuple(name for name in question.trials if name not in used)


def documents_of(question: Question, trial: str) -> tuple[str, ...]:
    """The documents of a trial's figures in the estimates of a question."""
    parts = [part for asked in question.outcomes if held(asked).published is None for part in held(asked).parts]
    return tuple(dict.fromkeys(name for part in parts if part.trial == trial and part.reason is None
                               for name in part.sources))  # fmt: skip
