"""Every defensible analysis of a question: each is one that keta forest gives, and what it says is counted right."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from ketacli import load
from ketacli.evidence.forest.assemble import forest
from ketacli.evidence.forest.multiverse import ALL, CHOICES, Multiverse, Spec, middle, multiverse
from ketacli.evidence.forest.rows import Ask
from ketacli.evidence.outcomes import timespan
from ketacli.stats.models import Model

from .conftest import Run
from .trials import dataset, response, trial

SHIPPED = load()
MADRS = ("forest", "--form", "esketamine", "--outcome", "madrs", "--timepoint", "28d", "--comparator", "placebo")
RESPONSE = ("forest", "--form", "esketamine", "--outcome", "response", "--timepoint", "28d", "--comparator", "placebo")
TRIALS = list(
    SHIPPED.trials.where("species = human and status = reported and form = esketamine and comparator = placebo")
)
ASKED = {name: Ask(outcome=name, span=timespan("28d")) for name in ("madrs", "response")}


def every(name: str, **asked: Any) -> Multiverse:
    return multiverse(SHIPPED, TRIALS, ASKED[name]._replace(**asked))


@pytest.mark.parametrize("name", ASKED)
def test_every_plain_analysis_is_what_a_forest_plot_gives(name: str) -> None:
    """Those at the time asked for, of the first set of people, with no trial or one trial left out by name."""
    checked = 0
    for spec in every(name).specs:
        words = spec.choices
        left_out = words["trials"][0].removeprefix("without ")
        named = left_out in {each.id for each in TRIALS} or left_out == ALL
        if words["time"][0] != "as asked" or words["people"][0] != "first on record" or not named or checked > 60:
            continue
        checked += 1
        tau = words["model"][0]
        ask = ASKED[name]._replace(
            measure=spec.measure, basis=words["basis"][0], multiarm=words["arms"][0],
            tau_method="REML" if tau == "common" else tau,
        )  # fmt: skip
        found = forest(SHIPPED, [each for each in TRIALS if each.id != left_out], ask).pooling
        assert found is not None
        made = found.common if tau == "common" else found.random if words["interval"][0] == "z" else found.hartung_knapp
        assert (made.value, made.lower, made.upper) == pytest.approx((spec.value, spec.lower, spec.upper), abs=1e-9)
        assert spec.k == found.k
    assert checked > 40


@pytest.mark.parametrize("name", ASKED)
def test_the_usual_analysis_is_the_plot_unasked(name: str) -> None:
    found = every(name)
    [usual] = [spec for spec in found.specs if spec.usual]
    asked = ASKED[name]._replace(multiarm=usual.choices["arms"][0], measure=found.measure)
    whole = forest(SHIPPED, TRIALS, asked).pooling
    assert whole is not None
    assert (usual.value, usual.lower) == pytest.approx((whole.hartung_knapp.value, whole.hartung_knapp.lower))


def test_analyses_differ_and_are_ordered() -> None:
    found = every("madrs")
    keys = [(each.measure, each.choices["model"], each.choices["interval"], each.trials, each.value, each.lower)
            for each in found.specs]  # fmt: skip
    assert len(set(keys)) == len(keys)
    for measure in ("MD", "SMD"):
        values = [each.value for each in found.of(measure)]
        assert values == sorted(values)
    assert found.specs[0].measure == found.measure == "MD"


def test_a_choice_that_was_made_is_none() -> None:
    found = every("madrs", measure="MD", basis="raw", multiarm="combine")
    assert {level.choice for level in found.levels}.isdisjoint({"measure", "basis", "arms"})
    assert {(each.measure, each.choices["basis"], each.choices["arms"]) for each in found.specs} == {
        ("MD", ("raw",), ("combine",))
    }
    by_pm = multiverse(SHIPPED, TRIALS, ASKED["madrs"], (Model("PM", "z"),))
    assert {each.choices["model"] for each in by_pm.specs} == {("PM",)}


def test_each_choice_that_is_open_has_its_words_counted() -> None:
    found = every("response")
    held = {level.choice for level in found.levels}
    assert held == {"measure", "model", "interval", "basis", "people", "arms", "trials"}
    assert held < set(CHOICES)
    for level in found.levels:
        of = [spec for spec in found.specs if level.word in spec.choices[level.choice]]
        assert level.analyses == len(of)
        assert level.above + level.below <= len(of)


def test_open_trials_outliers_and_placebos_are_choices(tmp_path: Path) -> None:
    def made(name: str, events: int, **design: str) -> dict[str, Any]:
        return trial(
            name, outcomes=[response({"esketamine": (events, 100), "placebo": (40, 100)})],
            design={**trial("x")["design"], **design},
        )  # fmt: skip

    trials = {
        "ash": made("ash", 60), "birch": made("birch", 58, masking="open"), "cedar": made("cedar", 62),
        "elm": made("elm", 61, comparator="active-placebo"), "fir": made("fir", 99),
        "gean": made("gean", 59, comparator="active-placebo"),
    }  # fmt: skip
    data = dataset(tmp_path, trials)
    own = [item for item in data.trials if item.id in trials]
    found = multiverse(data, own, Ask(outcome="response", span=(28, 28), measure="RD"))
    words = {
        level.choice: [each.word for each in found.levels if each.choice == level.choice] for level in found.levels
    }
    assert words["placebo"] == ["inert and active", "inert alone", "active alone"]
    assert {ALL, "none open", "none far from the others", "without ash"} <= set(words["trials"])

    def of(word: str) -> list[Spec]:
        return [spec for spec in found.specs if word in spec.choices["trials"] and len(spec.trials) > 3]

    assert all("birch" not in spec.trials for spec in of("none open"))
    assert all("fir" not in spec.trials for spec in of("none far from the others"))


def test_what_may_not_be_pooled_is_counted_with_its_reason() -> None:
    found = multiverse(SHIPPED, list(SHIPPED.trials.where("indication = trd")), Ask(outcome="madrs"))
    assert found.specs == ()
    assert found.rows == ()
    assert found.refused
    assert all(each.combinations > 0 and each.reason for each in found.refused)


def test_the_middle_of_values() -> None:
    assert middle([]) is None
    assert middle([1.0, 2.0, 9.0]) == 2.0
    assert middle([1.0, 2.0]) == 1.5


# ----------------------------------------------------------------------------------- the command


def test_the_screen_says_how_many_and_the_json_has_them_all(keta: Run) -> None:
    data = keta(*MADRS, "--multiverse", "--json").document["data"]
    held = data["multiverse"]
    shown = keta(*MADRS, "--multiverse").out
    total = len(held["analyses"])
    assert f"Of {total:,} analyses" in shown
    assert "Favours esketamine" in shown
    assert "no probabilities" in shown
    assert sum(each["analyses"] for each in held["measures"]) == total
    for each in held["measures"]:
        own = [row for row in held["analyses"] if row["measure"] == each["measure"]]
        assert [sum(row["side"] == side for row in own) for side in ("above", "below", "across")] == [
            each["above"], each["below"], each["across"],
        ]  # fmt: skip
        assert (each["lowest"], each["highest"]) == (own[0]["value"], own[-1]["value"])
    assert "multiverse" not in keta(*MADRS, "--json").document["data"]


@pytest.mark.parametrize(("width", "most"), [(80, 52), (100, 40)])
def test_it_fits_a_window(keta: Run, width: int, most: int) -> None:
    for line in (MADRS, RESPONSE):
        assert keta(*line, "--multiverse", "--width", str(width)).out.count("\n") <= most


def test_a_row_an_analysis_and_a_drawing(keta: Run) -> None:
    count = len(every("response").specs)
    table = keta(*RESPONSE, "--multiverse", "-o", "csv").out.splitlines()
    assert len(table) == count + 1
    assert table[0].startswith("measure,model,interval,basis,people,time,arms,placebo,left_out,trials,k,value")
    drawn = keta(*RESPONSE, "--multiverse", "-o", "svg").out
    tree = ElementTree.fromstring(drawn)
    assert sum(each.tag.endswith("circle") for each in tree.iter()) == count
    said = [each.text for each in tree.iter() if each.tag.endswith("text")]
    assert "usual" in said
    assert "without Takahashi 2021" in said
    assert "Usual: 9.6, from" in keta(*RESPONSE, "--multiverse", "--accessible").out


@pytest.mark.parametrize("more", [("--from", "x.csv"), ("--leave-one-out",), ("--funnel",), ("--baseline", "20")])
def test_what_does_not_go_with_it_is_told(keta: Run, more: tuple[str, ...]) -> None:
    ran = keta(*RESPONSE, "--measure", "rr", "--multiverse", *more)
    assert ran.code == 2
    assert "multiverse" in ran.err


def test_nothing_to_analyse_is_told(keta: Run) -> None:
    line = ("forest", "--indication", "trd", "--outcome", "madrs", "--multiverse")
    shown = keta(*line)
    assert shown.code == 0
    assert "Not made," in shown.out
    assert keta(*line, "-o", "svg").code == 2
