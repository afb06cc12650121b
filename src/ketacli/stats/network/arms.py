"""From the figures of a trial's arms to its contrasts in a network, each with what it shares with the others.

Counts and means give every arm a value and a variance of its own (risks, and logarithms of risks and odds, by the
binomial; means by their standard deviations). Standardised differences share the standard deviation too: Gleser and
Olkin, in The Handbook of Research Synthesis and Meta-Analysis, 2nd edition, 2009:357-376. Of published contrasts
the shared arm's part of the variance is told by the numbers of people.
"""

from __future__ import annotations

from math import log, sqrt

from ketacli.stats.estimate import Refusal
from ketacli.stats.means import Mean, check_mean, correction
from ketacli.stats.network.trial import ArmValue, NetworkTrial, of_arms, of_contrasts
from ketacli.stats.proportions import check_counts
from ketacli.tuples import NamedTuple


class ArmCount(NamedTuple):
    """Events of people in one arm."""

    treatment: str
    events: float
    n: float


class ArmMean(NamedTuple):
    """One arm's mean."""

    treatment: str
    mean: Mean


class Published(NamedTuple):
    """A published contrast against the arm that all contrasts of its trial are taken against, on the analysis scale."""

    treatment: str
    y: float
    se: float
    n: float
    """People in the arm."""


def from_counts(label: str, measure: str, arms: list[ArmCount]) -> tuple[NetworkTrial, bool]:
    """A trial's contrasts in RD, RR or OR against its first arm, and whether halves were added to its cells.

    A half is added to every cell of the trial where the logarithm of any arm needs it. Refusal where no arm has an
    event, or all people in all arms have it, so that a ratio says nothing.
    """
    for arm in arms:
        check_counts(arm.events, arm.n)
    if measure == "RD":
        return of_arms(label, [_risk(arm) for arm in arms]), False
    if all(arm.events == 0 for arm in arms) or (measure == "OR" and all(arm.events == arm.n for arm in arms)):
        raise Refusal("no-events", f"{label} has no events, or nothing else, in all its groups, so no ratio")
    empty = any(arm.events == 0 for arm in arms)
    full = [arm.events == arm.n for arm in arms]
    halved = empty or (any(full) if measure == "OR" else all(full))
    if halved:
        arms = [ArmCount(arm.treatment, arm.events + 0.5, arm.n + 1) for arm in arms]
    return of_arms(label, [(_odds if measure == "OR" else _log_risk)(arm) for arm in arms]), halved


def _risk(arm: ArmCount) -> ArmValue:
    risk = arm.events / arm.n
    return ArmValue(arm.treatment, risk, risk * (1 - risk) / arm.n)


def _log_risk(arm: ArmCount) -> ArmValue:
    return ArmValue(arm.treatment, log(arm.events / arm.n), 1 / arm.events - 1 / arm.n)


def _odds(arm: ArmCount) -> ArmValue:
    rest = arm.n - arm.events
    return ArmValue(arm.treatment, log(arm.events / rest), 1 / arm.events + 1 / rest)


def from_means(label: str, measure: str, arms: list[ArmMean]) -> NetworkTrial:
    """A trial's contrasts in MD or SMD (Hedges' g, by the standard deviation of all its arms) against its first arm."""
    for arm in arms:
        check_mean(arm.mean)
    if measure == "MD":
        return of_arms(label, [ArmValue(name, each.mean, each.sd**2 / each.n) for name, each in arms])
    base, *others = (arm.mean for arm in arms)
    total = sum(arm.mean.n for arm in arms)
    df = total - len(arms)
    sd = sqrt(sum((arm.mean.n - 1) * arm.mean.sd**2 for arm in arms) / df)
    if sd == 0:
        raise ValueError("no group varies, so there is no standard deviation to divide by")
    g = [correction(df) * (each.mean - base.mean) / sd for each in others]
    v = [
        [1 / base.n + (1 / each.n if i == j else 0.0) + g[i] * g[j] / (2 * total) for j in range(len(g))]
        for i, each in enumerate(others)
    ]
    return of_contrasts(label, arms[0].treatment, [arm.treatment for arm in arms[1:]], g, v)


def from_published(label: str, base: str, base_n: float, contrasts: list[Published]) -> NetworkTrial:
    """A trial from published contrasts against one arm of ``base_n`` people.

    What two of them share is the variance of that arm: the same spread of people is assumed in every arm, so its part
    of a contrast's variance is that of 1 over its people, averaged over the contrasts.
    """
    parts = [each.se**2 * (1 / base_n) / (1 / base_n + 1 / each.n) for each in contrasts]
    shared = sum(parts) / len(parts)
    v = [[each.se**2 if i == j else shared for j in range(len(contrasts))] for i, each in enumerate(contrasts)]
    return of_contrasts(label, base, [each.treatment for each in contrasts], [each.y for each in contrasts], v)
