"""Two independent proportions: differences and ratios, with their intervals.

Counts are ``events`` of ``n`` in the arm against ``control_events`` of ``control_n``. They may be
fractions, as when a control group is split between comparisons. Differences are per 1.

Sources: Miettinen and Nurminen, Statistics in Medicine 1985;4:213-226 (score intervals for the
difference, the ratio and the odds ratio); Newcombe, Statistics in Medicine 1998;17:873-890 (method
10, hybrid score) and 857-872 (Wilson's interval for one proportion); Katz et al., Biometrics
1978;34:469-474 (log risk ratio); Woolf, Annals of Human Genetics 1955;19:251-253 (log odds ratio);
the half added to each cell after Haldane and Anscombe.
"""

from __future__ import annotations

from collections.abc import Callable
from math import acos, ceil, cos, exp, floor, hypot, inf, log, pi, sqrt

from ketacli.stats.distributions import critical, crossing
from ketacli.stats.estimate import EDGE, MOST_PEOPLE, Estimate, Refusal, check_level, exponential, shown

DIFFERENCES = ("miettinen-nurminen", "newcombe", "wald")
RATIO_METHODS = ("log-wald", "score")

LEAST = 1e-6
"""The smallest share of a person that a count may be."""

ADDED = "a half was added to each cell, because one of them is zero"


def check_counts(events: float, n: float) -> None:
    """ValueError unless 0 <= events <= n, with n above 0 and no part a trifle above none or beyond all people."""
    possible = LEAST <= n <= MOST_PEOPLE and 0 <= events <= n
    if not (possible and all(part == 0 or part >= LEAST for part in (events, n - events))):
        raise ValueError(f"{shown(events)} events in {shown(n)} people")


def counts_of(percent: float, n: int, digits: int) -> tuple[int, ...]:
    """The counts of ``n`` people whose percentage, rounded to ``digits`` decimals, is the one printed; two at most.

    A count half way between two roundings fits both, for nobody knows which way a source rounds.
    """
    half = 0.5 * 10.0**-digits
    first = max(ceil((percent - half) * n / 100 - EDGE), 0)
    last = min(floor((percent + half) * n / 100 + EDGE), n)
    return tuple(range(first, min(last, first + 1) + 1))


def wilson(events: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of one proportion."""
    check_counts(events, n)
    z = critical(check_level(level))
    p = events / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    lower = 0.0 if events == 0 else max(0.0, middle - half)
    return lower, 1.0 if events == n else min(1.0, middle + half)


def risk_difference(
    events: float,
    n: float,
    control_events: float,
    control_n: float,
    level: float = 0.95,
    method: str = "miettinen-nurminen",
) -> Estimate:
    """Risk in the arm minus risk in the control, per 1.

    ``se`` is Wald's, which weights the difference when it is pooled; it is None where both risks are
    0 or 1, as they then have no variance. ValueError for impossible counts or an unknown method.
    """
    check_counts(events, n)
    check_counts(control_events, control_n)
    z = critical(check_level(level))
    p1, p2 = events / n, control_events / control_n
    value = p1 - p2
    se = sqrt(p1 * (1 - p1) / n + p2 * (1 - p2) / control_n)
    if method == "miettinen-nurminen":
        lower, upper = _score_difference(events, n, control_events, control_n, z)
    elif method == "newcombe":
        l1, u1 = wilson(events, n, level)
        l2, u2 = wilson(control_events, control_n, level)
        lower = value - sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)
        upper = value + sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)
    elif method == "wald":
        lower, upper = value - z * se, value + z * se
    else:
        raise ValueError(f"no interval for a risk difference called {method!r}")
    return Estimate("RD", value, lower, upper, level, method, se or None)


def _check_together(n1: float, n2: float) -> None:
    if n1 + n2 <= 1:
        raise ValueError(f"a score interval needs more than one person in all, not {n1:g} and {n2:g}")


def _score_difference(x1: float, n1: float, x2: float, n2: float, z: float) -> tuple[float, float]:
    _check_together(n1, n2)
    value = x1 / n1 - x2 / n2

    def statistic(delta: float) -> float:
        p2 = _restricted_difference(x1, n1, x2, n2, delta)
        p1 = min(max(p2 + delta, 0.0), 1.0)
        variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * (n1 + n2) / (n1 + n2 - 1)
        return _standardised(value - delta, variance)

    return _limits(statistic, z, value, -1.0, 1.0)


def _standardised(distance: float, variance: float) -> float:
    if variance > 0:
        return distance / sqrt(variance)
    return 0.0 if distance == 0 else inf if distance > 0 else -inf


def _limits(
    statistic: Callable[[float], float], z: float, value: float, lowest: float, highest: float
) -> tuple[float, float]:
    """Where a statistic that falls from left to right passes z and -z, on either side of the estimate."""
    lower = crossing(lambda x: statistic(x) - z, lowest, value) if value > lowest else lowest
    upper = crossing(lambda x: statistic(x) + z, value, highest) if value < highest else highest
    return lower, upper


def _restricted_difference(x1: float, n1: float, x2: float, n2: float, delta: float) -> float:
    """The control risk most likely under a fixed difference: Miettinen and Nurminen's cubic in closed form."""
    n = n1 + n2
    l2 = (n1 + 2 * n2) * delta - n - (x1 + x2)
    l1 = (n2 * delta - n - 2 * x2) * delta + x1 + x2
    l0 = x2 * delta * (1 - delta)
    q = (l2 / (3 * n)) ** 3 - l1 * l2 / (6 * n * n) + l0 / (2 * n)
    root = sqrt(max((l2 / (3 * n)) ** 2 - l1 / (3 * n), 0.0))
    p = root if q > 0 else -root
    angle = (pi + acos(min(max(q / p**3, -1.0), 1.0))) / 3 if p else pi / 2
    found = 2 * p * cos(angle) - l2 / (3 * n)
    return _polished(x1, n1, x2, n2, delta, found)


def _polished(x1: float, n1: float, x2: float, n2: float, delta: float, p: float) -> float:
    """Where the likelihood's slope, which falls as ``p`` grows, is zero; an end of the span if it never is.

    The closed form is only the start: it loses digits near a double root, and at the ends.
    """

    def slope(p: float, r: float) -> float:
        return _over(x2, p) - _over(n2 - x2, 1 - p) + _over(x1, r) - _over(n1 - x1, 1 - r)

    low, high = max(0.0, -delta), min(1.0, 1.0 - delta)
    if not low < high or slope(low, max(delta, 0.0)) <= 0:
        return low
    if slope(high, min(1.0, 1.0 + delta)) >= 0:
        return high
    for _ in range(60):
        if not low < p < high:
            p = low + (high - low) / 2
        r = p + delta
        if not (0 < p < 1 and 0 < r < 1):
            return p
        up = slope(p, r)
        if up > 0:
            low = p
        else:
            high = p
        bend = x2 / p**2 + (n2 - x2) / (1 - p) ** 2 + x1 / r**2 + (n1 - x1) / (1 - r) ** 2
        step = up / bend
        if abs(step) <= 1e-15 * p:
            break
        p += step
    return p


def _over(count: float, share: float) -> float:
    return count / share if share > 0 else inf if count > 0 else 0.0


def risk_ratio(
    events: float, n: float, control_events: float, control_n: float, level: float = 0.95, method: str = "log-wald"
) -> Estimate:
    """Risk in the arm over risk in the control.

    ``se`` is of the logarithm. With ``log-wald`` a zero that leaves the logarithm or its error without
    a value is met by adding a half to each cell, which the note says. Raises Refusal when neither
    group has an event: then no ratio can be told. ValueError for impossible counts or method.
    """
    check_counts(events, n)
    check_counts(control_events, control_n)
    check_level(level)
    if events == 0 and control_events == 0:
        raise Refusal("no-events", "neither group has an event, so the data say nothing of a ratio of risks")
    if method == "score":
        return _score_ratio("RR", events, n, control_events, control_n, level)
    if method != "log-wald":
        raise ValueError(f"no interval for a risk ratio called {method!r}")
    a, m, c, k, note = events, n, control_events, control_n, None
    if 0 in (a, c) or (a == m and c == k):
        a, m, c, k, note = a + 0.5, m + 1, c + 0.5, k + 1, ADDED
    se = sqrt(1 / a - 1 / m + 1 / c - 1 / k)
    return _from_log("RR", log(a / m) - log(c / k), se, level, note)


def odds_ratio(
    events: float, n: float, control_events: float, control_n: float, level: float = 0.95, method: str = "log-wald"
) -> Estimate:
    """Odds in the arm over odds in the control.

    ``se`` is of the logarithm. With ``log-wald`` a half is added to each cell when any is zero, which
    the note says. Raises Refusal when nobody or everybody in both groups has the event. ValueError
    for impossible counts or method.
    """
    check_counts(events, n)
    check_counts(control_events, control_n)
    check_level(level)
    if (events == 0 and control_events == 0) or (events == n and control_events == control_n):
        who = "neither group has an event" if events == 0 else "everyone in both groups has the event"
        raise Refusal("no-events", f"{who}, so the data say nothing of a ratio of odds")
    if method == "score":
        return _score_ratio("OR", events, n, control_events, control_n, level)
    if method != "log-wald":
        raise ValueError(f"no interval for an odds ratio called {method!r}")
    cells, note = [events, n - events, control_events, control_n - control_events], None
    if 0 in cells:
        cells, note = [cell + 0.5 for cell in cells], ADDED
    a, b, c, d = cells
    return _from_log("OR", log(a) - log(b) - log(c) + log(d), sqrt(1 / a + 1 / b + 1 / c + 1 / d), level, note)


def _from_log(measure: str, y: float, se: float, level: float, note: str | None) -> Estimate:
    half = critical(level) * se
    limits = exponential(y - half), exponential(y + half)
    return Estimate(measure, exp(y), *limits, level, "log-wald", se, note)


def _score_ratio(measure: str, x1: float, n1: float, x2: float, n2: float, level: float) -> Estimate:
    """The score interval of a ratio, found on its logarithm; 0 or infinity where a zero leaves a side open."""
    _check_together(n1, n2)
    p1, p2 = x1 / n1, x2 / n2
    odds = measure == "OR"
    over = p1 * (1 - p2) if odds else p1
    under = p2 * (1 - p1) if odds else p2
    value = inf if under == 0 else over / under
    statistic = _odds_statistic if odds else _ratio_statistic
    z = critical(level)

    def at(y: float) -> float:
        return statistic(x1, n1, x2, n2, exp(y))

    wide = 60.0
    middle = min(max(log(value), -wide), wide) if 0 < value < inf else (-wide if value == 0 else wide)
    lower, upper = _limits(at, z, middle, -wide, wide)
    low = 0.0 if value == 0 or lower <= -wide + 1 else exp(lower)
    high = inf if value == inf or upper >= wide - 1 else exp(upper)
    return Estimate(measure, value, min(low, value), max(high, value), level, "score")


def _ratio_statistic(x1: float, n1: float, x2: float, n2: float, ratio: float) -> float:
    n = n1 + n2
    b = n1 * ratio + x1 + n2 + x2 * ratio
    # The square root of b squared less 4 n (x1 + x2) ratio, as a sum in which nothing cancels.
    root = hypot(ratio * (n1 + x2) - (n2 + x1), 2 * sqrt(ratio * (n1 - x1) * (n2 - x2)))
    p2 = 2 * (x1 + x2) / (b + root)
    p1 = min(p2 * ratio, 1.0)
    q1 = _complement(n, b, root, (ratio - 1) * (n1 - x1))
    q2 = _complement(n * ratio, b, root, (1 - ratio) * (n2 - x2))
    variance = (p1 * q1 / n1 + ratio * ratio * p2 * q2 / n2) * n / (n - 1)
    return _standardised(x1 / n1 - ratio * x2 / n2, variance)


def _complement(a: float, b: float, root: float, rest: float) -> float:
    """One less a restricted risk; of the two ways to write it, the one that subtracts no two near numbers."""
    found = (2 * a - b + root) / (2 * a) if 2 * a >= b else 2 * rest / (b - 2 * a + root)
    return min(max(found, 0.0), 1.0)


def _odds_statistic(x1: float, n1: float, x2: float, n2: float, ratio: float) -> float:
    n, total, rest = n1 + n2, x1 + x2, (n1 - x1) + (n2 - x2)
    # Expected cells under the ratio: the smaller of two by its quadratic, the other by adding what is known.
    if total <= n2:
        a = _expected(n1, n2, total, rest, ratio)
        d = a + (n2 - total)
    else:
        d = _expected(n2, n1, rest, total, ratio)
        a = d + (total - n2)
    if total <= n1:
        c = _expected(n2, n1, total, rest, 1 / ratio)
        b = c + (n1 - total)
    else:
        b = _expected(n1, n2, rest, total, 1 / ratio)
        c = b + (total - n1)
    # All four cells are off by the same number; the smallest tells it best.
    off = min((a, x1 - a), (b, b - (n1 - x1)), (c, c - x2), (d, n2 - x2 - d))[1]
    return off * sqrt((n1 / (a * b) + n2 / (c * d)) * (n - 1) / n)


def _expected(n1: float, n2: float, total: float, rest: float, ratio: float) -> float:
    """Events expected in the first group, of a total that is at most ``n2``, where its odds are ``ratio`` to one."""
    b = n2 - total + ratio * (n1 + total)
    root = hypot(ratio * (n1 - total) + (n2 - total), 2 * sqrt(ratio * total * rest))
    return 2 * ratio * n1 * total / (b + root)
