"""Miettinen and Nurminen's intervals against the likelihood maximised numerically."""

from __future__ import annotations

from math import exp, log

import pytest
from scipy.optimize import minimize_scalar

from ketacli.stats.proportions import odds_ratio, risk_difference, risk_ratio
from tests.effects import likelihood
from tests.effects.agreement import near
from tests.effects.samples import EXTREME, LEVELS, Table, tables

TABLES = tables(400, seed=11)
CLOSE = 1e-7


@pytest.mark.parametrize("level", LEVELS)
def test_differences(level: float) -> None:
    for table in TABLES[:: 1 if level == 0.95 else 4]:
        found = risk_difference(*table, level=level)
        lower, upper = likelihood.difference_limits(table, level)
        assert near(found.lower, lower, CLOSE), (table, found, lower)
        assert near(found.upper, upper, CLOSE), (table, found, upper)


@pytest.mark.parametrize("level", LEVELS)
def test_risk_ratios(level: float) -> None:
    for table in TABLES[:: 1 if level == 0.95 else 4]:
        if table[0] or table[2]:
            found = risk_ratio(*table, level=level, method="score")
            lower, upper = likelihood.ratio_limits(table, level)
            assert near(found.lower, lower, CLOSE), (table, found, lower)
            assert near(found.upper, upper, CLOSE), (table, found, upper)


def told(table: Table) -> bool:
    """Whether a table tells anything of a ratio of odds."""
    return 0 < table[0] + table[2] < table[1] + table[3]


@pytest.mark.parametrize("level", LEVELS)
def test_odds_ratios(level: float) -> None:
    for table in TABLES[:: 1 if level == 0.95 else 4]:
        if told(table):
            found = odds_ratio(*table, level=level, method="score")
            lower, upper = likelihood.ratio_limits(table, level, odds=True)
            assert near(found.lower, lower, CLOSE), (table, found, lower)
            assert near(found.upper, upper, CLOSE), (table, found, upper)


def test_fractional_counts() -> None:
    for table in ((3.5, 10.25, 2.0, 7.5), (0.0, 4.5, 1 / 3, 2.2), (5.5, 5.5, 0.5, 60.0), (0.2, 0.7, 0.1, 0.6)):
        found = risk_difference(*table)
        assert (found.lower, found.upper) == pytest.approx(likelihood.difference_limits(table, 0.95), rel=CLOSE)
        ratio = odds_ratio(*table, method="score")
        assert (ratio.lower, ratio.upper) == pytest.approx(likelihood.ratio_limits(table, 0.95, True), rel=CLOSE)


def test_the_oracle_finds_the_greatest_likelihood() -> None:
    """A general minimiser, which knows no slope, never finds a likelier pair of risks."""
    for table in (*EXTREME, *TABLES[22:60]):
        for delta in (-0.9, -0.3, -1e-3, 0.0, 0.02, 0.5):
            risks = likelihood.with_difference(table, delta)
            bounds = max(0.0, -delta), min(1.0, 1 - delta)

            def loss(p: float, table: Table = table, delta: float = delta) -> float:
                return -likelihood.log_likelihood(table, (min(max(p + delta, 0.0), 1.0), p))

            rival = float(minimize_scalar(loss, bounds=bounds, method="bounded").fun)
            assert -likelihood.log_likelihood(table, risks) <= rival + 1e-9 * max(1.0, abs(rival))
        for ratio in (1e-3, 0.4, 1.0, 3.0, 500.0):
            pairs = [(likelihood.with_ratio(table, ratio), min(1.0, 1 / ratio), ratio)]
            for risks, top, factor in pairs:

                def missed(p: float, table: Table = table, factor: float = factor) -> float:
                    return -likelihood.log_likelihood(table, (min(p * factor, 1.0), p))

                rival = float(minimize_scalar(missed, bounds=(0.0, top), method="bounded").fun)
                assert -likelihood.log_likelihood(table, risks) <= rival + 1e-9 * max(1.0, abs(rival))
            if told(table):
                p1, q1, p2, q2 = likelihood.with_odds_ratio(table, ratio)
                assert log(p1 / q1) - log(p2 / q2) == pytest.approx(log(ratio), abs=1e-9)
                best = likelihood.log_likelihood(table, (p1, p2))
                for step in (-1e-3, 1e-3):
                    moved = [1 / (1 + exp(-(log(p / q) + step))) for p, q in ((p1, q1), (p2, q2))]
                    assert likelihood.log_likelihood(table, (moved[0], moved[1])) <= best + 1e-9 * max(1, abs(best))


def test_the_limits_are_where_the_statistic_meets_the_critical_value() -> None:
    """Also without any search: the numeric statistic at the limits that the program gives is z."""
    for table in ((4, 8, 0, 7), (108, 195, 70, 170), (1, 30, 9, 31), (17, 20, 11, 24)):
        found = risk_difference(*table)
        assert likelihood.difference_statistic(table, found.lower) == pytest.approx(1.959963984540054, rel=1e-9)
        assert likelihood.difference_statistic(table, found.upper) == pytest.approx(-1.959963984540054, rel=1e-9)
