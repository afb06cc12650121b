"""A forest plot as figures. Risk differences are per 1, ratios as they are."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.effects import ComputedEffect
from ketacli.evidence.answers.multiverse import MultiverseOfPlot
from ketacli.evidence.answers.output import FLAG, TEXT, TRIAL_FILTERS, WORDS, Output
from ketacli.records.base import frozen
from ketacli.records.question import Measure


@frozen
class ComparedInTrial(Answer):
    """Which comparison of which trial."""

    trial: str
    """Trial. Its id."""
    label: str
    """Label. How the row is printed."""
    year: int | None
    """Year. Of the trial."""
    outcome: str
    """Outcome. Id in the trial's record."""
    timepoint: str | None
    """Timepoint. As printed."""
    days: float | None
    """Days. The same as a number."""
    arm: str
    """Arm. Id; several joined by "+" when arms were put together."""
    versus: str
    """Versus. Id of the arm it is compared with."""


@frozen
class ForestRow(ComputedEffect, ComparedInTrial):
    """One comparison of one trial."""

    basis: Literal["raw", "published"]
    """Basis. Recomputed from the figures of the arms, or the study's own estimate."""
    adjusted: bool | None
    """Adjusted. Whether a published estimate is from a model; null where that is not known."""
    events: float | None
    """Events. In the arm."""
    n: float | None
    """n. People in the arm; a part of them where a group was split."""
    control_events: float | None
    """Control events. In the control group."""
    control_n: float | None
    """Control n. People in the control group, or its share."""
    analysis_set: str | None
    """Analysis set. Whose figures they are, in one word; null for a harm, and of a person's own studies."""
    derived: str | None
    """Derived. How figures of the arms were worked out that no source prints; null for printed ones."""
    weight: float | None
    """Weight. Share in the pooled value, per 1; null when not pooled."""
    pooled: bool
    """Pooled. Whether it is part of the pooled value."""
    reason: str | None
    """Reason. Why it is drawn but not pooled."""
    table_row: int | None
    """Row of the table. That a study of the person's own was read from; null for a trial on record."""
    rearranged: bool
    """Rearranged. True for arms put together, or a control group that was split."""
    risk_of_bias: str | None
    """Risk of bias. Domains by their judgement, with who judged; null where nobody's judgement is on record."""
    sources: tuple[str, ...]
    """Sources. Ids of the documents."""
    source: str | None
    """Source. The first of them."""


@frozen
class PooledEffect(ComputedEffect):
    """One pooled value with one interval."""

    model: Literal["common", "random"]
    """Model. Common or random effects."""
    p: float
    """p. Two-sided, of no effect."""


@frozen
class LeftOut(Answer):
    """Which row is left out."""

    without: str
    """Without. Id of the trial that is left out."""
    arm: str
    """Arm. Of the row that is left out."""


@frozen
class PooledWithout(PooledEffect, LeftOut):
    """The pooled value without one row."""

    tau: float
    """Tau. Without it."""


@frozen
class Disagreement(Answer):
    """How far the trials disagree beyond chance, on the analysis scale (logarithms of ratios)."""

    k: int
    """k. Comparisons that are pooled."""
    tau_method: Literal["REML", "PM", "DL"]
    """Tau method. Restricted maximum likelihood, Paule-Mandel or DerSimonian-Laird."""
    q: float
    """Q. Cochran's."""
    df: int
    """df. Degrees of freedom of Q."""
    p: float
    """p. Of Q."""
    tau2: float
    """Tau-squared. Variance between trials."""
    tau: float
    """Tau. Its square root."""
    tau2_lower: float
    """Tau-squared, lower limit. By the Q-profile method."""
    tau2_upper: float
    """Tau-squared, upper limit. By the Q-profile method."""
    i2: float
    """I-squared. Per 100."""
    i2_lower: float
    """I-squared, lower limit. Per 100."""
    i2_upper: float
    """I-squared, upper limit. Per 100."""
    h2: float
    """H-squared. Total over sampling variance."""


@frozen
class Predicted(Answer):
    """Where the effect of a new, similar trial is expected."""

    lower: float | None
    """Lower limit. Null when there is none."""
    upper: float | None
    """Upper limit. Null when there is none."""
    level: float | None
    """Level. Of the interval."""
    df: int | None
    """df. Of the t distribution."""
    absent: Literal["not-pooled", "too-few-studies", "common-effect"] | None
    """Absent. Why there is no interval."""


@frozen
class Refused(Answer):
    """A reason why the rows are not pooled."""

    code: str
    """Code. shared-control, shared-arm, comparators, designs, outcomes, constructs, times, scales, adjustment ..."""
    reason: str
    """Reason. In words."""
    instead: str | None
    """Instead. What could be asked for."""


@frozen
class NotDrawn(Answer):
    """A trial that has the outcome but no figure that could be drawn."""

    trial: str
    """Trial. Its id."""
    outcome: str
    """Outcome. Id in its record."""
    reason: str
    """Reason. In words."""


@frozen
class Asymmetry(Answer):
    """Whether small studies show other effects than large ones, on the analysis scale."""

    slope: float | None
    """Slope. Change of the effect with its standard error."""
    se: float | None
    """SE. Of the slope."""
    t: float | None
    """t. Of the slope."""
    df: int | None
    """df. Degrees of freedom of t."""
    p: float | None
    """p. Two-sided, of no asymmetry."""
    limit: float | None
    """Limit. The effect of a study without any error."""
    reason: str | None
    """Reason. Why it was not looked at; null where it was."""


@frozen
class RowOfTable(Answer):
    """A row of the person's own table that cannot be used, or that looks mistaken."""

    row: int
    """Row. As a spreadsheet numbers it: the line of names is row 1; of JSON the place in the list."""
    study: str
    """Study. As its row calls it."""
    code: str
    """Code. events-above-n, percent-for-events, se-for-sd, sd-for-se, variance-for-se, se-for-variance, reversed-arms,
    interval, log-for-ratio, ratio-for-log, no-number, nothing ..."""
    reason: str
    """Reason. In words."""
    drawn: bool
    """Drawn. True for a row that is only doubted."""
    pooled: bool
    """Pooled. True for a row that is unlike the others and may be right all the same."""


@frozen
class ForestAnswer(Answer):
    """A forest plot: its rows, what is pooled, and what is not."""

    outcome: str
    """Outcome. In words."""
    measure: Measure
    """Measure. Of every row."""
    unit: str | None
    """Unit. "per 1" for risk differences."""
    null: float
    """Null. The value of no effect."""
    level: float
    """Level. Of every interval."""
    higher_favours: str
    """Higher favours. What a value above no effect favours."""
    lower_favours: str
    """Lower favours. What a value below no effect favours."""
    rows: tuple[ForestRow, ...]
    """Rows. In the order asked for."""
    pooled: tuple[PooledEffect, ...]
    """Pooled. The z and both Hartung-Knapp intervals (with the floor, and plain), or the common effect; or none."""
    heterogeneity: Disagreement | None
    """Heterogeneity. Null where nothing is pooled."""
    prediction: Predicted
    """Prediction. From five trials on."""
    leave_one_out: tuple[PooledWithout, ...]
    """Leave one out. Of three comparisons to a hundred."""
    refusals: tuple[Refused, ...]
    """Refusals. Every reason why nothing is pooled."""
    not_drawn: tuple[NotDrawn, ...]
    """Not drawn. Trials without figures."""
    notes: tuple[str, ...]
    """Notes. What a reader of the pooled value must know."""
    problems: tuple[RowOfTable, ...] | None = None
    """Problems. Rows of the person's own table that cannot be used or look mistaken; only with --from."""
    asymmetry: Asymmetry | None = None
    """Asymmetry. Egger's regression, or why there is none; only with --funnel."""
    multiverse: MultiverseOfPlot | None = None
    """Multiverse. Every defensible analysis; only with --multiverse."""


OUTPUTS = {
    "forest": Output(
        "Trials on one axis, pooled where that is honest",
        ForestAnswer,
        {
            "outcome": TEXT,
            "timepoint": TEXT,
            "measure": TEXT,
            "basis": TEXT,
            "method": WORDS,
            "multiarm": TEXT,
            "set": TEXT,
            "exclude": WORDS,
            "from": TEXT,
            "with": FLAG,
            "medians": TEXT,
            "better": TEXT,
            "funnel": FLAG,
            "multiverse": FLAG,
            **TRIAL_FILTERS,
        },
    ),
}
