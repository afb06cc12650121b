"""A published effect as generic inverse variance: its standard error from its interval, error or p.

Source: Cochrane Handbook, chapter on effect measures. Ratios are read on the log scale.
"""

from __future__ import annotations

from math import inf, isfinite, log

from ketacli.stats.distributions import critical
from ketacli.stats.estimate import RATIOS, Estimate, Refusal, check_level, exponential


def analysis(measure: str, value: float) -> float:
    """A value on the scale on which it is pooled: the logarithm of a ratio.

    ValueError for a ratio that is not above 0, and for what is not a finite number.
    """
    if measure not in RATIOS:
        if not isfinite(value):
            raise ValueError(f"an effect of {value:g}")
        return value
    if not 0 < value < inf:
        raise ValueError(f"a ratio of {value:g} has no logarithm")
    return log(value)


def natural(measure: str, y: float) -> float:
    """The inverse of ``analysis``; infinity for a ratio beyond what a number can hold."""
    return exponential(y) if measure in RATIOS else y


def from_interval(measure: str, value: float, lower: float, upper: float, level: float = 0.95) -> Estimate:
    """An estimate with the standard error that its two-sided interval implies, taken as a z interval.

    Raises Refusal where the limits cannot bound an error, ValueError for limits in the wrong order.
    """
    check_level(level)
    if not lower <= value <= upper:
        raise ValueError(f"{value:g} lies outside its interval {lower:g} to {upper:g}")
    if upper in (lower, inf) or lower == -inf or (measure in RATIOS and lower <= 0):
        raise Refusal("no-error", "the published interval implies no standard error")
    se = (analysis(measure, upper) - analysis(measure, lower)) / (2 * critical(level))
    if not 0 < se < inf:
        raise ValueError(f"an interval from {lower:g} to {upper:g}")
    return Estimate(measure, value, lower, upper, level, "interval", se)


def from_se(measure: str, value: float, se: float, level: float = 0.95) -> Estimate:
    """An estimate with the z interval of its published standard error (of the logarithm for a ratio).

    ValueError for an error that is not above 0, or a value that is none.
    """
    if not 0 < se < inf:
        raise ValueError(f"a standard error is above 0, not {se:g}")
    y, half = analysis(measure, value), critical(check_level(level)) * se
    if not isfinite(abs(y) + half):
        raise ValueError(f"an effect of {value:g} with a standard error of {se:g}")
    lower, upper = natural(measure, y - half), natural(measure, y + half)
    # The logarithm and back may lose the last digit, which must not push the value out of its interval.
    return Estimate(measure, value, min(lower, value), max(upper, value), level, "se", se)


def from_p(measure: str, value: float, p: float, level: float = 0.95) -> Estimate:
    """An estimate with the z interval that its exact two-sided p implies.

    Raises Refusal when there is no effect at all: then p says nothing of the error.
    """
    from ketacli.stats.means import difference_se_from_p

    y = analysis(measure, value)
    if y == 0:
        raise Refusal("no-error", "an effect of exactly none implies no standard error")
    found = from_se(measure, value, difference_se_from_p(y, p), level)
    return found._replace(method="p", note="standard error from the p-value")


def at_level(found: Estimate, level: float) -> Estimate:
    """The same estimate with its z interval at another level; Refusal without a standard error."""
    if found.se is None:
        raise Refusal("no-error", "there is no standard error to make an interval from")
    return from_se(found.measure, found.value, found.se, level)._replace(method=found.method, note=found.note)
