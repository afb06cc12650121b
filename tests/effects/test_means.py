"""Means against scipy and statsmodels."""

from __future__ import annotations

import math
from math import inf, sqrt
from random import Random

import numpy as np
import pytest
from scipy import special, stats
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW, ttost_paired

from ketacli.stats.distributions import critical
from ketacli.stats.means import (
    Mean,
    combined,
    correction,
    mean_difference,
    paired_mean_difference,
    paired_standardised_difference,
    pooled_sd,
    sd_from_interval,
    sd_from_se,
    smd_from_f,
    smd_from_interval,
    smd_from_p,
    smd_from_t,
    standardised_mean_difference,
)
from tests.effects.agreement import CLOSED, near
from tests.effects.samples import LEVELS, Summary, means

PAIRS = means(600, seed=17)
CASES = [(pair, LEVELS[at % len(LEVELS)]) for at, pair in enumerate(PAIRS)]


def described(summary: Summary) -> DescrStatsW:
    """Two weighted points that have this mean, standard deviation and n."""
    mean, sd, n = summary
    apart = sd * sqrt((n - 1) / n)
    return DescrStatsW(np.array([mean - apart, mean + apart]), weights=np.array([n / 2, n / 2]))


def test_there_are_extreme_means_among_them() -> None:
    assert len(PAIRS) >= 500
    sizes = [arm[2] for pair in PAIRS for arm in pair]
    assert min(sizes) == 2
    assert max(sizes) > 1e6


def test_mean_differences_with_welchs_interval() -> None:
    for (arm, control), level in CASES:
        found = mean_difference(Mean(*arm), Mean(*control), level)
        compared = CompareMeans(described(arm), described(control))
        lower, upper = compared.tconfint_diff(alpha=1 - level, usevar="unequal")
        size = 1e-12 * max(abs(arm[0]), abs(control[0]))
        assert near(found.value, arm[0] - control[0], 1e-15)
        assert found.se is not None
        # Two points about a large mean hold fewer digits of the spread than the summary does.
        lost = 1e-14 * max(abs(arm[0]) / max(arm[1], 1e-300), abs(control[0]) / max(control[1], 1e-300), 1.0)
        if max(abs(arm[0]), abs(control[0])) < 1e6 * found.se:
            assert near(found.lower, float(lower), max(CLOSED, lost), size), (arm, control, level)
            assert near(found.upper, float(upper), max(CLOSED, lost), size), (arm, control, level)


def test_welchs_t_and_p() -> None:
    """The same test statistic and p as scipy's Welch test from the summaries."""
    for arm, control in PAIRS:
        found = mean_difference(Mean(*arm), Mean(*control))
        expected = stats.ttest_ind_from_stats(*arm, *control, equal_var=False)
        assert found.se is not None
        assert near(found.value / found.se, float(expected.statistic), CLOSED), (arm, control)


def test_raw_data_give_the_same_intervals() -> None:
    random = Random(4)
    for _ in range(40):
        raw = [np.array([random.gauss(3, 2) for _ in range(random.randint(2, 60))]) for _ in range(2)]
        arm, control = (Mean(float(x.mean()), float(x.std(ddof=1)), len(x)) for x in raw)
        found = mean_difference(arm, control)
        expected = stats.ttest_ind(raw[0], raw[1], equal_var=False).confidence_interval(0.95)
        assert (found.lower, found.upper) == pytest.approx((float(expected.low), float(expected.high)), rel=1e-9)


def test_the_exact_correction() -> None:
    """J is what a noncentral t, whose mean is its noncentrality over J, has to be multiplied by."""
    for df in (2.0, 2.5, 3.0, 5.0, 18.0, 39.0, 40.5, 41.0, 100.0, 1e4, 1e6):
        assert correction(df) == pytest.approx(1 / float(stats.nct.mean(df, 1.0)), rel=1e-9)
        assert correction(df) == pytest.approx(float(special.poch((df - 1) / 2, 0.5)) / sqrt(df / 2), rel=1e-9)
    # With 2 degrees of freedom it is 1 over the root of pi; with very many 1 less 3 over 4 times their number.
    assert correction(2) == pytest.approx(1 / sqrt(math.pi), rel=1e-14)
    assert 1 - correction(1e9) == pytest.approx(0.75e-9, rel=1e-6)


def test_hedges_g() -> None:
    for (arm, control), level in CASES:
        if pooled_sd(Mean(*arm), Mean(*control)) == 0:
            continue
        found = standardised_mean_difference(Mean(*arm), Mean(*control), level)
        n, m = arm[2], control[2]
        # statsmodels has the usual approximation of J; taken out again it leaves Cohen's d.
        g, _ = effectsize_smd(*arm, *control)
        d = float(g) / (1 - 3 / (4 * (n + m) - 9))
        expected = d / float(stats.nct.mean(n + m - 2, 1.0)) if n + m < 1e4 else d * (1 - 3 / (4 * (n + m - 2) - 1))
        assert near(found.value, expected, CLOSED), (arm, control)
        se = sqrt(1 / n + 1 / m + expected**2 / (2 * (n + m)))
        half = float(stats.norm.isf((1 - level) / 2)) * se
        assert found.se is not None
        assert near(found.se, se, CLOSED)
        assert near(found.lower, expected - half, CLOSED, 1e-9), (arm, control)
        assert near(found.upper, expected + half, CLOSED, 1e-9), (arm, control)


def test_g_from_t_f_and_p_of_the_same_data() -> None:
    """Student's test of the same summaries, by scipy, leads to the same g."""
    for arm, control in PAIRS:
        if pooled_sd(Mean(*arm), Mean(*control)) == 0:
            continue
        n, m = arm[2], control[2]
        direct = standardised_mean_difference(Mean(*arm), Mean(*control))
        test = stats.ttest_ind_from_stats(*arm, *control, equal_var=True)
        t, p = float(test.statistic), float(test.pvalue)
        assert near(smd_from_t(t, n, m).value, direct.value, CLOSED)
        assert near(smd_from_f(t * t, n, m, t > 0).value, direct.value, CLOSED)
        assert smd_from_t(t, n, m).note == "from the t statistic"
        # Far out in the tail scipy's p is good for its own logarithm only, and near 1 it has no digits of t.
        if 1e-250 < p < 0.99:
            assert near(smd_from_p(p, n, m, t > 0).value, direct.value, 1e-6), (arm, control, p)


def test_g_from_the_interval_of_the_difference() -> None:
    for level in LEVELS:
        for arm, control in PAIRS[5:205]:
            n, m = arm[2], control[2]
            sd = pooled_sd(Mean(*arm), Mean(*control))
            half = critical(level, n + m - 2) * sd * sqrt(1 / n + 1 / m)
            d = arm[0] - control[0]
            if sd and abs(d) < 1e6 * half:
                found = smd_from_interval(d - half, d + half, n, m, interval_level=level)
                direct = standardised_mean_difference(Mean(*arm), Mean(*control))
                assert near(found.value, direct.value, CLOSED, 1e-9)
                assert found.se is not None
                assert direct.se is not None
                assert near(found.se, direct.se, CLOSED)


def test_paired_differences_from_raw_pairs() -> None:
    random = Random(9)
    for _ in range(30):
        n = random.randint(3, 40)
        first = np.array([random.gauss(20, 5) for _ in range(n)])
        second = first * random.uniform(-1, 1) + np.array([random.gauss(10, 3) for _ in range(n)])
        r = float(np.corrcoef(first, second)[0, 1])
        arm, control = (Mean(float(x.mean()), float(x.std(ddof=1)), n) for x in (first, second))
        found = paired_mean_difference(arm, control, r)
        expected = stats.ttest_rel(first, second).confidence_interval(0.95)
        assert (found.lower, found.upper) == pytest.approx((float(expected.low), float(expected.high)), rel=1e-9)
        other = ttost_paired(first, second, found.lower, found.upper)
        assert float(other[0]) == pytest.approx(0.025, rel=1e-6)
        standard = paired_standardised_difference(arm, control, r)
        g = (arm.mean - control.mean) / control.sd / float(stats.nct.mean(n - 1, 1.0))
        assert standard.value == pytest.approx(g, rel=1e-9)
        assert standard.se == pytest.approx(sqrt(2 * (1 - r) / n + g * g / (2 * n)), rel=1e-9)


def test_standard_deviations_from_errors_and_intervals() -> None:
    random = Random(12)
    for _ in range(50):
        x = np.array([random.gauss(7, 4) for _ in range(random.randint(2, 80))])
        level = random.choice(LEVELS)
        sd = float(x.std(ddof=1))
        assert sd_from_se(float(stats.sem(x)), len(x)) == pytest.approx(sd, rel=1e-12)
        low, high = stats.t.interval(level, len(x) - 1, loc=x.mean(), scale=stats.sem(x))
        assert sd_from_interval(float(low), float(high), len(x), level) == pytest.approx(sd, rel=1e-9)


def test_groups_combined_are_the_raw_data_of_all() -> None:
    random = Random(2)
    for _ in range(60):
        unit = 10 ** random.uniform(-5, 5)
        raw = [
            np.array([unit * random.gauss(random.choice((-3, 0, 9)), 2) for _ in range(random.randint(2, 30))])
            for _ in range(random.randint(1, 5))
        ]
        found = combined([Mean(float(x.mean()), float(x.std(ddof=1)), len(x)) for x in raw])
        together = np.concatenate(raw)
        assert found.n == len(together)
        assert found.mean == pytest.approx(float(together.mean()), rel=1e-9, abs=1e-12 * unit)
        assert found.sd == pytest.approx(float(together.std(ddof=1)), rel=1e-9)


def test_n_of_two_is_the_least() -> None:
    assert mean_difference(Mean(1, 1, 2), Mean(0, 1, 2)).upper < inf
    for n in (1.0, 1.99, 0.0, -3.0):
        with pytest.raises(ValueError, match="n "):
            mean_difference(Mean(1, 1, n), Mean(0, 1, 20))
