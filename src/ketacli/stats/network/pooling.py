"""A network pooled: every effect against every other, what the trials disagree on, and where that comes from.

Sources: Ruecker, Research Synthesis Methods 2012;3:312-324 (the estimates); Higgins et al., Research Synthesis
Methods 2012;3:98-110, and White et al., Research Synthesis Methods 2012;3:111-125 (inconsistency as
design-by-treatment interaction); Krahn et al., BMC Medical Research Methodology 2013;13:35 (Q within and between
designs); Jackson et al., Statistics in Medicine 2012;31:3805-3820 (tau by moments, I-squared); Higgins et al., JRSS A
2009;172:137-159 (prediction, with a degree of freedom less than the network leaves).
"""

from __future__ import annotations

from math import isfinite, sqrt

from ketacli.stats.distributions import chi2_sf, critical, normal_cdf
from ketacli.stats.estimate import Refusal, check_level
from ketacli.stats.network.matrix import Matrix, Vector
from ketacli.stats.network.model import by_design, consistent, solve, tau_squared
from ketacli.stats.network.trial import NetworkTrial
from ketacli.stats.pooling import HUGE, PREDICTION_FROM
from ketacli.tuples import NamedTuple


class PairEffect(NamedTuple):
    """One treatment against another, on the analysis scale."""

    first: str
    second: str
    value: float
    """``first`` minus ``second``."""
    se: float
    lower: float
    upper: float
    level: float
    p: float
    """Two-sided p of no difference."""


class Share(NamedTuple):
    """A part of the disagreement between trials."""

    q: float
    df: int
    p: float | None
    """None where nothing is left to see it by."""


class Disagreement(NamedTuple):
    """What the trials of a network disagree on, under a common effect."""

    total: Share
    within: Share
    """Between trials that compare the same treatments: heterogeneity."""
    between: Share
    """Between sets of trials that compare different treatments: inconsistency."""
    between_random: Share
    """The same, allowing for the heterogeneity within designs."""
    tau2_within: float
    """Tau-squared with effects of its own for each design."""
    i2: float | None
    """I-squared of the whole network, per 100, from Q; None where nothing is left to see it by."""


class NetworkPool(NamedTuple):
    """A network of treatments, pooled."""

    treatments: tuple[str, ...]
    """The reference first."""
    effects: Vector
    """Of every treatment but the reference, against it."""
    covariance: Matrix
    level: float
    tau_method: str
    tau2: float
    df: int
    """Contrasts that are more than the effects need; 0: nothing shows how far trials disagree."""
    disagreement: Disagreement

    def pair(self, first: str, second: str) -> PairEffect:
        """``first`` against ``second`` from the whole network."""
        weights = [float(name == first) - float(name == second) for name in self.treatments[1:]]
        value = sum(w * b for w, b in zip(weights, self.effects, strict=True))
        variance = sum(
            a * b * self.covariance[i][j] for i, a in enumerate(weights) for j, b in enumerate(weights) if a and b
        )
        return pair_effect(first, second, value, variance, self.level)

    def prediction(self, found: PairEffect) -> tuple[float, float] | None:
        """Where this difference is expected in a new, similar setting; None where tau would be a guess."""
        if not self.predicts:
            return None
        half = critical(self.level, self.df - 1) * sqrt(self.tau2 + found.se**2)
        return found.value - half, found.value + half

    @property
    def predicts(self) -> bool:
        """Whether tau rests on as much as a pool of the fewest trials that get a prediction interval."""
        return self.df - 1 >= PREDICTION_FROM - 2


def pair_effect(first: str, second: str, value: float, variance: float, level: float) -> PairEffect:
    """A difference with its normal interval and p."""
    se = sqrt(variance)
    half = critical(level) * se
    return PairEffect(first, second, value, se, value - half, value + half, level, 2 * normal_cdf(-abs(value / se)))


def parts(trials: list[NetworkTrial]) -> list[tuple[str, ...]]:
    """The treatments that trials join, one group for each part of the network, the largest first."""
    groups: list[set[str]] = []
    for trial in trials:
        joined = [group for group in groups if group & set(trial.treatments)]
        groups = [group for group in groups if group not in joined]
        groups.append(set(trial.treatments).union(*joined))
    return sorted((tuple(sorted(group)) for group in groups), key=lambda group: (-len(group), group))


def pool_network(
    trials: list[NetworkTrial], reference: str, level: float = 0.95, tau_method: str = "REML"
) -> NetworkPool:
    """Pool a network. ``tau_method`` is REML or DL.

    Raises Refusal where no chain of trials joins all treatments, where a trial stands in it twice, and where tau has
    no maximum; ValueError for figures that no trial can have and for a reference that no trial has.
    """
    check_level(level)
    check(trials)
    names = list(dict.fromkeys(name for trial in trials for name in trial.treatments))
    if reference not in names:
        raise ValueError(f"no trial has {reference!r}")
    apart = parts(trials)
    if len(apart) > 1:
        said = "; ".join(", ".join(group) for group in apart)
        raise Refusal("not-connected", f"no chain of trials joins these parts: {said}")
    treatments = [reference, *(name for name in names if name != reference)]
    blocks = consistent(trials, treatments)
    df = sum(len(trial.y) for trial in trials) - len(treatments) + 1
    tau2 = tau_squared(blocks, tau_method, df)
    solved = solve(blocks, tau2)
    return NetworkPool(
        tuple(treatments), solved.beta, solved.covariance, level, tau_method, tau2, df,
        disagreement(trials, treatments, tau_method),
    )  # fmt: skip


def check(trials: list[NetworkTrial]) -> None:
    """ValueError for figures that are none; Refusal for a trial that is given twice, and for none at all."""
    if not trials:
        raise Refusal("no-trial", "no trial compares two of the treatments")
    labels = [trial.label for trial in trials]
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice is not None:
        raise Refusal("twice", f"{twice} is in the network twice")
    for trial in trials:
        spread = [trial.v[i][i] for i in range(len(trial.y))]
        sound = all(isfinite(y) and abs(y) <= HUGE for y in trial.y)
        if not sound or not all(1 / HUGE**2 <= v <= HUGE**2 for v in spread):
            raise ValueError(f"{trial.label} has an effect or a variance that no trial can have")


def disagreement(trials: list[NetworkTrial], treatments: list[str], tau_method: str) -> Disagreement:
    """Q of the whole network under a common effect, and its parts within and between designs."""
    blocks = consistent(trials, treatments)
    rows = sum(len(trial.y) for trial in trials)
    total, df = solve(blocks, 0.0).q, rows - len(treatments) + 1
    own = by_design(trials)
    df_within = rows - len({column for block in own for column in block.columns})
    within = solve(own, 0.0).q if df_within else 0.0
    tau2 = tau_squared(own, tau_method, df_within)
    return Disagreement(
        share(total, df), share(within, df_within), share(max(0.0, total - within), df - df_within),
        share(solve(blocks, tau2).q - solve(own, tau2).q, df - df_within), tau2,
        max(0.0, 100 * (total - df) / total) if df and total else (0.0 if df else None),
    )  # fmt: skip


def share(q: float, df: int) -> Share:
    """A part of Q with its p."""
    q = max(q, 0.0) if df else 0.0
    return Share(q, df, chi2_sf(q, df) if df else None)
