"""Impossible input is a ValueError or a refusal in words, never another error, and no answer holds a NaN."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, isnan, nan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli.stats import baseline, distributions, means, nnt, pooling, proportions, published
from ketacli.stats.estimate import Estimate, Refusal
from ketacli.stats.means import Mean
from ketacli.stats.pooling import Study

ALL = settings(max_examples=150, deadline=None)
EXTREMES = (
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    2.0,
    1e-320,
    1e-300,
    1e-160,
    1e-17,
    1e-6,
    1e12,
    1e13,
    1e40,
    1e154,
    1e200,
    1e308,
    inf,
    -inf,
    nan,
)
wild = st.one_of(
    st.sampled_from(EXTREMES),
    st.floats(),
    st.floats(0, 1),
    st.floats(0, 100),
    st.integers(-3, 50).map(float),
)
people = st.one_of(wild, st.integers(0, 10**400))
"""Also what somebody may type as a count: a whole number too long for a float."""
level = st.one_of(st.floats(0.5, 0.999), wild)
measure = st.sampled_from(("RD", "RR", "OR", "HR", "MD", "SMD"))
LIBRARY_WORDS = ("math domain error", "math range error", "cannot convert", "Result too large", "not in list")


def flat(found: object) -> list[object]:
    if isinstance(found, (tuple, list)):
        return [leaf for each in found for leaf in flat(each)]
    return [found]


def answered(call: Callable[..., object], *given_words: Any) -> None:
    """The call gives numbers, or says in words why not."""
    found, words = None, None
    try:
        found = call(*given_words)
    except Refusal as refused:
        words = refused.reason
    except ValueError as error:
        words = str(error)
    if words is not None:
        assert words, "an error without words"
        assert not any(word in words for word in LIBRARY_WORDS), words
    for leaf in flat(found):
        assert not (isinstance(leaf, float) and isnan(leaf)), found
    if isinstance(found, Estimate):
        assert found.lower <= found.value <= found.upper, found


@ALL
@given(people, people, people, people, level)
def test_proportions(a: float, n: float, c: float, m: float, at: float) -> None:
    for method in (*proportions.DIFFERENCES, "another"):
        answered(proportions.risk_difference, a, n, c, m, at, method)
    for method in (*proportions.RATIO_METHODS, "another"):
        answered(proportions.risk_ratio, a, n, c, m, at, method)
        answered(proportions.odds_ratio, a, n, c, m, at, method)
    answered(proportions.wilson, a, n, at)


shares = st.tuples(st.floats(1e-6, 1e12), st.one_of(st.floats(0, 1), st.sampled_from((0.0, 1.0, 1e-12, 1 - 1e-12))))


@ALL
@given(shares, shares, st.one_of(st.floats(1e-9, 1 - 1e-9), st.sampled_from((1e-9, 1 - 1e-9))))
def test_possible_but_extreme_counts(arm: tuple[float, float], control: tuple[float, float], at: float) -> None:
    table = arm[0] * arm[1], arm[0], control[0] * control[1], control[0]
    for method in proportions.DIFFERENCES:
        answered(proportions.risk_difference, *table, at, method)
    for method in proportions.RATIO_METHODS:
        answered(proportions.risk_ratio, *table, at, method)
        answered(proportions.odds_ratio, *table, at, method)


@ALL
@given(st.lists(wild, min_size=6, max_size=6), wild, level)
def test_means(six: list[float], r: float, at: float) -> None:
    arm, control = Mean(*six[:3]), Mean(*six[3:])
    answered(means.mean_difference, arm, control, at)
    answered(means.standardised_mean_difference, arm, control, at)
    answered(means.paired_mean_difference, arm, control, r, at)
    answered(means.paired_mean_difference, arm, control._replace(n=arm.n), r, at)
    answered(means.paired_standardised_difference, arm, control._replace(n=arm.n), r, at)
    answered(means.combined, [arm, control])
    answered(means.combined, [arm])
    answered(means.correction, six[0])
    answered(means.sd_from_se, six[0], six[1])
    answered(means.sd_from_interval, six[0], six[1], six[2], at)
    answered(means.difference_se_from_p, six[0], six[1])


possible = st.one_of(st.floats(2, 1e12), st.integers(2, 9).map(float))
anything = st.floats(-1e308, 1e308)


@ALL
@given(anything, anything, st.floats(0, 1e308), st.floats(0, 1e308), possible, possible, st.floats(-1, 1))
def test_possible_but_extreme_means(a: float, b: float, sd: float, other: float, n: float, m: float, r: float) -> None:
    arm, control = Mean(a, sd, n), Mean(b, other, m)
    answered(means.mean_difference, arm, control)
    answered(means.standardised_mean_difference, arm, control)
    answered(means.paired_mean_difference, arm, control._replace(n=n), r)
    answered(means.paired_standardised_difference, arm, control._replace(n=n), r)
    answered(means.combined, [arm, control])
    answered(means.smd_from_t, a, n, m)
    answered(means.smd_from_interval, a, b, n, m)


@ALL
@given(wild, wild, wild, wild, st.booleans(), level, level)
def test_standardised_from_tests(x: float, y: float, n: float, m: float, sign: bool, at: float, other: float) -> None:
    answered(means.smd_from_t, x, n, m, at)
    answered(means.smd_from_f, x, n, m, sign, at)
    answered(means.smd_from_p, x, n, m, sign, at)
    answered(means.smd_from_interval, x, y, n, m, other, at)


@ALL
@given(measure, wild, wild, wild, level, level)
def test_published(name: str, x: float, y: float, z: float, at: float, other: float) -> None:
    for call in (published.from_se, published.from_p):
        answered(call, name, x, y, at)
    answered(published.from_interval, name, x, y, z, at)
    answered(published.from_interval, name, *sorted((x, y, z))[1:2], min(x, y, z), max(x, y, z), at)
    answered(published.analysis, name, x)
    try:
        found = published.from_interval(name, x, y, z, at)
    except (Refusal, ValueError):
        return
    answered(published.at_level, found, other)


@ALL
@given(st.lists(st.tuples(wild, wild), max_size=6), level, st.sampled_from((*pooling.TAU_METHODS, "SJ")))
def test_pooling(pairs: list[tuple[float, float]], at: float, method: str) -> None:
    studies = [Study(str(place), y, se) for place, (y, se) in enumerate(pairs)]
    answered(pooling.pool, studies, at, method)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-1e12, 1e12), st.floats(1e-12, 1e12)), min_size=2, max_size=6),
    st.one_of(st.floats(0.5, 0.999), st.sampled_from((1e-9, 1 - 1e-9))),
    st.sampled_from(pooling.TAU_METHODS),
)
def test_possible_but_extreme_pools(pairs: list[tuple[float, float]], at: float, method: str) -> None:
    studies = [Study(str(place), y, se) for place, (y, se) in enumerate(pairs)]
    answered(pooling.pool, studies, at, method)
    answered(pooling.leave_one_out, studies, at, method)


@ALL
@given(measure, wild, wild, wild, wild, st.sampled_from(("higher", "lower", "neither")))
def test_numbers_needed_and_baselines(name: str, x: float, y: float, z: float, risk: float, better: str) -> None:
    estimate = Estimate(name, x, y, z, 0.95, "wald")
    answered(nnt.number_needed, estimate, better)
    answered(nnt.people, x)
    answered(baseline.rebased, estimate, risk)
    in_order = sorted((x, y, z))
    answered(baseline.rebased, Estimate(name, in_order[1], in_order[0], in_order[2], 0.95, "wald"), risk)


@ALL
@given(wild, wild)
def test_distributions(x: float, df: float) -> None:
    for one in (distributions.normal_cdf, distributions.normal_quantile):
        answered(one, x)
    for two in (distributions.t_cdf, distributions.t_quantile):
        answered(two, x, df)
    if not df > 1e5:
        # More degrees of freedom than there will ever be studies take long.
        answered(distributions.chi2_sf, x, df)
        answered(distributions.chi2_quantile, x, df)


@pytest.mark.parametrize(
    ("events", "n"),
    [
        (5, 4),
        (-1, 4),
        (0, 0),
        (1, -4),
        (nan, 4),
        (1, nan),
        (1, inf),
        (inf, inf),
        (1, 10**400),
        (10**400, 10**400),
        (1e-9, 3),
    ],
)
def test_impossible_counts(events: float, n: float) -> None:
    for table in ((events, n, 1, 3), (1, 3, events, n)):
        for effect in (proportions.risk_difference, proportions.risk_ratio, proportions.odds_ratio):
            with pytest.raises(ValueError, match="events in"):
                effect(*table)


@pytest.mark.parametrize("at", [0, 1, -0.95, 95, nan, inf, 1 - 1e-17, 1e-17])
def test_impossible_levels(at: float) -> None:
    calls: list[Callable[[], object]] = [
        lambda: proportions.risk_difference(1, 3, 2, 4, at),
        lambda: proportions.risk_ratio(1, 3, 2, 4, at),
        lambda: proportions.odds_ratio(1, 3, 2, 4, at),
        lambda: means.mean_difference(Mean(1, 1, 3), Mean(0, 1, 3), at),
        lambda: means.standardised_mean_difference(Mean(1, 1, 3), Mean(0, 1, 3), at),
        lambda: published.from_se("MD", 1, 1, at),
        lambda: published.from_interval("MD", 1, 0, 2, at),
        lambda: pooling.pool([Study("a", 1, 1), Study("b", 0, 1)], at),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="confidence level lies between 0 and 1"):
            call()


def test_refusals_say_why_and_what_to_do() -> None:
    with pytest.raises(Refusal) as refused:
        means.paired_mean_difference(Mean(1, 1, 9), Mean(0, 1, 9), None)
    assert refused.value.code == "no-correlation"
    assert "correlation" in refused.value.reason
    assert "--correlation" in refused.value.instead
    with pytest.raises(Refusal) as refused:
        published.from_interval("RR", 1.2, 0, 4)
    assert refused.value.code == "no-error"
    with pytest.raises(Refusal):
        published.from_p("OR", 1.0, 0.3)
    with pytest.raises(Refusal):
        published.at_level(Estimate("RD", 0, 0, 0, 0.95, "newcombe"), 0.9)


def test_what_belongs_to_another_measure_is_refused() -> None:
    ratio = proportions.risk_ratio(3, 10, 2, 11)
    with pytest.raises(ValueError, match="comes from a risk difference"):
        nnt.number_needed(ratio, "higher")
    with pytest.raises(ValueError, match="a risk ratio or an odds ratio"):
        baseline.rebased(proportions.risk_difference(3, 10, 2, 11), 0.2)
