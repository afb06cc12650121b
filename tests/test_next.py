"""What a screen says to go on with: never what was just typed, and always something that works."""

from __future__ import annotations

import shlex

import pytest

from .conftest import Run


def offered(out: str) -> list[str]:
    """The commands in the last section of a screen for listeners, where each has a line."""
    return [line for line in out.partition("Section: Next commands.")[2].splitlines() if line.startswith("keta ")]


@pytest.mark.parametrize(
    "line",
    [
        "guidelines --indication ptsd",
        "guidelines --indication=ptsd",
        "safety esketamine --kind contraindication",
        "safety racemic --kind contraindication",
        "reviews --indication suicidality",
        "sources --tier label",
        "topics open-question",
        "timeline --jurisdiction US --kind approval",
        "show transform-2",
        "schema",
        "find ptsd",
        "find iv",
        "find esketamine",
        "trials --limit 0",
    ],
)
def test_what_comes_next_is_new_and_works(keta: Run, line: str) -> None:
    words = shlex.split(line)
    found = offered(keta(*words, "--accessible").out)
    assert found
    for command in found:
        next_words = shlex.split(command)[1:]
        assert set(next_words) != {part for word in words for part in word.split("=")}
        assert keta(*next_words).code == 0, command


def test_a_search_for_an_indication_leads_to_its_lists(keta: Run) -> None:
    found = offered(keta("find", "PTSD", "--accessible").out)
    assert "keta trials ptsd" in found


def test_a_search_offers_no_list_that_is_empty(keta: Run) -> None:
    assert not keta("trials", "ptsd", "esketamine", "iv", "--json").document["data"]
    found = offered(keta("find", "ptsd esketamine iv", "--accessible").out)
    assert not [line for line in found if line.startswith("keta trials")]


def test_a_part_of_a_list_is_not_the_whole(keta: Run) -> None:
    whole = keta("trials").out.splitlines()[0].split("  ")[0]
    assert keta("trials", "--limit", "3").out.startswith(f"{whole}, 3 shown")
    for words in (
        ["trials", "--limit", "0"],
        ["trials", "--limit", "0", "--fields", "id"],
        ["find", "ptsd", "--limit", "0"],
    ):
        out = keta(*words).out
        assert ", 0 shown" in out.splitlines()[0]
        assert "Nothing matches" not in out


def test_names_as_screens_print_them_are_found(keta: Run) -> None:
    assert "ELEKT-D: trial" in keta("show", "ELEKT-D 2023").out
    assert "TRANSFORM-1: trial" in keta("show", "TRANSFORM-1 (2019)").out
    wrong = keta("show", "ELEKT-D 1999", "--json")
    assert wrong.code == 3
    several = keta("show", "Singh 2016", "--json").document["error"]
    assert set(several["suggestions"]) >= {"singh-2016-esketamine", "singh-2016-ketamine"}
    assert several["allowed"] == []


def test_what_is_allowed_is_named_once(keta: Run) -> None:
    for words in (["trials", "--indication", "nonesuch"], ["show", "nonesuch"], ["effect", "nonesuch"]):
        allowed = keta(*words, "--json").document["error"]["allowed"]
        assert len(allowed) == len(set(allowed))


def test_what_is_to_be_typed_is_not_put_into_words(keta: Run) -> None:
    assert "'n>=100 and comparator=active'" in keta("trials", "--help", "--accessible").out


def test_a_skeleton_in_a_pipe_is_told_what_it_lacks(keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    text = keta("new", "trials", "smith-2026").out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    ran = keta("check", "-")
    assert ran.code == 5
    # The first line of the draft says which record it is.
    assert "trials/smith-2026.toml: kind: " in ran.out
    assert "trials/smith-2026.toml: result_seen: " in ran.out
    assert "id: is missing" not in ran.out
    nameless = text.replace("# trials/smith-2026.toml.", "#", 1)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(nameless.encode())))
    ran = keta("check", "-")
    assert 'Write id = "..."' in ran.out
    assert "result_seen: " in ran.out


def test_help_takes_the_name_of_its_format(keta: Run) -> None:
    assert keta("help", "evidence", "-o", "json").out == keta("help", "evidence", "--json").out
    assert keta("help", "evidence", "-o", "table").out == keta("help", "evidence").out
    assert keta("help", "-o", "csv").code == 2


def test_a_strength_is_read_with_its_unit_and_hints_say_how_it_is_written(keta: Run) -> None:
    words = ["dosing", "--regimen", "racemic-intravenous-elekt-d", "--weight", "70"]
    bare = keta(*words, "--strength", "50").out
    assert bare.replace("; strength 50 as 50 mg/mL", "") == keta(*words, "--strength", "50mg/ml").out != bare
    assert "= 2.8 mL" in keta(*words, "--strength", "12.5 mg/mL").out
    # What 1,000 or 1e2 or another unit means is not guessed.
    for text in ("1,000", "1e2", "20kg", "20mg", "20ml"):
        assert 'such as "50 mg/mL"' in keta(*words, "--strength", text).err


def test_one_of_a_thing_is_singular(keta: Run) -> None:
    assert "1 event in 0 people" in keta("effect", "--events", "1/0", "--control", "1/2").err
    assert "older than 1 days" not in keta("status", "--max-age", "1d").err


def test_a_dose_keeps_what_it_is_for_and_its_name_in_one_piece(keta: Run) -> None:
    for width in ("80", "100"):
        lines = keta("dosing", "iv", "--full", "--width", width).out.splitlines()
        assert "racemic-intravenous-suicidality-two-infusions" in lines
        assert any(line.split()[:2] == ["For", "Dose"] for line in lines)
        regimens = lines[lines.index("EVERY REGIMEN") :]
        assert all(len(line) <= int(width) for line in regimens)
    out = keta("dosing", "--regimen", "racemic-intravenous-elekt-d", "--weight", "70", "--width", "80").out
    assert any(line.startswith("For ") and "resistant" in line for line in out.splitlines())


def test_the_title_of_trials_has_every_filter(keta: Run) -> None:
    ran = keta("trials", "--form", "esketamine", "--route", "in", "--comparator", "placebo", "--year", "2019-2020")
    assert ran.out.startswith("Esketamine, intranasal, comparator placebo, year 2019-2020: ")


def test_figures_of_a_few_have_no_column(keta: Run) -> None:
    few, many = (keta("safety", "esketamine", "--full", "--kind", kind).out for kind in ("warning", "harm"))
    assert "How often" not in few.split("WARNINGS")[0]
    assert "How often" in many.split("HARMS")[0]


def test_forms_that_no_guideline_names_are_said_below(keta: Run) -> None:
    out = keta("guidelines", "--body", "VA/DoD", "--history", "--full").out
    head = next(line for line in out.splitlines() if line.startswith("Body"))
    assert "arketamine" not in head
    assert "Nothing is recorded on" in out
    assert "VA/DoD 2023" in out
    assert "VA/DOD" not in out
