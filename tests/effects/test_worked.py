"""Worked by hand or printed in the trials' own papers."""

from __future__ import annotations

from math import inf, log, sqrt

import pytest

from ketacli.stats.baseline import rebased
from ketacli.stats.estimate import Estimate, covers_null, null
from ketacli.stats.nnt import Limit, number_needed, people
from ketacli.stats.pooling import Study, pool
from ketacli.stats.proportions import odds_ratio, risk_difference, risk_ratio


def test_elekt_d() -> None:
    """Response 108 of 195 on ketamine against 70 of 170 with ECT: 14.2 per 100, 3.9 to 24.2."""
    found = risk_difference(108, 195, 70, 170)
    assert [round(100 * each, 1) for each in (found.value, found.lower, found.upper)] == [14.2, 3.9, 24.2]
    needed = number_needed(found, "higher")
    assert (needed.kind, people(needed.value), needed.through_infinity) == ("NNTB", 8, False)
    assert (people(needed.best.value), people(needed.worst.value)) == (5, 26)
    assert (needed.best.kind, needed.worst.kind) == ("NNTB", "NNTB")


def test_escape_trd() -> None:
    """Remission 91 of 336 against 60 of 340: 9.4 per 100; odds ratio 1.73, 1.20 to 2.51."""
    assert round(100 * risk_difference(91, 336, 60, 340).value, 1) == 9.4
    found = odds_ratio(91, 336, 60, 340)
    assert [round(each, 2) for each in (found.value, found.lower, found.upper)] == [1.73, 1.20, 2.51]


def test_number_needed_through_infinity() -> None:
    """Altman's form: from NNTB 5 through infinity to NNTH 20."""
    found = number_needed(Estimate("RD", 0.075, -0.05, 0.2, 0.95, "wald"), "higher")
    assert found.through_infinity
    assert (found.best, found.worst) == (Limit("NNTB", 5.0), Limit("NNTH", 20.0))
    turned = number_needed(Estimate("RD", 0.075, -0.05, 0.2, 0.95, "wald"), "lower")
    assert turned.kind == "NNTH"
    assert (turned.best, turned.worst) == (Limit("NNTB", 20.0), Limit("NNTH", 5.0))
    none = number_needed(Estimate("RD", 0.0, 0.0, 0.1, 0.95, "wald"), "higher")
    assert (none.kind, none.value, none.worst.value, none.through_infinity) == ("", inf, inf, False)


def test_whole_people_are_rounded_up() -> None:
    assert [people(each) for each in (7.04, 7.0, 1.0, 6.9999999999, 7.0000000001)] == [8, 7, 1, 7, 7]
    # One over a difference of 0.1 is a hair away from 10.
    assert people(1 / (0.4 - 0.3)) == 10


def test_rebased_risks() -> None:
    """A ratio of 1.5 at 20 in 100: 10 more by the risk ratio; by the odds ratio 27.3 less 20."""
    found = rebased(Estimate("RR", 1.5, 1.0, 2.0, 0.95, "log-wald"), 0.2)
    assert (found.value, found.lower, found.upper) == pytest.approx((0.1, 0.0, 0.2))
    assert found.note is None
    odds = rebased(Estimate("OR", 1.5, 1.0, 2.0, 0.95, "log-wald"), 0.2)
    assert (odds.value, odds.upper) == pytest.approx((3 / 11 - 0.2, 1 / 3 - 0.2))
    held = rebased(Estimate("RR", 1.5, 1.0, 2.0, 0.95, "log-wald"), 0.6)
    assert (held.value, held.upper) == pytest.approx((0.3, 0.4))
    assert held.note == "a risk above 100 in 100 is held there"
    assert rebased(Estimate("OR", inf, 1.0, inf, 0.95, "score"), 0.25).upper == 0.75


def test_a_half_is_added_only_where_the_logarithm_needs_it() -> None:
    """All of one arm: a risk ratio is defined, an odds ratio is not."""
    assert risk_ratio(10, 10, 5, 10).note is None
    assert risk_ratio(10, 10, 5, 10).value == 2
    found = odds_ratio(10, 10, 5, 10)
    assert found.note is not None
    assert found.value == pytest.approx(10.5 / 0.5 / (5.5 / 5.5))
    zero = risk_ratio(0, 10, 5, 10)
    assert zero.note is not None
    assert zero.value == pytest.approx(0.5 / 5.5)
    assert zero.se == pytest.approx(sqrt(1 / 0.5 - 1 / 11 + 1 / 5.5 - 1 / 11))
    assert zero.se is not None
    assert log(zero.upper / zero.lower) == pytest.approx(2 * 1.959963984540054 * zero.se)


def test_two_studies_pooled_by_hand() -> None:
    """Effects 0 and 2, both with error 1: Q 2, tau-squared 1, so the mean 1 has an error of 1."""
    found = pool([Study("a", 0, 1), Study("b", 2, 1)], tau_method="DL")
    assert found.heterogeneity.q == pytest.approx(2)
    assert found.heterogeneity.tau2 == pytest.approx(1)
    assert found.heterogeneity.i2 == pytest.approx(50)
    assert (found.random.value, found.random.se) == pytest.approx((1, 1))
    assert (found.common.value, found.common.se) == pytest.approx((1, sqrt(0.5)))
    # t with one degree of freedom: 12.7062 errors.
    assert found.hartung_knapp.upper == pytest.approx(1 + 12.706204736)
    for method in ("REML", "PM"):
        assert pool([Study("a", 0, 1), Study("b", 2, 1)], tau_method=method).heterogeneity.tau2 == pytest.approx(1)


def test_no_effect() -> None:
    assert [null(each) for each in ("RD", "MD", "SMD", "RR", "OR", "HR")] == [0, 0, 0, 1, 1, 1]
    assert covers_null(Estimate("RR", 1.2, 1.0, 1.5, 0.95, "log-wald"))
    assert not covers_null(Estimate("RR", 1.2, 1.01, 1.5, 0.95, "log-wald"))
