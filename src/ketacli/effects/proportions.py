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
from math import acos, cos, exp, inf, log, pi, sqrt

from ketacli.effects.distributions import bisect, critical
from ketacli.effects.estimate import Estimate, Refusal, check_level

DIFFERENCES = ("miettinen-nurminen", "newcombe", "wald")
RATIO_METHODS = ("log-wald", "score")

ADDED = "a half was added to each cell, because one of them is zero"


def check_counts(events: float, n: float) -> None:
    """ValueError unless the counts are finite, n is above 0 and 0 <= events <= n."""
    if not (0 < n < inf and 0 <= events <= n):
        raise ValueError(f"{events:g} events in {n:g} people")


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


def _score_difference(x1: float, n1: float, x2: float, n2: float, z: float) -> tuple[float, float]:
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
    lower = bisect(lambda x: statistic(x) - z, lowest, value) if value > lowest else lowest
    upper = bisect(lambda x: statistic(x) + z, value, highest) if value < highest else highest
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
    low, high = max(0.0, -delta), min(1.0, 1.0 - delta)
    return _polished(x1, n1, x2, n2, delta, min(max(found, low), high), (low, high))


def _polished(x1: float, n1: float, x2: float, n2: float, delta: float, p: float, span: tuple[float, float]) -> float:
    """One Newton step on the likelihood's slope: the closed form loses digits near a double root."""
    low, high = span
    if not low < p < high:
        return p
    r = p + delta
    if not 0 < r < 1:
        return p
    slope = x2 / p - (n2 - x2) / (1 - p) + x1 / r - (n1 - x1) / (1 - r)
    bend = x2 / p**2 + (n2 - x2) / (1 - p) ** 2 + x1 / r**2 + (n1 - x1) / (1 - r) ** 2
    better = p + slope / bend
    return better if low < better < high else p


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
    z = critical(level)
    return Estimate(measure, exp(y), exp(y - z * se), exp(y + z * se), level, "log-wald", se, note)


def _score_ratio(measure: str, x1: float, n1: float, x2: float, n2: float, level: float) -> Estimate:
    """The score interval of a ratio, found on its logarithm; 0 or infinity where a zero leaves a side open."""
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
    return Estimate(measure, value, low, high, level, "score")


def _ratio_statistic(x1: float, n1: float, x2: float, n2: float, ratio: float) -> float:
    n = n1 + n2
    b = n1 * ratio + x1 + n2 + x2 * ratio
    c = x1 + x2
    # The smaller root, written so that no two near numbers are subtracted.
    p2 = 2 * c / (b + sqrt(max(b * b - 4 * n * ratio * c, 0.0)))
    p1 = min(p2 * ratio, 1.0)
    variance = (p1 * (1 - p1) / n1 + ratio * ratio * p2 * (1 - p2) / n2) * n / (n - 1)
    return _standardised(x1 / n1 - ratio * x2 / n2, variance)


def _odds_statistic(x1: float, n1: float, x2: float, n2: float, ratio: float) -> float:
    n = n1 + n2
    a = n2 * (ratio - 1)
    b = n1 * ratio + n2 - (x1 + x2) * (ratio - 1)
    c = x1 + x2
    root = sqrt(max(b * b + 4 * a * c, 0.0))
    # Of the two ways to write the root, the one that subtracts no two near numbers.
    p2 = 2 * c / (b + root) if b >= 0 else (root - b) / (2 * a)
    p2 = min(max(p2, 0.0), 1.0)
    # The restricted risks keep the total of events, which tells one from the other where the odds are without bound.
    odds = 1 + p2 * (ratio - 1)
    p1 = p2 * ratio / odds if 0 < p2 < 1 and odds > 0 else min(max((c - n2 * p2) / n1, 0.0), 1.0)
    spread1, spread2 = n1 * p1 * (1 - p1), n2 * p2 * (1 - p2)
    if spread1 <= 0 or spread2 <= 0:
        return _standardised(x1 / n1 - p1, 0.0)
    return (x1 - n1 * p1) * sqrt((1 / spread1 + 1 / spread2) * (n - 1) / n)
