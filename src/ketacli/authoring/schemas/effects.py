"""What ``keta effect`` and ``keta forest`` write as JSON. Risk differences are per 1, ratios as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketacli.authoring.schemas import OPEN

Measure = Literal["RD", "RR", "OR", "HR", "MD", "SMD"]
Needed = Literal["NNTB", "NNTH"]


@dataclass(frozen=True, kw_only=True)
class ComputedEffect:
    """One estimate with its interval."""

    __pydantic_config__ = OPEN

    measure: Measure
    """Measure. Risk difference, ratios, mean difference or standardised mean difference."""
    value: float | None
    """Value. Arm minus versus, or arm over versus; null where it is infinite."""
    lower: float | None
    """Lower limit. Null where the data do not bound it."""
    upper: float | None
    """Upper limit. Null where the data do not bound it."""
    level: float
    """Level. Of the interval, such as 0.95."""
    method: str
    """Method. How the interval was found."""
    unit: str | None
    """Unit. "per 1" for a risk difference, the outcome's for a mean difference, null for ratios."""
    se: float | None
    """SE. Of the logarithm for a ratio; null where there is none."""
    note: str | None
    """Note. What was done to get it that a reader must know."""


@dataclass(frozen=True, kw_only=True)
class NeededLimit:
    """One end of the interval of a number needed to treat."""

    __pydantic_config__ = OPEN

    kind: Needed
    """Kind. To benefit or to harm."""
    value: float | None
    """Value. People, not rounded; null for infinity."""


@dataclass(frozen=True, kw_only=True)
class NumberNeededToTreat:
    """How many people for one more event, for good or for ill."""

    __pydantic_config__ = OPEN

    measure: Literal["NNT"]
    """Measure. Always NNT."""
    kind: Needed | None
    """Kind. To benefit or to harm; null where there is no difference at all."""
    value: float | None
    """Value. Inverse of the difference, not rounded; null for infinity."""
    best: NeededLimit
    """Best. The end that favours the arm most."""
    worst: NeededLimit
    """Worst. The end that favours it least."""
    through_infinity: bool
    """Through infinity. True when the interval runs from NNTB through infinity to NNTH."""
    level: float
    """Level. Of the interval."""


@dataclass(frozen=True, kw_only=True)
class ArmFigures:
    """One arm's figures as printed."""

    __pydantic_config__ = OPEN

    id: str
    """Id. Of the arm."""
    n: int | None
    """n. People the figures are of."""
    events: int | None
    """Events. People with the event."""
    percent: float | None
    """Percent. As printed."""
    mean: float | None
    """Mean. As printed."""
    sd: float | None
    """SD. Standard deviation."""
    se: float | None
    """SE. Standard error."""
    unit: str | None
    """Unit. Of the mean."""
    source: str | None
    """Source. Id of the document; null for figures that were given."""
    at: str | None
    """Place. Where in that document."""
    check: str | None
    """Check level. What was seen."""
    checked: str | None
    """Checked. Date (ISO 8601)."""


@dataclass(frozen=True, kw_only=True)
class PublishedEffect:
    """A published effect beside what its data give."""

    __pydantic_config__ = OPEN

    measure: str
    """Measure. As published."""
    value: float
    """Value. A risk difference per 1."""
    lower: float | None
    """Lower limit. Null where none was printed."""
    upper: float | None
    """Upper limit. Null where none was printed."""
    level: float
    """Level. Of the interval."""
    as_printed: str | None
    """As printed. The unit that the source used."""
    verdict: Literal["agrees", "estimate-agrees", "differs", "adjusted", "not-comparable"]
    """Verdict. Whether it follows from the figures of the arms within rounding."""
    method: str | None
    """Method. The one whose interval is the published one; null for none."""
    one_sided: bool
    """One-sided. True when one limit only was published, at this level on its side."""
    adjusted: bool | None
    """Adjusted. Whether it is from a model; null where that is not known."""
    nominal: bool
    """Nominal. True when the test was outside the planned sequence."""
    p: float | None
    """p. As published."""
    p_bound: Literal["below", "above"] | None
    """p bound. When only a bound of p was published."""
    se: float | None
    """SE. As published."""
    tolerance: float
    """Tolerance. How far the value may lie off for rounding alone."""
    source: str
    """Source. Id of the document."""
    at: str | None
    """Place. Where in that document."""


@dataclass(frozen=True, kw_only=True)
class MarginRead:
    """A non-inferiority margin read against the recomputed interval."""

    __pydantic_config__ = OPEN

    value: float
    """Value. As the trial set it, a positive number."""
    unit: str
    """Unit. "per 100" or that of the scale."""
    met: bool
    """Met. Whether the whole interval lies on the right side of it."""


@dataclass(frozen=True, kw_only=True)
class CountedPeople:
    """Who stands behind the figures of the two arms."""

    __pydantic_config__ = OPEN

    counted: int
    """Counted. People in the figures."""
    randomised: int
    """Randomised. People allocated to the two arms."""


@dataclass(frozen=True, kw_only=True)
class RebasedEffect:
    """A ratio applied to another baseline risk."""

    __pydantic_config__ = OPEN

    baseline: float
    """Baseline. Risk without the treatment, per 1."""
    ratio: Literal["RR", "OR"]
    """Ratio. Which one is taken to be the same there."""
    effect: ComputedEffect
    """Effect. The risk difference at that baseline."""
    nnt: NumberNeededToTreat
    """Number needed to treat. At that baseline."""


@dataclass(frozen=True, kw_only=True)
class ComparisonOfArms:
    """Two arms compared on one outcome."""

    __pydantic_config__ = OPEN

    arm: ArmFigures
    """Arm. The first group."""
    versus: ArmFigures
    """Versus. The group it is compared with."""
    effects: tuple[ComputedEffect, ...]
    """Effects. Recomputed; none where the figures give none."""
    nnt: NumberNeededToTreat | None
    """Number needed to treat. Of counts only."""
    reason: str | None
    """Reason. Why nothing was computed; null when something was."""
    published: tuple[PublishedEffect, ...]
    """Published. Those effects with a value, compared."""
    margin: MarginRead | None
    """Margin. Of a non-inferiority trial's primary outcome."""
    counted: CountedPeople | None
    """Counted. Null where it is not known, or the arms are the same people."""
    rebased: tuple[RebasedEffect, ...]
    """Rebased. At the baseline asked for."""


@dataclass(frozen=True, kw_only=True)
class OutcomeWorkedOut:
    """One outcome or harm, and every comparison on it."""

    __pydantic_config__ = OPEN

    id: str
    """Id. Of the outcome."""
    path: str | None
    """Path. Dotted key in the trial's record; null for figures that were given."""
    label: str
    """Label. How it is printed."""
    kind: str
    """Kind. Of the outcome, or "harm"."""
    role: str | None
    """Role. As planned by the study."""
    scale: str | None
    """Scale. Id in the vocabulary."""
    timepoint: str | None
    """Timepoint. As printed."""
    days: float | None
    """Days. The same as a number."""
    better: Literal["higher", "lower"] | None
    """Better. Which direction means benefit."""
    analysis: str | None
    """Analysis. Who was analysed and how."""
    comparisons: tuple[ComparisonOfArms, ...]
    """Comparisons. Of two arms each."""


@dataclass(frozen=True, kw_only=True)
class EffectAnswer:
    """A trial's effects, or those of figures that were given."""

    __pydantic_config__ = OPEN

    trial: str | None
    """Trial. Its id; null for figures that were given."""
    outcomes: tuple[OutcomeWorkedOut, ...]
    """Outcomes. Those that were asked for."""
    also: tuple[str, ...]
    """Also. Ids of other outcomes with figures."""


@dataclass(frozen=True, kw_only=True)
class ForestRow(ComputedEffect):
    """One comparison of one trial."""

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
    weight: float | None
    """Weight. Share in the pooled value, per 1; null when not pooled."""
    pooled: bool
    """Pooled. Whether it is part of the pooled value."""
    reason: str | None
    """Reason. Why it is drawn but not pooled."""
    rearranged: bool
    """Rearranged. True for arms put together, or a control group that was split."""
    sources: tuple[str, ...]
    """Sources. Ids of the documents."""
    source: str | None
    """Source. The first of them."""


@dataclass(frozen=True, kw_only=True)
class PooledEffect(ComputedEffect):
    """One pooled value with one interval."""

    model: Literal["common", "random"]
    """Model. Common or random effects."""
    p: float
    """p. Two-sided, of no effect."""


@dataclass(frozen=True, kw_only=True)
class PooledWithout(PooledEffect):
    """The pooled value without one row."""

    without: str
    """Without. Id of the trial that is left out."""
    arm: str
    """Arm. Of the row that is left out."""
    tau: float
    """Tau. Without it."""


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """How far the trials disagree beyond chance, on the analysis scale (logarithms of ratios)."""

    __pydantic_config__ = OPEN

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


@dataclass(frozen=True, kw_only=True)
class Predicted:
    """Where the effect of a new, similar trial is expected."""

    __pydantic_config__ = OPEN

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


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A reason why the rows are not pooled."""

    __pydantic_config__ = OPEN

    code: str
    """Code. shared-control, shared-arm, comparators, designs, outcomes, constructs, times, scales, adjustment ..."""
    reason: str
    """Reason. In words."""
    instead: str | None
    """Instead. What could be asked for."""


@dataclass(frozen=True, kw_only=True)
class NotDrawn:
    """A trial that has the outcome but no figure that could be drawn."""

    __pydantic_config__ = OPEN

    trial: str
    """Trial. Its id."""
    outcome: str
    """Outcome. Id in its record."""
    reason: str
    """Reason. In words."""


@dataclass(frozen=True, kw_only=True)
class ForestAnswer:
    """A forest plot: its rows, what is pooled, and what is not."""

    __pydantic_config__ = OPEN

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
    """Leave one out. From three comparisons on."""
    refusals: tuple[Refused, ...]
    """Refusals. Every reason why nothing is pooled."""
    not_drawn: tuple[NotDrawn, ...]
    """Not drawn. Trials without figures."""
    notes: tuple[str, ...]
    """Notes. What a reader of the pooled value must know."""
