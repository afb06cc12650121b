"""A report holds what its commands hold, numbers every document once, and says how it was made."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest

from ketacli import load
from ketacli.evidence import disputes
from ketacli.evidence.matched import of_product
from ketacli.evidence.questions import held
from ketacli.evidence.report import Gathered, Scope, on_question, on_subject
from ketacli.records.source import MARKS, Source, address, reference
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


SPRAY = ("esketamine", "intranasal")
REPORTS: dict[str, Gathered] = {
    **{each.id: on_question(DATA, each) for each in DATA.questions},
    **{each.id: on_subject(DATA, each.label, Scope(indications=(each.id,))) for each in DATA.indications},
    **{each.id: on_subject(DATA, each.id, Scope(forms=(each.id,))) for each in DATA.compounds},
    **{each.id: on_subject(DATA, each.label, Scope(routes=(each.id,))) for each in DATA.routes},
}


@pytest.mark.parametrize("name", REPORTS)
def test_safety_facts_are_of_what_the_report_is_about(name: str) -> None:
    found = REPORTS[name]
    shown = {*found.safety, *found.apart}
    for item in found.safety:
        assert any(of_product(each, item) for each in found.products), item.id
        if item.setting != "anaesthesia" and item.indications and found.scope.indications:
            assert related(item.indications, found.scope.indications), item.id
    forms = {form for form, _ in found.products}
    for item in DATA.safety:
        if item.kind == "contraindication":
            wanted = any(of_product(each, item) for each in found.products)
            assert item in shown if wanted else item not in found.safety, item.id
            listed = any(
                each.kind == "contraindication" and form in each.forms for each in shown for form in item.forms
            )
            assert listed or forms.isdisjoint(item.forms), item.id


def related(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether one of some is one of others, above it or below it, or psychiatry as a whole."""

    def above(name: str) -> set[str]:
        broader = DATA.indications[name].broader
        return {name, *(above(broader) if broader else ())}

    return "psychiatric" in some or any(a in above(b) or b in above(a) for a in some for b in others)


@pytest.mark.parametrize("name", ["asthma", "anaesthesia", "palliative", "ptsd"])
def test_where_no_spray_was_given_its_harms_do_not_stand(keta: Run, name: str) -> None:
    assert SPRAY not in REPORTS[name].products
    found = parts(keta("report", name, "-o", "md").out)
    text = found["Harms"] + found["Contraindications, warnings and monitoring"]
    assert "BOXED WARNING" not in text
    assert "of the spray" not in text
    shown = (*REPORTS[name].safety, *REPORTS[name].apart)
    assert [item.id for item in shown if item.routes == ("intranasal",)] == []


def test_a_report_on_asthma_has_what_the_leaflets_of_injections_forbid(keta: Run) -> None:
    found = parts(keta("report", "asthma", "-o", "md").out)["Contraindications, warnings and monitoring"]
    fitting, _, apart = found.partition("### For another use, other people or another product")
    assert "xanthines" in fitting
    assert "pain infusions" not in fitting
    assert "Racemic ketamine; intravenous; pain" in apart


def test_a_form_by_a_route_without_contraindications_says_so(keta: Run) -> None:
    found = parts(keta("report", "racemic-oral", "-o", "md").out)["Contraindications, warnings and monitoring"]
    assert "no contraindication is on record of: Racemic ketamine (oral)" in found.replace(TIE, " ")
    assert "Contraindications of ketamine injection (UK)" in found


def test_the_boxed_warning_of_the_spray_is_not_over_other_routes(keta: Run) -> None:
    assert "BOXED WARNING" in keta("safety", "esketamine").out
    for more in ((), ("--full",), ("--kind", "contraindication")):
        assert "BOXED WARNING" not in keta("safety", "esketamine", "--route", "intravenous", *more).out


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


def unsaid(source: Source) -> list[str]:
    """What a reference does not say of its document."""
    text = reference(source)
    said = {
        "what": source.title.rstrip(".") in text,
        "when": f"({source.issued[:4] if source.issued else 'undated'})" in text,
        "who": not source.author or text.startswith(source.author[0]),
        "where": not source.container_title or source.container_title in text,
        "how it stands": MARKS.get(source.status, "") in text,
    }
    return [name for name, is_said in said.items() if not is_said]


def test_a_reference_says_who_when_what_and_where() -> None:
    assert len(DATA.sources) > 800
    assert {source.id: (unsaid(source), reference(source)) for source in DATA.sources if unsaid(source)} == {}


def test_the_sources_of_a_document_are_references_with_their_addresses(keta: Run) -> None:
    listed = parts(keta("report", "esketamine-trd", "-o", "md").out)["Sources"].splitlines()
    linked = [(line, re.search(r"<(http[^>]+)>$", line)) for line in listed if re.match(r"\d+\. ", line)]
    assert len(linked) > 20
    assert sum(found is not None for _, found in linked) > 0.8 * len(linked)
    for line, found in linked:
        assert re.search(r"\((19|20)\d\d\)|\(undated\)", line), line
        if found is not None:
            titles = [each.title for each in DATA.sources if address(each) == found[1]]
            assert any(re.sub(r"\W", "", title) in re.sub(r"\W", "", line) for title in titles), line


@pytest.mark.parametrize("line", ["guidelines g-ba", "guidelines g-ba --full", "g-ba", "show g-ba-2023-trd",
                                  "show g-ba-2023-trd --full", "find g-ba esketamine benefit",
                                  "report --indication trd -o markdown"])  # fmt: skip
def test_a_body_that_grades_and_recommends_nothing_is_quoted(keta: Run, line: str) -> None:
    shown = " ".join(keta(*line.split(), *(() if "-o" in line else ("--width", "200"))).out.replace(TIE, " ").split())
    assert "considerable added benefit (hint)" in shown
    assert "no recommendation (considerable" not in shown.casefold()
    assert "no recommendation [considerable" not in shown.casefold()
    assert "no recommendation: hint" not in shown.casefold()


def test_rows_of_outcomes_have_their_figures(keta: Run) -> None:
    told = {each["outcome"]: each for each in keta("evidence", "esketamine-trd", "--json").document["data"]["findings"]}
    text = keta("report", "esketamine-trd", "-o", "csv", "--where", "part = finding").out
    listed = list(csv.DictReader(io.StringIO(text)))
    assert [each["id"].rpartition(".")[2] for each in listed] == list(told)
    for row in listed:
        found = told[row["id"].rpartition(".")[2]]
        for name in ("people", "risk_without", "risk_with", "difference", "difference_lower", "difference_upper",
                     "value", "lower", "upper"):  # fmt: skip
            assert (row[name] == "") == (found[name] is None)
            assert found[name] is None or float(row[name]) == found[name]
        assert (row["measure"], row["favours"]) == (found["measure"], found["favours"])
