"""What holds for every pair of means, and for published effects."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ketacli.stats.distributions import critical, normal_cdf
from ketacli.stats.estimate import RATIOS, Estimate
from ketacli.stats.means import (
    Mean,
    combined,
    mean_difference,
    paired_mean_difference,
    paired_standardised_difference,
    standardised_mean_difference,
)
from ketacli.stats.published import analysis, at_level, from_interval, from_p, from_se, natural
from tests.effects.strategies import levels, means

ALL = settings(max_examples=80, deadline=None)
correlations = st.floats(-1, 0.99)
measures = st.sampled_from(("RD", "RR", "OR", "HR", "MD", "SMD"))


def every(arm: Mean, control: Mean, r: float, level: float) -> list[Estimate]:
    found = [mean_difference(arm, control, level), standardised_mean_difference(arm, control, level)]
    same = control._replace(n=arm.n)
    if arm.n > 2:
        found.append(paired_standardised_difference(arm, same, r, level))
    if not (arm.sd == control.sd and r > 0.98):
        found.append(paired_mean_difference(arm, same, r, level))
    return found


@ALL
@given(means(), means(), levels)
def test_swapped_arms(arm: Mean, control: Mean, level: float) -> None:
    for effect in (mean_difference, standardised_mean_difference):
        one, other = effect(arm, control, level), effect(control, arm, level)
        assert other.value == -one.value
        assert other.lower == pytest.approx(-one.upper, rel=1e-9, abs=1e-9)
        assert other.upper == pytest.approx(-one.lower, rel=1e-9, abs=1e-9)
        assert other.se == pytest.approx(one.se, rel=1e-12)


@ALL
@given(means(), means(), correlations, levels, levels)
def test_intervals_contain_the_estimate_and_grow_with_the_level(
    arm: Mean, control: Mean, r: float, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    for narrow, wide in zip(every(arm, control, r, low), every(arm, control, r, high), strict=True):
        assert narrow.lower <= narrow.value <= narrow.upper
        slack = 1e-12 * max(1.0, abs(narrow.lower), abs(narrow.upper))
        assert wide.lower <= narrow.lower + slack
        assert wide.upper >= narrow.upper - slack


@ALL
@given(means(), means(), st.floats(1e-9, 1e9), st.floats(-100, 100))
def test_units(arm: Mean, control: Mean, unit: float, shift: float) -> None:
    """A mean difference scales with the unit; a standardised one does not know of it, nor of the zero point."""
    scaled = [Mean(each.mean * unit, each.sd * unit, each.n) for each in (arm, control)]
    moved = [each._replace(mean=each.mean + shift) for each in (arm, control)]
    raw, other = mean_difference(arm, control), mean_difference(scaled[0], scaled[1])
    size = unit * 1e-9
    assert other.value == pytest.approx(raw.value * unit, rel=1e-9, abs=size)
    assert other.lower == pytest.approx(raw.lower * unit, rel=1e-9, abs=size)
    assert other.upper == pytest.approx(raw.upper * unit, rel=1e-9, abs=size)
    g = standardised_mean_difference(arm, control)
    for each in (scaled, moved):
        again = standardised_mean_difference(each[0], each[1])
        assert again.value == pytest.approx(g.value, rel=1e-6, abs=1e-6)
        assert again.se == pytest.approx(g.se, rel=1e-6)


@ALL
@given(st.lists(means(), min_size=2, max_size=5))
def test_combined_groups(groups: list[Mean]) -> None:
    """One after the other or all at once, in any order; the mean lies among the means."""
    together = combined(groups)
    stepwise = groups[0]
    for group in groups[1:]:
        stepwise = combined([stepwise, group])
    for other in (stepwise, combined(groups[::-1])):
        assert other.n == together.n
        assert other.mean == pytest.approx(together.mean, rel=1e-9, abs=1e-9)
        assert other.sd == pytest.approx(together.sd, rel=1e-9)
    assert min(each.mean for each in groups) - 1e-9 <= together.mean <= max(each.mean for each in groups) + 1e-9
    assert combined(groups[:1]) == pytest.approx(groups[0], rel=1e-12)


@ALL
@given(measures, st.floats(0.05, 20), st.floats(0.01, 3), levels, levels)
def test_a_published_interval_comes_back(measure: str, value: float, se: float, level: float, other: float) -> None:
    given_interval = from_se(measure, value, se, level)
    found = from_interval(measure, value, given_interval.lower, given_interval.upper, level)
    assert found.se == pytest.approx(se, rel=1e-9)
    again = at_level(at_level(found, other), level)
    assert (again.lower, again.upper) == pytest.approx((given_interval.lower, given_interval.upper), rel=1e-7, abs=1e-9)
    assert again.method == "interval"
    wide, narrow = (at_level(found, each) for each in (max(level, other), min(level, other)))
    assert wide.lower <= narrow.lower + 1e-12
    assert narrow.upper <= wide.upper * (1 + 1e-12) + 1e-12


@ALL
@given(measures, st.floats(0.05, 20), st.floats(0.01, 3))
def test_a_published_p_gives_its_error_back(measure: str, value: float, se: float) -> None:
    y = log(value) if measure in RATIOS else value
    p = 2 * normal_cdf(-abs(y) / se)
    assume(1e-300 < p < 0.999)
    found = from_p(measure, value, p)
    assert found.se == pytest.approx(se, rel=1e-6)
    assert found.method == "p"
    assert found.lower <= value <= found.upper


@ALL
@given(measures, st.floats(1e-300, 1e300))
def test_scales(measure: str, value: float) -> None:
    assert natural(measure, analysis(measure, value)) == pytest.approx(value, rel=1e-12)


@ALL
@given(means(), means())
def test_welch_is_never_narrower_than_the_normal_interval(arm: Mean, control: Mean) -> None:
    found = mean_difference(arm, control)
    assert found.se is not None
    assert found.upper - found.value >= critical(0.95) * found.se * (1 - 1e-9) - 1e-9
