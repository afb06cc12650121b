"""A network meta-analysis as figures. Risk differences are per 1, ratios as they are."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.forest import NotDrawn, Refused
from ketacli.evidence.answers.networks import NetworksOffered
from ketacli.evidence.answers.output import TEXT, TRIAL_FILTERS, WORDS, Output
from ketacli.records.base import frozen
from ketacli.records.question import Measure


@frozen
class NetworkNode(Answer):
    """One treatment."""

    id: str
    """Id. Form, route and class of dose, or the comparator."""
    label: str
    """Treatment. How it is printed."""
    trials: tuple[str, ...]
    """Trials. Ids of those with an arm of it."""
    people: float | None
    """People. Behind the figures of these arms; null where that is not on record for all."""
    reference: bool
    """Reference. Whether everything is compared with it."""


@frozen
class NetworkEdge(Answer):
    """Two treatments that trials compared directly."""

    first: str
    """First. Id of a treatment."""
    second: str
    """Second. Id of a treatment."""
    trials: tuple[str, ...]
    """Trials. Ids of those that compared them."""
    people: float | None
    """People. In the arms of the two; null where that is not on record for all trials."""


@frozen
class NetworkContrast(Answer):
    """What one trial adds: a treatment against the one that all its contrasts are taken against."""

    trial: str
    """Trial. Its id."""
    label: str
    """Label. The trial, numbered where parts of it were randomised apart."""
    outcome: str
    """Outcome. Id in the trial's record."""
    timepoint: str | None
    """Timepoint. As printed."""
    days: float | None
    """Days. The same as a number."""
    treatment: str
    """Treatment. Its id."""
    versus: str
    """Versus. Id of the treatment it is compared with."""
    arms: tuple[str, ...]
    """Arms. Ids of the arms of the treatment in the trial's record."""
    versus_arms: tuple[str, ...]
    """Versus arms. Ids of the arms of the other one."""
    y: float
    """Effect. On the analysis scale: the logarithm of a ratio."""
    covariance: tuple[float, ...]
    """Covariance. With every contrast of the same trial, in their order; its own variance among them."""
    basis: Literal["raw", "published"]
    """Basis. Recomputed from the figures of the arms, or the study's own estimate."""
    sources: tuple[str, ...]
    """Sources. Ids of the documents."""


@frozen
class NetworkEstimate(Answer):
    """One difference with its normal interval."""

    value: float | None
    """Value. First minus second, or first over second; null where it is infinite."""
    lower: float | None
    """Lower limit. Null where it is infinite."""
    upper: float | None
    """Upper limit. Null where it is infinite."""
    se: float
    """SE. Of the logarithm for a ratio."""
    p: float
    """p. Two-sided, of no difference."""


@frozen
class NetworkPair(NetworkEstimate):
    """Two treatments from the whole network, and what that rests on."""

    first: str
    """First. Id of a treatment."""
    second: str
    """Second. Id of the treatment it is compared with."""
    prediction_lower: float | None
    """Prediction, lower limit. Where the difference is expected in a new, similar trial; null where tau is a guess."""
    prediction_upper: float | None
    """Prediction, upper limit. Null where tau is a guess."""
    direct: NetworkEstimate | None
    """Direct. From the trials that compared the two; null where none did."""
    indirect: NetworkEstimate | None
    """Indirect. From the network of all other trials; null where it does not join the two."""
    difference: NetworkEstimate | None
    """Direct minus indirect, or over it, with the p of their agreement (node split); null where one is missing."""
    direct_trials: int
    """Direct trials. That compared the two."""
    direct_share: float
    """Direct share. Part of the information that is direct, per 1."""
    fewest_trials: int
    """Fewest trials. That the treatment with fewer of them is in; 1: it rests on a single trial on that side."""


@frozen
class NetworkRank(Answer):
    """Where a treatment stands, never to be read without its limits."""

    treatment: str
    """Treatment. Its id."""
    p_score: float
    """P-score. Mean certainty that it is better than another one, per 1."""
    best: int
    """Best rank. That the intervals of all pairs leave open."""
    worst: int
    """Worst rank. That they leave open."""


@frozen
class NetworkQ(Answer):
    """A part of the disagreement between trials."""

    q: float
    """Q. Weighted squares."""
    df: int
    """df. Degrees of freedom."""
    p: float | None
    """p. Null without a degree of freedom."""


@frozen
class NetworkDisagreement(Answer):
    """How far trials disagree beyond chance, on the analysis scale (logarithms of ratios)."""

    tau_method: Literal["REML", "DL"]
    """Tau method. Restricted maximum likelihood, or moments."""
    tau2: float
    """Tau-squared. Variance of every contrast between trials; 0 where nothing shows it."""
    tau: float
    """Tau. Its square root."""
    i2: float | None
    """I-squared. Of the whole network, per 100; null without a degree of freedom."""
    total: NetworkQ
    """Total. Of all trials under a common effect."""
    within: NetworkQ
    """Within designs. Between trials of the same treatments: heterogeneity."""
    between: NetworkQ
    """Between designs. Between sets of treatments: inconsistency, under a common effect."""
    between_random: NetworkQ
    """Between designs, random. The same, allowing for the heterogeneity within designs."""
    tau2_within: float
    """Tau-squared within designs. From the design-by-treatment interaction model."""


@frozen
class NetworkAnswer(Answer):
    """A network: its treatments, what joins them, and the estimates or why there are none."""

    outcome: str
    """Outcome. In words."""
    measure: Measure
    """Measure. Of every estimate."""
    unit: str | None
    """Unit. "per 1" for risk differences, the outcome's for differences in means."""
    null: float
    """Null. The value of no difference."""
    level: float
    """Level. Of every interval."""
    better: Literal["lower", "higher"] | None
    """Better. Which direction of the outcome means benefit."""
    reference: str | None
    """Reference. Id of the treatment that comes second in the pairs shown first; null where no trial fits."""
    nodes: tuple[NetworkNode, ...]
    """Nodes. The treatments."""
    edges: tuple[NetworkEdge, ...]
    """Edges. What joins them."""
    contrasts: tuple[NetworkContrast, ...]
    """Contrasts. What every trial adds; enough to pool the network anew."""
    pairs: tuple[NetworkPair, ...]
    """Pairs. Every two treatments, those against the reference among them; none where refused."""
    ranking: tuple[NetworkRank, ...]
    """Ranking. Best P-score first; none where refused."""
    heterogeneity: NetworkDisagreement | None
    """Heterogeneity. Null where refused."""
    refusals: tuple[Refused, ...]
    """Refusals. Every reason why nothing is estimated; the exit code is 6 then, unless no trial matches."""
    left_out: tuple[NotDrawn, ...]
    """Left out. Trials that have the outcome and stand outside the network, with the reason."""
    notes: tuple[str, ...]
    """Notes. What a reader of the estimates must know."""


OUTPUTS = {
    "network": Output(
        "Treatments compared by way of one another",
        (NetworkAnswer, NetworksOffered),
        {
            "outcome": TEXT,
            "timepoint": TEXT,
            "measure": TEXT,
            "basis": TEXT,
            "method": TEXT,
            "reference": TEXT,
            "doses": TEXT,
            "lump": TEXT,
            "exclude": WORDS,
            "where": TEXT,
            **TRIAL_FILTERS,
        },
    ),
}
