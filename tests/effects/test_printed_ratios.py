"""A ratio as it is printed has two figures at least: 0.0033 is not 0.00."""

from __future__ import annotations

from math import floor, log10

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli.screens.facts.effect import shown
from ketacli.stats.estimate import RATIOS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0033, "0.0033"), (0.00334, "0.0033"), (0.05, "0.050"), (0.0996, "0.100"), (0.1, "0.10"), (0.5, "0.50"),
        (1.354, "1.35"), (1234.5, "1,234.50"), (0.0, "0.00"),
    ],
)  # fmt: skip
def test_two_figures_at_least(value: float, text: str) -> None:
    assert [shown(measure, value) for measure in RATIOS] == [text] * len(RATIOS)


@settings(deadline=None, max_examples=500)
@given(value=st.floats(1e-12, 1e6), measure=st.sampled_from(RATIOS))
def test_a_printed_ratio_is_near_the_ratio(value: float, measure: str) -> None:
    text = shown(measure, value).replace(",", "")
    assert len(text.replace(".", "").lstrip("0")) >= 2
    step = 10.0 ** (floor(log10(value)) - 1)
    assert abs(float(text) - value) <= max(min(step, 0.01), 0.0) * 0.5001


@pytest.mark.parametrize(("measure", "text"), [("MD", "0.00"), ("SMD", "0.00"), ("RD", "0.3")])
def test_differences_keep_their_decimals(measure: str, text: str) -> None:
    assert shown(measure, 0.0033) == text
