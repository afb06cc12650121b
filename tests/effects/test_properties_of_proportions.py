"""What holds for every two-by-two table."""

from __future__ import annotations

from contextlib import suppress
from math import inf, isfinite

import pytest
from hypothesis import given, settings

from ketacli.stats.baseline import rebased
from ketacli.stats.estimate import Estimate, Refusal, covers_null
from ketacli.stats.nnt import number_needed, people
from ketacli.stats.proportions import ADDED, DIFFERENCES, RATIO_METHODS, odds_ratio, risk_difference, risk_ratio
from tests.effects.strategies import Counts, counts, levels

ALL = settings(max_examples=80, deadline=None)


def ratios(arm: Counts, control: Counts, level: float) -> list[Estimate]:
    """Every ratio that the table tells."""
    found = []
    for ratio in (risk_ratio, odds_ratio):
        for method in RATIO_METHODS:
            with suppress(Refusal):
                found.append(ratio(*arm, *control, level, method))
    return found


def inverse(value: float) -> float:
    return inf if value == 0 else 1 / value


@ALL
@given(counts(), counts(), levels)
def test_swapped_arms(arm: Counts, control: Counts, level: float) -> None:
    for method in DIFFERENCES:
        one, other = (
            risk_difference(*arm, *control, level, method),
            risk_difference(*control, *arm, level, method),
        )
        assert other.value == -one.value
        assert other.lower == pytest.approx(-one.upper, rel=1e-7, abs=1e-12)
        assert other.upper == pytest.approx(-one.lower, rel=1e-7, abs=1e-12)
    pairs = zip(ratios(arm, control, level), ratios(control, arm, level), strict=True)
    for one, other in pairs:
        assert other.value == pytest.approx(inverse(one.value), rel=1e-9)
        assert other.lower == pytest.approx(inverse(one.upper), rel=1e-7)
        assert other.upper == pytest.approx(inverse(one.lower), rel=1e-7)
        assert (other.note, other.measure, other.method) == (one.note, one.measure, one.method)


@ALL
@given(counts(), counts(), levels)
def test_counting_the_others_flips_a_difference(arm: Counts, control: Counts, level: float) -> None:
    """Events and their absence are two names of one table; the odds ratio inverts, too."""
    flipped = (arm[1] - arm[0], arm[1]), (control[1] - control[0], control[1])
    for method in DIFFERENCES:
        one, other = (
            risk_difference(*arm, *control, level, method),
            risk_difference(*flipped[0], *flipped[1], level, method),
        )
        assert other.lower == pytest.approx(-one.upper, rel=1e-6, abs=1e-10)
        assert other.upper == pytest.approx(-one.lower, rel=1e-6, abs=1e-10)
    for method in RATIO_METHODS:
        try:
            one = odds_ratio(*arm, *control, level, method)
        except Refusal:
            continue
        other = odds_ratio(*flipped[0], *flipped[1], level, method)
        assert other.lower == pytest.approx(inverse(one.upper), rel=1e-6)
        assert other.upper == pytest.approx(inverse(one.lower), rel=1e-6)


@ALL
@given(counts(), counts(), levels)
def test_intervals_contain_the_estimate(arm: Counts, control: Counts, level: float) -> None:
    for method in DIFFERENCES:
        found = risk_difference(*arm, *control, level, method)
        assert found.lower <= found.value <= found.upper, method
        assert found.value == arm[0] / arm[1] - control[0] / control[1]
        if method != "wald":
            assert -1 - 1e-12 <= found.lower <= found.upper <= 1 + 1e-12
    for found in ratios(arm, control, level):
        assert 0 <= found.lower <= found.value <= found.upper
        if found.method == "log-wald":
            assert found.lower > 0
            assert isfinite(found.value)


@ALL
@given(counts(), counts(), levels, levels)
def test_a_wider_level_never_narrows(arm: Counts, control: Counts, one: float, other: float) -> None:
    low, high = sorted((one, other))
    pairs = [
        (risk_difference(*arm, *control, low, method), risk_difference(*arm, *control, high, method))
        for method in DIFFERENCES
    ]
    pairs += zip(ratios(arm, control, low), ratios(arm, control, high), strict=True)
    for narrow, wide in pairs:
        slack = 1e-12 * max(1.0, abs(narrow.lower))
        assert wide.lower <= narrow.lower + slack
        assert wide.upper >= narrow.upper * (1 - 1e-12) - 1e-12


@ALL
@given(counts(), counts())
def test_zero_cells_are_handled_and_said(arm: Counts, control: Counts) -> None:
    cells = (arm[0], arm[1] - arm[0], control[0], control[1] - control[0])
    for ratio in (risk_ratio, odds_ratio):
        nobody = cells[0] == cells[2] == 0
        everybody = cells[1] == cells[3] == 0
        if nobody or (everybody and ratio is odds_ratio):
            for method in RATIO_METHODS:
                with pytest.raises(Refusal, match="say nothing") as refused:
                    ratio(*arm, *control, method=method)
                assert refused.value.code == "no-events"
            continue
        found = ratio(*arm, *control)
        if ratio is odds_ratio:
            assert (found.note == ADDED) == (0 in cells)
        else:
            assert (found.note == ADDED) == (0 in (cells[0], cells[2]) or cells[1] == cells[3] == 0)
        assert found.note in (None, ADDED)


@ALL
@given(counts(), counts(), levels)
def test_difference_and_number_needed_agree(arm: Counts, control: Counts, level: float) -> None:
    difference = risk_difference(*arm, *control, level)
    for better, sign in (("higher", 1), ("lower", -1)):
        found = number_needed(difference, better)
        gain, upper, lower = (
            0.0 if abs(each) < 1e-12 else sign * each for each in (difference.value, difference.upper, difference.lower)
        )
        assert found.kind == ("NNTB" if gain > 0 else "NNTH" if gain < 0 else "")
        assert found.value == inverse(abs(gain))
        ends = (upper, lower) if better == "higher" else (lower, upper)
        assert found.through_infinity == (ends[1] < 0 < ends[0])
        for limit, end in zip((found.best, found.worst), ends, strict=True):
            assert limit.value == inverse(abs(end))
            if end:
                assert limit.kind == ("NNTB" if end > 0 else "NNTH")
        assert (found.best.kind, found.worst.kind) != ("NNTH", "NNTB")
        if found.through_infinity:
            assert (found.best.kind, found.worst.kind) == ("NNTB", "NNTH")
            assert covers_null(difference)
        elif found.kind == "NNTB":
            assert found.best.value <= found.value <= found.worst.value
        elif found.kind == "NNTH":
            assert found.worst.value <= found.value <= found.best.value
        assert found.level == level
        if isfinite(found.value):
            assert people(found.value) >= max(1, found.value - 1e-8)
            assert people(found.value) < found.value + 1


@ALL
@given(counts(), counts(), levels)
def test_rebased_at_the_controls_own_risk(arm: Counts, control: Counts, level: float) -> None:
    risk = control[0] / control[1]
    raw = arm[0] / arm[1] - risk
    for ratio in ratios(arm, control, level):
        if not 0 < risk < 1:
            with pytest.raises(ValueError, match="between 0 and 1"):
                rebased(ratio, risk)
            continue
        found = rebased(ratio, risk)
        if ratio.note is None:
            assert found.value == pytest.approx(raw, rel=1e-9, abs=1e-12)
        assert -risk <= found.lower <= found.value <= found.upper <= 1 - risk + 1e-12
        assert found.measure == "RD"
        assert found.level == level


@ALL
@given(counts(), counts())
def test_more_of_the_same_people_narrows(arm: Counts, control: Counts) -> None:
    """Ten times the people with the same risks never give a wider interval."""
    ten = tuple(10 * each for each in (*arm, *control))
    for method in DIFFERENCES:
        small = risk_difference(*arm, *control, method=method)
        large = risk_difference(ten[0], ten[1], ten[2], ten[3], method=method)
        assert large.upper - large.lower <= (small.upper - small.lower) * (1 + 1e-9) + 1e-12
