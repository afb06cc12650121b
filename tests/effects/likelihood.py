"""Score intervals by brute force: the likelihood under a constraint, maximised numerically.

An oracle that shares nothing with the program: no cubic, no quadratic, no bisection of its own. The
log-likelihood of two binomials under a fixed difference, ratio or odds ratio is concave in the one
parameter that is left, so it is greatest where its slope is zero, or at an end where the slope never
is. The variance is that of Miettinen and Nurminen, with the factor N / (N - 1).
"""

from __future__ import annotations

from collections.abc import Callable
from math import copysign, exp, inf, log, log1p, sqrt

from scipy.optimize import brentq
from scipy.stats import norm

Risks = tuple[float, float]
Counts = tuple[float, float, float, float]

FAR = 60.0
"""Logarithm of a ratio beyond which a limit counts as 0 or infinity."""
INSIDE = 1e-15


def log_likelihood(table: Counts, risks: Risks) -> float:
    """Of two binomials, without the constant."""
    x1, n1, x2, n2 = table
    return sum(
        (x * (log(p) if p > 0 else -inf) if x else 0.0) + ((n - x) * (log1p(-p) if p < 1 else -inf) if n > x else 0.0)
        for x, n, p in ((x1, n1, risks[0]), (x2, n2, risks[1]))
    )


def _greatest(slope: Callable[[float], float], low: float, high: float) -> float:
    """Where a concave function with this slope is greatest between ``low`` and ``high``."""
    edge = INSIDE * (high - low)
    if not low + edge < high - edge or slope(low + edge) <= 0:
        return low
    if slope(high - edge) >= 0:
        return high
    return float(brentq(slope, low + edge, high - edge, xtol=1e-300, rtol=1e-14, maxiter=1000))


def _part(count: float, share: float) -> float:
    return count / share if share > 0 else copysign(inf, count) if count else 0.0


def with_difference(table: Counts, delta: float) -> Risks:
    """The likeliest risks that differ by ``delta``."""
    x1, n1, x2, n2 = table

    def slope(p: float) -> float:
        r = p + delta
        return _part(x2, p) - _part(n2 - x2, 1 - p) + _part(x1, r) - _part(n1 - x1, 1 - r)

    p2 = _greatest(slope, max(0.0, -delta), min(1.0, 1.0 - delta))
    return min(max(p2 + delta, 0.0), 1.0), p2


def with_ratio(table: Counts, ratio: float) -> Risks:
    """The likeliest risks of which one is ``ratio`` times the other."""
    x1, n1, x2, n2 = table

    def slope(p: float) -> float:
        return _part(x1, p) - ratio * _part(n1 - x1, 1 - ratio * p) + _part(x2, p) - _part(n2 - x2, 1 - p)

    p2 = _greatest(slope, 0.0, min(1.0, 1 / ratio))
    return min(p2 * ratio, 1.0), p2


def _expit(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def with_odds_ratio(table: Counts, ratio: float) -> tuple[float, float, float, float]:
    """The likeliest risks whose odds are ``ratio`` to one, with their complements, which may be tiny."""
    x1, n1, x2, n2 = table
    apart = log(ratio)
    total, rest = x1 + x2, n1 + n2 - x1 - x2

    def slope(logit: float) -> float:
        if total <= rest:
            return total - n1 * _expit(logit + apart) - n2 * _expit(logit)
        return n1 * _expit(-logit - apart) + n2 * _expit(-logit) - rest

    logit = float(brentq(slope, -200.0, 200.0, xtol=1e-14, rtol=1e-15, maxiter=1000))
    return _expit(logit + apart), _expit(-logit - apart), _expit(logit), _expit(-logit)


def _over_error(distance: float, variance: float) -> float:
    if variance > 0:
        return distance / sqrt(variance)
    return 0.0 if distance == 0 else copysign(inf, distance)


def difference_statistic(table: Counts, delta: float) -> float:
    x1, n1, x2, n2 = table
    p1, p2 = with_difference(table, delta)
    n = n1 + n2
    return _over_error(x1 / n1 - x2 / n2 - delta, (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * n / (n - 1))


def ratio_statistic(table: Counts, ratio: float) -> float:
    x1, n1, x2, n2 = table
    p1, p2 = with_ratio(table, ratio)
    n = n1 + n2
    variance = (p1 * (1 - p1) / n1 + ratio**2 * p2 * (1 - p2) / n2) * n / (n - 1)
    return _over_error(x1 / n1 - ratio * x2 / n2, variance)


def odds_statistic(table: Counts, ratio: float) -> float:
    x1, n1, x2, n2 = table
    p1, q1, p2, q2 = with_odds_ratio(table, ratio)
    n = n1 + n2
    v1, v2 = p1 * q1, p2 * q2
    # The distance to a risk near 1 is taken between complements.
    d1 = x1 / n1 - p1 if p1 < 0.5 else q1 - (n1 - x1) / n1
    d2 = x2 / n2 - p2 if p2 < 0.5 else q2 - (n2 - x2) / n2
    return (d1 / v1 - d2 / v2) / sqrt((1 / (n1 * v1) + 1 / (n2 * v2)) * n / (n - 1))


def _crossing(f: Callable[[float], float], low: float, high: float) -> float | None:
    """Where ``f`` is 0 between two points; None where it does not change sign."""
    if low >= high or (f(low) > 0) == (f(high) > 0):
        return None
    return float(brentq(lambda x: max(min(f(x), 1e9), -1e9), low, high, xtol=1e-16, rtol=1e-14, maxiter=1000))


def difference_limits(table: Counts, level: float) -> tuple[float, float]:
    z = float(norm.isf((1 - level) / 2))
    value = table[0] / table[1] - table[2] / table[3]
    lower = _crossing(lambda d: difference_statistic(table, d) - z, -1 + 1e-14, value)
    upper = _crossing(lambda d: difference_statistic(table, d) + z, value, 1 - 1e-14)
    return -1.0 if lower is None else lower, 1.0 if upper is None else upper


def ratio_limits(table: Counts, level: float, odds: bool = False) -> tuple[float, float]:
    """The limits of a risk ratio, or of an odds ratio, found on its logarithm."""
    z = float(norm.isf((1 - level) / 2))
    x1, n1, x2, n2 = table
    statistic = odds_statistic if odds else ratio_statistic
    over, under = (x1 * (n2 - x2), x2 * (n1 - x1)) if odds else (x1 * n2, x2 * n1)
    middle = -FAR if over == 0 else FAR if under == 0 else log(over) - log(under)
    lower = _crossing(lambda y: statistic(table, exp(y)) - z, -FAR, middle)
    upper = _crossing(lambda y: statistic(table, exp(y)) + z, middle, FAR)
    return 0.0 if lower is None else exp(lower), inf if upper is None else exp(upper)
