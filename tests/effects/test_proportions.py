"""Two proportions against statsmodels, over hundreds of tables."""

from __future__ import annotations

from math import isinf, log

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from ketacli.stats.estimate import Refusal
from ketacli.stats.proportions import ADDED, counts_of, odds_ratio, risk_difference, risk_ratio, wilson
from tests.effects.agreement import CLOSED, near
from tests.effects.samples import LEVELS, tables

TABLES = tables(600, seed=3, largest=1e6)
CASES = [(table, LEVELS[at % len(LEVELS)]) for at, table in enumerate(TABLES)] + [(each, 0.95) for each in TABLES]


def test_there_are_extreme_tables_among_them() -> None:
    assert len(TABLES) >= 500
    assert sum(a in (0, n) or c in (0, m) for a, n, c, m in TABLES) > 100
    assert min(min(n, m) for _, n, _, m in TABLES) == 1
    assert max(max(n, m) for _, n, _, m in TABLES) > 500_000


@pytest.mark.parametrize(
    ("percent", "n", "digits", "counts"),
    [(55.4, 195, 1, (108,)), (41.2, 170, 1, (70,)), (0, 10, 0, (0,)), (0, 250, 0, (0, 1)), (100, 7, 0, (7,)),
     (50, 7, 0, ()), (51, 251, 0, (127, 128)), (12.5, 8, 1, (1,)), (12, 8, 0, (1,)), (13, 8, 0, (1,))],
)  # fmt: skip
def test_counts_that_a_printed_percentage_can_be_of(percent: float, n: int, digits: int, counts: tuple[int]) -> None:
    assert counts_of(percent, n, digits) == counts


def test_every_count_is_among_those_of_its_own_percentage() -> None:
    for n in (1, 7, 33, 101, 346):
        for digits in (0, 1, 2):
            for events in range(n + 1):
                found = counts_of(round(100 * events / n, digits), n, digits)
                assert events in found or (len(found) == 2 and found[0] <= events)


def test_wilson_interval_of_one_proportion() -> None:
    for (a, n, _, _), level in CASES:
        expected = proportion_confint(a, n, alpha=1 - level, method="wilson")
        assert all(near(x, float(y), CLOSED) for x, y in zip(wilson(a, n, level), expected, strict=True)), (a, n)


@pytest.mark.parametrize(("ours", "theirs"), [("newcombe", "newcomb"), ("wald", "wald")])
def test_risk_differences(ours: str, theirs: str) -> None:
    for table, level in CASES:
        a, n, c, m = table
        lower, upper = confint_proportions_2indep(a, n, c, m, method=theirs, compare="diff", alpha=1 - level)
        found = risk_difference(*table, level=level, method=ours)
        assert found.value == a / n - c / m
        assert near(found.lower, float(lower), CLOSED), (table, level, found)
        assert near(found.upper, float(upper), CLOSED), (table, level, found)


def cells(table: tuple[int, int, int, int], added: float) -> Table2x2:
    a, n, c, m = table
    return Table2x2(np.array([[a, n - a], [c, m - c]], dtype=float) + added, shift_zeros=False)


def test_risk_ratios() -> None:
    """A half is added only where the logarithm or its error would have no value."""
    for table, level in CASES:
        a, n, c, m = table
        if a == c == 0:
            with pytest.raises(Refusal, match="neither group has an event"):
                risk_ratio(*table, level=level)
            continue
        undefined = a == 0 or c == 0 or (a == n and c == m)
        expected = cells(table, 0.5 if undefined else 0.0)
        found = risk_ratio(*table, level=level)
        lower, upper = expected.riskratio_confint(alpha=1 - level)
        assert found.note == (ADDED if undefined else None), table
        assert near(found.value, float(expected.riskratio), CLOSED), (table, found)
        assert found.se is not None
        assert near(found.se, float(expected.log_riskratio_se), CLOSED), (table, found)
        assert near(found.lower, float(lower), CLOSED), (table, found)
        assert near(found.upper, float(upper), CLOSED), (table, found)


def test_odds_ratios() -> None:
    """A half is added to each cell when any is zero."""
    for table, level in CASES:
        a, n, c, m = table
        if a + c in (0, n + m):
            with pytest.raises(Refusal, match="say nothing of a ratio of odds"):
                odds_ratio(*table, level=level)
            continue
        zero = 0 in (a, n - a, c, m - c)
        expected = cells(table, 0.5 if zero else 0.0)
        found = odds_ratio(*table, level=level)
        lower, upper = expected.oddsratio_confint(alpha=1 - level)
        assert found.note == (ADDED if zero else None), table
        assert near(found.value, float(expected.oddsratio), CLOSED), (table, found)
        assert found.se is not None
        assert near(found.se, float(expected.log_oddsratio_se), CLOSED), (table, found)
        assert near(found.lower, float(lower), CLOSED), (table, found)
        assert near(found.upper, float(upper), CLOSED), (table, found)


def test_the_error_that_weights_a_difference_is_walds() -> None:
    for table in TABLES:
        a, n, c, m = table
        found = risk_difference(*table)
        if a in (0, n) and c in (0, m):
            assert found.se is None, table
        else:
            assert found.se is not None
            expected = (a / n * (1 - a / n) / n + c / m * (1 - c / m) / m) ** 0.5
            assert near(found.se, expected, 1e-12), table


def test_score_ratios_give_the_plain_ratio() -> None:
    """Also where a half would be added to the other interval, and without bound where a group has no event."""
    for table in TABLES:
        a, n, c, m = table
        if a and c:
            assert near(log(risk_ratio(*table, method="score").value), log(a / n * m / c), 1e-9, 1e-9)
    assert risk_ratio(0, 10, 3, 10, method="score").value == 0
    assert isinf(risk_ratio(3, 10, 0, 10, method="score").value)
