"""A review made again: its words are read strictly, its pool follows from the figures shown, and nothing is guessed."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import Any

import pytest

from ketacli import load
from ketacli.evidence.answers.reproduce import ReproducedEstimate
from ketacli.evidence.reproduce.make import nearness, reproduced, reproducible, signed
from ketacli.evidence.reproduce.meant import Meant, meant
from ketacli.records.review import Pooled
from ketacli.records.source import MARKS, UNSOUND
from ketacli.records.structure import build

from .conftest import Run

DATA = load()


def made(review: str, outcome: str) -> ReproducedEstimate:
    found = reproduced(DATA, DATA.reviews[review])
    return next(each for each in found.estimates if each.outcome == outcome)


def dersimonian_laird(rows: list[tuple[float, float]]) -> tuple[float, float, float]:
    """The pool of effects with their variances, and its limits by z; written here anew, after their paper of 1986."""
    weights = [1 / variance for _, variance in rows]
    mean = sum(w * y for w, (y, _) in zip(weights, rows, strict=True)) / sum(weights)
    q = sum(w * (y - mean) ** 2 for w, (y, _) in zip(weights, rows, strict=True))
    scale = sum(weights) - sum(w * w for w in weights) / sum(weights)
    tau2 = max(0.0, (q - len(rows) + 1) / scale)
    weights = [1 / (variance + tau2) for _, variance in rows]
    mean = sum(w * y for w, (y, _) in zip(weights, rows, strict=True)) / sum(weights)
    half = 1.959963984540054 / sqrt(sum(weights))
    return mean, mean - half, mean + half


@pytest.mark.parametrize("outcome", ["response", "remission"])
def test_the_pool_follows_from_the_counts_shown(outcome: str) -> None:
    found = made("papakostas-2020", outcome)
    logs = []
    for row in found.rows:
        a, n, c, m = row.events, row.group_n, row.control_events, row.control_n
        assert a is not None
        assert n is not None
        assert c is not None
        assert m is not None
        logs.append((log(a / n) - log(c / m), 1 / a - 1 / n + 1 / c - 1 / m))
    expected = tuple(exp(each) for each in dersimonian_laird(logs))
    assert (found.value, found.lower, found.upper) == pytest.approx(expected, rel=1e-9)
    assert found.people == sum((row.group_n or 0) + (row.control_n or 0) for row in found.rows)


def test_papakostas_stands_beside_its_own_pool() -> None:
    found = made("papakostas-2020", "response")
    assert (found.published, found.studies, found.participants) == (1.4, 5, 774)
    assert found.value == pytest.approx(1.3977, abs=1e-4)
    assert "the same value to the digits printed" in found.differs
    assert [row.trial for row in found.rows] == ["daly-2018", "transform-1", "transform-2", "transform-3"]
    assert {row.outcome for row in found.rows} == {"response-period-1", "response-day-28"}


def test_figures_stand_in_the_sign_of_the_review() -> None:
    """Its positive difference favours the spray; in the trials a lower score does."""
    found = made("papakostas-2020", "change in MADRS")
    assert all(row.value > 0 and row.lower < row.value < row.upper for row in found.rows)
    assert made("silva-2023-brazil", "change in MADRS").rows[0].value < 0
    assert signed((0.5, 0.25, 0.8), "RR", True, 1) == pytest.approx((2, 1.25, 4))
    assert signed((-0.1, -0.2, 0.05), "RD", True, 100) == pytest.approx((10, -5, 20))


def test_trials_are_listed_or_only_fit() -> None:
    seen = reproduced(DATA, DATA.reviews["silva-2023-brazil"])
    assert {each.because for each in seen.trials} == {"listed"}
    guessed = reproduced(DATA, DATA.reviews["papakostas-2020"])
    assert {each.because for each in guessed.trials} == {"fitting"}
    assert "was not seen" in guessed.found_by
    for each in guessed.trials:
        trial = DATA.trials[each.trial]
        assert "esketamine" in trial.forms
        assert "intranasal" in trial.routes
        assert (trial.year or 9999) <= 2020
        assert trial.design.model != "randomised-withdrawal"


def test_many_that_fit_stand_for_nothing() -> None:
    found = reproduced(DATA, DATA.reviews["ppd-meta-2024-hung"])
    assert found.trials == ()
    assert "too many" in found.found_by


@pytest.mark.parametrize("review", [each.id for each in DATA.reviews])
def test_every_review_can_be_asked_for(review: str) -> None:
    found = reproduced(DATA, DATA.reviews[review])
    known = {each.trial for each in found.trials}
    for each in found.estimates:
        pooled = [row for row in each.rows if row.reason is None]
        assert {row.trial for row in each.rows} <= known
        assert all(row.sources for row in each.rows)
        if each.value is None:
            assert each.refusals
        else:
            assert sum(row.weight or 0 for row in pooled) == pytest.approx(1)
            assert each.trials == len({row.trial for row in pooled}) > 1
    assert len(found.estimates) + len(found.others) == len(DATA.reviews[review].pooled)


def pooled(**values: Any) -> Pooled:
    held = {"outcome": "response", "comparison": "ketamine against placebo", "measure": "RR", "value": 1.5,
            "source": "popova-2019", "check": "primary", "checked": "2026-11-30"}  # fmt: skip
    return build(Pooled, {**held, **values})  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {"kinds": ("response",), "span": None, "comparators": ("placebo",), "turned": False}),
        ({"timepoint": "24 h after the first dose"}, {"span": (1.0, 1.0), "forms": ("racemic",)}),
        ({"comparison": "esketamine spray against placebo spray", "timepoint": "day 28"}, {"forms": ("esketamine",)}),
        ({"comparison": "ECT against ketamine"}, {"turned": True, "ect": True, "comparators": ("active",)}),
        ({"comparison": "ketamine against midazolam"}, {"comparators": ("active-placebo",)}),
        ({"comparison": "any ketamine against placebo"}, {"forms": ("racemic", "esketamine", "arketamine")}),
        ({"outcome": "change in MADRS", "measure": "MD"}, {"kinds": ("change", "score"), "scales": ("madrs",)}),
        ({"outcome": "remission (MADRS 12 or less)"}, {"kinds": ("remission",)}),
    ],
)
def test_plain_words_are_read(values: dict[str, Any], expected: dict[str, Any]) -> None:
    found = meant(DATA, pooled(**values))
    assert isinstance(found, Meant)
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"value": None}, "no figure"),
        ({"measure": "HR"}, "not a comparison of two groups"),
        ({"outcome": "response at day 28 in people without response at day 2"}, "no single one"),
        ({"outcome": "MADRS change, women", "measure": "MD"}, "no single one"),
        ({"outcome": "change in MADRS"}, "measure is not that"),
        ({"timepoint": "end of treatment"}, "time is no single one"),
        ({"comparison": "ketamine against esketamine spray"}, "not one form"),
        ({"comparison": "rTMS against a new antidepressant"}, "not one form"),
        ({"comparison": "ketamine against control"}, "is not told"),
    ],
)
def test_other_words_are_left_alone(values: dict[str, Any], said: str) -> None:
    found = meant(DATA, pooled(**values))
    assert isinstance(found, str)
    assert said in found


def test_how_near_is_said_plainly() -> None:
    published = pooled(lower=1.2, upper=1.7)
    assert nearness(1.5, published) == "the same value to the digits printed"
    assert nearness(1.55, published).startswith("the value here is close to")
    assert "within the published interval" in nearness(1.65, published)
    assert "outside the published interval" in nearness(1.9, published)


def test_the_list_counts_what_each_review_gives() -> None:
    lines = reproducible(DATA, DATA.reviews)
    assert {"papakostas-2020", "rhee-2022", "kishimoto-2016", "cochrane-2021-mdd"} <= {each.review for each in lines}
    for each in lines:
        assert each.linked == len(DATA.reviews[each.review].trials)
        assert each.estimates == len(reproduced(DATA, DATA.reviews[each.review]).estimates)


def test_screen_and_rows_agree(keta: Run) -> None:
    document = keta("reproduce", "papakostas-2020", "--outcome", "response", "--json").document["data"]["reproduced"]
    (found,) = document["estimates"]
    shown = keta("reproduce", "papakostas-2020", "--outcome", "response", "--width", "120").out
    for row in found["rows"]:
        assert f"{row['events']}/{row['group_n']}" in shown
    assert "As published (5 trials, 774)" in shown
    lines = keta("reproduce", "papakostas-2020", "--outcome", "response", "-o", "csv").out.splitlines()
    assert len(lines) == len(found["rows"]) + 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["papakostas-2021"], 3, "papakostas-2020"),
        (["--outcome", "response"], 2, "goes with a review"),
        (["papakostas-2020", "--outcome", "weight"], 2, "response"),
        (["transform-2"], 2, "transform-2"),
    ],
)
def test_what_cannot_be_made_again(keta: Run, words: list[str], code: int, said: str) -> None:
    ran = keta("reproduce", *words)
    assert ran.code == code
    assert said in ran.err


UNRELIABLE = [
    (kind, record.id, record.source)
    for kind in ("trials", "reviews")
    for record in DATA.kind(kind)
    if DATA.sources[record.source].status in UNSOUND
]
SHOWING = {
    "trials": ("show {}", "show {} --full", "effect {}", "compare {} transform-2", "trials --where id={}",
               "trials --where id={} --full", "results --where id={}", "why {}", "find {}"),
    "reviews": ("show {}", "show {} --full", "reproduce {}", "reproduce {} --full", "reproduce", "why {}.pooled",
                "compare {} mcgirr-2015", "reviews --where id={}", "reviews --where id={} --full", "find {}",
                "report --indication bipolar-depression -o markdown"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "source"),
    [(line.format(name), source) for kind, name, source in UNRELIABLE for line in SHOWING[kind]],
)
def test_figures_of_a_document_that_is_not_to_be_relied_on_have_a_mark(keta: Run, line: str, source: str) -> None:
    """The list of sources alone is too far from the figures."""
    shown = keta(*line.split(), *(() if "-o" in line else ("--width", "1000"))).out
    mark = MARKS[DATA.sources[source].status].casefold()
    said = [each for each in shown.splitlines() if mark in each.casefold() and not each.startswith("Sources")]
    assert any("!" in each for each in said), shown
