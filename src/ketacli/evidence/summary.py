"""A question's summary of findings, read from what the build worked out; another baseline risk is worked out here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.answers.answer import Columns, columns
from ketacli.evidence.answers.summary import AskedQuestion, JudgedCertainty, OutcomeFinding, SummaryOfFindings
from ketacli.evidence.question_words import NOT_JUDGED, judge, meaning, sentence
from ketacli.evidence.questions import direction, documents, held, in_no_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.records.dataset import Dataset
    from ketacli.records.question import OutcomeAsked, OutcomeEvidence, Question

Risks = tuple[float | None, float | None, float | None, float | None, float | None]
"""Without, with, their difference and its limits, per 1."""


def listed(questions: Iterable[Question]) -> tuple[AskedQuestion, ...]:
    """The questions, one line each."""
    return tuple(
        AskedQuestion(
            id=each.id, name=each.name, arm=each.arm, versus=each.versus, trials=len(each.trials),
            setting=each.setting.value,
            outcomes=len(each.outcomes), finding=first(each), note=each.note, in_no_row=in_no_row(each),
        )
        for each in questions
    )  # fmt: skip


def first(question: Question) -> str:
    """The first outcome in words."""
    asked = question.outcomes[0]
    found = held(asked)
    if found.value is None:
        return f"{asked.name}: no figure"
    return f"{asked.name}: {direction(question, found.favours)}"


def summary(dataset: Dataset, question: Question, baselines: dict[str, float]) -> SummaryOfFindings:
    """The summary of findings; ``baselines`` are risks per 1 by the id of an outcome."""
    return SummaryOfFindings(
        questions=listed([question]),
        findings=tuple(finding(dataset, question, each, baselines.get(each.id)) for each in question.outcomes),
    )


def finding(dataset: Dataset, question: Question, asked: OutcomeAsked, baseline: float | None) -> OutcomeFinding:
    """One row of the summary."""
    found = held(asked)
    quoted = asked.published if found.published is not None else None
    without, with_, difference, lower, upper = risks(found, baseline)
    means = [part.control_mean for part in found.parts if part.reason is None and part.control_mean is not None]
    return OutcomeFinding(
        outcome=asked.id,
        name=asked.name,
        harm=asked.harm,
        basis=found.basis,
        trials=found.trials,
        people=found.people,
        risk_without=without,
        risk_with=with_,
        difference=difference,
        difference_lower=lower,
        difference_upper=upper,
        mean_without_lowest=min(means, default=None),
        mean_without_highest=max(means, default=None),
        measure=found.measure,
        unit=found.unit,
        value=found.value,
        lower=found.lower,
        upper=found.upper,
        z_lower=found.z_lower,
        z_upper=found.z_upper,
        level=found.level if found.value is not None else None,
        favours=found.favours,
        z_favours=found.z_favours,
        review=quoted.review if quoted is not None else None,
        comparison=found.published.comparison if found.published is not None else None,
        differs=quoted.differs if quoted is not None else None,
        certainty=tuple(
            JudgedCertainty(
                value=each.value, system=each.system, by=judge(dataset, place, each), review=place.review,
                source=each.source, at=each.at,
            )
            for place, each in zip(asked.judged, found.certainty, strict=True)
        ),
        refusals=found.refusals,
        meaning=meaning(asked),
        sentence=sentence(question, asked),
        sources=documents(found),
    )  # fmt: skip


def risks(found: OutcomeEvidence, baseline: float | None) -> Risks:
    """The risks as they are stored, or what the ratio makes of another risk without."""
    if baseline is None or not rebases(found):
        return (
            found.risk_without, found.risk_with, found.difference, found.difference_lower, found.difference_upper
        )  # fmt: skip
    from ketacli.stats.baseline import rebased
    from ketacli.stats.estimate import Estimate

    assert found.measure is not None
    limits = (found.value or 0.0, found.lower or 0.0, found.upper or 0.0)
    made = rebased(Estimate(found.measure, *limits, found.level, found.method or ""), baseline)
    return baseline, baseline + made.value, made.value, made.lower, made.upper


def rebases(found: OutcomeEvidence) -> bool:
    """Whether another risk without can be put in: there is a ratio with both limits."""
    return found.measure in ("RR", "OR") and None not in (found.value, found.lower, found.upper)


def row_columns() -> Columns:
    """The columns of the rows for CSV and the like: certainty in words, lists left out."""
    own = columns(OutcomeFinding, "certainty", "refusals", "sources")
    return {**own, "certainty": "text", "judged_by": "text", "not_pooled": "text"}


def flat(found: OutcomeFinding) -> dict[str, Any]:
    """One row with these columns."""
    row = {name: value for name, value in vars(found).items() if name in row_columns()}
    row["certainty"] = "; ".join(f"{each.value} ({each.system})" for each in found.certainty) or NOT_JUDGED
    row["judged_by"] = "; ".join(each.by for each in found.certainty) or None
    row["not_pooled"] = "; ".join(found.refusals) or None
    return row
