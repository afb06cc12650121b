"""Every number that metafor, meta and papers gave for data that anyone can look up."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, inf, sqrt
from typing import Any

import pytest

from ketacli.stats.distributions import critical, normal_cdf
from ketacli.stats.estimate import Estimate, Refusal
from ketacli.stats.pooling import Interval, Pooling, Study, hartung_knapp, leave_one_out, pool, prediction
from ketacli.stats.proportions import odds_ratio, risk_difference, risk_ratio
from ketacli.stats.published import from_se
from tests.effects.recorded import Row, agrees, datasets, effect, natural, read, studies

Checked = Iterator[tuple[str, float, str]]
"""Key, what the program gives, what was printed."""

ABOUT = {"id", "measure", "scale", "model", "tau2_method", "test", "level", "tolerance", "tolerances", "note", "where"}
ABOUT |= {"variance", "subset", "dataset", "df", "i2_definition"}
NOT_OFFERED = {"se_tau2", "tau2_wald", "h"}
"""The standard error of tau-squared and what follows from it; H, the root of H-squared."""
NUMBERS = {"estimate", "se", "statistic", "pvalue", "lower", "upper"}
NUMBERS |= {"tau2", "tau", "i2", "i2_fraction", "h2", "q", "q_p"}
PARTS = {"exp", "prediction", "confint", "per_study", "leave_one_out"}

RESULTS = [(name, result["id"]) for name in datasets() for result in read(name)["results"]]


def interval(found: Pooling, result: Row, given: list[Study]) -> Interval:
    if result["model"] == "common":
        if result["test"] == "knha":
            y, v = [each.y for each in given], [each.se**2 for each in given]
            return hartung_knapp(y, v, 0.0, result["level"], floor=False)
        return found.common
    return {"z": found.random, "knha": found.hartung_knapp_plain, "adhoc": found.hartung_knapp}[result["test"]]


def numbers(row: Row, found: Pooling, main: Interval, by_q: bool) -> Checked:
    """The plain numbers of a result. For a common effect metafor's I-squared and H-squared are those of Q."""
    spread = found.heterogeneity
    share = 100 * max(0.0, (spread.q - spread.df) / spread.q) if by_q and spread.q else spread.i2
    ours = {
        "estimate": main.value,
        "se": main.se,
        "statistic": main.value / main.se if main.se else inf,
        "pvalue": main.p,
        "lower": main.lower,
        "upper": main.upper,
        "tau2": spread.tau2,
        "tau": spread.tau,
        "i2": share,
        "i2_fraction": share / 100,
        "h2": spread.q / spread.df if by_q else spread.h2,
        "q": spread.q,
        "q_p": spread.p,
    }
    for key in NUMBERS & row.keys():
        yield key, ours[key], row[key]


def predicted(row: Row, found: Pooling, main: Interval) -> Checked:
    tau2, k = found.heterogeneity.tau2, found.k
    for each in row["prediction"]:
        if each["rule"] in ("hts", "hk-pr"):
            mean = found.random if each["rule"] == "hts" else main
            ours = prediction(mean, tau2, k, mean.level)
            assert ours.df == each["df"]
            lower, upper = ours.lower, ours.upper
        else:
            mean = found.random if each["rule"] == "t-k-1" else main
            half = critical(mean.level, each.get("df", inf)) * sqrt(tau2 + mean.se**2)
            lower, upper = mean.value - half, mean.value + half
        yield "prediction", natural(lower, each["scale"]), each["lower"]
        yield "prediction", natural(upper, each["scale"]), each["upper"]


def bounds(row: Row, found: Pooling) -> Checked:
    recorded = row["confint"]
    if recorded["method"] != "q-profile":
        return
    spread = found.heterogeneity
    for side in ("lower", "upper"):
        tau2, share = (spread.tau2_lower, spread.i2_lower) if side == "lower" else (spread.tau2_upper, spread.i2_upper)
        ours = {
            "tau2": tau2,
            "tau": sqrt(tau2),
            "i2": share,
            "i2_fraction": share / 100,
            "h2": 1 / (1 - share / 100),
        }
        for key, value in ours.items():
            if f"{key}_{side}" in recorded:
                yield "confint", value, recorded[f"{key}_{side}"]


def each_study(row: Row, given: list[Study], shares: tuple[float, ...]) -> Checked:
    places = {study.label: at for at, study in enumerate(given)}
    for recorded in row["per_study"]:
        study = given[places[recorded["label"]]]
        ours = from_se("MD", study.y, study.se, row["level"])
        values = {
            "yi": study.y,
            "vi": study.se**2,
            "sei": study.se,
            "lower": ours.lower,
            "upper": ours.upper,
            "exp_lower": exp(ours.lower),
            "exp_upper": exp(ours.upper),
            "weight": 100 * shares[places[study.label]] if shares else inf,
        }
        if row.get("variance") == "UB":
            # The other variance of Hedges' g is not offered; its effects are the same.
            values.pop("vi")
            recorded.pop("vi")
        for key in recorded.keys() - {"label"}:
            yield key, values[key], recorded[key]


def without_one(row: Row, given: list[Study]) -> Checked:
    for recorded in row["leave_one_out"]:
        at = [study.label for study in given].index(recorded.pop("omitted"))
        rest = [study for study in given if study.label != given[at].label]
        found = leave_one_out(given, row["level"], row.get("tau2_method", "DL"))[at]
        yield from numbers(recorded, found, interval(found, row, rest), row["model"] == "common")


@pytest.mark.parametrize(("name", "which"), RESULTS)
def test_recorded_result(name: str, which: str) -> None:
    file = read(name)
    result = next(each for each in file["results"] if each["id"] == which)
    unread = result.keys() - ABOUT - NOT_OFFERED - NUMBERS - PARTS
    assert not unread, unread
    checked: list[tuple[str, float, str]] = []
    if name == "sparse-five.toml" and result["measure"] == "RD":
        checked += raw_differences(file, result)
    else:
        given = studies(file, result)
        if len(given) == 1:
            checked += alone(result, given[0])
        else:
            found = pool(given, result["level"], result.get("tau2_method", "DL"))
            main = interval(found, result, given)
            by_q = result["model"] == "common" or result.get("i2_definition") == "q"
            checked += numbers(result, found, main, by_q)
            shares = found.common_weights if result["model"] == "common" else found.weights
            if "exp" in result:
                ours = {"estimate": exp(main.value), "lower": exp(main.lower), "upper": exp(main.upper)}
                checked += [("exp", ours[key], printed) for key, printed in result["exp"].items()]
            if "prediction" in result:
                checked += predicted(result, found, main)
            if "confint" in result:
                checked += bounds(result, found)
            if "per_study" in result:
                checked += each_study(result, given, shares)
            if "leave_one_out" in result:
                checked += without_one(result, given)
    assert checked, "nothing of this result was compared"
    for key, ours_is, printed in checked:
        tolerance = result.get("tolerances", {}).get(key, result["tolerance"])
        assert agrees(ours_is, printed, tolerance, relative=key in ("pvalue", "q_p")), (key, ours_is, printed)


def alone(result: Row, study: Study) -> Checked:
    """metafor gives a result for one study; here its own interval is all there is, and the pool is refused."""
    with pytest.raises(Refusal):
        pool([study])
    own = from_se("MD", study.y, study.se, result["level"])
    yield "estimate", own.value, result["estimate"]
    yield "se", study.se, result["se"]
    yield "lower", own.lower, result["lower"]
    yield "upper", own.upper, result["upper"]


def raw_differences(file: Row, result: Row) -> Checked:
    """metafor moves a difference of risks by adding halves where a cell is zero; here the counts stay as they are."""
    rows = {row["label"]: row for row in file["studies"]}
    for recorded in result["per_study"]:
        row = rows[recorded["label"]]
        zero = 0 in (row["a"], row["n"] - row["a"], row["c"], row["m"] - row["c"])
        if zero:
            assert (
                risk_difference(row["a"], row["n"], row["c"], row["m"]).value
                == row["a"] / row["n"] - row["c"] / row["m"]
            )
            row = {"a": row["a"] + 0.5, "n": row["n"] + 1, "c": row["c"] + 0.5, "m": row["m"] + 1}
        y, se = effect(row, "RD", None)
        yield "yi", y, recorded["yi"]
        yield "vi", se**2, recorded["vi"]


def test_how_much_is_recorded() -> None:
    """Files that vanish would make their tests vanish with them."""
    names = {name for name, _ in RESULTS}
    published = {name for name in names if not read(name)["citation"].startswith("none")}
    assert len(published) >= 12
    assert "bcg.toml" in published
    assert len(RESULTS) >= 100
    kinds = {(each["test"], each.get("tau2_method")) for name in names for each in read(name)["results"]}
    for method in ("REML", "PM", "DL"):
        assert {(test, method) for test in ("z", "knha", "adhoc")} <= kinds


INTERVALS: list[dict[str, Any]] = read("score-intervals.toml")["intervals"]
OFFERED = {"miettinen-nurminen", "newcombe", "wald"}
UNCORRECTED = {"mee", "koopman", "uncorrected-score"}
OTHER = {"agresti-caffo", "mover-wilson"}
"""Methods recorded that are not offered."""


def computed(row: dict[str, Any]) -> Estimate:
    counts = row["a"], row["n"], row["c"], row["m"]
    level, method = row["level"], row["method"]
    if method in UNCORRECTED:
        # Without the factor N / (N - 1) the statistic is larger by its root: the limits belong to a lower level.
        n = row["n"] + row["m"]
        level, method = 2 * normal_cdf(critical(level) * sqrt((n - 1) / n)) - 1, "miettinen-nurminen"
    if row["measure"] == "RD":
        return risk_difference(*counts, level=level, method=method)
    ratio = risk_ratio if row["measure"] == "RR" else odds_ratio
    names = {"wald": "log-wald", "miettinen-nurminen": "score"}
    return ratio(*counts, level=level, method=names.get(method, method))


@pytest.mark.parametrize("row", INTERVALS, ids=lambda row: "{measure}-{a}/{n}-{c}/{m}-{method}-{where}".format(**row))
def test_recorded_interval(row: dict[str, Any]) -> None:
    if row["method"] in OTHER:
        with pytest.raises(ValueError, match="no interval"):
            computed(row)
        return
    found = computed(row)
    upper = min(found.upper, 1.0) if "cut at 1" in row.get("note", "") else found.upper
    for ours, printed in ((found.lower, row["lower"]), (upper, row["upper"])):
        if "tolerance" in row:
            assert ours == pytest.approx(float(printed), rel=row["tolerance"])
        elif float(printed) == inf:
            assert ours == inf
        else:
            assert agrees(ours, printed, "printed"), (ours, printed)


def test_which_intervals_are_recorded() -> None:
    methods = [row["method"] for row in INTERVALS]
    assert set(methods) == OFFERED | UNCORRECTED | OTHER
    assert methods.count("miettinen-nurminen") >= 25
    assert methods.count("newcombe") >= 15
