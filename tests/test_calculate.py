"""Effects and pools from Python: numbers, arrays, data frames, records."""

from __future__ import annotations

import math
from typing import Any

import numpy
import pandas
import pytest

from ketacli import Refusal, effects, load, pool

BCG: dict[str, list[int]] = {
    "ai": [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
    "n1i": [123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913],
    "ci": [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
    "n2i": [139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854],
}
"""dat.bcg of metafor (Colditz et al., JAMA 1994;271:698-702)."""


def of(kind: Any) -> dict[str, Any]:
    return {name: kind(values) for name, values in BCG.items()}


@pytest.mark.parametrize("kind", [list, tuple, numpy.array, pandas.Series])
def test_numbers_of_any_kind_give_metafors_pool(kind: Any) -> None:
    found = pool(effects(measure="RR", **of(kind)))
    assert (found.k, found.measure) == (13, "RR")
    shown = [round(math.log(value), 4) for value in (found.z.value, found.z.lower, found.z.upper)]
    assert shown == [-0.7145, -1.0669, -0.3622]
    assert [round(math.log(value), 4) for value in (found.plain.lower, found.plain.upper)] == [-1.1084, -0.3206]
    assert (round(found.heterogeneity.tau2, 4), round(found.heterogeneity.i2, 2)) == (0.3132, 92.22)
    assert sum(found.weights) == pytest.approx(1)


def test_a_data_frame_is_read_by_the_names_of_its_columns() -> None:
    frame = pandas.DataFrame(BCG)
    made = effects(frame, measure="OR")
    assert made == effects(measure="OR", **of(list))
    frame["yi"] = [math.log(each.value) for each in made]
    frame["vi"] = [(each.se or 0) ** 2 for each in made]
    frame["measure"] = "OR"
    assert pool(frame).estimate.value == pytest.approx(pool(made).estimate.value, abs=1e-12)


def test_one_study_gives_every_measure_or_the_one_asked_for() -> None:
    assert [each.measure for each in effects(ai=10, n1i=34, ci=7, n2i=29)] == ["RD", "RR", "OR"]
    [found] = effects(ai=10, n1i=34, ci=7, n2i=29, measure="rr", level=0.9)
    assert (found.measure, found.level) == ("RR", 0.9)
    means = effects(m1i=17.5, sd1i=12.2, n1i=34, m2i=16.2, sd2i=10.7, n2i=29)
    assert [(each.measure, round(each.value, 2)) for each in means] == [("MD", 1.3), ("SMD", 0.11)]


def test_plain_numbers_with_errors_or_variances() -> None:
    y, se = numpy.array([0.28, 0.62, 0.82, 0.65, 0.73, 0.35]), [0.11, 0.45, 0.32, 0.37, 0.37, 0.49]
    found = pool(y, se=se)
    # metafor 3.8: rma(y, sei = se, control = list(stepadj = 0.5)) gives 0.02638061 and 0.4825649.
    assert found.measure is None
    assert found.heterogeneity.tau2 == pytest.approx(0.02638061, abs=1e-6)
    assert found.estimate.value == pytest.approx(0.4825649, abs=1e-6)
    assert pool(y, v=[each**2 for each in se]).estimate == found.estimate
    assert pool(y, se=se, measure="OR").estimate.value == pytest.approx(math.exp(found.estimate.value))
    assert found.prediction is not None


def test_records_and_their_tables() -> None:
    data = load()
    [found] = effects(data.trials["elekt-d"], outcome="response-week-3")
    assert round(found.estimates[0].value, 3) == 0.142
    rows = data.results(outcome="response", timepoint="28d", where="name ~ transform", wide=True, multiarm="keep")
    assert round(100 * pool(rows).z.value, 1) == 15.1
    assert pool(rows.to_pandas()).z == pool(rows).z
    shared = data.results(outcome="response", timepoint="28d", where="name ~ transform", wide=True)
    with pytest.raises(Refusal, match="share one control group"):
        pool(shared)
    with pytest.raises(LookupError):
        effects(data.trials["elekt-d"], outcome="zzz")


@pytest.mark.parametrize(
    "figures",
    [{}, {"ai": 10, "n1i": 34}, {"ai": 40, "n1i": 34, "ci": 7, "n2i": 29},
     {"ai": [1, None], "n1i": [9, 9], "ci": [1, 2], "n2i": [9, 9]},
     {"ai": [1, 2, 3], "n1i": [9, 9], "ci": [1, 2], "n2i": [9, 9]}],
)  # fmt: skip
def test_impossible_or_missing_figures(figures: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        effects(**figures)


def test_what_is_no_pool() -> None:
    with pytest.raises(Refusal, match="one study"):
        pool([0.1], se=[0.2])
    with pytest.raises(Refusal, match="different measures"):
        pool(effects(ai=10, n1i=34, ci=7, n2i=29))
    with pytest.raises(Refusal, match="no RR"):
        effects(ai=0, n1i=34, ci=0, n2i=29, measure="RR")
    with pytest.raises(ValueError, match="standard errors"):
        pool([0.1, 0.2])
