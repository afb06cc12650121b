"""What holds for every pool."""

from __future__ import annotations

from math import exp, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli.stats.estimate import Refusal
from ketacli.stats.pooling import TAU_METHODS, Pooling, Study, pool
from tests.effects.strategies import levels, pools

ALL = settings(max_examples=40, deadline=None)
methods = st.sampled_from(TAU_METHODS)


def intervals(found: Pooling) -> list[tuple[float, float, float]]:
    return [
        (each.lower, each.value, each.upper)
        for each in (found.common, found.random, found.hartung_knapp, found.hartung_knapp_plain)
    ]


@ALL
@given(pools(), methods, levels)
def test_means_weights_and_limits(studies: list[Study], method: str, level: float) -> None:
    found = pool(studies, level, method)
    lowest, highest = min(each.y for each in studies), max(each.y for each in studies)
    for lower, value, upper in intervals(found):
        assert lowest - 1e-12 <= value <= highest + 1e-12
        assert lower <= value <= upper
    for weights in (found.weights, found.common_weights):
        assert sum(weights) == pytest.approx(1, rel=1e-12)
        assert all(weight > 0 for weight in weights)
    assert found.hartung_knapp.value == found.random.value
    # Of the same tau: the floored interval is never narrower than z, nor than the one without a floor.
    width = found.hartung_knapp.upper - found.hartung_knapp.lower
    assert width >= (found.random.upper - found.random.lower) * (1 - 1e-12)
    assert width >= (found.hartung_knapp_plain.upper - found.hartung_knapp_plain.lower) * (1 - 1e-12)
    assert found.common.se <= found.random.se * (1 + 1e-12)
    spread = found.heterogeneity
    assert 0 <= spread.tau2_lower <= spread.tau2_upper
    assert 0 <= spread.i2_lower <= spread.i2_upper <= 100
    assert 0 <= spread.i2 <= 100
    assert spread.h2 >= 1
    assert 0 <= spread.p <= 1
    assert (found.prediction is not None) == (len(studies) >= 5)
    if found.prediction is not None:
        for each in (found.random, found.hartung_knapp):
            assert found.prediction.lower <= each.lower
            assert found.prediction.upper >= each.upper


@ALL
@given(pools(), methods, st.randoms(use_true_random=False))
def test_order_does_not_matter(studies: list[Study], method: str, random: object) -> None:
    mixed = list(studies)
    getattr(random, "shuffle")(mixed)  # noqa: B009
    one, other = pool(studies, tau_method=method), pool(mixed, tau_method=method)
    assert other.heterogeneity == pytest.approx(one.heterogeneity, rel=1e-6, abs=1e-9)
    for left, right in zip(intervals(one), intervals(other), strict=True):
        assert right == pytest.approx(left, rel=1e-6, abs=1e-6)
    by_label = dict(zip((each.label for each in studies), one.weights, strict=True))
    assert list(other.weights) == pytest.approx([by_label[each.label] for each in mixed], rel=1e-6)


@ALL
@given(pools(), methods, levels, levels)
def test_a_wider_level_never_narrows(studies: list[Study], method: str, one: float, other: float) -> None:
    narrow, wide = (pool(studies, level, method) for level in sorted((one, other)))
    for (low, _, high), (lower, _, higher) in zip(intervals(narrow), intervals(wide), strict=True):
        assert lower <= low + 1e-9
        assert higher >= high - 1e-9
    assert wide.heterogeneity.tau2_lower <= narrow.heterogeneity.tau2_lower * (1 + 1e-9) + 1e-9
    assert wide.heterogeneity.tau2_upper >= narrow.heterogeneity.tau2_upper * (1 - 1e-9) - 1e-9
    if narrow.prediction is not None and wide.prediction is not None:
        assert wide.prediction.upper >= narrow.prediction.upper - 1e-9


@ALL
@given(pools(), st.integers(0, 7))
def test_a_study_twice_is_refused(studies: list[Study], at: int) -> None:
    again = studies[at % len(studies)]
    with pytest.raises(Refusal) as refused:
        pool([*studies, again])
    assert refused.value.code == "twice"
    assert again.label in refused.value.reason


@ALL
@given(st.floats(-5, 5), st.lists(st.floats(0.02, 3), min_size=2, max_size=8), methods)
def test_studies_that_agree_have_no_tau(y: float, errors: list[float], method: str) -> None:
    found = pool([Study(f"study {at}", y, se) for at, se in enumerate(errors)], tau_method=method)
    spread = found.heterogeneity
    assert (spread.tau2, spread.i2) == (0, 0)
    assert spread.q == pytest.approx(0, abs=1e-9)
    assert spread.h2 == 1
    assert found.random[2:] == found.common[2:]
    assert found.weights == found.common_weights
    assert found.random.value == pytest.approx(y, abs=1e-12)


@ALL
@given(pools(), methods, st.floats(1e-4, 1e4), st.floats(-50, 50))
def test_units_and_zero_points(studies: list[Study], method: str, unit: float, shift: float) -> None:
    one = pool(studies, tau_method=method)
    scaled = pool([Study(each.label, each.y * unit, each.se * unit) for each in studies], tau_method=method)
    assert scaled.random.value == pytest.approx(one.random.value * unit, rel=1e-6, abs=1e-6 * unit)
    assert scaled.heterogeneity.tau2 == pytest.approx(one.heterogeneity.tau2 * unit**2, rel=1e-5, abs=1e-7 * unit**2)
    assert scaled.heterogeneity.i2 == pytest.approx(one.heterogeneity.i2, rel=1e-5, abs=1e-4)
    moved = pool([each._replace(y=each.y + shift) for each in studies], tau_method=method)
    assert moved.random.value == pytest.approx(one.random.value + shift, rel=1e-6, abs=1e-6)
    assert moved.heterogeneity.tau2 == pytest.approx(one.heterogeneity.tau2, rel=1e-5, abs=1e-7)


@ALL
@given(pools(), methods)
def test_mirrored_effects(studies: list[Study], method: str) -> None:
    """Swapping the arms of every study flips the pool, and inverts it where it is a ratio."""
    one = pool(studies, tau_method=method)
    other = pool([each._replace(y=-each.y) for each in studies], tau_method=method)
    for (lower, value, upper), mirrored in zip(intervals(one), intervals(other), strict=True):
        assert mirrored == pytest.approx((-upper, -value, -lower), rel=1e-9, abs=1e-9)
        assert log(exp(value) * exp(mirrored[1])) == pytest.approx(0, abs=1e-9)
