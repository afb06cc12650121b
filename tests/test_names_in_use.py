"""Names as people say them: other names of a form, words between two names, hints that lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli import load
from ketacli.records.dataset import Dataset
from ketacli.records.store import fold

from .conftest import Run
from .support import copy_mini

DATA = load()


@pytest.mark.parametrize(
    ("typed", "form"), [("ketamin", "racemic"), ("Ketamine", "racemic"), ("Spravato", "esketamine")]
)
def test_another_name_of_a_form_is_told(typed: str, form: str, keta: Run) -> None:
    for line in ([typed], ["show", typed], ["show", typed, "--full"]):
        assert f'("{typed}" is one of its names)' in " ".join(keta(*line).out.split())
    for more in ((), ("--fields", "id")):
        document = keta("show", typed, "--json", *more).document
        assert [each["id"] for each in document["data"]] == [form]
        assert document["warnings"] == [f'"{typed}" is on record as a name of {form}']
    assert keta("show", form, "--json").document["warnings"] == []
    assert "one of its names" not in keta("show", form).out


def test_a_form_that_is_written_with_another_name_is_led_to_its_own(tmp_path: Path, keta: Run) -> None:
    path = copy_mini(tmp_path) / "regimens" / "racemic-infusion.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('form = "racemic"', 'form = "RS-ketamine"'), encoding="utf-8")
    ran = keta("check", str(path.parent.parent))
    assert ran.code
    assert "Did you mean racemic?" in ran.out + ran.err


@pytest.mark.parametrize("word", ["with", "and", "to", "versus", "vs", "vs.", "against", "VS"])
def test_words_between_two_names_are_no_names(word: str, keta: Run) -> None:
    plain = keta("compare", "racemic", "esketamine", "--json").document["data"]
    assert keta("compare", "racemic", word, "esketamine", "--json").document["data"] == plain
    ran = keta("compare", "iv", "ketamine", word, "esketamine", "spray", "--json")
    assert ran.document["data"] == plain
    assert "route" in ran.err


@pytest.mark.parametrize("form", ["esketamine", "racemic", "arketamine"])
@pytest.mark.parametrize("other", [*DATA.comparators.ids()[::3], "ect", "ptsd", "iv", "oral", "ocd"])
def test_a_hint_leads_to_something(form: str, other: str, keta: Run) -> None:
    ran = keta("compare", form, other, "--json")
    assert ran.code
    lines = [line.split()[1:] for line in ran.document["error"]["suggestions"] if line.startswith("keta trials")]
    for line in lines:
        assert keta(*line, "--json").document["total"]


def test_it_is_said_that_no_finished_trial_compared_two_treatments(keta: Run) -> None:
    said = " ".join(keta("esketamine", "vs", "ECT").out.split())
    assert "No trial with results on record compares esketamine with electroconvulsive therapy" in said
    assert keta("trials", "esketamine", "ect", "--json").document["total"] == 0
    assert keta("trials", "esketamine", "ect", "--status", "any", "--json").document["total"]
    [warning] = keta("esketamine", "vs", "ECT", "--json").document["warnings"]
    assert warning.startswith("No trial with results")
    assert "No trial with results" not in keta("ketamine", "vs", "ECT").out


def test_what_is_about_another_form_alone_says_so(keta: Run) -> None:
    said = " ".join(keta("can I give ketamine with an MAOI").out.split())
    assert "Nothing found here is about racemic ketamine: it is about esketamine." in said
    assert "Nothing found here" not in keta("can I give spravato with an MAOI").out
    assert "Nothing found here" not in keta("find", "ketamine").out


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("blood pressure too high before spravato", "monitoring-before-spray-us"),
        ("bp too high before spray", "monitoring-before-spray-us"),
        ("ketamine for a 15 year old", "suicidality-warning-young-us"),
        ("ketamine for a 15 year old", "boxed-warning-spray-recent"),
        ("esketamine for a 16 year old", "boxed-warning-spray-recent"),
    ],
)
def test_a_rule_of_safety_is_among_the_first(question: str, record: str, keta: Run) -> None:
    first = keta("find", question, "--json", "--limit", "5").document["data"]
    assert record in [each["id"] for each in first]


def test_the_card_of_a_form_called_by_a_product_begins_with_it(keta: Run, shipped: Dataset) -> None:
    seen = []
    for compound in shipped.compounds:
        names = {fold(name): name for name in compound.synonyms}
        for approval in compound.approvals:
            for part in (approval.product or "").split("; "):
                if fold(part) in names:
                    seen.append(part)
                    lines = keta("show", part).out.splitlines()
                    assert lines[2].startswith(f"Product {part}  ")
                    of_it = [each for each in compound.approvals if part in (each.product or "")]
                    assert any(f"{each.jurisdiction}, " in lines[2] for each in of_it)
    assert {"Spravato", "Ketanest S", "Ketalar", "Vesierra"} <= set(seen)
    assert "Product" not in keta("show", "esketamine").out


def test_the_first_word_of_a_name_leads_to_it(keta: Run, shipped: Dataset) -> None:
    known = {fold(name) for compound in shipped.compounds for name in (compound.name, compound.id, *compound.synonyms)}
    first = {
        name.partition(" ")[0] for compound in shipped.compounds for name in compound.synonyms
        if " " in name and name.partition(" ")[0].isalpha() and len(name.partition(" ")[0]) >= 5
    }  # fmt: skip
    left = {word for word in first if fold(word) not in known}
    assert "Ketanest" in left
    for word in left:
        answer = keta(word)
        assert answer.code == 3, word
        assert "Did you mean keta " in answer.err


@pytest.mark.parametrize("command", ["forest", "results", "network"])
@pytest.mark.parametrize(
    ("words", "line"),
    [(["ptsd"], "--indication ptsd"), (["ketamine", "trd"], "--form ketamine --indication trd"),
     (["esketamine"], "--form esketamine")],
)  # fmt: skip
def test_words_after_a_command_of_trials_are_its_filters(keta: Run, command: str, words: list[str], line: str) -> None:
    given = ["--outcome", "madrs"] if command == "network" else []
    read, spelt = keta(command, *words, *given), keta(command, *line.split(), *given)
    assert read.code == spelt.code
    assert {*line.split()} <= {
        *" ".join(read.out.split()).partition(f"Read as keta {command} ")[2].split(".")[0].split()
    }
    named, typed = (keta(command, *each, *given, "--json").document for each in (words, line.split()))
    assert named == typed


@pytest.mark.parametrize("command", ["forest", "results", "network"])
def test_one_record_or_an_unknown_word_is_refused_there(keta: Run, command: str) -> None:
    one = keta(command, "transform-2")
    assert one.code == 2
    line = one.err.split("keta ")[-1].partition(" has its figures")[0].split()
    assert keta(*line).code == 0
    assert keta(command, "zzyzx").code == 3
