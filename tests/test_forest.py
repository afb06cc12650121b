"""Forest plots: which rows there are, what is pooled, and every reason why something is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketacli import load
from ketacli.evidence.contrasts import set_of
from ketacli.evidence.forest.assemble import forest
from ketacli.evidence.forest.describe import row_name
from ketacli.evidence.forest.rows import Ask, Forest
from ketacli.records.dataset import Dataset
from ketacli.records.order import ordered
from ketacli.stats.estimate import Refusal

from .conftest import Run
from .trials import arm, change, dataset, response, trial


def plot(data: Dataset, **asked: Any) -> Forest:
    """The forest of every trial made by ``tests.trials``."""
    made = [item for item in data.trials if item.source == "invented-alder" and item.id != "alder"]
    return forest(data, made, Ask(**{"outcome": "response", **asked}))


def codes(found: Forest) -> list[str]:
    return [each.code for each in found.refusals]


def two(tmp_path: Path, **second: Any) -> Dataset:
    """Two alike trials, the second with changes."""
    return dataset(tmp_path, {"gorse": trial("gorse"), "hazel": trial("hazel", year=2002, **second)})


def transform(condition: str = "name ~ transform", **asked: Any) -> Forest:
    data = load()
    trials = ordered(
        data,
        "trials",
        data.trials.where(f"species = human and form = esketamine and comparator = placebo and {condition}"),
    )
    return forest(data, trials, Ask(**{"outcome": "response", "span": (28, 28), **asked}))


def test_the_transform_trials_share_a_control_group_and_are_not_pooled_unasked() -> None:
    found = transform()
    assert [row.trial.id for row in found.rows] == ["transform-1", "transform-1", "transform-2", "transform-3"]
    assert found.pooling is None
    assert codes(found) == ["shared-control"]
    assert "--multiarm" in found.refusals[0].instead


def test_the_transform_trials_pooled_with_the_highest_dose() -> None:
    found = transform(multiarm="keep")
    assert found.pooling is not None
    z, hk = found.pooling.random, found.pooling.hartung_knapp
    assert [round(100 * v, 1) for v in (z.value, z.lower, z.upper)] == [15.1, 7.3, 22.9]
    assert [round(100 * v, 1) for v in (hk.value, hk.lower, hk.upper)] == [15.1, -2.1, 32.3]
    kept = [row for row in found.rows if not row.reason]
    assert [row.arm for row in kept] == ["esketamine-84", "esketamine", "esketamine"]
    assert sum(row.weight or 0 for row in kept) == pytest.approx(1)
    assert set(found.left_out) == {row.name for row in kept}


def test_combining_counts_each_person_once() -> None:
    found = transform(multiarm="combine")
    together = next(row for row in found.rows if row.combined)
    assert together.counts == (112, 209, 42, 108)
    assert [row.reason for row in found.rows if row.trial.id == "transform-1"].count("part of the combined arms") == 2
    assert found.pooling is not None
    assert found.pooling.k == 3


def test_splitting_shares_the_control_group_out() -> None:
    found = transform(multiarm="split")
    halves = [row for row in found.rows if row.trial.id == "transform-1"]
    assert [row.counts for row in halves] == [(60, 111, 21, 54), (52, 98, 21, 54)]
    assert found.pooling is not None
    assert found.pooling.k == 4


def test_madrs_differences_of_the_transform_trials_as_published_and_raw() -> None:
    asked: dict[str, Any] = {"outcome": "madrs", "multiarm": "keep"}
    published = transform(**asked)
    assert {row.basis for row in published.rows} == {"published"}
    assert published.measure == "MD"
    assert published.better == "lower"
    raw = transform(**asked, basis="raw")
    assert {row.basis for row in raw.rows} == {"raw"}
    first = next(row for row in raw.rows if row.trial.id == "transform-2")
    assert round(first.estimate.value, 1) == -4.4
    assert published.pooling is not None
    assert raw.pooling is not None


def test_published_estimates_cannot_be_combined_or_split() -> None:
    found = transform(outcome="madrs", multiarm="combine")
    assert found.pooling is None
    assert codes(found) == ["shared-control"]
    assert "--basis raw" in found.refusals[0].instead


def test_an_interval_widened_for_several_comparisons_gives_way_to_the_error() -> None:
    found = transform("id = takahashi-2021", outcome="madrs", multiarm="keep")
    row = next(row for row in found.rows if row.trial.id == "takahashi-2021")
    assert row.estimate.method == "se"
    assert row.estimate.se == pytest.approx(row.effect.se if row.effect is not None else 0)


def test_two_alike_trials_are_pooled(tmp_path: Path) -> None:
    found = plot(two(tmp_path))
    assert found.refusals == ()
    assert found.pooling is not None
    assert (found.pooling.k, found.pooling.heterogeneity.tau) == (2, 0)
    assert found.left_out == {}


def test_one_study_is_no_pool(tmp_path: Path) -> None:
    found = plot(dataset(tmp_path, {"gorse": trial("gorse")}))
    assert codes(found) == ["one-study"]


DESIGN = trial("x")["design"]


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ({"outcomes": [response({"esketamine": (6, 10), "placebo": (2, 10)}, days=1, timepoint="24 h")]}, "times"),
        (
            {"design": {**DESIGN, "comparator": "active"}, "arms": [arm("esketamine", "esketamine"), arm("placebo")]},
            "comparators",
        ),
        ({"design": {**DESIGN, "model": "randomised-withdrawal"}}, "designs"),
    ],
)
def test_different_questions_are_not_pooled(tmp_path: Path, second: dict[str, Any], code: str) -> None:
    found = plot(two(tmp_path, **second))
    assert code in codes(found)
    assert found.pooling is None
    assert len(found.rows) == 2


def test_a_span_of_time_that_was_asked_for_is_pooled_and_said(tmp_path: Path) -> None:
    later = response({"esketamine": (6, 10), "placebo": (2, 10)}, days=35, timepoint="day 35")
    data = two(tmp_path, outcomes=[later])
    assert codes(plot(data)) == ["times"]
    found = plot(data, span=(28, 35))
    assert found.pooling is not None
    assert any("day 35" in note for note in found.notes)


def test_different_scales_are_pooled_only_standardised(tmp_path: Path) -> None:
    means = {"esketamine": (10.0, 4.0, 20), "placebo": (15.0, 4.0, 20)}
    data = dataset(
        tmp_path,
        {
            "gorse": trial("gorse", outcomes=[change(means)]),
            "hazel": trial("hazel", outcomes=[change(means, scale="memory", better="lower")]),
        },
    )
    assert codes(plot(data, outcome="change", measure="MD")) == ["constructs", "scales"]
    assert codes(plot(data, outcome="change", measure="SMD")) == ["constructs"]


def test_scales_of_one_thing_are_pooled_standardised(tmp_path: Path) -> None:
    from .support import edit
    from .trials import write

    means = {"esketamine": (10.0, 4.0, 20), "placebo": (15.0, 4.0, 20)}
    root = write(
        tmp_path,
        {
            "gorse": trial("gorse", outcomes=[change(means)]),
            "hazel": trial("hazel", outcomes=[change(means, scale="memory", better="lower")]),
        },
    )
    edit(root / "scales.toml", {"memory.measures": "mood"})
    data = load(str(root))
    assert codes(plot(data, outcome="change", measure="MD")) == ["scales"]
    assert plot(data, outcome="change", measure="SMD").pooling is not None


def test_raw_and_published_are_not_mixed(tmp_path: Path) -> None:
    means = change({"esketamine": (10.0, 4.0, 20), "placebo": (15.0, 4.0, 20)})
    effect = {"measure": "MD", "arm": "esketamine", "versus": "placebo", "value": -4.0, "lower": -6.0, "upper": -2.0,
              "unit": "points", "adjusted": True, "model": "MMRM"}  # fmt: skip
    modelled = {**change({}), "results": [], "effects": [effect]}
    data = dataset(
        tmp_path,
        {
            "gorse": trial("gorse", outcomes=[means]),
            "hazel": trial("hazel", outcomes=[means]),
            "ivy": trial("ivy", outcomes=[modelled]),
        },
    )
    found = plot(data, outcome="change")
    assert {row.trial.id: row.reason for row in found.rows} == {
        "gorse": "", "hazel": "", "ivy": "only as published, unlike the others",
    }  # fmt: skip
    assert found.pooling is not None
    assert found.pooling.k == 2


@pytest.mark.parametrize(
    ("status", "words"),
    [("retracted", "retracted"), ("untraceable", "untraceable"), ("listed", "listed by Retraction Watch")],
)
def test_unsound_sources_are_drawn_and_not_pooled(tmp_path: Path, status: str, words: str) -> None:
    from .support import edit
    from .trials import write

    third = trial("ivy", source="invented-registry", check="registry")
    root = write(tmp_path, {"gorse": trial("gorse"), "hazel": trial("hazel"), "ivy": third})
    told = "Retracted, not found again, or listed by Retraction Watch."
    standing = {"status": status, "status_checked": "2001-02-03", "note": told}
    edit(root / "sources" / "invented-registry.toml", standing)
    for name in ("alder", "ivy"):
        edit(root / "trials" / f"{name}.toml", {"note": told})
    data = load(str(root))
    trials = [data.trials[name] for name in ("gorse", "hazel", "ivy")]
    found = forest(data, trials, Ask(outcome="response"))
    assert {row.trial.id: row.reason for row in found.rows}["ivy"] == f"its source is {words}"
    assert found.pooling is not None
    assert found.pooling.k == 2


def test_trials_that_were_not_randomised_are_not_pooled(tmp_path: Path) -> None:
    found = plot(two(tmp_path, design={**DESIGN, "allocation": "non-randomised"}))
    assert [row.reason for row in found.rows] == ["", "not randomised"]
    assert codes(found) == ["one-study"]


def test_inert_and_active_placebos_are_pooled_with_a_warning(tmp_path: Path) -> None:
    found = plot(two(tmp_path, design={**DESIGN, "comparator": "active-placebo"}))
    assert found.pooling is not None
    assert any("Inert and active placebos" in note for note in found.notes)


def test_subgroups_stay_out_unless_named(tmp_path: Path) -> None:
    whole = response({"esketamine": (60, 100), "placebo": (40, 100)})
    part = response({"esketamine": (6, 10), "placebo": (4, 10)}, id="response-women", role="subgroup")
    data = two(tmp_path, outcomes=[part, whole])
    assert {row.measured.id for row in plot(data).rows} == {"response-day-28"}
    assert {row.measured.id for row in plot(data, outcome="response-women").rows} == {"response-women"}


@pytest.mark.parametrize(
    "events", [{"esketamine": (10, 10), "placebo": (0, 10)}, {"esketamine": (0, 10), "placebo": (0, 9)}]
)
def test_a_difference_without_variance_is_drawn_and_not_weighed(
    tmp_path: Path, events: dict[str, tuple[int, int]]
) -> None:
    found = plot(two(tmp_path, outcomes=[response(events)]))
    assert [bool(row.reason) for row in found.rows] == [False, True]
    assert "nothing says how far to trust" in found.rows[1].reason
    assert codes(found) == ["one-study"]


def test_rows_of_the_other_direction_do_not_stand_under_these_words(tmp_path: Path) -> None:
    turned = response({"esketamine": (6, 10), "placebo": (2, 10)}, better="lower")
    data = dataset(tmp_path, {"gorse": trial("gorse", outcomes=[turned]), "hazel": trial("hazel"), "ivy": trial("ivy")})
    found = plot(data)
    assert found.better == "higher"
    assert {row.trial.id for row in found.rows} == {"hazel", "ivy"}
    assert [(each.trial, "lower is better" in each.reason) for each in found.undrawn] == [("gorse", True)]


def test_every_shipped_plot_has_one_direction() -> None:
    data = load()
    people = ordered(data, "trials", data.trials.where("species = human"))
    asked = (
        "response",
        "remission",
        "relapse",
        "madrs",
        "change",
        "score",
        "event",
        "other",
        "primary",
        "harms",
        "all",
    )
    for outcome in asked:
        for measure in (None, "RD", "RR", "OR", "MD", "SMD", "HR"):
            found = forest(data, people, Ask(outcome=outcome, measure=measure))
            assert len({row.measured.better for row in found.rows}) < 2, (outcome, measure)
            assert all(row.measured.better == found.better for row in found.rows)
            assert not any(row.estimate.value != row.estimate.value for row in found.rows)


def test_ketamine_against_ketamine_has_no_place_beside_ketamine_against_placebo(tmp_path: Path) -> None:
    both = [arm("esketamine", "esketamine", 56), {**arm("placebo"), "form": "racemic", "label": "Racemic"}]
    data = dataset(tmp_path, {"gorse": trial("gorse", arms=both, forms=["esketamine", "racemic"]),
                              "hazel": trial("hazel"), "ivy": trial("ivy")})  # fmt: skip
    found = plot(data)
    assert {row.trial.id for row in found.rows} == {"hazel", "ivy"}
    assert [each.reason for each in found.undrawn] == ["ketamine in both groups"]


def test_a_trial_of_singhs_kind_pairs_each_arm_with_its_own_control() -> None:
    data = load()
    trials = [data.trials["singh-2016-ketamine"]]
    rows = forest(data, trials, Ask(outcome="madrs", measure="MD", basis="raw")).rows
    assert sorted(round(row.estimate.value, 1) for row in rows) == [-14.6, -12.7]


def test_arms_without_an_event_still_count_where_arms_share_a_control(tmp_path: Path) -> None:
    arms = [arm("low", "esketamine", 28), arm("high", "esketamine", 84), arm("placebo")]
    counts = response({"low": (2, 115), "high": (0, 116), "placebo": (0, 113)})
    data = dataset(tmp_path, {"gorse": trial("gorse", arms=arms, outcomes=[counts]), "hazel": trial("hazel")})
    assert codes(plot(data, measure="RR")) == ["shared-control"]
    together = plot(data, measure="RR", multiarm="combine")
    assert [row.counts for row in together.rows if row.combined] == [(2, 231, 0, 113)]
    kept = plot(data, measure="RR", multiarm="keep")
    assert [row.reason for row in kept.rows if row.trial.id == "gorse"] == [
        "shares the control group; the highest dose is kept"
    ]
    assert any("no ratio" in each.reason for each in kept.undrawn)


def test_no_arm_is_the_highest_when_doses_tie(tmp_path: Path) -> None:
    arms = [arm("often", "esketamine", 56), arm("seldom", "esketamine", 56), arm("placebo")]
    counts = response({"often": (5, 10), "seldom": (6, 10), "placebo": (2, 10)})
    data = dataset(tmp_path, {"gorse": trial("gorse", arms=arms, outcomes=[counts]), "hazel": trial("hazel")})
    found = plot(data, multiarm="keep")
    assert codes(found) == ["shared-control"]
    assert "none has the highest dose" in found.refusals[0].reason


def published(value: float, adjusted: bool, **more: Any) -> dict[str, Any]:
    effect = {"measure": "MD", "arm": "esketamine", "versus": "placebo", "value": value, "lower": value - 2,
              "upper": value + 2, "unit": "points", "adjusted": adjusted, **more}  # fmt: skip
    return {**change({}), "results": [], "effects": [effect]}


def test_adjusted_and_raw_published_effects_are_not_pooled(tmp_path: Path) -> None:
    data = dataset(
        tmp_path,
        {
            "gorse": trial("gorse", outcomes=[published(-4.0, True, model="MMRM")]),
            "hazel": trial("hazel", outcomes=[published(-5.0, False)]),
        },
    )
    assert codes(plot(data, outcome="change")) == ["adjustment"]


def test_the_pool_does_not_hang_on_the_level_of_the_intervals() -> None:
    values = set()
    for level in (0.8, 0.9, 0.95, 0.99):
        found = transform(outcome="madrs", multiarm="keep", level=level)
        assert found.pooling is not None
        values.add(round(found.pooling.random.value, 12))
    assert len(values) == 1


def test_harms_of_follow_up_are_not_harms_of_treatment() -> None:
    data = load()
    people = ordered(data, "trials", data.trials.where("species = human"))
    found = forest(data, people, Ask(outcome="any serious adverse event", multiarm="keep"))
    assert all(row.measured.phase != "follow-up" for row in found.rows)
    later = forest(data, people, Ask(outcome="cerebral haemorrhage (serious), follow-up"))
    assert {row.measured.phase for row in later.rows} == {"follow-up"}


def test_trials_without_figures_are_named(tmp_path: Path) -> None:
    bare = response(
        {}, results=[{"arm": "esketamine", "percent": 60, "n": 200}, {"arm": "placebo", "percent": 40, "n": 200}]
    )
    found = plot(two(tmp_path, outcomes=[bare]))
    assert [(each.trial, "percentages" in each.reason) for each in found.undrawn] == [("hazel", True)]


def test_a_count_that_one_whole_number_gives_is_pooled_and_said_in_its_row(tmp_path: Path) -> None:
    results = [{"arm": "esketamine", "percent": 60, "n": 100}, {"arm": "placebo", "percent": 40, "n": 100}]
    data = two(tmp_path, outcomes=[response({}, results=results)])
    found = plot(data)
    assert found.pooling is not None
    row = next(row for row in found.rows if row.trial.id == "hazel")
    assert (row.counts, row.derived) == ((60, 100, 40, 100), "events from the percentage and n")
    assert "counts worked out" in row_name(found, row)
    assert any("events from the percentage and n (HAZEL)" in note for note in found.notes)
    assert [row.derived for row in found.rows if row.trial.id == "gorse"] == [None]


def test_printed_counts_of_a_lesser_outcome_stand_before_counts_that_were_worked_out(tmp_path: Path) -> None:
    results = [{"arm": "esketamine", "percent": 60, "n": 100}, {"arm": "placebo", "percent": 40, "n": 100}]
    printed = {**response({"esketamine": (50, 90), "placebo": (30, 90)}), "id": "observed", "role": "secondary"}
    found = plot(two(tmp_path, outcomes=[response({}, results=results), printed]))
    row = next(row for row in found.rows if row.trial.id == "hazel")
    assert (row.counts, row.derived) == ((50, 90, 30, 90), None)


def test_only_ratios_with_a_zero_have_a_half_added(tmp_path: Path) -> None:
    means = [
        {"arm": name, "mean": mean, "se": 1.0, "n": 40} for name, mean in (("esketamine", -18.0), ("placebo", -14.0))
    ]
    found = plot(two(tmp_path, outcomes=[change({}, results=means)]), outcome="change")
    assert not any("half" in note for note in found.notes)
    assert any("standard deviation from the standard error and n (HAZEL)" in note for note in found.notes)


@pytest.mark.parametrize(
    ("sort", "order"),
    [("year", ["gorse", "hazel"]), ("name", ["gorse", "hazel"]), ("effect", ["hazel", "gorse"]),
     ("weight", ["hazel", "gorse"]), ("n", ["hazel", "gorse"])],
)  # fmt: skip
def test_orders(tmp_path: Path, sort: str, order: list[str]) -> None:
    data = two(tmp_path, outcomes=[response({"esketamine": (110, 200), "placebo": (100, 200)})])
    assert [row.trial.id for row in plot(data, sort=sort).rows] == order


def test_arms_of_one_trial_are_never_pooled_as_two_studies(tmp_path: Path) -> None:
    arms = [arm("low", "esketamine", 28), arm("high", "esketamine", 84), arm("placebo")]
    counts = response({"low": (5, 10), "high": (6, 10), "placebo": (2, 10)})
    found = plot(dataset(tmp_path, {"gorse": trial("gorse", arms=arms, outcomes=[counts])}))
    assert set(codes(found)) >= {"one-study"}
    assert found.pooling is None


def test_an_outcome_that_no_trial_has_is_said_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(LookupError) as caught:
        plot(two(tmp_path), outcome="nothing-like-it")
    assert "response" in caught.value.args[0]


def test_refusals_say_what_to_do() -> None:
    found = forest(load(), list(load().trials), Ask(outcome="remission"))
    assert found.refusals
    assert all(isinstance(each, Refusal) and each.reason and each.instead for each in found.refusals)


def test_one_set_of_people_is_drawn_where_it_is_asked_for() -> None:
    line: dict[str, Any] = {"outcome": "madrs", "measure": "MD", "basis": "raw", "multiarm": "keep"}
    observed = transform(**line, analysis_set="observed")
    carried = transform(**line, analysis_set="carried-forward")
    for found, wanted in ((observed, "observed"), (carried, "carried-forward")):
        assert found.pooling is not None
        assert {set_of(row.trial, row.measured) for row in found.rows} == {wanted}
    assert observed.rows[0].estimate.value != carried.rows[0].estimate.value


def test_harms_have_no_set_of_their_own() -> None:
    assert transform(outcome="dissociation", span=None, multiarm="keep", analysis_set="observed").rows


def test_every_row_names_its_set(keta: Run) -> None:
    line = ("forest", "--form", "esketamine", "--outcome", "madrs", "--timepoint", "28d", "--multiarm", "keep")
    rows = keta(*line, "--set", "carried-forward", "--json").document["data"]["rows"]
    assert {row["analysis_set"] for row in rows} == {"carried-forward"}
    assert keta(*line, "--set", "everybody").code == 2


class TestKetamineInBothGroups:
    """Rows of ketamine against ketamine: drawn only where nothing else is, each with its two forms."""

    def test_another_comparator_goes_before(self, keta: Run) -> None:
        rows = keta("forest", "--comparator", "active", "--outcome", "remission", "--json").document["data"]["rows"]
        assert {row["trial"] for row in rows} >= {"escape-trd", "ketect"}
        assert "correia-melo-2020" not in {row["trial"] for row in rows}

    def test_each_row_says_its_forms(self, keta: Run) -> None:
        both = "id = correia-melo-2020 or id = nasal-racemic-vs-spray-2026"
        out = " ".join(keta("forest", "--outcome", "remission", "--where", both, "--width", "200").out.split())
        assert "favours the second favours the first form" in out
        labels = keta("forest", "--outcome", "remission", "--where", both, "--json").document["data"]["rows"]
        assert [row["label"].split(", ")[1] for row in labels] == [
            "esketamine against racemic",
            "racemic against esketamine",
        ]
        one = keta("forest", "--outcome", "remission", "--where", "id = correia-melo-2020", "--width", "200").out
        assert "Remission at 24 h: esketamine against racemic ketamine" in one
