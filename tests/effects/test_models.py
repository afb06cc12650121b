"""One set of studies under every model, against what metafor 3.8 makes of the thirteen BCG trials in R 4."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ketacli.stats.models import MODELS, Model, apart, fits, residuals
from ketacli.stats.pooling import Study, pool
from ketacli.stats.proportions import risk_ratio
from ketacli.stats.published import analysis

BCG = [
    Study(each["label"], analysis("RR", made.value), made.se or 0.0)
    for each in tomllib.loads((Path(__file__).parents[1] / "oracles" / "bcg.toml").read_text("utf-8"))["studies"]
    for made in [risk_ratio(each["a"], each["n"], each["c"], each["m"])]
]

BY_METAFOR = {
    Model("REML", "z"): (-0.7145323, -1.066898, -0.362167),
    Model("REML", "hartung-knapp"): (-0.7145323, -1.108444, -0.320621),
    Model("PM", "z"): (-0.7149704, -1.069524, -0.3604169),
    Model("PM", "hartung-knapp"): (-0.7149704, -1.109113, -0.3208276),
    Model("DL", "z"): (-0.7141172, -1.064445, -0.3637892),
    Model("DL", "hartung-knapp"): (-0.7141172, -1.107821, -0.3204131),
    Model("", "z"): (-0.4302852, -0.5096613, -0.3509091),
}
"""rma(measure = "RR") by method REML, PM, DL and FE; Hartung-Knapp with its floor is test = "adhoc"."""


def test_every_model_is_metafors() -> None:
    made = dict(fits(BCG))
    assert set(made) == set(MODELS) == set(BY_METAFOR)
    for model, numbers in BY_METAFOR.items():
        found = made[model]
        assert (found.value, found.lower, found.upper) == pytest.approx(numbers, abs=2e-5)


def test_deleted_residuals_are_metafors() -> None:
    """rstudent() of the same pool by REML; the deleted tau of R's scoring is good to four digits."""
    theirs = (-0.2181, -1.2918, -0.7547, -1.4512, 0.8477, -0.1180, -1.3037, 1.4501, 0.4076, -1.1277, 0.6691, 1.2898,
              1.1879)  # fmt: skip
    assert residuals(BCG) == pytest.approx(theirs, abs=2e-4)
    assert apart(BCG) == []


def test_a_study_far_from_the_others_stands_apart() -> None:
    alike = [Study(name, 0.1 * at, 0.2) for at, name in enumerate("abcde")]
    assert apart([*alike, Study("far", 5.0, 0.2)]) == ["far"]
    assert apart([Study("a", 0.0, 0.1), Study("b", 9.0, 0.1)]) == []


def test_the_models_are_those_of_a_pool() -> None:
    for tau in ("REML", "PM", "DL"):
        whole, made = pool(BCG, 0.9, tau), dict(fits(BCG, 0.9))
        assert made[Model(tau, "z")] == whole.random
        assert made[Model(tau, "hartung-knapp")] == whole.hartung_knapp
        assert made[Model("", "z")] == whole.common


def test_too_few_studies() -> None:
    with pytest.raises(ValueError, match="two studies"):
        fits(BCG[:1])
    with pytest.raises(ValueError, match="three studies"):
        residuals(BCG[:2])
