"""Probabilities and quantiles against scipy, over wide grids."""

from __future__ import annotations

from collections.abc import Callable
from math import atan, copysign, exp, inf, nan, nextafter, pi

import pytest
from scipy import special, stats

from ketacli.stats.distributions import (
    beta_cdf,
    chi2_quantile,
    chi2_sf,
    critical,
    crossing,
    gamma_cdf,
    gamma_tail,
    log_gamma_step,
    normal_cdf,
    normal_quantile,
    t_cdf,
    t_quantile,
)
from tests.effects.agreement import near

EXACT = 1e-10
"""Relative agreement, in the tails too."""
DFS = (0.01, 0.1, 0.5, 1.0, 1.5, 2.0, 2.7, 5.0, 10.3, 30.0, 100.0, 999.5, 19_999.0, 20_001.0, 1e6, 1e9, 1e12, 1e15)
TAILS = (1e-300, 1e-100, 1e-20, 1e-10, 1e-5, 0.001, 0.005, 0.025, 0.1, 0.3, 0.49999)
MIDDLE = (0.50001, 0.7, 0.9, 0.975, 0.9995, 1 - 1e-6, 1 - 1e-10)


def test_normal_probabilities() -> None:
    for x in (-37.0, -30.0, -8.0, -1.96, -1.0, -1e-8, 0.0, 1e-8, 0.3, 1.0, 3.0, 8.0, 40.0):
        assert near(normal_cdf(x), float(stats.norm.cdf(x)), EXACT, 0.0), x


def test_normal_quantiles() -> None:
    for p in (*TAILS, 0.5, *MIDDLE):
        assert near(normal_quantile(p), float(stats.norm.ppf(p)), EXACT, 0.0), p
    assert (normal_quantile(0), normal_quantile(1)) == (-inf, inf)
    assert normal_quantile(1e-320) == pytest.approx(float(stats.norm.ppf(1e-320)), rel=1e-6)


def test_t_probabilities() -> None:
    for df in (*DFS, inf):
        for x in (-1e100, -1e10, -1e4, -100.0, -20.0, -5.0, -1.0, -1e-3, 0.0, 0.01, 0.5, 1.0, 2.0, 5.0, 20.0, 100.0):
            assert near(t_cdf(x, df), float(stats.t.cdf(x, df)), EXACT, 1e-310), (x, df)


def test_t_near_its_middle_keeps_its_density() -> None:
    """Where scipy itself loses digits: one degree of freedom is Cauchy's distribution, known in closed form."""
    assert t_cdf(-1e-8, 1) == pytest.approx(0.5 - 1e-8 / pi, rel=1e-15)


def test_t_quantiles() -> None:
    for df in (*DFS, inf):
        for p in (*TAILS, 0.5, *MIDDLE):
            found, expected = t_quantile(p, df), float(stats.t.ppf(p, df))
            if abs(expected) < 1e99:
                assert near(found, expected, EXACT, 1e-15), (p, df)
            else:
                # scipy gives infinity, nothing or a cap in some of these tails: the probability is asked for instead.
                assert abs(found) == inf or near(t_cdf(found, df), p, EXACT, 0.0), (p, df)
                assert abs(found) < inf or df < 3, (p, df)
    assert (t_quantile(0, 3), t_quantile(1, 3)) == (-inf, inf)


def test_chi_squared_probabilities() -> None:
    for df in (0.01, 0.1, 0.5, 1.0, 2.0, 3.0, 5.0, 10.5, 30.0, 39.9, 40.1, 100.0, 1e3, 1e5, 1e6, 1e8):
        for x in (
            0.0,
            1e-300,
            1e-10,
            1e-3,
            1.0,
            0.5 * df,
            0.9 * df,
            df,
            df + 1.9,
            df + 2.1,
            1.1 * df,
            5 * df,
            df + 1e3,
        ):
            assert near(chi2_sf(x, df), float(stats.chi2.sf(x, df)), EXACT, 1e-310), (x, df)


def test_chi_squared_quantiles() -> None:
    for df in (0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 10.5, 30.0, 100.0, 1e3, 1e5, 1e6):
        for p in (1e-10, 1e-5, 0.001, 0.025, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975, 0.999, 1 - 1e-6):
            found = chi2_quantile(p, df)
            assert near(found, float(stats.chi2.ppf(p, df)), 1e-8, 0.0), (p, df)
            assert chi2_sf(found, df) == pytest.approx(1 - p, rel=1e-9)
    assert (chi2_quantile(0, 3), chi2_quantile(1, 3)) == (0.0, inf)


def test_incomplete_functions() -> None:
    for a in (0.05, 0.5, 1.0, 3.3, 19.9, 20.1, 250.0):
        for b in (0.05, 0.5, 1.0, 4.2, 70.0):
            for x in (0.0, 1e-12, 0.01, 0.3, 0.5, 0.8, 0.999, 1.0):
                assert near(beta_cdf(x, a, b), float(special.betainc(a, b, x)), 1e-9, 0.0), (x, a, b)
        for x in (1e-9, 0.1, a, 2 * a + 1, 5 * a + 30):
            assert near(gamma_cdf(x, a), float(special.gammainc(a, x)), EXACT, 0.0), (x, a)
            if x > a + 1:
                assert near(gamma_tail(x, a), float(special.gammaincc(a, x)), EXACT, 1e-310), (x, a)


def test_gamma_steps() -> None:
    for a in (0.1, 1.0, 7.5, 19.99, 20.0, 55.0, 1e3, 1e4):
        for b in (0.5, 1.0, 3.25):
            assert near(log_gamma_step(a, b), float(special.loggamma(a + b) - special.loggamma(a)), 1e-10, 1e-10)
    # One step is the number itself, however large.
    for a in (20.0, 1e6, 1e12):
        assert log_gamma_step(a, 1.0) == pytest.approx(float(special.log1p(a - 1)), rel=1e-14)


def test_critical_values() -> None:
    assert critical(0.95) == pytest.approx(1.959963984540054, rel=1e-14)
    for level in (1e-6, 0.5, 0.9, 0.95, 0.99, 1 - 1e-9):
        assert critical(level) == pytest.approx(float(stats.norm.isf((1 - level) / 2)), rel=1e-9)
        for df in (1.0, 2.5, 11.0, 400.0):
            assert critical(level, df) == pytest.approx(float(stats.t.isf((1 - level) / 2, df)), rel=1e-9)


CROSSINGS: dict[str, tuple[Callable[[float], float], float, float, int]] = {
    "root of 2": (lambda x: x * x - 2, 0.0, 2.0, 15),
    "falling": (lambda x: 2 - x * x, 0.0, 2.0, 15),
    "steep": (lambda x: exp(x) - 1e100, -700.0, 700.0, 25),
    "far from both ends": (lambda x: x - 1e-5, 0.0, 1e300, 30),
    "near an end": (lambda x: x - 1e-290, 0.0, 1e5, 30),
    "infinite at an end": (lambda x: 1 / x - 1e6 if x else inf, 0.0, 1e3, 60),
    "flat": (lambda x: (x - 0.3) ** 9, 0.0, 1.0, 70),
    "flatter than a number can tell": (lambda x: (x - 0.3) ** 3 * 1e-300, 0.0, 1.0, 70),
    "a step": (lambda x: 1.0 if x > 0.3 else -1.0, 0.0, 1.0, 70),
    "a step between infinities": (lambda x: inf if x > 0.3 else -inf, 0.0, 1.0, 70),
    "nearly a step": (lambda x: atan(1e9 * (x - 0.1234567)), 0.0, 1.0, 70),
    "a vertical root": (lambda x: copysign(abs(x - 0.3) ** 0.1, x - 0.3), 0.0, 1.0, 70),
}
"""Function, ends, and how often it may be asked; halving the span of the last bit takes 55 times and more."""


@pytest.mark.parametrize(("f", "low", "high", "most"), CROSSINGS.values(), ids=CROSSINGS)
def test_a_crossing_is_found_to_the_last_bit(f: Callable[[float], float], low: float, high: float, most: int) -> None:
    asked: list[float] = []

    def watched(x: float) -> float:
        asked.append(x)
        return f(x)

    found = crossing(watched, low, high)
    below, above = f(nextafter(found, low)), f(nextafter(found, high))
    assert f(found) == 0 or (f(found) > 0) != (below > 0) or (f(found) > 0) != (above > 0)
    assert len(asked) <= most
    assert all(low <= each <= high for each in asked)


def test_an_end_is_given_where_nothing_crosses() -> None:
    assert crossing(lambda x: x + 1, 0.0, 2.0) == 0.0
    assert crossing(lambda x: x - 5, 0.0, 2.0) == 2.0
    assert crossing(lambda x: x, 0.0, 2.0) == 0.0
    assert crossing(lambda x: x - 2, 0.0, 2.0) == 2.0


@pytest.mark.parametrize(
    "call",
    [
        lambda: normal_cdf(nan),
        lambda: normal_quantile(nan),
        lambda: normal_quantile(-0.1),
        lambda: normal_quantile(1.1),
        lambda: t_cdf(nan, 3),
        lambda: t_cdf(1, 0),
        lambda: t_cdf(1, nan),
        lambda: t_quantile(0.5, -1),
        lambda: t_quantile(2, 3),
        lambda: chi2_sf(-1, 3),
        lambda: chi2_sf(nan, 3),
        lambda: chi2_sf(1, 0),
        lambda: chi2_quantile(nan, 3),
        lambda: chi2_quantile(0.5, nan),
    ],
)
def test_what_is_no_probability_is_refused(call: object) -> None:
    assert callable(call)
    with pytest.raises(ValueError):  # noqa: PT011
        call()


def test_next_to_nothing_is_no_error() -> None:
    assert gamma_cdf(5e-324, 20.0) == 0.0
    assert chi2_quantile(1e-320, 40.0) >= 0.0
