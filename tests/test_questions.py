"""Questions: what the build pools is what the trials give, and what it cannot pool is said with the reason."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ketacli import load
from ketacli.build.read import dump
from ketacli.evidence.question_pools import found, unlisted
from ketacli.evidence.question_words import meaning
from ketacli.evidence.questions import held, outcomes, pooled
from ketacli.records.order import ordered
from ketacli.records.source import cite

from .conftest import Run

DATA = load()
QUESTIONS = DATA.questions.ids()


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_is_stored_is_what_the_trials_give(name: str) -> None:
    question = DATA.questions[name]
    for asked in question.outcomes:
        again = found(DATA, question, asked)
        assert dump(asked.found, top=False) == dump(again, top=False), asked.id
    assert question.unlisted == unlisted(DATA, question)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_outcome_has_an_estimate_or_says_why_not(name: str) -> None:
    for each in outcomes(DATA, name):
        if each.basis == "none":
            assert each.refusals
            assert each.value is None
        else:
            assert each.value is not None
            assert each.direction
        if each.basis == "published":
            assert each.refusals
            assert each.review
        if each.basis == "pooled":
            assert len(each.trials) == each.k > 1


def test_the_spray_is_pooled_as_the_public_harness_has_it() -> None:
    madrs = pooled(DATA, "esketamine-trd", "madrs")
    assert madrs.value is not None
    assert madrs.lower is not None
    assert madrs.upper is not None
    assert (round(madrs.value, 2), round(madrs.lower, 2), round(madrs.upper, 2)) == (-3.34, -6.07, -0.62)
    assert (madrs.k, madrs.basis, madrs.direction) == (4, "pooled", "favours esketamine spray")


def test_a_review_stands_where_the_trials_give_no_pool() -> None:
    response = pooled(DATA, "racemic-midazolam", "response")
    assert (response.basis, response.review, response.k, response.people) == (
        "published", "cochrane-2021-mdd", 4, 296,
    )  # fmt: skip
    assert (response.value, response.lower, response.upper) == (2.48, 1.0, 6.18)
    assert response.refusals
    assert [each.value for each in response.certainty] == ["very low"]


def test_names_that_there_are_not() -> None:
    with pytest.raises(KeyError):
        pooled(DATA, "esketamine-trd", "nonsense")
    with pytest.raises(KeyError):
        pooled(DATA, "nonsense", "response")


def test_a_comparison_turned_round_changes_sign_and_keeps_its_size() -> None:
    severity = pooled(DATA, "ect-or-racemic", "severity")
    printed = next(p for p in DATA.reviews["menon-2023"].pooled if p.outcome == "severity of depression")
    assert (printed.value, printed.lower, printed.upper) == (-0.39, -0.81, 0.02)
    assert (severity.value, severity.lower, severity.upper) == (0.39, -0.02, 0.81)


def test_a_sign_is_that_of_the_outcome_whatever_the_review_prints() -> None:
    symptoms = pooled(DATA, "racemic-ptsd", "symptoms-24-h")
    assert (symptoms.value, symptoms.lower, symptoms.upper) == (-0.35, -0.64, -0.06)
    assert symptoms.direction == "favours racemic ketamine"


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(("width", "most"), [(100, 36), (80, 50)])
def test_a_summary_fits_a_screen(keta: Run, name: str, width: int, most: int) -> None:
    assert len(keta("evidence", name, "--width", str(width)).out.splitlines()) <= most


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_document_of_a_finding_is_told(keta: Run, name: str) -> None:
    document = keta("evidence", name, "--json").document
    rests_on = {source for each in document["data"]["findings"] for source in each["sources"]}
    assert rests_on <= set(document["sources"])
    said = keta("evidence", name, "--sources", "--width", "200").out
    for source in rests_on:
        assert cite(DATA.sources[source]) in said


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_says_which_of_its_trials_were_not_masked(keta: Run, name: str) -> None:
    question = DATA.questions[name]
    said = " ".join(keta("evidence", name, "--width", "200").out.split())
    masked = {DATA.trials[trial].design.masking for trial in question.trials}
    assert (f"Studied {question.setting.value}" in said) == bool(masked & {"open", "single"})
    for trial in question.trials:
        masking = DATA.trials[trial].design.masking
        assert (f"{trial} (open-label)" in said) == (masking == "open")
        assert (f"{trial} (single-masked)" in said) == (masking == "single")


def test_the_list_has_a_line_a_question(keta: Run) -> None:
    lines = keta("evidence", "--width", "100").out.splitlines()
    assert [line.split()[0] for line in lines[3 : 3 + len(QUESTIONS)]] == [
        each.id for each in ordered(DATA, "questions", DATA.questions)
    ]


@pytest.mark.parametrize("typed", ["esketamine-trd", "racemic-ptsd", "ect-or-racemic", "ketamine or ect", "spray-trd"])
def test_questions_go_by_their_names(keta: Run, typed: str) -> None:
    assert keta("evidence", typed, "--json").document["data"]["findings"]


def test_a_row_says_what_it_rests_on(keta: Run) -> None:
    rows = {each["outcome"]: each for each in keta("evidence", "esketamine-trd", "--json").document["data"]["findings"]}
    assert rows["madrs"]["certainty"][0]["value"] == "moderate"
    assert rows["madrs"]["certainty"][0]["review"] == "esketamine-ipd-2025"
    assert (
        rows["madrs"]["sentence"] == "The MADRS score is probably lower with esketamine spray than with placebo spray."
    )
    assert rows["dissociation"]["certainty"] == []
    assert rows["dissociation"]["sentence"].startswith("In these trials, more people report dissociation")
    csv = keta("evidence", "esketamine-trd", "-o", "csv").out
    assert "not judged by anyone on record" in csv


def test_another_risk_without_changes_the_absolute_figures_only(keta: Run) -> None:
    usual = keta("evidence", "esketamine-trd", "--json").document["data"]["findings"]
    asked = keta("evidence", "esketamine-trd", "--baseline", "20,dissociation=10", "--json").document["data"][
        "findings"
    ]
    for before, after in zip(usual, asked, strict=True):
        assert before["value"] == after["value"]
    assert asked[0]["risk_without"] == 0.2
    assert asked[0]["risk_with"] == pytest.approx(0.2 * asked[0]["value"])
    by_name = {each["outcome"]: each for each in asked}
    assert by_name["dissociation"]["risk_without"] == 0.1
    assert by_name["remission"]["risk_without"] == usual[1]["risk_without"]


@pytest.mark.parametrize("typed", ["0", "nonsense=30", "madrs=30", "response=abc"])
def test_a_baseline_that_cannot_be(keta: Run, typed: str) -> None:
    assert keta("evidence", "esketamine-trd", "--baseline", typed).code == 2


def test_a_baseline_needs_a_question(keta: Run) -> None:
    assert keta("evidence", "--baseline", "30").code == 2


def test_reading_imports_no_statistics() -> None:
    code = (
        "import sys; from ketacli.__main__ import main\n"
        "try: main(['evidence', 'esketamine-trd'])\n"
        "except SystemExit: pass\n"
        "print(sorted(name for name in sys.modules if name.startswith('ketacli.stats')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip().endswith("[]"), done.stderr


def test_why_there_is_no_figure_is_said() -> None:
    fixed = pooled(DATA, "racemic-subcutaneous", "remission-fixed")
    assert fixed.basis == "none"
    assert "does not settle which direction is better" in fixed.refusals[0]


def test_a_sentence_is_as_sure_as_somebody_judged() -> None:
    said = {each.id: meaning(each) for each in DATA.questions["racemic-saline"].outcomes}
    assert said["remission"] == "More people may be in remission; the evidence is very uncertain"
    assert said["severity"] == "The depression score may be lower; the evidence is very uncertain"


@pytest.mark.parametrize("question", DATA.questions.ids())
def test_what_nobody_judged_is_told_of_the_trials_alone(keta: Run, question: str) -> None:
    rows = keta("evidence", question, "--json").document["data"]["findings"]
    out = " ".join(keta("evidence", question, "--width", "1000").out.split())
    for row in rows:
        if row["favours"] in (None, "neither") or row["certainty"]:
            assert "certainty not judged" not in row["sentence"]
            continue
        head = "In one trial, " if row["trials"] == 1 else "In these trials, "
        assert row["sentence"].startswith(head)
        assert row["sentence"].endswith("; certainty not judged.")
        assert row["meaning"].partition(";")[0] in out
        assert "not judged by anyone on record" in out


@pytest.mark.parametrize("question", DATA.questions.ids())
def test_trials_in_no_row_are_named(keta: Run, question: str) -> None:
    record = DATA.questions[question]
    used = {part.trial for asked in record.outcomes if (found := held(asked)).published is None
            and found.value is not None for part in found.parts if part.reason is None}  # fmt: skip
    unused = [name for name in record.trials if name not in used]
    assert keta("evidence", question, "--json").document["data"]["questions"][0]["in_no_row"] == unused
    out = " ".join(keta("evidence", question, "--width", "1000").out.split())
    assert ("In no row by itself:" in out) == bool(unused)
    if unused:
        largest = max(unused, key=lambda name: DATA.trials[name].n or 0)
        assert largest in out.partition("In no row by itself:")[2]
        assert largest in " ".join(keta("show", question, "--width", "1000").out.split()).partition("In no row")[2]


def test_the_largest_trial_of_ptsd_is_told_with_its_result(keta: Run) -> None:
    assert "abdallah-2022 (n 158, no clear difference)" in keta("evidence", "racemic-ptsd", "--width", "1000").out
