"""Doses in words: what stands next to what decides what is understood."""

from __future__ import annotations

from typing import Any

import pytest

from ketacli.records.base import Dose
from ketacli.records.doses import given
from ketacli.records.wording import TIE
from ketacli.screens.trials import given_arms


def dose(**values: Any) -> Dose:
    """A dose with the fields given."""
    made = Dose.__new__(Dose)
    made.__dict__.update(values)
    return made


START = dose(low=0.5, high=1, unit="mg/kg", when="usual start, raised if needed")
FIRST = dose(low=56, unit="mg", when="day 1")
LATER = dose(steps=(56, 84), unit="mg", when="from day 4, then fixed")
AGAIN = dose(absent="not-applicable", per="repeat", when="half or all of the first dose again, as needed")


@pytest.mark.parametrize(
    ("doses", "delivery", "words"),
    [
        ((START,), "IV over 40 to 60 min", "0.5 to 1 mg/kg IV over 40 to 60 min (usual start, raised if needed)"),
        ((START,), "", "0.5 to 1 mg/kg (usual start, raised if needed)"),
        ((FIRST, LATER), "intranasal", "intranasal: 56 mg (day 1); 56 or 84 mg (from day 4, then fixed)"),
        ((AGAIN,), "", "repeat dose: half or all of the first dose again, as needed"),
        ((AGAIN,), "IV over 1 min", "repeat dose IV over 1 min: half or all of the first dose again, as needed"),
        (
            (dose(absent="not-found", when="highest dose reached"),),
            "oral",
            "dose not found oral (highest dose reached)",
        ),
        ((dose(low=120, unit="mg", per="day"),), "oral", "120 mg a day oral"),
        ((), "IV", ""),
    ],
)
def test_route_and_duration_follow_the_dose_and_the_occasion_follows_them(
    doses: tuple[Dose, ...], delivery: str, words: str
) -> None:
    assert given(doses, delivery).replace(TIE, " ") == words


@pytest.mark.parametrize(
    ("arms", "words"),
    [
        (
            [(dose(low=0.2, unit="mg/kg", when="day 1"),), (dose(low=0.4, unit="mg/kg", when="day 1"),)],
            "0.2 mg/kg or 0.4 mg/kg IV over 40 min (day 1)",
        ),
        (
            [(dose(low=56, unit="mg"),), (FIRST, LATER)],
            "IV over 40 min: 56 mg; or 56 mg (day 1), 56 or 84 mg (from day 4, then fixed)",
        ),
        ([(START,)], "0.5 to 1 mg/kg IV over 40 min (usual start, raised if needed)"),
        ([], "IV over 40 min"),
    ],
)
def test_arms_that_differ_in_dose_alone_are_told_together(arms: list[tuple[Dose, ...]], words: str) -> None:
    assert given_arms(arms, "IV over 40 min").replace(TIE, " ") == words
