"""A clinical question (PICO): whom it is about, what is compared, its outcomes, and what the trials on record give.

What is entered says which trials, scales, times and analysis sets count as which outcome, and which trials are left
out and why. What follows from it (``found``) is worked out by the build from the trials, so that screens only read it.
"""

from __future__ import annotations

from typing import Literal

from ketacli.records.base import STRICT, CheckLevel, Claim, Record, Text, frozen
from ketacli.records.review import Certainty, Pooled
from ketacli.records.roles import (
    AsPrinted,
    CheckDay,
    CompoundId,
    Derived,
    Designation,
    Filed,
    IndicationId,
    Locator,
    OwnId,
    PopulationId,
    ReviewId,
    RouteId,
    ScaleId,
    SourceId,
    TrialId,
)
from ketacli.records.trial import AnalysisSet, ComparatorKind

CountedKind = Literal[
    "change", "score", "response", "remission", "relapse", "time-to-event", "event", "rate", "other", "harm"
]
"""Kinds of a trial's outcomes, and its harms."""
Measure = Literal["RR", "OR", "HR", "RD", "MD", "SMD"]
Favours = Literal["treatment", "comparator", "neither"]


@frozen
class TrialsLeftOut(Claim):
    """Trials that somebody would look for here and that do not count, with the reason."""

    trials: tuple[TrialId, ...]
    """Trials. Their ids."""
    value: str
    """Reason. Why they do not count."""


@frozen
class ReviewQuoted(Record):
    """Which estimate or judgement of a review is meant, by what it says of itself."""

    __pydantic_config__ = STRICT

    review: ReviewId
    """Review. Its id."""
    outcome: str
    """Outcome. As the review's record calls it."""
    comparison: str | None = None
    """Comparison. The same of the comparison, where the outcome alone does not tell."""
    timepoint: str | None = None
    """Timepoint. The same of the time."""
    turned: bool = False
    """Turned. True where the review compares the other way round."""
    differs: str | None = None
    """Differs. How what the review compares differs from the question, in a few words."""
    percent_without: float | None = None
    """Percent without. The rate with the comparator that the review prints beside a ratio."""


@frozen
class TrialInPool(Record):
    """One comparison of one trial, in the pool or beside it."""

    __pydantic_config__ = STRICT

    trial: TrialId
    """Trial. Its id."""
    outcome: Designation
    """Outcome. Id in the trial's record."""
    days: float | None = None
    """Days. When it was measured."""
    analysis_set: AnalysisSet | None = None
    """Analysis set. Whom the figures are of."""
    arm: Designation
    """Arm. Id; several joined by "+" when arms were put together."""
    versus: Designation
    """Versus. Id of the arm it is compared with."""
    basis: Literal["raw", "published"]
    """Basis. Recomputed from the figures of the arms, or the trial's own estimate."""
    value: float | None = None
    """Value. Of the measure, differences of risks per 1."""
    lower: float | None = None
    """Lower limit."""
    upper: float | None = None
    """Upper limit."""
    events: float | None = None
    """Events. In the arm."""
    n: float | None = None
    """n. People in the arm."""
    control_events: float | None = None
    """Control events. In the comparator's arm."""
    control_n: float | None = None
    """Control n. People in the comparator's arm."""
    control_mean: float | None = None
    """Control mean. Of the comparator's arm, in the unit of its scale."""
    weight: float | None = None
    """Weight. Share in the pool, per 1."""
    reason: str | None = None
    """Reason. Why it is not in the pool."""
    sources: tuple[SourceId, ...] = ()
    """Sources. Ids of the documents."""


@frozen
class TrialUnused(Record):
    """A trial of the question that gives nothing to an outcome."""

    __pydantic_config__ = STRICT

    trial: TrialId
    """Trial. Its id."""
    reason: str
    """Reason. What is missing."""


@frozen
class OutcomeEvidence(Record):
    """What the trials give for one outcome: a pool, one trial, a review's estimate as published, or nothing."""

    __pydantic_config__ = STRICT

    basis: Literal["pooled", "one-trial", "published", "none"]
    """Basis. Pooled here, one trial's own figures, the estimate of a review as published, or nothing."""
    trials: int = 0
    """Trials. In the estimate."""
    people: int | None = None
    """People. In the estimate."""
    measure: Measure | None = None
    """Measure. Of the estimate."""
    unit: str | None = None
    """Unit. Of a difference in means."""
    value: float | None = None
    """Value. Differences of risks per 1."""
    lower: float | None = None
    """Lower limit."""
    upper: float | None = None
    """Upper limit."""
    level: float = 0.95
    """Level. Of the intervals."""
    method: str | None = None
    """Method. How the interval was found."""
    z_lower: float | None = None
    """Lower limit by z. Of a pool; it takes the spread between trials for known, and is too narrow for few of them."""
    z_upper: float | None = None
    """Upper limit by z."""
    tau: float | None = None
    """Tau. Standard deviation between trials, on the log scale for ratios."""
    i2: float | None = None
    """I-squared. Percent."""
    risk_without: float | None = None
    """Risk without. Events of people in the comparators of these trials, per 1, or the rate that the review prints."""
    risk_with: float | None = None
    """Risk with. What the ratio makes of the risk without, per 1."""
    difference: float | None = None
    """Difference. Of the two risks, per 1."""
    difference_lower: float | None = None
    """Lower limit of the difference."""
    difference_upper: float | None = None
    """Upper limit of the difference."""
    favours: Favours | None = None
    """Favours. The side of the whole interval; neither when it includes no difference."""
    z_favours: Favours | None = None
    """Favours, by z. The same for the interval by z."""
    parts: tuple[TrialInPool, ...] = ()
    """Parts. Each trial's comparison."""
    unused: tuple[TrialUnused, ...] = ()
    """Unused. Trials of the question without figures for it."""
    refusals: tuple[str, ...] = ()
    """Refusals. Why the trials are not pooled."""
    notes: tuple[str, ...] = ()
    """Notes. What a reader of the estimate must know."""
    published: Pooled | None = None
    """Published. The estimate of a review that stands here because the trials on record give no pool."""
    certainty: tuple[Certainty, ...] = ()
    """Certainty. As somebody judged it; empty when nobody on record did."""


@frozen
class OutcomeAsked(Record):
    """One outcome that a reader of the question needs, and what counts as it."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. Short name, unique in the question."""
    name: str
    """Outcome. With its time."""
    harm: bool = False
    """Harm. Whether it is one."""
    says: str
    """Says. What people do or have who have it, as a sentence goes on after "people"; of a mean, what it is of."""
    kinds: tuple[CountedKind, ...]
    """Kinds. Of the trials' outcomes that count."""
    scales: tuple[ScaleId, ...] = ()
    """Scales. Those that count, the preferred first; none where any does."""
    names: tuple[Designation, ...] = ()
    """Names. Ids of the trials' outcomes or harms that count; none where the kind says it."""
    arms: tuple[Designation, ...] = ()
    """Arms. Ids of the arms that count, in trials that have one of them; none where all do."""
    from_day: float | None = None
    """From day. First day that counts."""
    to_day: float | None = None
    """To day. Last day that counts."""
    sets: tuple[AnalysisSet, ...] = ()
    """Analysis sets. Those that count, the preferred first; none where any does."""
    better: Literal["lower", "higher"]
    """Better. Which direction of the figure means benefit."""
    measure: Measure
    """Measure. In which it is pooled."""
    basis: Literal["raw", "published"] = "raw"
    """Basis. Recomputed from the figures of the arms, or the trials' own estimates."""
    multiarm: Literal["combine", "split", "keep"] = "combine"
    """Several arms. What is done with arms that share a control group."""
    tau_method: Literal["REML", "PM", "DL"] = "PM"
    """Tau method. Paule-Mandel, restricted maximum likelihood or DerSimonian-Laird."""
    pooling: str
    """Pooling. What is pooled with what, and why: a decision that is taken here, so it has no source."""
    left_out: tuple[TrialsLeftOut, ...] = ()
    """Left out. Trials of the question that do not count for this outcome."""
    published: ReviewQuoted | None = None
    """Published. The review's estimate that is quoted where the trials on record give no honest pool."""
    judged: tuple[ReviewQuoted, ...] = ()
    """Judged. Where its certainty was judged."""
    found: Derived[OutcomeEvidence | None] = None
    """Found. What the trials give; worked out by the build."""


@frozen
class Question(Record):
    """A clinical question with its outcomes and what the trials on record give for each."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. Stable name, the file's name."""
    name: str
    """Name. The comparison and whom it is about."""
    synonyms: tuple[AsPrinted, ...] = ()
    """Synonyms. Words that people ask it with."""
    forms: tuple[CompoundId, ...]
    """Forms. Ids of compounds."""
    routes: tuple[RouteId, ...] = ()
    """Routes. Ids in the vocabulary."""
    indications: tuple[IndicationId, ...]
    """Indications. Ids in the vocabulary."""
    populations: tuple[PopulationId, ...] = ()
    """Populations. Ids in the vocabulary."""
    comparators: tuple[ComparatorKind, ...]
    """Comparators. Kinds of comparator."""
    arm: str
    """Arm. The intervention in a few words, as they stand inside a sentence."""
    versus: str
    """Versus. The same of the comparator."""
    population: Text
    """Population. Whom it is about."""
    intervention: Text
    """Intervention. What is given."""
    comparator: Text
    """Comparator. What it is compared with."""
    setting: Text
    """Setting. Where it was studied."""
    trials: tuple[TrialId, ...]
    """Trials. Those that answer it."""
    left_out: tuple[TrialsLeftOut, ...] = ()
    """Left out. Trials that somebody would look for here, with the reason."""
    outcomes: tuple[OutcomeAsked, ...]
    """Outcomes. At most seven, harms among them."""
    unlisted: Derived[tuple[TrialId, ...]] = ()
    """Not judged. Randomised trials on record of these forms, routes, indications and comparators that are neither
    among the trials nor left out."""
    source: SourceId
    """Source. Inherited by every claim that names none."""
    at: Locator | None = None
    """Place. Where in that document."""
    check: CheckLevel
    """Check level. What was seen."""
    checked: CheckDay
    """Checked. Date (ISO 8601)."""
    note: str | None = None
    """Note. What a reader must know."""
    local: Derived[Filed[str] | None] = None
    """Local. File of the overlay that the record comes from; none for the records that keta ships."""
