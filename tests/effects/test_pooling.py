"""Pooling against statsmodels, and the restricted likelihood against scipy's optimiser."""

from __future__ import annotations

import os
from math import sqrt

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import brentq, minimize_scalar
from statsmodels.stats.meta_analysis import combine_effects

from ketacli.stats.estimate import Refusal
from ketacli.stats.pooling import Study, generalised_q, leave_one_out, paule_mandel, pool, prediction, reml
from tests.effects.agreement import CLOSED, ITERATED, near
from tests.effects.samples import LEVELS, pools

Data = tuple[list[float], list[float]]
POOLS = pools(150, seed=23)
FINE = {"atol": 1e-6, "maxiter": 10_000}


def studies(data: Data) -> list[Study]:
    return [Study(f"study {at}", y, sqrt(v)) for at, (y, v) in enumerate(zip(*data, strict=True))]


@pytest.mark.parametrize(("ours", "theirs"), [("DL", "chi2"), ("PM", "iterated")])
def test_common_and_random_effects(ours: str, theirs: str) -> None:
    for at, data in enumerate(POOLS):
        level = LEVELS[at % len(LEVELS)]
        y, v = (np.array(each) for each in data)
        with np.errstate(invalid="ignore"):
            z, t = (
                combine_effects(y, v, method_re=theirs, use_t=use_t, alpha=1 - level, **({} if ours == "DL" else FINE))
                for use_t in (False, True)
            )
        found = pool(studies(data), level, ours)
        if z.tau2 < 0:
            # statsmodels goes on with a variance below 0, which ends at 0 here: then random is common.
            assert found.heterogeneity.tau2 == 0
            assert found.random[2:] == found.common[2:]
            continue
        close = CLOSED if ours == "DL" else ITERATED
        size = float(np.abs(y).max()) * 1e-9
        assert near(found.heterogeneity.tau2, max(float(z.tau2), 0.0), close, 1e-9 * v.min()), (at, z.tau2)
        assert near(found.heterogeneity.q, float(z.q), CLOSED)
        assert near(found.common.value, float(z.mean_effect_fe), CLOSED, size)
        assert near(found.common.se, float(z.sd_eff_w_fe), CLOSED)
        assert near(found.random.value, float(z.mean_effect_re), close, size)
        assert near(found.random.se, float(z.sd_eff_w_re), close)
        assert list(found.weights) == pytest.approx([float(w) for w in z.weights_rel_re], rel=1e-4)
        assert list(found.common_weights) == pytest.approx([float(w) for w in z.weights_rel_fe], rel=1e-6)
        common, random_z, _, _ = z.conf_int(alpha=1 - level)
        assert (found.common.lower, found.common.upper) == pytest.approx(tuple(map(float, common)), rel=close, abs=size)
        assert (found.random.lower, found.random.upper) == pytest.approx(
            tuple(map(float, random_z)), rel=close, abs=size
        )
        plain = tuple(map(float, t.conf_int(alpha=1 - level)[3]))
        ours_plain = found.hartung_knapp_plain
        assert (ours_plain.lower, ours_plain.upper) == pytest.approx(plain, rel=close, abs=size), at


def restricted(data: Data, tau2: float) -> float:
    """Minus twice the restricted log-likelihood, from the determinants of matrices."""
    y, v = (np.array(each) for each in data)
    spread = np.diag(v + tau2)
    ones = np.ones((len(y), 1))
    inverse = np.linalg.inv(spread)
    information = ones.T @ inverse @ ones
    mean = np.linalg.solve(information, ones.T @ inverse @ y)
    rest = y - float(mean[0])
    return float(np.linalg.slogdet(spread)[1] + np.linalg.slogdet(information)[1] + rest @ inverse @ rest)


def slope(data: Data, tau2: float) -> float:
    """Twice the slope of the restricted log-likelihood, from the projection matrix."""
    y, v = (np.array(each) for each in data)
    inverse = np.diag(1 / (v + tau2))
    ones = np.ones((len(y), 1))
    projection = inverse - inverse @ ones @ ones.T @ inverse / inverse.sum()
    return float(y @ projection @ projection @ y - np.trace(projection))


CYCLE: Data = ([0.28, 0.62, 0.82, 0.65, 0.73, 0.35], [se**2 for se in (0.11, 0.45, 0.32, 0.37, 0.37, 0.49)])
"""Fisher scoring goes to and fro between two values here; metafor 3.8 with a halved step gives 0.02638061."""


def test_reml_where_scoring_falls_into_a_cycle() -> None:
    found = pool(studies(CYCLE))
    assert found.heterogeneity.tau2 == pytest.approx(0.02638068, abs=1e-8)
    assert found.random.value == pytest.approx(0.4825649, abs=1e-6)
    assert restricted(CYCLE, found.heterogeneity.tau2) < restricted(CYCLE, 0.02638061) + 1e-12


def drawn(random: np.random.Generator) -> Data:
    """A pool of 2 to 12 studies, one in four of them with one study much more precise than the rest."""
    k = int(random.integers(2, 13))
    v = random.lognormal(-1, 0.8, k) ** 2
    if random.random() < 0.25:
        v[0] = random.uniform(0.005, 0.05) ** 2
    tau = random.choice([0, 0.05, 0.2, 0.5, 1, 2])
    return list(map(float, random.normal(0.4, np.sqrt(v + tau**2)))), list(map(float, v))


DRAWN = int(os.environ.get("KETA_POOLS", "600"))
"""Pools of the two properties below; ``.ci/run`` asks for 50,000."""


def test_paule_and_mandel_ends_where_q_is_expected() -> None:
    random = np.random.default_rng(62)
    for at in range(DRAWN):
        data = drawn(random)
        tau2, df = paule_mandel(*data), len(data[0]) - 1
        if tau2 == 0:
            assert generalised_q(*data, 0.0) <= df, at
        else:
            assert generalised_q(*data, tau2 * (1 - 1e-6)) > df > generalised_q(*data, tau2 * (1 + 1e-6)), at


def test_reml_ends_where_the_slope_is_0() -> None:
    random = np.random.default_rng(61)
    for at in range(DRAWN):
        data = drawn(random)
        tau2 = reml(*data)
        if tau2 == 0:
            assert slope(data, 0) <= 0, at
        else:
            assert slope(data, tau2 * (1 - 1e-6)) > 0 > slope(data, tau2 * (1 + 1e-6)), at
        if at % 20 == 0:
            top = max(*data[1], 3 * float(np.ptp(data[0])) ** 2)
            others = [0.0, *np.geomspace(top * 1e-6, top, 150)]
            assert restricted(data, tau2) <= min(restricted(data, other) for other in others) + 1e-9, at


TWO_MAXIMA: list[Data] = [
    ([0.33, -0.77, -1.12, 0.34, 0.07], [0.001, 0.09, 0.86, 0.002, 1.194]),
    ([1.51, 1.61, 0.14], [0.004, 0.002, 0.273]),
    ([1.31, 0.49, -0.28, 1.28], [0.004, 1.864, 0.222, 0.016]),
]
"""Pools whose restricted likelihood has a lesser maximum at or near 0, where scoring from 0 alone would end."""


def test_restricted_maximum_likelihood() -> None:
    """The global maximum: a grid over many orders of magnitude, then scipy's bounded minimiser about the best point."""
    for data in TWO_MAXIMA + POOLS:
        y, v = (np.array(each) for each in data)
        top = max(float(np.var(y, ddof=1)) * 4, float(v.max()))
        grid = [0.0, *np.geomspace(float(v.min()) * 1e-6, top, 120)]
        values = [restricted(data, each) for each in grid]
        best = int(np.argmin(values))
        span = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
        refined = minimize_scalar(
            lambda t, data=data: restricted(data, t), bounds=span, method="bounded", options={"xatol": 1e-12 * top}
        )
        expected = float(refined.x) if refined.fun < values[best] else grid[best]
        found = pool(studies(data)).heterogeneity.tau2
        assert restricted(data, found) <= min(float(refined.fun), values[best]) + 1e-9, data
        assert near(found, expected, ITERATED, 1e-5 * float(v.min())), (found, expected)


def test_heterogeneity_intervals() -> None:
    """Q-profile limits: the generalised Q at a limit is the quantile, and 0 only where it is below it at 0."""
    for at, data in enumerate(POOLS):
        level, k = LEVELS[at % len(LEVELS)], len(data[0])
        found = pool(studies(data), level).heterogeneity
        assert near(found.p, float(stats.chi2.sf(found.q, k - 1)), CLOSED, 1e-300)
        assert found.df == k - 1
        for limit, p in ((found.tau2_lower, 0.5 + level / 2), (found.tau2_upper, 0.5 - level / 2)):
            target = float(stats.chi2.ppf(p, k - 1))
            if limit:
                assert generalised_q(*data, limit) == pytest.approx(target, rel=1e-7), (at, level)
                expected = brentq(
                    lambda t, y=data[0], v=data[1], target=target: generalised_q(y, v, t) - target,
                    0,
                    4 * limit,
                    rtol=1e-14,
                )
                assert near(limit, float(expected), ITERATED)
            else:
                assert generalised_q(*data, 0.0) <= target * (1 + 1e-9)
        # I-squared and H-squared by Higgins and Thompson's typical variance.
        w = 1 / np.array(data[1])
        typical = float((k - 1) * w.sum() / (w.sum() ** 2 - (w**2).sum()))
        for share, tau2 in (
            (found.i2, found.tau2),
            (found.i2_lower, found.tau2_lower),
            (found.i2_upper, found.tau2_upper),
        ):
            assert near(share, 100 * tau2 / (tau2 + typical), CLOSED)
        assert near(found.h2, (found.tau2 + typical) / typical, CLOSED)
        assert found.tau == sqrt(found.tau2)


def test_i_squared_of_dersimonian_and_laird_is_that_of_q() -> None:
    for data in POOLS:
        found = pool(studies(data), tau_method="DL").heterogeneity
        assert found.i2 == pytest.approx(max(0.0, 100 * (found.q - found.df) / found.q), abs=1e-7)


def test_hartung_knapp_with_its_floor() -> None:
    for data in POOLS:
        found = pool(studies(data), 0.9)
        k = len(data[0])
        scale = generalised_q(*data, found.heterogeneity.tau2) / (k - 1)
        half = float(stats.t.isf(0.05, k - 1)) * found.random.se
        floored, plain = found.hartung_knapp, found.hartung_knapp_plain
        assert near(plain.upper - plain.lower, 2 * half * sqrt(scale), CLOSED)
        assert near(floored.upper - floored.lower, 2 * half * sqrt(max(1.0, scale)), CLOSED)
        assert near(floored.p, 2 * float(stats.t.sf(abs(floored.value / floored.se), k - 1)), CLOSED, 1e-300)
        assert near(found.random.p, 2 * float(stats.norm.sf(abs(found.random.value / found.random.se))), 1e-6, 1e-300)


def test_prediction_intervals_from_five_studies() -> None:
    for at, data in enumerate(POOLS):
        level, k = LEVELS[at % len(LEVELS)], len(data[0])
        found = pool(studies(data), level)
        assert (found.prediction is None) == (k < 5)
        if found.prediction is not None:
            spread = sqrt(found.heterogeneity.tau2 + found.hartung_knapp.se**2)
            half = float(stats.t.isf((1 - level) / 2, k - 2)) * spread
            assert found.prediction.df == k - 2
            assert near(found.prediction.upper - found.prediction.lower, 2 * half, CLOSED)
            assert near(found.prediction.upper, found.random.value + half, CLOSED, 1e-9 * half)
    with pytest.raises(Refusal, match="three studies"):
        prediction(found.random, 0.1, 2)


def test_leaving_one_out_is_pooling_the_rest() -> None:
    for data in POOLS[:15]:
        given = studies(data)
        if len(given) < 3:
            with pytest.raises(Refusal, match="leaves no pool"):
                leave_one_out(given)
            continue
        for at, without in enumerate(leave_one_out(given, 0.9, "PM")):
            assert without == pool([each for place, each in enumerate(given) if place != at], 0.9, "PM")


def test_refusals() -> None:
    one = Study("TRANSFORM-2", 0.4, 0.2)
    with pytest.raises(Refusal) as refused:
        pool([one])
    assert refused.value.code == "one-study"
    with pytest.raises(Refusal) as refused:
        pool([])
    assert refused.value.code == "one-study"
    with pytest.raises(Refusal, match="TRANSFORM-2 is in the pool twice") as refused:
        pool([one, Study("TRANSFORM-1", 0.1, 0.3), one])
    assert refused.value.code == "twice"
