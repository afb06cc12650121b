"""A trial's effects, recomputed beside what was published. Risk differences are per 1, ratios as they are."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.agreement import Verdict
from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import TEXT, WORDS, Output
from ketacli.records.base import frozen
from ketacli.records.question import Measure
from ketacli.records.roles import Day
from ketacli.stats.nnt import Needed


@frozen
class ComputedEffect(Answer):
    """One estimate with its interval."""

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


@frozen
class NeededLimit(Answer):
    """One end of the interval of a number needed to treat."""

    kind: Needed
    """Kind. To benefit or to harm."""
    value: float | None
    """Value. People, not rounded; null for infinity."""


@frozen
class NumberNeededToTreat(Answer):
    """How many people for one more event, for good or for ill."""

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


@frozen
class ArmFigures(Answer):
    """One arm's figures as printed; events may be worked out, which ``derived`` says."""

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
    derived: str | None
    """Derived. How the events were worked out where no source prints them; null for events as printed."""
    source: str | None
    """Source. Id of the document; null for figures that were given."""
    at: str | None
    """Place. Where in that document."""
    check: str | None
    """Check level. What was seen."""
    checked: Day | None
    """Checked. Date (ISO 8601)."""


@frozen
class PublishedEffect(Answer):
    """A published effect beside what its data give."""

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
    as_printed: str | None
    """As printed. The unit that the source used."""
    verdict: Verdict
    """Verdict. Whether it follows from the figures of the arms within rounding."""
    method: str | None
    """Method. The one whose interval is the published one; null for none."""
    tolerance: float
    """Tolerance. How far the value may lie off for rounding alone."""
    source: str
    """Source. Id of the document."""
    at: str | None
    """Place. Where in that document."""


@frozen
class MarginRead(Answer):
    """A non-inferiority margin read against the recomputed interval."""

    value: float
    """Value. As the trial set it, a positive number."""
    unit: str
    """Unit. "per 100" or that of the scale."""
    met: bool
    """Met. Whether the whole interval lies on the right side of it."""


@frozen
class CountedPeople(Answer):
    """Who stands behind the figures of the two arms."""

    counted: int
    """Counted. People in the figures."""
    randomised: int
    """Randomised. People allocated to the two arms."""


@frozen
class RebasedEffect(Answer):
    """A ratio applied to another baseline risk."""

    baseline: float
    """Baseline. Risk without the treatment, per 1."""
    ratio: Literal["RR", "OR"]
    """Ratio. Which one is taken to be the same there."""
    effect: ComputedEffect
    """Effect. The risk difference at that baseline."""
    nnt: NumberNeededToTreat | None
    """Number needed to treat. At that baseline; null where no direction is better."""


@frozen
class ComparisonOfArms(Answer):
    """Two arms compared on one outcome."""

    arm: ArmFigures
    """Arm. The first group."""
    versus: ArmFigures
    """Versus. The group it is compared with."""
    effects: tuple[ComputedEffect, ...]
    """Effects. Recomputed; none where the figures give none."""
    nnt: NumberNeededToTreat | None
    """Number needed to treat. Of counts only, and only where it is known which direction is good."""
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


@frozen
class OutcomeWorkedOut(Answer):
    """One outcome or harm, and every comparison on it."""

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
    better: Literal["lower", "higher"] | None
    """Better. Which direction means benefit."""
    analysis: str | None
    """Analysis. Who was analysed and how."""
    comparisons: tuple[ComparisonOfArms, ...]
    """Comparisons. Of two arms each."""


@frozen
class EffectAnswer(Answer):
    """A trial's effects, or those of figures that were given."""

    trial: str | None
    """Trial. Its id; null for figures that were given and for safety records."""
    outcomes: tuple[OutcomeWorkedOut, ...]
    """Outcomes. Those that were asked for."""
    also: tuple[str, ...]
    """Also. Ids of other outcomes with figures."""
    safety: tuple[str, ...] | None = None
    """Safety. Ids of the safety records whose groups are compared; only for these."""


OUTPUTS = {
    "effect": Output(
        "A trial's effect recomputed, beside what was published",
        EffectAnswer,
        {
            "trial": TEXT,
            "outcome": TEXT,
            "baseline": TEXT,
            "events": TEXT,
            "control": TEXT,
            "mean": TEXT,
            "control_mean": TEXT,
            "safety": WORDS,
            "better": TEXT,
        },
    ),
}
