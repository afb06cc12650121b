"""A trial's effects from its own figures, and whether the published ones follow from them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ketacli import load
from ketacli.build.write import authored
from ketacli.evidence.agreement import agreements
from ketacli.evidence.analysis import analyse
from ketacli.evidence.contrasts import Contrast, contrasts, measured

from .support import edited_mini, problems_in
from .trials import arm, change, dataset, response, trial


def of(data: Any, name: str, outcome: str, arm_id: str | None = None) -> Contrast:
    record = data.trials[name]
    item = next(item for item in measured(record) if item.id == outcome)
    return next(c for c in contrasts(record, item) if arm_id in (None, c.arm))


def test_elekt_d_agrees_with_its_paper() -> None:
    found = analyse(of(load(), "elekt-d", "response-week-3"))
    difference = found.estimates[0]
    assert (round(100 * difference.value, 1), round(100 * difference.lower, 1), round(100 * difference.upper, 1)) == (
        14.2, 3.9, 24.2,
    )  # fmt: skip
    assert difference.method == "miettinen-nurminen"
    assert [(a.verdict, a.method) for a in found.agreements] == [("agrees", "miettinen-nurminen")]
    assert found.margin is not None
    assert found.margin.met
    assert found.counted == (365, 403)
    assert found.needed is not None
    assert (found.needed.kind, found.needed.through_infinity) == ("NNTB", False)


def test_escape_trd() -> None:
    found = analyse(of(load(), "escape-trd", "remission-week-8"))
    assert round(100 * found.estimates[0].value, 1) == 9.4
    assert found.counted == (676, 676)


def test_the_one_sided_limit_of_a_non_inferiority_trial_is_found_again() -> None:
    [found] = agreements(of(load(), "correia-melo-2020", "remission-24-h"))
    assert (found.verdict, found.method) == ("agrees", "miettinen-nurminen")


def test_relapse_is_better_when_lower() -> None:
    found = analyse(of(load(), "sustain-1", "relapse-stable-remission"))
    assert found.estimates[0].value < 0
    assert found.needed is not None
    assert found.needed.kind == "NNTB"
    assert {a.effect.measure: a.verdict for a in found.agreements} == {"HR": "not-comparable", "NNT": "estimate-agrees"}


def test_harms_are_worse_when_higher() -> None:
    found = analyse(of(load(), "transform-2", "dissociation"))
    assert found.needed is not None
    assert found.needed.kind == "NNTH"


def test_percentages_of_more_than_one_count_stay_percentages(tmp_path: Path) -> None:
    results = [{"arm": "esketamine", "percent": 60, "n": 200}, {"arm": "placebo", "percent": 40, "n": 200}]
    data = dataset(tmp_path, {"gorse": trial("gorse", outcomes=[response({}, results=results)])})
    found = of(data, "gorse", "response-day-28")
    assert found.counts is None
    assert "percentages" in found.reason
    assert analyse(found).estimates == ()


def test_a_percentage_that_one_count_gives_is_that_count_and_says_so() -> None:
    found = of(load(), "transform-1", "response-day-28-locf")
    assert found.counts == (54, 113, 42, 113)
    assert found.derived == "events from the percentage and n"
    assert found.reason == ""


def test_the_odds_ratio_published_by_grunebaum_2018_follows_from_counts_that_were_worked_out() -> None:
    found = analyse(of(load(), "grunebaum-2018", "response-day-1"))
    ratio = next(each for each in found.agreements if each.effect.measure == "OR")
    assert (found.contrast.derived, ratio.verdict) == ("events from the percentage and n", "agrees")


@pytest.mark.parametrize(
    ("name", "outcome"),
    [("escape-trd", "us-label-remission-week-32"), ("zarate-2006", "response-day-1"), ("berman-2000", "response")],
)
def test_no_count_is_made_of_a_percentage_whose_people_are_not_certain(name: str, outcome: str) -> None:
    item = next(each for each in load().trials[name].outcomes if each.id == outcome)
    doubtful = [each for each in item.results if each.no_count or "no whole number" in (each.note or "")]
    assert doubtful
    assert [(each.events, each.derived) for each in doubtful] == [(None, None)] * len(doubtful)


def test_what_was_worked_out_is_not_written_as_toml() -> None:
    raw = json.loads(load().trials.line("grunebaum-2018"))
    made = [each for outcome in raw["outcomes"] for each in outcome.get("results", ()) if "derived" in each]
    assert [(each["events"], each["n"]) for each in made] == [(22, 40), (12, 40)]
    written = [each for outcome in authored("trials", raw)["outcomes"] for each in outcome.get("results", ())]
    percentages = [each for each in written if "percent" in each]
    assert [(each["percent"], each["n"]) for each in percentages] == [(55, 40), (30, 40)]
    assert not any({"events", "derived"} & set(each) for each in percentages)


@pytest.mark.parametrize(
    ("placebo", "events"),
    [
        ({"percent": 40, "n": 100}, (60, 40)),
        ({"percent": 40, "n": 100, "no_count": True}, (60, None)),
        ({"percent": 40.2, "n": 100, "note": "Of an invented set"}, (None, None)),
        ({"events": 41, "percent": 41, "n": 100}, (60, 41)),
    ],
)
def test_a_percentage_that_no_count_gives_keeps_its_whole_outcome_from_being_counted(
    tmp_path: Path, placebo: dict[str, Any], events: tuple[int | None, int | None]
) -> None:
    results = [{"arm": "esketamine", "percent": 60, "n": 100}, {"arm": "placebo", **placebo}]
    data = dataset(tmp_path, {"gorse": trial("gorse", outcomes=[response({}, results=results)])})
    [item] = data.trials["gorse"].outcomes
    assert tuple(each.events for each in item.results) == events


def test_an_n_that_one_percentage_disproves_is_not_counted_on_elsewhere(tmp_path: Path) -> None:
    outcomes = [
        response({}, results=[{"arm": "esketamine", "percent": 60.2, "n": 100, "note": "Of an invented set"}]),
        response({}, id="later", results=[{"arm": "esketamine", "percent": 70, "n": 100}]),
        response({}, id="others", results=[{"arm": "esketamine", "percent": 50, "n": 90}]),
    ]
    data = dataset(tmp_path, {"gorse": trial("gorse", outcomes=outcomes)})
    assert [each.results[0].events for each in data.trials["gorse"].outcomes] == [None, None, 45]


def test_a_crossover_is_refused_without_its_correlation() -> None:
    found = of(load(), "lapidus-2014", "response-24h")
    assert found.counts is None
    assert "same people" in found.reason


def test_a_crossover_of_means_is_worked_out_with_a_correlation(tmp_path: Path) -> None:
    design = {**trial("x")["design"], "model": "crossover"}
    means = change({"esketamine": (10.0, 4.0, 20), "placebo": (15.0, 4.0, 20)})
    data = dataset(tmp_path, {"gorse": trial("gorse", design=design, outcomes=[means])})
    found = of(data, "gorse", "mood-day-28")
    assert analyse(found).estimates == ()
    narrow, wide = (analyse(found, correlation=r).estimates[0] for r in (0.8, 0.1))
    assert narrow.value == wide.value == -5
    assert narrow.upper - narrow.lower < wide.upper - wide.lower


def test_the_first_period_of_a_crossover_is_two_groups(tmp_path: Path) -> None:
    design = {**trial("x")["design"], "model": "crossover"}
    first = response({"esketamine": (6, 10), "placebo": (1, 10)}, analysis="first period only")
    data = dataset(tmp_path, {"gorse": trial("gorse", design=design, outcomes=[first])})
    assert of(data, "gorse", "response-day-28").counts == (6, 10, 1, 10)


def test_what_was_measured_before_treatment_is_no_effect() -> None:
    assert "madrs-before" not in [item.id for item in measured(load().trials["lii-2023"])]


def test_standard_deviations_from_errors_and_intervals(tmp_path: Path) -> None:
    by_error = change({})
    by_error["results"] = [
        {"arm": "esketamine", "mean": 10.0, "se": 1.0, "n": 25},
        {"arm": "placebo", "mean": 15.0, "lower": 13.0, "upper": 17.0, "level": 0.95, "n": 16},
    ]
    found = of(dataset(tmp_path, {"gorse": trial("gorse", outcomes=[by_error])}), "gorse", "mood-day-28")
    assert found.means is not None
    assert found.means.arm.sd == 5
    assert found.means.control.sd == pytest.approx(2 / 2.1314495 * 4, rel=1e-6)
    assert "standard error" in (found.means.note or "")
    assert "interval" in (found.means.note or "")


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([], "not seen"),
        ([{"arm": "esketamine", "mean": 1.0, "n": 9}, {"arm": "placebo", "mean": 2.0, "n": 9}], "without a standard"),
        (
            [{"arm": "esketamine", "mean": 1.0, "sd": 1.0}, {"arm": "placebo", "mean": 2.0, "sd": 1.0}],
            "without their n",
        ),
        (
            [{"arm": "esketamine", "percent": 50, "n": 10}, {"arm": "placebo", "percent": 20, "n": 10}],
            "percentages",
        ),
        (
            [
                {"arm": "esketamine", "mean": 1.0, "sd": 1.0, "n": 9, "unit": "points"},
                {"arm": "placebo", "mean": 2.0, "sd": 1.0, "n": 9, "unit": "%"},
            ],
            "different units",
        ),
    ],
)
def test_why_nothing_can_be_worked_out(tmp_path: Path, results: list[dict[str, Any]], reason: str) -> None:
    effects = [{"measure": "MD", "arm": "esketamine", "versus": "placebo", "value": -1.0, "unit": "points"}]
    outcome = {**change({}), "results": results, "effects": effects}
    found = of(dataset(tmp_path, {"gorse": trial("gorse", outcomes=[outcome])}), "gorse", "mood-day-28")
    assert reason in found.reason
    assert analyse(found).reason == found.reason


def test_every_arm_is_compared_with_every_comparator(tmp_path: Path) -> None:
    arms = [arm("low", "esketamine", 28), arm("high", "esketamine", 84), arm("placebo")]
    counts = response({"low": (5, 10), "high": (6, 10), "placebo": (2, 10)})
    data = dataset(tmp_path, {"gorse": trial("gorse", arms=arms, outcomes=[counts])})
    record = data.trials["gorse"]
    pairs = [(c.arm, c.versus) for c in contrasts(record, measured(record)[0])]
    assert pairs == [("low", "placebo"), ("high", "placebo")]


BINARY = "trials/alder.toml"
EFFECT = "outcomes.1.effects.0"


def reasons(root: Path) -> list[str]:
    return [problem.reason for problem in problems_in(root)]


def test_the_invented_data_agree_with_themselves(tmp_path: Path) -> None:
    assert reasons(edited_mini(tmp_path, BINARY, {})) == []


@pytest.mark.parametrize("value", [30.1, 29.9, 3.0, -30.0])
def test_an_effect_that_does_not_follow_is_a_problem(tmp_path: Path, value: float) -> None:
    found = edited_mini(tmp_path, BINARY, {f"{EFFECT}.value": value, f"{EFFECT}.lower": -40.0})
    assert any("does not follow" in reason for reason in reasons(found))


def test_a_model_makes_it_another_quantity(tmp_path: Path) -> None:
    changes = {f"{EFFECT}.value": 28.0, f"{EFFECT}.adjusted": True, f"{EFFECT}.model": "logistic model"}
    assert reasons(edited_mini(tmp_path, BINARY, changes)) == []


def test_adjusted_without_saying_how_is_a_problem(tmp_path: Path) -> None:
    changes = {f"{EFFECT}.value": 28.0, f"{EFFECT}.adjusted": True}
    assert reasons(edited_mini(tmp_path, BINARY, changes)) == ["is adjusted; model or note says how"]


def test_an_interval_that_no_method_gives_is_a_problem(tmp_path: Path) -> None:
    found = edited_mini(tmp_path, BINARY, {f"{EFFECT}.lower": 12.0})
    assert any("no method gives the interval" in reason for reason in reasons(found))


def test_unless_the_record_names_the_method(tmp_path: Path) -> None:
    changes = {f"{EFFECT}.lower": 12.0, f"{EFFECT}.model": "exact unconditional interval"}
    assert reasons(edited_mini(tmp_path, BINARY, changes)) == []


def test_a_conflict_recorded_about_the_value_itself_is_no_problem(tmp_path: Path) -> None:
    root = edited_mini(tmp_path, BINARY, {f"{EFFECT}.value": 25.0})
    assert any("does not follow" in reason for reason in reasons(root))
    conflict = next((root / "conflicts").glob("*.toml"))
    original = conflict.read_text(encoding="utf-8")
    for path, kind, excused in ((f"{EFFECT}.value", "internal", True), (EFFECT, "internal", False),
                                (f"{EFFECT}.value", "omission", False)):  # fmt: skip
        text = original.replace("about = [", f'about = ["trials/alder.{path}", ', 1)
        conflict.write_text(re.sub('kind = "[a-z-]+"', f'kind = "{kind}"', text, count=1), encoding="utf-8")
        assert any("does not follow" in reason for reason in reasons(root)) != excused


def test_adjusting_does_not_turn_an_effect_round(tmp_path: Path) -> None:
    model = {f"{EFFECT}.adjusted": True, f"{EFFECT}.model": "logistic model"}
    turned = {f"{EFFECT}.value": -30.0, f"{EFFECT}.lower": -42.0, f"{EFFECT}.upper": -17.0, **model}
    assert any(
        "standard errors from what the figures" in each for each in reasons(edited_mini(tmp_path, BINARY, turned))
    )


def test_adjusting_does_not_change_the_error_tenfold(tmp_path: Path) -> None:
    model = {f"{EFFECT}.adjusted": True, f"{EFFECT}.model": "logistic model"}
    narrow = {f"{EFFECT}.lower": 29.0, f"{EFFECT}.upper": 31.0, **model}
    assert any("times the standard error" in reason for reason in reasons(edited_mini(tmp_path, BINARY, narrow)))


def test_naming_a_method_does_not_free_the_interval(tmp_path: Path) -> None:
    changes = {f"{EFFECT}.lower": 28.0, f"{EFFECT}.upper": 32.0, f"{EFFECT}.model": "exact unconditional interval"}
    assert any("times as wide" in reason for reason in reasons(edited_mini(tmp_path, BINARY, changes)))


def test_a_number_needed_to_benefit_of_a_harm_is_a_problem(tmp_path: Path) -> None:
    nnt = {"measure": "NNT", "arm": "esketamine", "versus": "placebo", "value": 4}
    root = edited_mini(tmp_path, BINARY, {"outcomes.1.effects.2": nnt})
    assert reasons(root) == []
    nnt = {"measure": "NNT", "arm": "placebo", "versus": "esketamine", "value": 4}
    other = edited_mini(tmp_path / "b", BINARY, {"outcomes.1.effects.2": nnt})
    assert any("does not follow" in reason for reason in reasons(other))


def test_a_wrong_sign_of_a_mean_difference_is_a_problem(tmp_path: Path) -> None:
    changes = {
        "outcomes.0.effects.0.value": 11.1,
        "outcomes.0.effects.0.lower": 0.1,
        "outcomes.0.effects.0.upper": 22.22,
        "outcomes.0.effects.0.adjusted": False,
    }
    assert any("does not follow" in reason for reason in reasons(edited_mini(tmp_path, BINARY, changes)))


def test_every_shipped_effect_that_can_be_recomputed_agrees() -> None:
    verdicts: dict[str, int] = {}
    for record in load().trials:
        for item in measured(record):
            for found in contrasts(record, item):
                for each in agreements(found):
                    verdicts[each.verdict] = verdicts.get(each.verdict, 0) + 1
    assert verdicts.get("differs", 0) == 0
    assert verdicts["agrees"] >= 10
    assert verdicts["adjusted"] >= 15
