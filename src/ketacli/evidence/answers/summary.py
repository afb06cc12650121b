"""A question's summary of findings. Risks and their differences are per 1, ratios as they are."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import SCOPE, TEXT, WORDS, Output
from ketacli.records.base import frozen
from ketacli.records.question import Favours, Measure


@frozen
class JudgedCertainty(Answer):
    """How sure somebody is of an outcome; quoted, never computed."""

    value: str
    """Certainty. In the judge's own scale."""
    system: str
    """System. GRADE, or the authors' own words."""
    by: str
    """By. Who judged."""
    review: str
    """Review. Id of the review that has it."""
    source: str
    """Source. Id of the document."""
    at: str | None
    """Place. Where in that document."""


@frozen
class AskedQuestion(Answer):
    """One question in a line."""

    id: str
    """Id. Of its record."""
    name: str
    """Name. The comparison and whom it is about."""
    arm: str
    """Arm. The intervention in a few words."""
    versus: str
    """Versus. What it is compared with."""
    trials: int
    """Trials. That answer it."""
    setting: str | None
    """Setting. Where and how it was studied, open or masked."""
    outcomes: int
    """Outcomes. That it has."""
    finding: str
    """Finding. Its first outcome in words."""
    note: str | None
    """Note. What a reader of its findings must know."""
    in_no_row: tuple[str, ...]
    """In no row. Ids of its trials whose own figures are in none of the findings."""


@frozen
class OutcomeFinding(Answer):
    """One row of the summary of findings."""

    outcome: str
    """Outcome. Id in the question."""
    name: str
    """Name. Of the outcome, with its time."""
    harm: bool
    """Harm. Whether it is one."""
    basis: Literal["pooled", "one-trial", "published", "none"]
    """Basis. Pooled here, one trial's own figures, a review's estimate as published, or nothing."""
    trials: int
    """Trials. In the estimate."""
    people: int | None
    """People. In the estimate."""
    risk_without: float | None
    """Risk without. With the comparator: of these trials together, as the review prints it, or as asked for."""
    risk_with: float | None
    """Risk with. What the ratio makes of it."""
    difference: float | None
    """Difference. Of the two risks."""
    difference_lower: float | None
    """Lower limit of the difference."""
    difference_upper: float | None
    """Upper limit of the difference."""
    mean_without_lowest: float | None
    """Lowest mean without. Of a difference in means: of the trials' comparators, in the unit of the scale."""
    mean_without_highest: float | None
    """Highest mean without. The same."""
    measure: Measure | None
    """Measure. Of the estimate."""
    unit: str | None
    """Unit. Of a difference in means."""
    value: float | None
    """Value. Of the estimate."""
    lower: float | None
    """Lower limit. Of a pool by Hartung and Knapp, never narrower than by z."""
    upper: float | None
    """Upper limit."""
    z_lower: float | None
    """Lower limit by z. Of a pool."""
    z_upper: float | None
    """Upper limit by z."""
    level: float | None
    """Level. Of the intervals."""
    favours: Favours | None
    """Favours. The side of the whole interval; neither when it includes no difference."""
    z_favours: Favours | None
    """Favours, by z. The same for the interval by z."""
    review: str | None
    """Review. Id of the review that is quoted."""
    comparison: str | None
    """Comparison. What the review compares, as its record has it."""
    differs: str | None
    """Differs. How that differs from the question."""
    certainty: tuple[JudgedCertainty, ...]
    """Certainty. As judged; empty when nobody on record judged it."""
    refusals: tuple[str, ...]
    """Refusals. Why the trials on record are not pooled."""
    meaning: str
    """Meaning. What it means in plain words, the two sides not named again."""
    sentence: str
    """Sentence. The same as a whole sentence, without a recommendation."""
    sources: tuple[str, ...]
    """Sources. Ids of the documents that it rests on."""


@frozen
class SummaryOfFindings(Answer):
    """The questions there are, and the summary of findings of the one that was asked for."""

    questions: tuple[AskedQuestion, ...]
    """Questions. All that the filters leave, or the one that was asked for."""
    findings: tuple[OutcomeFinding, ...]
    """Findings. A row an outcome; none without a question."""


OUTPUTS = {
    "evidence": Output(
        "Questions with their summary of findings", SummaryOfFindings, {"question": TEXT, "baseline": WORDS, **SCOPE}
    ),
}
