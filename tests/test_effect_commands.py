"""``keta effect`` and ``keta forest`` as a user types them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ketacli import load

from .conftest import Run

TOPICS = Path(__file__).resolve().parent.parent / "src" / "ketacli" / "data" / "help"
TRANSFORM = [
    *("forest", "--form", "esketamine", "--outcome", "response", "--timepoint", "28d"),
    *("--comparator", "placebo", "--exclude", "takahashi-2021,chen-2023"),
]


def compared(document: dict[str, Any]) -> dict[str, Any]:
    """The one comparison of an answer."""
    [outcome] = document["data"]["outcomes"]
    [found] = outcome["comparisons"]
    assert isinstance(found, dict)
    return found


def test_elekt_d_on_a_screen(keta: Run) -> None:
    out = keta("effect", "elekt-d", "--outcome", "response").out
    for words in (
        "14.2 more per 100", "3.9 to 24.2 more", "108 / 195", "70 / 170", "Miettinen-Nurminen", "agrees with",
        "-10 per 100: the whole interval lies above it", "365 of 403", "38 are not counted", "5 to 26", "1.35", "1.77",
    ):  # fmt: skip
        assert words in out, words


def test_elekt_d_for_a_program(keta: Run) -> None:
    data = keta("effect", "NCT03113968", "--json").document["data"]
    assert data["trial"] == "elekt-d"
    [outcome] = data["outcomes"]
    [found] = outcome["comparisons"]
    difference = found["effects"][0]
    assert difference["measure"] == "RD"
    assert difference["unit"] == "per 1"
    assert difference["value"] == pytest.approx(108 / 195 - 70 / 170)
    assert found["nnt"]["value"] == pytest.approx(1 / (108 / 195 - 70 / 170))
    assert found["published"][0]["verdict"] == "agrees"
    assert found["published"][0]["value"] == pytest.approx(0.142)
    assert found["margin"] == {"value": 10, "unit": "per 100", "met": True}
    assert "anand-2023" in keta("effect", "elekt-d", "--json").document["sources"]


def test_a_primary_outcome_without_figures_names_those_with(keta: Run) -> None:
    ran = keta("effect", "zarate-2006")
    assert ran.code == 0
    assert "Not computed" in ran.out
    assert "same people" in ran.out


def test_every_trial_has_an_answer(keta: Run) -> None:
    for name in load().trials.ids():
        ran = keta("effect", name)
        assert ran.code == 0, (name, ran.err)
        assert ran.out.strip()
        data = keta("effect", name, "--outcome", "all", "--json")
        assert data.code == 0 or "no outcome" in data.err, name


def test_figures_of_ones_own(keta: Run) -> None:
    open_ = keta("effect", "--events", "46/346", "--control", "6/222", "--baseline", "5")
    assert "10.6 more per 100" in open_.out
    assert not [word for word in ("NNT", "favours", "benefit", "harm") if word in open_.out], (
        "nobody said what is wanted"
    )
    out = keta("effect", "--events", "10/34", "--control", "7/29", "--method", "newcombe", "--better", "higher").out
    assert "5.3 more per 100" in out
    assert "16.7 fewer to 25.8 more" in out
    assert "NNTB 4 to infinity to NNTH 7" in out
    assert "no source here" in out
    worse = keta("effect", "--events", "10/34", "--control", "7/29", "--better", "lower").out
    assert "NNTH 4 to infinity" not in worse
    assert "NNTH" in worse


def test_negative_means_are_read(keta: Run) -> None:
    ran = keta("effect", "--mean", "-19.0,13.86,111", "--control-mean", "-14.8,15.07,108")
    assert ran.code == 0, ran.err
    assert "-4.20" in ran.out
    assert "-8.06 to -0.34" in ran.out


def test_other_levels(keta: Run) -> None:
    words = ("effect", "--events", "10/34", "--control", "7/29", "--json")
    widths = []
    for level in ("80", "0.9", "95", "99"):
        effect = compared(keta(*words, "--level", level).document)["effects"][0]
        widths.append(effect["upper"] - effect["lower"])
    assert widths == sorted(widths)
    assert len(set(widths)) == 4


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--events", "10/34"],
        ["--control", "7/29"],
        ["--events", "10/34", "--control-mean", "1,2,3"],
        ["--events", "35/34", "--control", "7/29"],
        ["--events", "1/0", "--control", "7/29"],
        ["--events", "a/b", "--control", "7/29"],
        ["--events", "1.5/3", "--control", "7/29"],
        ["--events", "1/2/3", "--control", "7/29"],
        ["--events", "99999999999/99999999999", "--control", "7/29"],
        ["--mean", "1,2", "--control-mean", "1,2,3"],
        ["--mean", "1,0,5", "--control-mean", "1,2,3"],
        ["--mean", "1,2,1", "--control-mean", "1,2,3"],
        ["--mean", "nan,2,9", "--control-mean", "1,2,3"],
        ["--mean", "1,2,9", "--control-mean", "1,2,9", "--baseline", "20"],
        ["--events", "1/2", "--control", "1/2", "--baseline", "100"],
        ["--events", "1/2", "--control", "1/2", "--baseline", "x"],
        ["--events", "1/2", "--control", "1/2", "--level", "100"],
        ["--events", "1/2", "--control", "1/2", "--level", "1"],
        ["--events", "1/2", "--control", "1/2", "--better", "sideways"],
        ["--events", "1/2", "--control", "1/2", "--method", "exact"],
        ["elekt-d", "--events", "1/2"],
        ["elekt-d", "--better", "lower"],
        ["elekt-d", "--outcome", "nothing-like-it"],
        ["elekt-d", "--correlation", "2"],
        ["elekt-d", "--correlation", "0.5"],
        ["--events", "1/2", "--control", "1/2", "--correlation", "0.5"],
        ["--events", "1/2", "--control", "1/2", "--method", "wald,newcombe"],
        ["elekt-d", "--outcome", ""],
    ],
)
def test_what_makes_no_sense_is_said(keta: Run, words: list[str]) -> None:
    ran = keta("effect", *words)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("keta: ")
    assert len(ran.err.splitlines()) == 2


def test_an_unknown_trial_is_not_guessed(keta: Run) -> None:
    ran = keta("effect", "elektd2")
    assert ran.code == 3
    assert "elekt-d" in ran.err


def test_groups_without_events_get_no_ratio(keta: Run) -> None:
    assert "nobody in either group has the event" in keta("effect", "--events", "0/10", "--control", "0/12").out
    assert "everybody" in keta("effect", "--events", "10/10", "--control", "12/12").out
    given = ("effect", "--events", "0/10", "--control", "0/12", "--better", "higher")
    data = compared(keta(*given, "--json").document)
    assert [each["measure"] for each in data["effects"]] == ["RD"]
    assert data["nnt"]["kind"] is None
    assert data["nnt"]["value"] is None


def test_a_limit_without_bound_is_null(keta: Run) -> None:
    words = ("effect", "--events", "5/10", "--control", "0/10", "--method", "score", "--json")
    ratio = next(e for e in compared(keta(*words).document)["effects"] if e["measure"] == "RR")
    assert ratio["value"] is None
    assert ratio["upper"] is None
    assert ratio["lower"] > 1


def test_the_transform_trials(keta: Run) -> None:
    out = keta(*TRANSFORM).out
    assert "Not pooled" in out
    assert "--multiarm" in out
    out = keta(*TRANSFORM, "--multiarm", "keep").out
    for words in ("7.3 to 22.9", "-2.1 to 32.3", "Hartung-Knapp", "favours esketamine", "favours placebo", "tau 0.0"):
        assert words in out, words


def test_the_transform_trials_for_a_program(keta: Run) -> None:
    data = keta(*TRANSFORM, "--multiarm", "keep", "--json").document["data"]
    assert data["higher_favours"] == "esketamine"
    assert data["lower_favours"] == "placebo"
    assert [row["pooled"] for row in data["rows"]] == [False, True, True, True]
    assert [each["method"] for each in data["pooled"]] == ["z", "hartung-knapp", "hartung-knapp-plain"]
    assert data["prediction"]["absent"] == "too-few-studies"
    assert len(data["leave_one_out"]) == 3
    assert data["heterogeneity"]["k"] == 3
    refused = keta(*TRANSFORM, "--json").document["data"]
    assert refused["pooled"] == []
    assert refused["refusals"][0]["code"] == "shared-control"


def test_lower_is_better_for_a_score(keta: Run) -> None:
    data = keta("forest", "--form", "esketamine", "--outcome", "madrs", "--timepoint", "28d", "--json").document["data"]
    assert (data["lower_favours"], data["measure"], data["null"]) == ("esketamine", "MD", 0)


def test_exclude_and_fail_empty(keta: Run) -> None:
    rows = keta(*TRANSFORM, "--exclude", "transform-1", "--json").document["data"]["rows"]
    assert {row["trial"] for row in rows} == {"transform-2", "transform-3"}
    said = "Left out at your wish: chen-2023, takahashi-2021, transform-1"
    assert said in keta(*TRANSFORM, "--exclude", "transform-1").out
    ran = keta("forest", "--indication", "suicidality", "--outcome", "madrs", "--fail-empty")
    assert ran.code == 4
    assert "Nothing can be drawn" in ran.out


@pytest.mark.parametrize(
    "words", [["--year", "1900"], ["--registry", "NCT1"], ["--year", "1900", "--outcome", "response"]]
)
def test_no_matching_trial_is_an_answer(keta: Run, words: list[str]) -> None:
    ran = keta("forest", *words)
    assert ran.code == 0
    assert "Nothing can be drawn" in ran.out
    assert keta("forest", *words, "--fail-empty").code == 4


def test_a_forest_of_the_trials_that_meet_a_condition(keta: Run) -> None:
    every = keta(*TRANSFORM, "--json").document["data"]["rows"]
    asked = keta(*TRANSFORM, "--where", "n < 150", "--json").document
    assert {row["trial"] for row in asked["data"]["rows"]} == {"transform-3"} < {row["trial"] for row in every}
    assert asked["query"]["where"] == "n < 150"
    wrong = keta(*TRANSFORM, "--where", "n < 150 and ears > 2")
    assert wrong.code == 2
    assert 'no field called "ears"' in wrong.err


def test_pooling_methods_differ_where_trials_disagree(keta: Run) -> None:
    words = ["forest", "--outcome", "dissociation", "--comparator", "placebo", "--design", "parallel"]
    words += ["--multiarm", "keep"]
    taus = {}
    for method in ("reml", "pm", "dl"):
        data = keta(*words, "--method", method, "--json").document["data"]
        taus[method] = data["heterogeneity"]["tau2"]
    assert len(set(taus.values())) == 3
    common = keta(*words, "--method", "common", "--json").document["data"]["pooled"]
    assert [each["model"] for each in common] == ["common"]


@pytest.mark.parametrize(
    "words",
    [
        ["--outcome", "nothing-like-it"],
        ["--timepoint", "soon"],
        ["--timepoint", "30-20d"],
        ["--measure", "zz"],
        ["--basis", "half"],
        ["--multiarm", "drop"],
        ["--sort", "colour"],
        ["--sort=-effect"],
        ["--method", "reml,dl"],
        ["--method", "exact"],
        ["--baseline", "20"],
        ["--measure", "rr", "--baseline", "120"],
        ["--level", "5"],
        ["--indication", "nope"],
    ],
)
def test_what_no_forest_takes_is_said(keta: Run, words: list[str]) -> None:
    ran = keta("forest", *words)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("keta: ")


def test_an_unknown_trial_cannot_be_left_out(keta: Run) -> None:
    assert keta("forest", "--exclude", "no-such-trial").code == 3


def examples() -> list[tuple[str, str]]:
    """Every example of the help topics, with the answer that the topic gives."""
    found = []
    for topic in sorted(TOPICS.glob("*.txt")):
        for line in topic.read_text(encoding="utf-8").splitlines():
            if line.startswith("- keta "):
                command, _, answer = line[2:].partition(": ")
                found.append((command, answer))
    return found


@pytest.mark.parametrize(("command", "answer"), examples())
def test_the_topics_say_what_the_program_says(keta: Run, command: str, answer: str) -> None:
    ran = keta(*command.split()[1:])
    assert ran.code == 0, ran.err
    out = " ".join(ran.out.split())
    numbers = re.findall(r"-?\d+(?:\.\d+)?", answer)
    assert numbers
    for number in numbers:
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d]|\.\d)", out), (command, number)


def test_there_are_worked_examples() -> None:
    assert len(examples()) >= 8


def test_the_page_of_a_trial_has_its_absolute_effects(keta: Run) -> None:
    out = keta("show", "transform-2", "--full").out
    assert "RECOMPUTED" in out
    assert "17.3 more per 100" in out
    assert "NNTB 6" in out
    compared = keta("compare", "transform-2", "transform-3", "--width", "900").out
    assert "17 more (4 to 30)" in compared
    assert "14 more (1 fewer to 28 more)" in compared
    assert "5.3 more per 100" in keta("compare", "esketamine", "racemic", "--full").out


def test_documents_hold_no_infinity(keta: Run) -> None:
    for words in (
        ["effect", "domany-2019", "--outcome", "all"],
        ["forest", "--outcome", "remission", "--measure", "or"],
    ):
        text = keta(*words, "--json").out
        assert "Infinity" not in text
        assert "NaN" not in text
        json.loads(text, parse_constant=pytest.fail)
