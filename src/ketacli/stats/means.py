"""Two means: their difference, and the difference in standard deviations.

Sources: Welch, Biometrika 1947;34:28-35, with Satterthwaite's degrees of freedom; Hedges, Journal of
Educational Statistics 1981;6:107-128 (exact correction by the gamma function); its large-sample
variance as in Hedges and Olkin 1985, in the form that metafor's ``escalc`` gives by default; Cochrane
Handbook, chapter on effect measures (from t, F, p or an interval to a standard deviation; combining
groups); Becker, British Journal of Mathematical and Statistical Psychology 1988;41:257-278 (paired).
"""

from __future__ import annotations

from math import exp, hypot, inf, isfinite, log, sqrt

from ketacli.stats.distributions import critical, log_gamma_step, normal_quantile, t_quantile
from ketacli.stats.estimate import MOST_PEOPLE, Estimate, Refusal, check_level, symmetric
from ketacli.tuples import NamedTuple


class Mean(NamedTuple):
    """One arm's mean."""

    mean: float
    sd: float
    """Standard deviation, in the same unit."""
    n: float
    """People."""


def check_mean(found: Mean) -> None:
    """ValueError unless the mean is finite, the standard deviation not negative and n at least 2."""
    if not (isfinite(found.mean) and 0 <= found.sd < inf and 2 <= found.n <= MOST_PEOPLE):
        raise ValueError(f"mean {found.mean:g}, SD {found.sd:g}, n {found.n:g}")


def mean_difference(arm: Mean, control: Mean, level: float = 0.95) -> Estimate:
    """Arm minus control with Welch's interval, in the unit of the means.

    ValueError for impossible input, or when neither group varies.
    """
    check_mean(arm)
    check_mean(control)
    check_level(level)
    # Without squares of the unit, which may be beyond what a number can hold.
    se1, se2 = arm.sd / sqrt(arm.n), control.sd / sqrt(control.n)
    se = hypot(se1, se2)
    if se == 0:
        raise ValueError("neither group varies, so the difference has no standard error")
    df = 1 / ((se1 / se) ** 4 / (arm.n - 1) + (se2 / se) ** 4 / (control.n - 1))
    return symmetric("MD", arm.mean - control.mean, se, critical(level, df), level, "welch")


def correction(df: float) -> float:
    """Hedges' exact factor J for ``df`` degrees of freedom, which takes the bias out of Cohen's d."""
    if not 1 < df < inf:
        raise ValueError(f"the correction needs more than 1 degree of freedom, not {df:g}")
    return exp(log_gamma_step((df - 1) / 2, 0.5) - 0.5 * log(df / 2))


def pooled_sd(arm: Mean, control: Mean) -> float:
    """The standard deviation within the two groups."""
    df = arm.n + control.n - 2
    return hypot(arm.sd * sqrt((arm.n - 1) / df), control.sd * sqrt((control.n - 1) / df))


def standardised_mean_difference(arm: Mean, control: Mean, level: float = 0.95) -> Estimate:
    """Hedges' g: arm minus control in pooled standard deviations, without bias, with its normal interval."""
    check_mean(arm)
    check_mean(control)
    sd = pooled_sd(arm, control)
    if sd == 0:
        raise ValueError("neither group varies, so there is no standard deviation to divide by")
    d = (arm.mean - control.mean) / sd
    if not isfinite(d):
        raise ValueError(f"a difference of {arm.mean - control.mean:g} in standard deviations of {sd:g}")
    return _from_d(d, arm.n, control.n, level, None)


def _from_d(d: float, n: float, control_n: float, level: float, note: str | None) -> Estimate:
    g = correction(n + control_n - 2) * d
    se = hypot(sqrt(1 / n + 1 / control_n), g / sqrt(2 * (n + control_n)))
    return symmetric("SMD", g, se, critical(check_level(level)), level, "hedges", note)


def _check_sizes(n: float, control_n: float) -> None:
    if not (2 <= n <= MOST_PEOPLE and 2 <= control_n <= MOST_PEOPLE):
        raise ValueError(f"groups of {n:g} and {control_n:g} people")


def smd_from_t(t: float, n: float, control_n: float, level: float = 0.95) -> Estimate:
    """Hedges' g from an unpaired t statistic (arm minus control)."""
    _check_sizes(n, control_n)
    return _from_d(t * sqrt(1 / n + 1 / control_n), n, control_n, level, "from the t statistic")


def smd_from_f(f: float, n: float, control_n: float, positive: bool, level: float = 0.95) -> Estimate:
    """Hedges' g from an F statistic with 1 numerator degree of freedom; the caller knows the sign."""
    if not f >= 0:
        raise ValueError(f"F is not negative, as {f:g} is")
    _check_sizes(n, control_n)
    d = sqrt(f) * sqrt(1 / n + 1 / control_n)
    return _from_d(d if positive else -d, n, control_n, level, "from the F statistic")


def smd_from_p(p: float, n: float, control_n: float, positive: bool, level: float = 0.95) -> Estimate:
    """Hedges' g from the two-sided p of an unpaired t test; the caller knows the sign."""
    if not 0 < p <= 1:
        raise ValueError(f"p lies above 0 and up to 1, not {p:g}")
    _check_sizes(n, control_n)
    t = -t_quantile(p / 2, n + control_n - 2)
    d = t * sqrt(1 / n + 1 / control_n)
    return _from_d(d if positive else -d, n, control_n, level, "from the p-value")


def smd_from_interval(
    lower: float, upper: float, n: float, control_n: float, interval_level: float = 0.95, level: float = 0.95
) -> Estimate:
    """Hedges' g from the interval of a raw mean difference: its width gives the standard deviation."""
    _check_sizes(n, control_n)
    if not lower < upper:
        raise ValueError("an interval has its lower limit below its upper one")
    se = (upper - lower) / (2 * critical(check_level(interval_level), n + control_n - 2))
    sd = se / sqrt(1 / n + 1 / control_n)
    if not 0 < sd < inf:
        raise ValueError(f"an interval from {lower:g} to {upper:g}")
    return _from_d((lower + upper) / 2 / sd, n, control_n, level, "from the interval of the mean difference")


def sd_from_se(se: float, n: float) -> float:
    """The standard deviation behind the standard error of one mean. ValueError for impossible input."""
    check_mean(Mean(0.0, se, n))
    return se * sqrt(n)


def sd_from_interval(lower: float, upper: float, n: float, level: float = 0.95) -> float:
    """The standard deviation behind the interval of one mean, taken as a t interval.

    ValueError for limits in the wrong order, or fewer than 2 people.
    """
    check_mean(Mean(0.0, 0.0, n))
    if not 0 <= upper - lower < inf:
        raise ValueError(f"an interval from {lower:g} to {upper:g}")
    return (upper - lower) / (2 * critical(check_level(level), n - 1)) * sqrt(n)


def difference_se_from_p(value: float, p: float) -> float:
    """The standard error behind a difference and its two-sided p, taken as a z test.

    ValueError for a p of 1 or one that is impossible, and where there is no difference.
    """
    if not 0 < p < 1 or value == 0 or not isfinite(value):
        raise ValueError("a standard error follows from p only when p lies between 0 and 1 and there is a difference")
    z = -normal_quantile(p / 2)
    if z == 0:
        raise ValueError(f"p is too near 1 to tell a standard error: {p}")
    return abs(value) / z


def paired_mean_difference(arm: Mean, control: Mean, correlation: float | None, level: float = 0.95) -> Estimate:
    """Arm minus control in the same people, as in a crossover trial.

    Raises Refusal without the correlation between the two measurements: it decides the width.
    ValueError unless both have the same n.
    """
    r = _known(correlation)
    check_mean(arm)
    check_mean(control)
    if arm.n != control.n:
        raise ValueError("paired means are of the same people, so of the same n")
    # The variance of the differences as a sum of squares, so that nothing is lost where r is near 1.
    sd = hypot(arm.sd - control.sd, sqrt(2 * (1 - r)) * sqrt(arm.sd) * sqrt(control.sd))
    if sd == 0:
        raise ValueError("the differences do not vary, so they have no standard error")
    times = critical(check_level(level), arm.n - 1)
    return symmetric("MD", arm.mean - control.mean, sd / sqrt(arm.n), times, level, "paired")


def paired_standardised_difference(
    arm: Mean, control: Mean, correlation: float | None, level: float = 0.95
) -> Estimate:
    """The paired difference in standard deviations of the control measurement, without bias (Becker 1988)."""
    r = _known(correlation)
    check_mean(arm)
    check_mean(control)
    if arm.n != control.n or control.sd == 0:
        raise ValueError("paired means are of the same people, and the control measurement varies")
    g = correction(arm.n - 1) * ((arm.mean - control.mean) / control.sd)
    se = hypot(sqrt(2 * (1 - r) / arm.n), g / sqrt(2 * arm.n))
    return symmetric("SMD", g, se, critical(check_level(level)), level, "paired")


def _known(correlation: float | None) -> float:
    if correlation is None:
        raise Refusal(
            "no-correlation",
            "the same people were measured under both treatments, and the correlation between the two is not known",
            "give --correlation, or use the published effect",
        )
    if not -1 <= correlation <= 1:
        raise ValueError(f"a correlation lies between -1 and 1, not {correlation:g}")
    return correlation


def combined(groups: list[Mean]) -> Mean:
    """Several groups as one: what their people have together (Cochrane Handbook).

    ValueError for no group, or an impossible one.
    """
    if not groups:
        raise ValueError("no group to combine")
    for group in groups:
        check_mean(group)
    n = sum(group.n for group in groups)
    mean = sum(group.n / n * group.mean for group in groups)
    within = [group.sd * sqrt((group.n - 1) / (n - 1)) for group in groups]
    between = [(group.mean - mean) * sqrt(group.n / (n - 1)) for group in groups]
    together = Mean(mean, hypot(*within, *between), n)
    check_mean(together)
    return together
