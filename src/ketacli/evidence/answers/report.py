"""A report on a question, an indication or a form: what it rests on, by the ids of the records."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import SCOPE, TEXT, Output
from ketacli.evidence.answers.summary import AskedQuestion, OutcomeFinding
from ketacli.records.base import frozen
from ketacli.records.question import Favours, Measure

Part = Literal[
    "finding", "trial", "review", "safety", "safety-apart", "dose", "guideline", "conflict", "open-question"
]  # fmt: skip


@frozen
class ReportedQuestion(Answer):
    """A question with its findings."""

    question: AskedQuestion
    """Question. In a line."""
    findings: tuple[OutcomeFinding, ...]
    """Findings. A row an outcome."""


@frozen
class ReportMade(Answer):
    """How a report was made."""

    program: str
    """Program. With its version."""
    command: str
    """Command. That makes it again."""
    data: str
    """Data. Version, and the date to which it was checked."""


@frozen
class Report(Answer):
    """What a report holds; ``keta show ID`` has each record whole."""

    title: str
    """Title. The question, or what the report is about."""
    questions: tuple[ReportedQuestion, ...]
    """Questions. The one asked for, or all on the subject."""
    trials: tuple[str, ...]
    """Trials. Ids."""
    reviews: tuple[str, ...]
    """Reviews. Ids."""
    safety: tuple[str, ...]
    """Safety. Ids of harms counted against a comparator, contraindications, warnings and monitoring rules, each of a
    form, a route, a use and people of the report."""
    safety_apart: tuple[str, ...]
    """Safety apart. Ids of those for another use, other people or another product, where they must not be missed."""
    regimens: tuple[str, ...]
    """Doses. Ids of regimens."""
    guidelines: tuple[str, ...]
    """Guidelines. Ids of current editions."""
    conflicts: tuple[str, ...]
    """Conflicts. Ids."""
    open_questions: tuple[str, ...]
    """Open questions. Ids of topics."""
    made: ReportMade
    """Made. How and from what."""


@frozen
class ReportRow(Answer):
    """One line of a report."""

    part: Part
    """Part. Of the report."""
    id: str
    """Id. Of the record."""
    text: str
    """Text. What it says, or its name."""
    outcome: str | None = None
    """Outcome. Of a finding, with its time."""
    trials: int | None = None
    """Trials. In the estimate of a finding."""
    people: int | None = None
    """People. In the estimate of a finding, or in a trial."""
    risk_without: float | None = None
    """Risk without. With the comparator, per 1."""
    risk_with: float | None = None
    """Risk with. What the ratio makes of it, per 1."""
    difference: float | None = None
    """Difference. Of the two risks, per 1."""
    difference_lower: float | None = None
    """Lower limit of the difference."""
    difference_upper: float | None = None
    """Upper limit of the difference."""
    measure: Measure | None = None
    """Measure. Of the estimate."""
    unit: str | None = None
    """Unit. Of a difference in means."""
    value: float | None = None
    """Value. Of the estimate."""
    lower: float | None = None
    """Lower limit. Of the estimate."""
    upper: float | None = None
    """Upper limit. Of the estimate."""
    level: float | None = None
    """Level. Of the intervals, per 1."""
    favours: Favours | None = None
    """Favours. The side of the whole interval."""
    certainty: str | None = None
    """Certainty. As judged, with who judged it."""


OUTPUTS = {
    "report": Output("What a report on a question, an indication or a form holds", Report, {"question": TEXT, **SCOPE}),
}
