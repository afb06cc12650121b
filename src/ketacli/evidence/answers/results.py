"""The tidy table of results: a row an arm, or a row a comparison in the names that metafor uses."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.forest import NotDrawn, Refused
from ketacli.evidence.answers.output import FLAG, TEXT, TRIAL_FILTERS, Output
from ketacli.records.base import frozen
from ketacli.records.question import Measure
from ketacli.records.trial import AnalysisSet, ComparatorKind


@frozen
class Provenance(Answer):
    """How the figures of a row were come by, and where they are from: its last columns."""

    derived: str | None
    """Derived. How a figure was worked out that no source prints; null for printed ones."""
    source: str
    """Source. Id of the document."""
    place: str | None
    """Place. Where in that document."""
    check: str
    """Check level. What was seen."""


@frozen
class OutcomeOfTrial(Answer):
    """Which outcome of which trial, at what time, and of whom."""

    trial: str
    """Trial. Its id."""
    name: str
    """Name. Of the trial, as printed."""
    year: int | None
    """Year. Of the trial."""
    indication: str
    """Indication. Ids, joined by "; "."""
    form: str
    """Form. Ids of the compounds under study, joined by "; "."""
    comparison: ComparatorKind
    """Comparison. Kind of comparator."""
    outcome: str
    """Outcome. Id in the trial's record."""
    label: str
    """Label. How the outcome is printed."""
    outcome_role: str
    """Role of the outcome. As planned by the study, or "harm"."""
    kind: str
    """Kind. Of the outcome, or "harm"."""
    construct: str | None
    """Construct. What its scale rates, such as depression; null without a scale."""
    scale: str | None
    """Scale. Id in the vocabulary."""
    timepoint: str | None
    """Timepoint. As printed."""
    days: float | None
    """Days. The same as a number."""
    analysis_set: AnalysisSet | None
    """Analysis set. Whom the figures are of; null where it is not on record."""
    better: Literal["lower", "higher"] | None
    """Better. Which direction means benefit."""


@frozen
class OfArm(OutcomeOfTrial):
    """The figures of one arm."""

    arm: str
    """Arm. Its id; "all" for everyone together."""
    role: Literal["experimental", "comparator"] | None
    """Role. Of the arm; null for everyone together."""
    n: int | None
    """n. People the figure is of."""
    events: int | None
    """Events. People with the event."""
    percent: float | None
    """Percent. As printed."""
    mean: float | None
    """Mean. As printed."""
    sd: float | None
    """SD. As printed, or worked out of an error or interval, which "derived" says."""
    se: float | None
    """SE. As printed."""
    median: float | None
    """Median. As printed."""
    q1: float | None
    """First quartile. As printed."""
    q3: float | None
    """Third quartile. As printed."""
    unit: str | None
    """Unit. Points of the scale unless said otherwise."""


@frozen
class ArmRow(Provenance, OfArm):
    """What one arm showed for one outcome at one time."""


@frozen
class OfComparison(OutcomeOfTrial):
    """The figures of two arms and their estimate."""

    arm: str
    """Arm. Id of the first group; several joined by "+" when arms were put together."""
    versus: str
    """Versus. Id of the group it is compared with."""
    shared: int | None
    """Shared. Rows of this table that share this control group, which pooling them would count as often; null for
    a group of its own."""
    ai: float | None
    """ai. Events in the arm."""
    n1i: float | None
    """n1i. People in the arm."""
    ci: float | None
    """ci. Events in the control group."""
    n2i: float | None
    """n2i. People in the control group, or its share where it was split."""
    m1i: float | None
    """m1i. Mean of the arm."""
    sd1i: float | None
    """sd1i. Standard deviation of the arm."""
    m2i: float | None
    """m2i. Mean of the control group."""
    sd2i: float | None
    """sd2i. Standard deviation of the control group."""
    measure: Measure
    """Measure. Of yi."""
    yi: float | None
    """yi. The estimate, logarithm of a ratio; a risk difference per 1. Null where the figures give none."""
    vi: float | None
    """vi. Its variance."""
    sign: Literal["arm minus versus", "log of arm over versus"]
    """Sign. Which way yi is taken."""
    basis: Literal["raw", "published"]
    """Basis. Whether yi is recomputed from the figures of the arms, or the study's own estimate."""
    adjusted: bool | None
    """Adjusted. Whether a published estimate is from a model; null where that is not known."""
    reason: str | None
    """Reason. Why keta would not pool it; null where nothing in the row itself forbids it."""


@frozen
class ComparisonRow(Provenance, OfComparison):
    """Two arms compared: their figures, and the estimate that keta pools of them, in metafor's names."""


@frozen
class BesideResults(Answer):
    """What is not among the comparisons, and why keta would not pool those that are; both empty for rows of arms."""

    left_out: tuple[NotDrawn, ...]
    """Left out. Comparisons of the same outcome that are not in the table."""
    refusals: tuple[Refused, ...]
    """Refusals. Why these rows together answer no one question."""


OUTPUTS = {
    "results": Output(
        "Results of trials, a row an arm or, with --wide, a row a comparison",
        (ArmRow, ComparisonRow),
        {
            "outcome": TEXT, "timepoint": TEXT, "wide": FLAG, "every": FLAG, "measure": TEXT, "basis": TEXT,
            "multiarm": TEXT, **TRIAL_FILTERS,
        },
        many=True,
        beside=BesideResults,
    ),
}  # fmt: skip
