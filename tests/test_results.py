"""The tidy table of results: rows of arms, rows of comparisons, on the command line and from Python."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from ketacli import KetaError, load
from ketacli.evidence.forest.rows import Ask
from ketacli.evidence.results import arms, comparisons
from ketacli.records.dataset import Dataset

from .conftest import Run
from .trials import arm, change, dataset, response, trial

SPRAY = ("--form", "esketamine", "--timepoint", "28d", "--comparator", "placebo")


def invented(tmp_path: Path, **outcomes: list[dict[str, Any]]) -> Dataset:
    return dataset(tmp_path, {name: trial(name, outcomes=held) for name, held in outcomes.items()})


def own(data: Dataset) -> list[Any]:
    return [each for each in data.trials if each.id in ("gorse", "hazel")]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_an_arm(tmp_path: Path) -> None:
    data = invented(tmp_path, gorse=[response({"esketamine": (60, 100), "placebo": (40, 99)})])
    rows = arms(data, own(data), Ask())
    assert [(row.trial, row.outcome, row.arm, row.role, row.n, row.events) for row in rows] == [
        ("gorse", "response-day-28", "esketamine", "experimental", 100, 60),
        ("gorse", "response-day-28", "placebo", "comparator", 99, 40),
    ]
    assert {(row.year, row.indication, row.form, row.comparison) for row in rows} == {
        (2001, "trd", "esketamine", "placebo")
    }
    assert {(row.days, row.derived, row.source, row.place, row.check) for row in rows} == {
        (28, None, "invented-alder", "abstract", "primary")
    }


def test_what_was_worked_out_is_said_in_its_row(tmp_path: Path) -> None:
    percentages = [{"arm": "esketamine", "percent": 60, "n": 100}, {"arm": "placebo", "events": 40, "n": 100}]
    errors = [
        {"arm": "esketamine", "mean": -18.0, "se": 1.5, "n": 36},
        {"arm": "placebo", "mean": -14.0, "sd": 9.0, "n": 40},
    ]
    data = invented(tmp_path, gorse=[response({}, results=percentages), change({}, results=errors)])
    rows = arms(data, own(data), Ask())
    assert [(row.events, row.sd, row.se, row.derived) for row in rows] == [
        (60, None, None, "events from the percentage and n"),
        (40, None, None, None),
        (None, 9.0, 1.5, "standard deviation from the standard error and n"),
        (None, 9.0, None, None),
    ]
    [first, second] = comparisons(data, own(data), Ask())
    assert (first.ai, first.ci, first.derived) == (60, 40, "events from the percentage and n")
    assert (second.sd1i, second.sd2i, second.derived) == (9, 9, "standard deviation from the standard error and n")


def test_a_row_a_comparison_has_the_names_of_metafor_and_marks_what_is_shared(tmp_path: Path) -> None:
    three = [arm("low", "esketamine", 56), arm("high", "esketamine", 84), arm("placebo")]
    counts = {"low": (20, 50), "high": (30, 50), "placebo": (10, 50)}
    data = dataset(
        tmp_path, {"gorse": trial("gorse", arms=three, outcomes=[response(counts)]), "hazel": trial("hazel")}
    )
    found = comparisons(data, own(data), Ask(outcome="response"))
    assert [(row.arm, row.ai, row.n1i, row.ci, row.n2i, row.shared) for row in found] == [
        ("low", 20, 50, 10, 50, 2), ("high", 30, 50, 10, 50, 2), ("esketamine", 60, 100, 40, 100, None),
    ]  # fmt: skip
    assert [(row.measure, round(row.yi or 0, 3), row.sign) for row in found] == [
        ("RD", 0.2, "arm minus versus"), ("RD", 0.4, "arm minus versus"), ("RD", 0.2, "arm minus versus"),
    ]  # fmt: skip
    assert [each.code for each in found.refusals] == ["shared-control"]
    split = comparisons(data, own(data), Ask(outcome="response", multiarm="split"))
    assert [(row.ci, row.n2i, row.shared) for row in split][:2] == [(5, 25, None), (5, 25, None)]
    kept = comparisons(data, own(data), Ask(outcome="response", multiarm="keep"))
    assert [row.arm for row in kept] == ["high", "esketamine"]
    assert [(each.trial, "highest dose" in each.reason) for each in kept.left_out] == [("gorse", True)]


def test_only_what_is_pooled_stands_in_a_wide_table_and_every_has_the_rest(tmp_path: Path) -> None:
    open_label = {**trial("x")["design"], "allocation": "non-randomised"}
    later = response({"esketamine": (50, 90), "placebo": (30, 90)}, id="again", role="secondary")
    data = dataset(
        tmp_path,
        {
            "gorse": trial("gorse", outcomes=[trial("x")["outcomes"][0], later]),
            "hazel": trial("hazel", design=open_label),
        },
    )
    found = comparisons(data, own(data), Ask(outcome="response"))
    assert [(row.trial, row.outcome) for row in found] == [("gorse", "response-day-28")]
    assert {each.trial for each in found.left_out} == {"gorse", "hazel"}
    every = comparisons(data, own(data), Ask(outcome="response"), every=True)
    assert [(row.trial, row.outcome, row.reason) for row in every] == [
        ("gorse", "response-day-28", None), ("gorse", "again", None), ("hazel", "response-day-28", "not randomised"),
    ]  # fmt: skip


def test_a_ratio_is_a_logarithm_and_one_without_events_has_no_estimate(tmp_path: Path) -> None:
    none = response({"esketamine": (0, 20), "placebo": (0, 20)})
    data = invented(tmp_path, gorse=[response({"esketamine": (60, 100), "placebo": (30, 100)})], hazel=[none])
    first, second = comparisons(data, own(data), Ask(measure="RR"))
    assert (round(first.yi or 0, 4), first.sign) == (0.6931, "log of arm over versus")
    assert (second.ai, second.yi, second.vi) == (0, None, None)
    assert "no events" in (second.reason or "")


def test_the_spray_on_the_command_line(keta: Run) -> None:
    rows = table(keta("results", "--outcome", "madrs", *SPRAY, "-o", "csv").out)
    first = next(row for row in rows if row["trial"] == "transform-2" and row["arm"] == "placebo")
    assert (first["outcome"], first["mean"], first["sd"], first["n"]) == ("madrs-day-28", "-17", "13.88", "100")
    assert (first["construct"], first["analysis_set"], first["check"]) == ("depression", "observed", "registry")
    wide = table(keta("results", "--outcome", "madrs", *SPRAY, "--wide", "--basis", "raw", "-o", "csv").out)
    assert [row["shared"] for row in wide if row["trial"] == "transform-1"] == ["2", "2"]


def test_every_format_has_the_same_rows(keta: Run) -> None:
    line = ("results", "--outcome", "response", *SPRAY, "--wide", "--multiarm", "keep")
    document = keta(*line, "--json").document
    data = document["data"]
    assert document["schema"] == "keta.results/1"
    assert document["total"] == len(data) == 5
    assert {each["source"] for each in data} <= set(document["sources"])
    assert document["left_out"]
    lines = [json.loads(each) for each in keta(*line, "-o", "jsonl").out.splitlines()]
    assert lines == data
    tabs = list(csv.DictReader(io.StringIO(keta(*line, "-o", "tsv").out), delimiter="\t"))
    assert [each["trial"] for each in tabs] == [each["trial"] for each in data]
    assert "left out" in keta(*line, "-o", "tsv").err


def test_a_screen_has_a_line_a_row_and_obeys_limit(keta: Run) -> None:
    ran = keta("results", "--outcome", "response", *SPRAY, "--limit", "3", "--width", "100")
    assert "3 shown" in ran.out
    lines = [line for line in ran.out.splitlines() if line.startswith("onset-24-h-kept")]
    assert len(lines) == 3
    assert all("worked out" in line for line in lines)


@pytest.mark.parametrize("flag", [("--measure", "rr"), ("--basis", "raw"), ("--multiarm", "keep"), ("--every",)])
def test_options_of_comparisons_need_wide(keta: Run, flag: tuple[str, ...]) -> None:
    ran = keta("results", *flag)
    assert (ran.code, f"{flag[0]} goes with --wide" in ran.err) == (2, True)


def test_where_asks_about_rows_or_about_trials(keta: Run) -> None:
    rows = keta("results", "--where", "trial = transform-2 and n > 105", "--json").document["data"]
    assert {row["trial"] for row in rows} == {"transform-2"}
    assert min(row["n"] for row in rows) > 105
    asked = keta("results", "--where", "comparator = active and n >= 400", "--json").document
    assert {row["trial"] for row in asked["data"]} == {"elekt-d", "escape-trd"}
    assert asked["query"]["where"] == "comparator = active and n >= 400"
    wrong = keta("results", "--where", "ears > 2")
    assert (wrong.code, 'results have no field called "ears"' in wrong.err) == (2, True)


def test_an_unknown_outcome_is_told_with_what_there_is(keta: Run) -> None:
    ran = keta("results", "--outcome", "zzz")
    assert (ran.code, 'no outcome in these trials called "zzz"' in ran.err) == (2, True)
    assert keta("results", "--year", "1900", "--fail-empty").code == 4


def test_from_python() -> None:
    data = load()
    rows = data.results(outcome="madrs", timepoint="day 28", form="S-ketamine", comparator="placebo", year="2019")
    assert {row.trial for row in rows} == {"transform-1", "transform-2"}
    frame = data.results(outcome="response", timepoint="28d", form="esketamine", wide=True, multiarm="keep",
                         where="name ~ transform").to_pandas()  # fmt: skip
    assert frame[["ai", "n1i", "ci", "n2i"]].astype(int).to_numpy().tolist() == [
        [52, 98, 42, 108], [70, 101, 52, 100], [17, 63, 8, 60],
    ]  # fmt: skip
    assert data.results(min_n=400, comparator=["active"], status="any")
    assert {row.trial for row in data.results(species="mouse")} - {
        each.id for each in data.trials.where("species = mouse")
    } == set()


@pytest.mark.parametrize(
    "wrong",
    [{"ears": "2"}, {"form": "nothing"}, {"outcome": "zzz"}, {"timepoint": "soon"}, {"wide": True, "measure": "xx"}],
)
def test_mistakes_from_python(wrong: dict[str, Any]) -> None:
    with pytest.raises(KetaError):
        load().results(**wrong)
