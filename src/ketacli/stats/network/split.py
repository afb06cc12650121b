"""What a network's estimate of two treatments rests on: trials that compared them, and the way round.

Direct: the trials that have both, pooled at the tau of the network. Indirect: the network of all other trials, at the
same tau. They share no trial, so their difference has the sum of their variances: separate indirect from direct design
evidence, Efthimiou et al., Statistics in Medicine 2019;38:2992-3012, a node split (Dias et al., Statistics in Medicine
2010;29:932-944) that leaves a trial of several arms out of the indirect side as a whole. Only where both are there
is there anything to split (van Valkenhoef et al., Research Synthesis Methods 2016;7:80-93).

One way round alone is Bucher's indirect comparison, Journal of Clinical Epidemiology 1997;50:683-691.
"""

from __future__ import annotations

from math import sqrt

from ketacli.stats.distributions import normal_cdf
from ketacli.stats.network.model import consistent, solve
from ketacli.stats.network.pooling import NetworkPool, PairEffect, pair_effect, parts
from ketacli.stats.network.trial import NetworkTrial
from ketacli.tuples import NamedTuple


class Split(NamedTuple):
    """Two treatments of a network: the direct and the indirect evidence, and whether they agree."""

    direct: PairEffect | None
    """None where no trial compared them."""
    indirect: PairEffect | None
    """None where nothing joins them but the trials that compared them."""
    direct_trials: int
    share: float
    """The part of the network's information that is direct, per 1; 0 where nothing is (Koenig et al., Statistics in
    Medicine 2013;32:5414-5429)."""
    difference: PairEffect | None
    """Direct minus indirect; None where one of them is missing."""


def split(pool: NetworkPool, trials: list[NetworkTrial], first: str, second: str) -> Split:
    """The evidence on two treatments of a pooled network, taken apart."""
    both = [trial for trial in trials if first in trial.treatments and second in trial.treatments]
    others = [trial for trial in trials if trial not in both]
    direct = pooled_contrast(both, first, second, pool) if both else None
    if direct is None:
        return Split(None, pool.pair(first, second), 0, 0.0, None)
    indirect = the_way_round(others, first, second, pool)
    difference = None
    if indirect is not None:
        difference = pair_effect(
            first, second, direct.value - indirect.value, direct.se**2 + indirect.se**2, pool.level
        )
    share = min(1.0, pool.pair(first, second).se ** 2 / direct.se**2)
    return Split(direct, indirect, len(both), share, difference)


def pooled_contrast(trials: list[NetworkTrial], first: str, second: str, pool: NetworkPool) -> PairEffect:
    """The trials that have both treatments, pooled at the network's tau."""
    weights, values = [], []
    for trial in trials:
        value, variance = trial.contrast(first, second)
        weights.append(1 / (variance + pool.tau2))
        values.append(value)
    mean = sum(w * y for w, y in zip(weights, values, strict=True)) / sum(weights)
    return pair_effect(first, second, mean, 1 / sum(weights), pool.level)


def the_way_round(trials: list[NetworkTrial], first: str, second: str, pool: NetworkPool) -> PairEffect | None:
    """The two treatments from these trials alone, at the network's tau; None where they do not join them."""
    group = next((group for group in parts(trials) if first in group and second in group), None)
    if group is None:
        return None
    held = [trial for trial in trials if set(trial.treatments) <= set(group)]
    order = [second, first, *(name for name in group if name not in (first, second))]
    solved = solve(consistent(held, order), pool.tau2)
    return pair_effect(first, second, solved.beta[0], solved.covariance[0][0], pool.level)


def bucher(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    """Two treatments through one common comparator: (estimate, standard error) of each against it, to those of both.

    All on the analysis scale, logarithms of ratios.
    """
    return first[0] - second[0], sqrt(first[1] ** 2 + second[1] ** 2)


def better_than(found: PairEffect, higher: bool) -> float:
    """How sure it is that the first is better than the second: the one-sided p turned round, per 1."""
    z = found.value / found.se
    return normal_cdf(z if higher else -z)
