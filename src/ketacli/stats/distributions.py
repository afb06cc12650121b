"""Normal, t and chi-squared probabilities and quantiles.

Normal: the complementary error function and Halley's iteration. t and chi-squared: the incomplete
beta and gamma functions by continued fractions and series (Abramowitz and Stegun 1964, 26.5.8,
6.5.29 and 6.5.31), quantiles by Chandrupatla's method (Advances in Engineering Software
1997;28:145-149). Gamma functions that would cancel are taken through Stirling's series (6.1.41); t
with very many degrees of freedom through Hill's transformation to the normal (Communications of the
ACM 1970;13:617-619). Held to scipy in the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import erfc, exp, inf, isfinite, isnan, lgamma, log, log1p, pi, sqrt, ulp

TINY = 1e-300
PRECISE = 4e-16
LONGEST = 1_000_000
MOST_STEPS = 200
MANY = 20_000.0
"""Degrees of freedom from which Hill's transformation is exact to the last digits, and the fraction is not."""


def normal_cdf(x: float) -> float:
    """Probability of a standard normal value up to ``x``."""
    if isnan(x):
        raise ValueError("a probability is asked of something that is not a number")
    return 0.5 * erfc(-x / sqrt(2))


def normal_quantile(p: float) -> float:
    """The value that a standard normal variable stays below with probability ``p``; infinite at 0 and 1."""
    if not 0 < p < 1:
        return _end(p)
    if p == 0.5:
        return 0.0
    tail = min(p, 1 - p)
    root = sqrt(-2 * log(tail))
    # A start within 0.005 (Abramowitz and Stegun 26.2.22); Halley's step triples the digits each time.
    x = root - (2.30753 + 0.27061 * root) / (1 + 0.99229 * root + 0.04481 * root * root)
    for _ in range(4):
        error = 0.5 * erfc(x / sqrt(2)) / tail - 1
        step = error * exp(log(tail) + 0.5 * (x * x + log(2 * pi)))
        x += step / (1 + 0.5 * x * step)
    return -x if p < 0.5 else x


def critical(level: float, df: float = inf) -> float:
    """The two-sided critical value of the normal, or of t with ``df`` degrees of freedom."""
    tail = (1 - level) / 2
    return -(normal_quantile(tail) if df == inf else t_quantile(tail, df))


def t_cdf(x: float, df: float) -> float:
    """Probability of a t variable up to ``x``; ``df`` above 0, whole or not."""
    _check_df(df)
    if isnan(x):
        raise ValueError("a probability is asked of something that is not a number")
    return _t_tail(-x, df) if x < 0 else 1 - _t_tail(x, df)


def _t_tail(x: float, df: float) -> float:
    """Probability of a t variable above ``x``, which is not negative."""
    if df == inf:
        return normal_cdf(-x)
    square = x * x
    if df >= MANY:
        return normal_cdf(-_hill(square, df))
    share = square / df
    if share == inf:
        return 0.0
    return 0.5 * _beta(1 / (1 + share), share / (1 + share), df / 2, 0.5)


def _hill(square: float, df: float) -> float:
    """The normal value that has the same tail as a t value whose square is given."""
    a = df - 0.5
    b = 48 * a * a
    z2 = a * log1p(square / df)
    if z2 == inf:
        return inf
    return (((((-0.4 * z2 - 3.3) * z2 - 24) * z2 - 85.5) / (0.8 * z2 * z2 + 100 + b) + z2 + 3) / b + 1) * sqrt(z2)


@lru_cache(maxsize=4096)
def t_quantile(p: float, df: float) -> float:
    """The value that a t variable stays below with probability ``p``; infinite at 0 and 1, and beyond 1e150."""
    _check_df(df)
    if not 0 < p < 1:
        return _end(p)
    if df == inf or p == 0.5:
        return normal_quantile(p)
    if p > 0.5:
        return -t_quantile(1 - p, df)
    high = max(1.0, -normal_quantile(p))
    while _t_tail(high, df) > p:
        high *= 2
        if high > TINY**-0.5:
            return -inf
    return -crossing(lambda x: p - _t_tail(x, df), 0.0, high)


def chi2_sf(x: float, df: float) -> float:
    """Probability of a chi-squared variable above ``x``."""
    _check_df(df)
    if not x >= 0:
        raise ValueError(f"a sum of squares is not negative, as {x:g} is")
    if inf in (df, x):
        return float(x < inf)
    return 1 - gamma_cdf(x / 2, df / 2) if x < df + 2 else gamma_tail(x / 2, df / 2)


def chi2_quantile(p: float, df: float) -> float:
    """The value that a chi-squared variable stays below with probability ``p``."""
    _check_df(df)
    if not 0 < p < 1:
        return max(_end(p), 0.0)
    high = max(df, 1.0)
    while chi2_sf(high, df) > 1 - p:
        high *= 2
    if p < 0.5 and high <= df + 2:
        return crossing(lambda x: gamma_cdf(x / 2, df / 2) - p, 0.0, high)
    return crossing(lambda x: (1 - p) - chi2_sf(x, df), 0.0, high)


def _end(p: float) -> float:
    if p in (0, 1):
        return inf if p else -inf
    raise ValueError(f"a probability lies between 0 and 1, not {p}")


def _check_df(df: float) -> None:
    if not df >= 1e-6:
        raise ValueError(f"degrees of freedom are above 0, not {df:g}")


def crossing(f: Callable[[float], float], low: float, high: float) -> float:
    """Where a function rises or falls through 0 between ``low`` and ``high``, to the last bit that tells.

    An end is given where the function does not change sign. The next point is where the parabola through the last
    three crosses 0 if that can be trusted, else the middle.
    """
    at_low, at_high = f(low), f(high)
    if at_low == 0 or at_high == 0 or (at_low > 0) == (at_high > 0):
        return low if abs(at_low) <= abs(at_high) else high
    # The sign changes between the newest point and ``other``; ``last`` is the one that was left before.
    newest, at_newest, other, at_other, last, at_last = high, at_high, low, at_low, low, at_low
    share = 0.5
    for _ in range(MOST_STEPS):
        middle = newest + (other - newest) / 2
        if middle in (newest, other):
            break
        point = newest + share * (other - newest)
        point = middle if point in (newest, other) else point
        at_point = f(point)
        last, at_last = newest, at_newest
        if (at_point > 0) != (at_newest > 0):
            last, at_last, other, at_other = other, at_other, newest, at_newest
        newest, at_newest = point, at_point
        # As close to an end as that: on its other side, the end itself would soon be the closest that there is.
        least = min(2 * max(ulp(newest), ulp(other)) / abs(other - newest), 0.5)
        share = min(max(_share(newest, at_newest, other, at_other, last, at_last), least), 1 - least)
    low, high = min(newest, other), max(newest, other)
    return low + (high - low) / 2


def _share(a: float, at_a: float, b: float, at_b: float, c: float, at_c: float) -> float:
    """Of the way from ``a`` to ``b``, where the parabola through three points crosses 0; half where it cannot tell."""
    if at_c in (at_a, at_b) or not (isfinite(at_a) and isfinite(at_b) and isfinite(at_c)):
        return 0.5
    place, rise = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
    if rise * rise >= place or (1 - rise) ** 2 >= 1 - place:
        return 0.5
    return at_a / (at_a - at_b) * at_c / (at_c - at_b) + (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)


def log_gamma_step(a: float, b: float) -> float:
    """Logarithm of gamma(a + b) / gamma(a), which keeps its digits where both are huge."""
    if a < 20:
        return lgamma(a + b) - lgamma(a)
    return (a - 0.5) * log1p(b / a) + b * (log(a + b) - 1) + _stirling(a + b) - _stirling(a)


def _stirling(a: float) -> float:
    """What Stirling's formula for the logarithm of the gamma function leaves over, from 20 on."""
    square = a * a
    return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / a


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function."""
    return _beta(x, 1 - x, a, b)


def _beta(x: float, y: float, a: float, b: float) -> float:
    """The incomplete beta function at ``x``, with its distance ``y`` to 1 for the digits that 1 - x would lose."""
    if x <= 0 or y <= 0:
        return float(x > 0)
    powers = a * (log(x) if x < 0.5 else log1p(-y)) + b * (log(y) if y < 0.5 else log1p(-x))
    front = exp(log_gamma_step(a, b) - lgamma(b) + powers)
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(y, b, a) / b


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
    if x <= 0 or x / a == 0:
        return 0.0
    term = total = 1 / a
    for n in range(1, LONGEST):
        term *= x / (a + n)
        total += term
        if term < total * PRECISE:
            break
    return total * _gamma_front(x, a)


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
    return value * _gamma_front(x, a)


def _gamma_front(x: float, a: float) -> float:
    """``x`` to the power of ``a``, times exp(-x), over the gamma function of ``a``."""
    if a < 20:
        return exp(a * log(x) - x - lgamma(a))
    off = (x - a) / a
    apart = off - (log1p(off) if off > -0.5 else log(x / a))
    return sqrt(a / (2 * pi)) * exp(-a * apart - _stirling(a))
