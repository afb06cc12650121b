"""Questions: few outcomes with harms among them, trials judged once, and reviews quoted as their records have them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketacli.build.rules.registry import Place, of_part, of_record
from ketacli.evidence.quoting import fits

if TYPE_CHECKING:
    from ketacli.records.question import OutcomeAsked, Question, ReviewQuoted

MOST_OUTCOMES = 7
"""GRADE's summary of findings has seven outcomes at most."""


@of_record("questions")
def outcomes(question: Question, at: Place) -> Iterator[tuple[str, str]]:
    """Too many outcomes, two of one name, or no harm among them."""
    if len(question.outcomes) > MOST_OUTCOMES:
        yield "outcomes", f"are {len(question.outcomes)}; a summary of findings has {MOST_OUTCOMES} at most"
    names = [each.id for each in question.outcomes]
    if len(set(names)) < len(names):
        yield "outcomes", "two have the same id"
    if not any(each.harm for each in question.outcomes):
        yield "outcomes", "no harm is among them"


@of_record("questions")
def trials(question: Question, at: Place) -> Iterator[tuple[str, str]]:
    """A trial that counts and is left out, or one left out of an outcome that is none of the question's."""
    out = {name for each in question.left_out for name in each.trials}
    for name in sorted(out & set(question.trials)):
        yield "left_out", f"{name!r} is among the trials too"
    for number, asked in enumerate(question.outcomes):
        for each in asked.left_out:
            for name in each.trials:
                if name not in question.trials:
                    yield f"outcomes.{number}.left_out", f"{name!r} is no trial of the question"


@of_part("OutcomeAsked")
def windows(asked: OutcomeAsked, at: Place) -> Iterator[tuple[str, str]]:
    """A span of days with one end, or turned round."""
    if (asked.from_day is None) != (asked.to_day is None):
        yield at.inside("from_day"), "needs to_day, and to_day needs it"
    elif asked.from_day is not None and asked.to_day is not None and asked.from_day > asked.to_day:
        yield at.inside("from_day"), "is after to_day"


@of_part("ReviewQuoted")
def quoted(said: ReviewQuoted, at: Place) -> Iterator[str]:
    """An estimate or a judgement that the review's record does not have, or has several times."""
    review = at.authored.records.get("reviews", {}).get(said.review)
    if review is None:
        return
    field = "pooled" if at.key.endswith("published") else "certainty"
    found = [each for each in getattr(review, field) if fits(said, each)]
    if len(found) == 1 and field == "pooled" and found[0].value is None:
        yield "the review prints no figure there"
    if len(found) != 1:
        yield f"{len(found)} of {said.review}'s {field} say that; name outcome, comparison and timepoint as it does"
