"""Studies of a person's own: names of columns, the numbers that metafor prints, and mistakes told by row."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

import pytest

from ketacli import load
from ketacli.evidence.own import read_own
from ketacli.evidence.own.table import number, rows_of
from ketacli.stats.asymmetry import egger
from ketacli.stats.estimate import Refusal
from ketacli.stats.medians import mean_from_quartiles
from ketacli.stats.pooling import Study

from .conftest import Run

BCG = """author,year,tpos,tneg,cpos,cneg
Aronson,1948,4,119,11,128
Ferguson & Simes,1949,6,300,29,274
Rosenthal et al,1960,3,228,11,209
Hart & Sutherland,1977,62,13536,248,12619
Frimodt-Moller et al,1973,33,5036,47,5761
Stein & Aronson,1953,180,1361,372,1079
Vandiviere et al,1973,8,2537,10,619
TPT Madras,1980,505,87886,499,87892
Coetzee & Berjak,1968,29,7470,45,7232
Rosenthal et al,1961,17,1699,65,1600
Comstock et al,1974,186,50448,141,27197
Comstock & Webster,1969,5,2493,3,2338
Comstock et al,1976,27,16886,29,17825
"""
"""The thirteen trials of the BCG vaccine as metafor ships them (dat.bcg; Colditz et al., JAMA 1994;271:698-702)."""


def answer(keta: Run, tmp_path: Path, text: str, *more: str, name: str = "own.csv") -> dict[str, Any]:
    """The data of the JSON of a forest plot from a file."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    ran = keta("forest", "--from", str(file), *more, "--json")
    assert ran.code == 0, ran.err
    data = ran.document["data"]
    assert isinstance(data, dict)
    return data


def test_the_bcg_trials_give_the_numbers_that_metafor_prints(keta: Run, tmp_path: Path) -> None:
    """metafor's documentation of rma.uni: RR, REML; Egger's test by regtest(model = "lm") of metafor 3.8."""
    data = answer(keta, tmp_path, BCG, "--measure", "rr", "--funnel")
    z = next(each for each in data["pooled"] if each["method"] == "z")
    assert [round(math.log(z[name]), 4) for name in ("value", "lower", "upper")] == [-0.7145, -1.0669, -0.3622]
    assert round(z["se"], 4) == 0.1798
    held = data["heterogeneity"]
    assert [held["k"], round(held["tau2"], 4), round(held["i2"], 2), round(held["h2"], 2)] == [13, 0.3132, 92.22, 12.86]
    assert [round(held["q"], 4), held["df"]] == [152.2330, 12]
    assert [round(data["asymmetry"][name], 4) for name in ("t", "p")] == [-1.4013, 0.1887]
    assert data["problems"] == []
    assert [row["table_row"] for row in data["rows"]] == [2, 3, 7, 4, 11, 10, 13, 6, 8, 12, 14, 5, 9]
    assert {row["label"] for row in data["rows"]} > {"Comstock et al 1974", "Comstock et al 1976", "TPT Madras 1980"}


COUNTS = "{}\nAsh,10,40,20,41\nBirch,5,30,9,29\n"
MEANS = "{}\nAsh,-18,9,40,-14,10,41\nBirch,-16,8,30,-13,9,29\n"


@pytest.mark.parametrize(
    "names",
    [
        "study,ai,n1i,ci,n2i",
        "studlab,event.e,n.e,event.c,n.c",
        "Study,Events 1,Total 1,Events 2,Total 2",
        "Study,Experimental cases,Experimental N,Control cases,Control N",
        "Author,Events (treatment),N (treatment),Events (control),N (control)",
        "trial,responders ketamine,ketamine total,responders placebo,placebo total",
        "Name,eventsTreated,nTreated,eventsControl,nControl",
    ],
)
def test_counts_by_their_usual_names(names: str) -> None:
    own = read_own(COUNTS.format(names))
    assert [(each.label, each.counts) for each in own.studies] == [("Ash", (10, 40, 20, 41)), ("Birch", (5, 30, 9, 29))]


@pytest.mark.parametrize(
    "names",
    [
        "study,m1i,sd1i,n1i,m2i,sd2i,n2i",
        "Study,Mean 1,SD 1,Total 1,Mean 2,SD 2,Total 2",
        "Study,MeanExp,SDExp,nExp,MeanCtrl,SDCtrl,nCtrl",
        "study,mean_t,sd_t,n_t,mean_c,sd_c,n_c",
        "study,esketamine mean,esketamine SD,esketamine n,placebo mean,placebo SD,placebo n",
    ],
)
def test_means_by_their_usual_names(names: str) -> None:
    [first, _] = read_own(MEANS.format(names)).studies
    assert first.means is not None
    assert (first.means.arm, first.means.control) == ((-18, 9, 40), (-14, 10, 41))


@pytest.mark.parametrize(
    ("text", "measure", "effect"),
    [
        ("study,OR,95% CI\nAsh,2.0,1.0 to 4.0\n", None, ("OR", 2.0, 0.3536)),
        ("study,log OR,SE\nAsh,0.6931,0.3536\n", None, ("OR", 2.0, 0.3536)),
        ("study,hazard ratio,lower,upper\nAsh,2.0,1.0,4.0\n", None, ("HR", 2.0, 0.3536)),
        ("study,yi,vi,measure\nAsh,0.6931,0.125,RR\n", None, ("RR", 2.0, 0.3536)),
        ("study,yi,sei\nAsh,-3.0,1.5\n", "MD", ("MD", -3.0, 1.5)),
        ("study\tMean difference\tCI start\tCI end\tlevel\nAsh\t-3\t-5.467\t-0.533\t90\n", None, ("MD", -3.0, 1.5)),
        ("study;md;se\nAsh;-3,0;1,5\n", None, ("MD", -3.0, 1.5)),
        ('[{"study": "Ash", "smd": -0.4, "variance": 0.04}]', None, ("SMD", -0.4, 0.2)),
    ],
)
def test_effects_with_interval_error_or_variance(
    text: str, measure: str | None, effect: tuple[str, float, float]
) -> None:
    own = read_own(text, measure)
    assert own.problems == ()
    [study] = own.studies
    assert study.effect is not None
    assert study.effect.measure == effect[0]
    assert (study.effect.value, study.effect.se) == pytest.approx(effect[1:], abs=1e-3)


def test_rows_of_arms_are_put_together_by_study() -> None:
    own = read_own(
        "study,arm,n,events\nAsh,ketamine,40,10\nAsh,placebo,41,20\nBirch,saline,29,9\nBirch,S-ketamine,30,5\n"
    )
    assert [each.counts for each in own.studies] == [(10, 40, 20, 41), (5, 30, 9, 29)]
    own = read_own("study,arm,n,events\nAsh,A,40,10\nAsh,B,41,20\nBirch,low,9,3\nBirch,high,9,4\nBirch,placebo,9,2\n")
    assert own.studies == ()
    assert [(each.row, each.code) for each in own.problems] == [(2, "control"), (5, "shared-control")]


@pytest.mark.parametrize("wide", [[], ["--wide", "--multiarm", "keep"]])
def test_what_keta_results_writes_is_read_again(keta: Run, wide: list[str]) -> None:
    asked = ["--form", "esketamine", "--timepoint", "28d", "--comparator", "placebo", "--outcome", "response"]
    table = keta("results", *asked, "--where", "trial = transform-2 or trial = transform-3", *wide, "-o", "csv").out
    own = read_own(table)
    counts = {each.label: each.counts for each in own.studies if each.label.startswith("transform")}
    assert set(counts) == {"transform-2", "transform-3"}
    assert (70, 101, 52, 100) in [each.counts for each in own.studies]


def test_medians_are_means_by_a_named_method_only() -> None:
    text = "study,median 1,q1 1,q3 1,n1,median 2,q1 2,q3 2,n2\nAsh,10,6,16,40,14,9,20,41\n"
    own = read_own(text)
    assert [(each.row, "--medians luo or wan" in each.reason) for each in own.problems] == [(2, True)]
    [study] = read_own(text, medians="luo").studies
    assert study.means is not None
    assert study.means.arm.mean == pytest.approx((0.7 + 0.39 / 40) * 11 + (0.3 - 0.39 / 40) * 10)
    assert "Luo 2018" in (study.derived or "")
    [study] = read_own(text, medians="wan").studies
    assert study.means is not None
    assert study.means.arm.mean == pytest.approx(32 / 3)
    # Wan et al. 2014, table 2: the divisor of the quartiles' distance tends to 1.35 in large samples.
    assert mean_from_quartiles(0, -0.6745, 0.6745, 100_000, "wan").sd == pytest.approx(1, abs=1e-3)


GOOD = "Ash,-18,9.1,40,-14,10.2,41\nBirch,-16,8.3,30,-13,9.4,29\nCedar,-15,9.9,50,-12,9.0,52\n"
MEAN_NAMES = "study,m1i,sd1i,n1i,m2i,sd2i,n2i\n"
ERROR_NAMES = "study,mean1,se1,n1,mean2,se2,n2\n"
MISTAKES = {
    "se-for-sd": (f"{MEAN_NAMES}{GOOD}Dogwood,-17,1.4,44,-13,1.5,45\n", "", 5, "SE for SD"),
    "sd-for-se": (
        f"{ERROR_NAMES}Ash,-18,1.4,40,-14,1.5,41\nBirch,-16,1.6,30,-13,1.7,29\nCedar,-15,9.5,50,-12,9.1,52\n", "", 4,
        "SD for SE",
    ),
    "variance-for-se": (
        "study,log OR,se,n\nAsh,0.4,0.31,180\nBirch,0.6,0.28,220\nCedar,0.5,0.35,140\nDogwood,0.45,0.09,200\n", "", 5,
        "variance for SE",
    ),
    "percent-for-events": (
        "study,ai,n1i,ci,n2i\nAsh,10,40,20,41\nBirch,54.3,35,31.2,34\nCedar,9,30,12,31\n", "", 3, "percent for events",
    ),
    "events-above-n": (
        "study,ai,n1i,ci,n2i\nAsh,10,40,20,41\nBirch,5,30,9,29\nCedar,44,30,12,31\n", "", 4, "events above n",
    ),
    "reversed-arms": (
        "study,ai,n1i,ci,n2i\nAsh,10,40,24,41\nBirch,8,50,24,49\nCedar,7,60,20,61\nDogwood,12,80,33,80\n"
        "Elm,25,50,8,51\n", "rr", 6, "reversed arms",
    ),
    "interval": ("study,md,lower,upper\nAsh,-4,-8,0\nBirch,-3,-7,1\nCedar,-9,-7,-1\n", "", 4, "does not contain"),
    "log-for-ratio": ("study,OR,se\nAsh,1.5,0.2\nBirch,1.8,0.3\nCedar,-0.4,0.25\n", "", 4, "log for plain ratio"),
    "ratio-for-log": (
        "study,log OR,lower,upper\nAsh,0.4,-0.1,0.9\nBirch,0.6,0.1,1.1\nCedar,2.0,1.0,4.0\n", "", 4,
        "plain for log ratio",
    ),
    "se-for-variance": (
        "study,md,lower,upper,variance\nAsh,-4,-7.92,-0.08,4\nBirch,-3,-8.88,2.88,9\nCedar,-5,-8.92,-1.08,2\n", "", 4,
        "SE for variance",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", MISTAKES)
def test_a_typical_mistake_is_told_by_name_with_its_row(keta: Run, tmp_path: Path, code: str) -> None:
    text, measure, row, words = MISTAKES[code]
    data = answer(keta, tmp_path, text, *(["--measure", measure] if measure else []))
    assert [(each["row"], each["code"]) for each in data["problems"]] == [(row, code)]
    assert words in data["problems"][0]["reason"]
    pooled = {each["table_row"] for each in data["rows"] if each["pooled"]}
    rows = set(range(2, len(text.splitlines()) + 1))
    # A study that says the opposite may be right: leaving it out for that would make a pool of those that agree.
    assert pooled == (rows if code == "reversed-arms" else rows - {row})
    screen = keta("forest", "--from", str(tmp_path / "own.csv"), *(["--measure", measure] if measure else [])).out
    assert f"Row {row} (" in screen
    assert words in screen


@pytest.mark.parametrize("code", MISTAKES)
def test_the_other_rows_alone_are_not_doubted(code: str) -> None:
    text, measure, row, _ = MISTAKES[code]
    lines = text.splitlines()
    assert read_own("\n".join(lines[: row - 1] + lines[row:]), measure.upper() or None).problems == ()


def test_an_effect_against_the_figures_of_its_own_row_is_the_wrong_way_round() -> None:
    own = read_own("study,ai,n1i,ci,n2i,log RR,se\nAsh,10,40,20,40,0.6931,0.3\nBirch,9,40,18,40,-0.6931,0.3\n")
    assert [(each.row, each.code, each.drawn) for each in own.problems] == [(2, "reversed-arms", True)]


def test_a_large_study_without_its_n_is_asked_about_and_pooled(keta: Run, tmp_path: Path) -> None:
    data = answer(keta, tmp_path, "study,log OR,se\nAsh,0.4,0.31\nBirch,0.6,0.28\nCedar,0.5,0.35\nDogwood,0.45,0.09\n")
    assert [(each["row"], each["code"], each["pooled"]) for each in data["problems"]] == [(5, "variance-for-se", True)]
    assert all(row["pooled"] for row in data["rows"])


def test_totals_shared_controls_and_differences_per_100_are_told() -> None:
    own = read_own("study,ai,n1i,ci,n2i\nAsh,10,40,20,41\nAsh,12,42,20,41\nElm,5,30,9,29\nTotal,27,112,49,111\n")
    assert [(each.row, each.code, each.drawn) for each in own.problems] == [
        (3, "shared-control", True), (5, "total", False),
    ]  # fmt: skip
    own = read_own("study,risk difference,se\nAsh,0.14,0.05\nBirch,17.3,6.8\n")
    assert [(each.row, each.code) for each in own.problems] == [(3, "per-100")]


def test_what_cannot_be_read_is_listed_by_row(keta: Run, tmp_path: Path) -> None:
    text = "study,ai,n1i,ci,n2i\nAsh,ten,40,20,41\nBirch,5,30,9,29\nCedar,,30,9,29\nDogwood,8,30,12,31\n"
    data = answer(keta, tmp_path, text)
    assert [(each["row"], each["code"], each["drawn"]) for each in data["problems"]] == [
        (2, "no-number", False), (4, "nothing", False),
    ]  # fmt: skip
    file = tmp_path / "none.csv"
    file.write_text("study,ears\nAsh,2\n", encoding="utf-8")
    ran = keta("forest", "--from", str(file))
    assert ran.code == 5
    assert "row 2 (Ash)" in ran.err
    assert "ears" in ran.err


def test_beside_the_trials_on_record(keta: Run, tmp_path: Path) -> None:
    asked = ["--with", "--form", "esketamine", "--comparator", "placebo", "--outcome", "response", "--timepoint", "28d",
             "--where", "name~transform", "--multiarm", "keep"]  # fmt: skip
    data = answer(keta, tmp_path, "study,ai,n1i,ci,n2i\nAsh,30,50,20,50\n", *asked)
    assert [(row["trial"], row["table_row"], row["pooled"]) for row in data["rows"]] == [
        ("transform-1", None, False), ("transform-1", None, True), ("transform-2", None, True),
        ("transform-3", None, True), ("own-2-ash", 2, True),
    ]  # fmt: skip
    assert data["heterogeneity"]["k"] == 4
    assert data["higher_favours"] == "esketamine"


def test_nothing_is_called_a_benefit_before_its_direction_is_said(keta: Run, tmp_path: Path) -> None:
    text = "study,ai,n1i,ci,n2i\nAsh,10,40,20,41\nBirch,5,30,9,29\n"
    assert answer(keta, tmp_path, text)["higher_favours"] == "not stated"
    file = str(tmp_path / "own.csv")
    silent = keta("forest", "--from", file).out
    assert not any(word in silent for word in ("favours", "NNTB", "NNTH"))
    assert "--better" in silent
    said = keta("forest", "--from", file, "--better", "lower").out
    assert "favours the treatment" in said
    assert "NNTB" in said
    assert "favours" not in keta("forest", "--from", file, "--accessible").out


def test_standard_input_and_mistakes_of_use(keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BCG.encode())))
    assert len(keta("forest", "--from", "-", "--measure", "rr", "--json").document["data"]["rows"]) == 13
    assert keta("forest", "--from", str(tmp_path / "no.csv")).code == 2
    assert keta("forest", "--better", "lower").code == 2
    file = tmp_path / "own.csv"
    file.write_text(BCG, encoding="utf-8")
    ran = keta("forest", "--from", str(file), "--form", "esketamine")
    assert (ran.code, "--with" in ran.err) == (2, True)
    file.write_text("", encoding="utf-8")
    assert keta("forest", "--from", str(file)).code == 2
    file.write_text("[1, 2]", encoding="utf-8")
    assert keta("forest", "--from", str(file)).code == 2


def test_small_studies_are_looked_at_from_ten_on(keta: Run, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="10 studies"):
        egger([Study(str(at), 0.1 * at, 0.2 + 0.01 * at) for at in range(9)])
    few = "\n".join(BCG.splitlines()[:6]) + "\n"
    data = answer(keta, tmp_path, few, "--measure", "rr", "--funnel")
    assert data["asymmetry"]["t"] is None
    assert "there are 5" in data["asymmetry"]["reason"]
    assert "asymmetry" not in answer(keta, tmp_path, few, "--measure", "rr")


def test_json_and_tsv_are_read_as_csv_is(keta: Run, tmp_path: Path) -> None:
    lines = [line.split(",") for line in BCG.splitlines()]
    tabs = "\n".join("\t".join(each) for each in lines)
    held = json.dumps([dict(zip(lines[0], each, strict=True)) for each in lines[1:]])
    pools = [
        answer(keta, tmp_path, text, "--measure", "rr", name=name)["pooled"]
        for text, name in ((BCG, "a.csv"), (tabs, "a.tsv"), (held, "a.json"))
    ]
    assert pools[0] == pools[1] == pools[2]


NAMES = [
    "study",
    "ai",
    "n1i",
    "ci",
    "n2i",
    "m1i",
    "sd1i",
    "m2i",
    "sd2i",
    "log OR",
    "OR",
    "MD",
    "lower",
    "upper",
    "se",
    "n",
]
CELLS = ["", "NA", "0", "-1", "0.5", "54.3", "1e300", "inf", "abc", "0.4 to 0.9", "1,234", "Total", "12.5%", "100"]


@pytest.mark.parametrize("seed", range(120))
def test_no_table_gives_a_traceback(seed: int) -> None:
    import random

    from ketacli.evidence.forest.answer import forest_answer
    from ketacli.evidence.forest.assemble import forest
    from ketacli.evidence.forest.rows import Ask

    chance = random.Random(seed)
    names = chance.sample(NAMES, chance.randint(3, 9)) if seed % 2 else NAMES[:5]
    lines = [
        ";".join(chance.choice(CELLS) if chance.random() < 0.3 else str(chance.randint(1, 60)) for _ in names)
        for _ in range(5)
    ]
    own = read_own("\n".join([";".join(names), *lines]))
    data = load()
    found = forest_answer(data, forest(data, [], Ask(), own), "random", True) if own.studies else None
    assert found is None or len(own.studies) + len(own.problems) >= 5


def test_a_study_beside_trials_takes_their_usual_outcome(keta: Run, tmp_path: Path) -> None:
    asked = ["--with", "--form", "esketamine", "--comparator", "placebo", "--outcome", "madrs", "--timepoint", "28d",
             "--where", "name~transform", "--multiarm", "keep", "--basis", "raw"]  # fmt: skip
    data = answer(keta, tmp_path, MEANS.format("study,m1i,sd1i,n1i,m2i,sd2i,n2i"), *asked)
    assert {row["label"] for row in data["rows"] if row["table_row"]} == {"Ash", "Birch"}
    assert data["outcome"] == "MADRS change to day 28"
    assert data["heterogeneity"]["k"] == 5


UNREADABLE = {
    "lists without end": ("[" * 100_000 + "]" * 100_000, "nested too deep"),
    "a number of 5,000 digits": ('[{"study": "a", "yi": ' + "9" * 5_000 + ', "vi": 1}]', "more than 1,000 letters"),
    "a cell of 2,000 letters": ("study,yi,vi\n" + "a" * 2_000 + ",1,1\nb,2,2\n", "more than 1,000 letters"),
    "a cell that CSV has no room for": ("study,yi,vi\n" + "a" * 200_000 + ",1,1\n", "cannot be read"),
    "a name of 2,000 letters": ("study,yi,vi," + "x" * 2_000 + "\na,1,1,1\n", "more than 1,000 letters"),
    "too many rows": ("study,yi,vi\n" + "a,1,1\n" * 1_001, "1,001 rows, 1,000 at most"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_no_table_of_studies_has_is_refused(keta: Run, tmp_path: Path, name: str) -> None:
    text, reason = UNREADABLE[name]
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    ran = keta("forest", "--from", str(tmp_path / "a.csv"))
    assert (ran.code, ran.out) == (2, "")
    assert reason in ran.err


def test_a_file_larger_than_a_table_is_refused(keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("study,yi,vi\n" + " " * 5_000_000, encoding="utf-8")
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        monkeypatch.setattr("sys.stdin", file)
        for name in (str(tmp_path / "a.csv"), "-"):
            ran = keta("forest", "--from", name)
            assert (ran.code, ran.out) == (2, "")
            assert "larger than 5 MB" in ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and devices of POSIX")
def test_devices_and_pipes_without_a_writer_are_refused(keta: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, reason in ((tmp_path / "pipe", "a named pipe"), (Path("/dev/zero"), "a device")):
        ran = keta("forest", "--from", str(name))
        assert (ran.code, ran.out) == (2, "")
        assert reason in ran.err


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no folder of open files")
def test_a_pipe_that_a_shell_has_opened_is_read(keta: Run) -> None:
    read, write = os.pipe()
    os.write(write, b"study,yi,vi\na,0.1,0.04\nb,0.3,0.09\n")
    os.close(write)
    try:
        assert keta("forest", "--from", f"/dev/fd/{read}", "--measure", "rr", "--json").code == 0
    finally:
        os.close(read)


def test_closed_standard_input_has_no_table(keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    ran = keta("forest", "--from", "-")
    assert (ran.code, ran.out) == (2, "")
    assert "standard input is closed" in ran.err


@pytest.mark.parametrize("text", ["\u0663", "\uff11.\uff12", "1\u0660", "\u0661,\u0660\u0660\u0660"])
def test_digits_of_other_scripts_are_no_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        number(text)


def test_numbers_of_json_stay_as_they_are_written() -> None:
    (row,) = rows_of('[{"yi": 0.10, "vi": 12345678901234567890, "n": NaN}]')
    assert row.cells == {"yi": "0.10", "vi": "12345678901234567890", "n": "NaN"}


def test_of_many_wrong_rows_the_first_are_told(keta: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("study,yi,vi\n" + "a,x,1\n" * 200, encoding="utf-8")
    ran = keta("forest", "--from", str(tmp_path / "a.csv"), "--measure", "rr")
    assert ran.code == 5
    assert len(ran.err.splitlines()) == 53
    assert ran.err.splitlines()[-2] == "  and 150 more"


def test_each_of_many_studies_is_not_left_out(keta: Run, tmp_path: Path) -> None:
    for count, said in ((101, True), (100, False)):
        rows = "".join(f"s{at},{at % 7 / 10},0.04\n" for at in range(count))
        (tmp_path / "a.csv").write_text("study,yi,vi\n" + rows, encoding="utf-8")
        words = ("forest", "--from", str(tmp_path / "a.csv"), "--measure", "rr", "--leave-one-out")
        assert ("Leaving one out is worked out of at most 100 comparisons." in keta(*words).out) == said
        assert len(keta(*words, "--json").document["data"]["leave_one_out"]) == (0 if said else count)
