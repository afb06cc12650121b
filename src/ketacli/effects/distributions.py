"""Normal, t and chi-squared probabilities and quantiles.

Normal: the complementary error function and Halley's iteration. t and chi-squared: the incomplete
beta and gamma functions by continued fractions and series (Abramowitz and Stegun 1964, 26.5.8,
6.5.29 and 6.5.31), quantiles by safeguarded bisection. Held to scipy in the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from math import erfc, exp, inf, lgamma, log, log1p, pi, sqrt

TINY = 1e-300
PRECISE = 1e-16
LONGEST = 10_000


def normal_cdf(x: float) -> float:
    """Probability of a standard normal value up to ``x``."""
    return 0.5 * erfc(-x / sqrt(2))


def normal_quantile(p: float) -> float:
    """The value that a standard normal variable stays below with probability ``p``; infinite at 0 and 1."""
    if p <= 0 or p >= 1:
        if p in (0, 1):
            return inf if p else -inf
        raise ValueError(f"a probability lies between 0 and 1, not {p}")
    tail = min(p, 1 - p)
    root = sqrt(-2 * log(tail))
    # A start within 0.005 (Abramowitz and Stegun 26.2.22); Halley's step triples the digits each time.
    x = root - (2.30753 + 0.27061 * root) / (1 + 0.99229 * root + 0.04481 * root * root)
    for _ in range(4):
        error = 0.5 * erfc(x / sqrt(2)) - tail
        step = error * sqrt(2 * pi) * exp(0.5 * x * x)
        x += step / (1 + 0.5 * x * step)
    return -x if p < 0.5 else x


def critical(level: float, df: float = inf) -> float:
    """The two-sided critical value of the normal, or of t with ``df`` degrees of freedom."""
    upper = 0.5 + level / 2
    return normal_quantile(upper) if df == inf else t_quantile(upper, df)


def t_cdf(x: float, df: float) -> float:
    """Probability of a t variable up to ``x``; ``df`` above 0, whole or not."""
    if df == inf:
        return normal_cdf(x)
    tail = 0.5 * beta_cdf(df / (df + x * x), df / 2, 0.5)
    return tail if x < 0 else 1 - tail


def t_quantile(p: float, df: float) -> float:
    """The value that a t variable stays below with probability ``p``."""
    if df == inf:
        return normal_quantile(p)
    if p == 0.5:
        return 0.0
    if p < 0.5:
        return -t_quantile(1 - p, df)
    high = max(1.0, normal_quantile(p))
    while t_cdf(high, df) < p:
        high *= 2
        if high > TINY**-0.5:
            return inf
    return bisect(lambda x: t_cdf(x, df) - p, 0.0, high)


def chi2_sf(x: float, df: float) -> float:
    """Probability of a chi-squared variable above ``x``."""
    return 1.0 if x <= 0 else 1 - gamma_cdf(x / 2, df / 2) if x < df + 2 else gamma_tail(x / 2, df / 2)


def chi2_quantile(p: float, df: float) -> float:
    """The value that a chi-squared variable stays below with probability ``p``."""
    high = max(df, 1.0)
    while chi2_sf(high, df) > 1 - p:
        high *= 2
    return bisect(lambda x: (1 - p) - chi2_sf(x, df), 0.0, high)


def bisect(f: Callable[[float], float], low: float, high: float) -> float:
    """Where a function rises or falls through 0 between ``low`` and ``high``, to the last bit that tells.

    An end is given where the function does not change sign.
    """
    at_low, at_high = f(low), f(high)
    if at_low == 0 or at_high == 0 or (at_low > 0) == (at_high > 0):
        return low if abs(at_low) <= abs(at_high) else high
    rising = at_high > 0
    for _ in range(200):
        middle = low + (high - low) / 2
        if middle in (low, high):
            break
        if (f(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return low + (high - low) / 2


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(1 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Abramowitz and Stegun 26.5.8 by Lentz's method."""
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > TINY else TINY)
    value = d
    for m in range(1, LONGEST):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + term * d
            c = 1 + term / c
            d = 1 / (d if abs(d) > TINY else TINY)
            c = c if abs(c) > TINY else TINY
            value *= d * c
        if abs(d * c - 1) < PRECISE:
            break
    return value


def gamma_cdf(x: float, a: float) -> float:
    """The regularised lower incomplete gamma function by its series."""
    if x <= 0:
        return 0.0
    term = total = 1 / a
    for n in range(1, LONGEST):
        term *= x / (a + n)
        total += term
        if term < total * PRECISE:
            break
    return total * exp(a * log(x) - x - lgamma(a))


def gamma_tail(x: float, a: float) -> float:
    """The regularised upper incomplete gamma function by its continued fraction."""
    b = x + 1 - a
    c, d = 1 / TINY, 1 / b
    value = d
    for n in range(1, LONGEST):
        term = -n * (n - a)
        b += 2
        d = term * d + b
        d = 1 / (d if abs(d) > TINY else TINY)
        c = b + term / c
        c = c if abs(c) > TINY else TINY
        value *= d * c
        if abs(d * c - 1) < PRECISE:
            break
    return value * exp(a * log(x) - x - lgamma(a))
