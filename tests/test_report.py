"""A report holds what its commands hold, numbers every document once, and says how it was made."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from ketacli import load
from ketacli.evidence import disputes
from ketacli.evidence.questions import held
from ketacli.records.wording import TIE

from .conftest import Run

DATA = load()
SVG = "{http://www.w3.org/2000/svg}svg"


def page(keta: Run, *words: str) -> ElementTree.Element:
    return ElementTree.fromstring(keta("report", *words, "-o", "html").out.partition("\n")[2])


def parts(text: str) -> dict[str, str]:
    """The parts of a report in Markdown, by their headings."""
    found = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


@pytest.mark.parametrize("name", [question.id for question in DATA.questions])
def test_a_report_on_a_question_has_its_findings_trials_and_plots(keta: Run, name: str) -> None:
    question = DATA.questions[name]
    data = keta("report", name, "--json").document["data"]
    told = keta("evidence", name, "--json").document["data"]
    assert data["questions"] == [{"question": told["questions"][0], "findings": told["findings"]}]
    assert data["trials"] == list(question.trials)
    assert set(data["conflicts"]) >= {each for trial in question.trials
                                      for each in disputes.of_record(DATA, "trials", trial)}  # fmt: skip
    drawn = [outcome for outcome in question.outcomes if held(outcome).parts]
    shown = page(keta, name)
    assert len(list(shown.iter(SVG))) == len(drawn)
    text = "".join(shown.itertext()).replace(TIE, " ")
    for trial in (*(DATA.trials[each].name for each in question.trials), *question.unlisted):
        assert trial in text
    for each in question.left_out:
        assert each.value in text


def test_every_document_of_a_report_is_marked_and_every_mark_has_one(keta: Run) -> None:
    shown = page(keta, "esketamine-trd")
    listed = [each.attrib["id"] for each in shown.iter("li") if each.get("id", "").startswith("source-")]
    marked = {each.attrib["href"][1:] for each in shown.iter("a") if each.attrib["href"].startswith("#source-")}
    assert listed == [f"source-{number}" for number in range(1, len(listed) + 1)]
    # A forest plot marks its documents by standing among them.
    assert marked <= set(listed)
    assert len(marked) > len(listed) * 0.9
    assert sum("https://doi.org/" in each.attrib["href"] for each in shown.iter("a")) > 20


LISTS = {
    "ptsd": {"trials": "trials ptsd", "guidelines": "guidelines ptsd", "regimens": "dosing ptsd"},
    "--form arketamine": {"trials": "trials arketamine", "conflicts": "conflicts arketamine"},
    "trd esketamine": {"trials": "trials trd esketamine", "regimens": "dosing esketamine trd"},
}


@pytest.mark.parametrize("line", LISTS)
def test_a_report_on_a_subject_has_what_the_lists_have(keta: Run, line: str) -> None:
    data = keta("report", *line.split(), "--json").document["data"]
    for name, listed in LISTS[line].items():
        assert data[name] == [each["id"] for each in keta(*listed.split(), "--json").document["data"]]


def test_the_parts_of_a_report_are_in_order(keta: Run) -> None:
    found = parts(keta("report", "esketamine-trd", "-o", "md").out)
    assert list(found) == [
        "The question", "Summary of findings", "Forest plots", "Trials", "What reviews found", "Harms",
        "Contraindications, warnings and monitoring", "Doses", "Guidelines", "Where sources disagree",
        "Open questions", "How this was made", "Sources",
    ]  # fmt: skip
    assert found["Harms"].count("BOXED WARNING") == 1
    assert "BOXED WARNING" not in found["Doses"]
    assert "keta report esketamine-trd" in found["How this was made"]
    assert DATA.meta["checked_through"] in found["How this was made"]


def test_a_form_without_counted_harms_still_has_them(keta: Run) -> None:
    found = parts(keta("report", "racemic-ptsd", "-o", "md").out)
    assert "dissociat" in found["Harms"].casefold()


def test_the_window_says_how_to_get_the_whole(keta: Run) -> None:
    shown = keta("report", "esketamine-trd", "--width", "100").out
    assert "keta report esketamine-trd --output report.html" in shown
    whole = keta("report", "esketamine-trd", "--full", "--width", "100").out
    assert whole.count("\n") > 10 * shown.count("\n")


def rows(document: dict[str, Any]) -> list[str]:
    return [f"trials/{name}" for name in document["data"]["trials"]]


def test_rows_of_a_report_name_every_record(keta: Run) -> None:
    lines = keta("report", "ptsd", "-o", "csv", "--where", "part = trial").out.splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == rows(keta("report", "ptsd", "--json").document)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "takes a question or a subject"),
        (["esketamine-tdr"], 3, "esketamine-trd"),
        (["transform-2"], 3, "transform-2"),
        (["trd", "nonsense"], 3, "nonsense"),
        (["esketamine-trd", "--form", "racemic"], 2, "a question says itself"),
        (["--indication", "nonsense"], 2, "nonsense"),
    ],
)
def test_what_a_report_cannot_be_on(keta: Run, words: list[str], code: int, said: str) -> None:
    ran = keta("report", *words)
    assert ran.code == code
    assert said in ran.err
