"""A result whose document is not to be relied on is never shown, listed or counted without the word."""

from __future__ import annotations

import json
from functools import cache

import pytest

from ketacli.build.opening import load
from ketacli.records.dataset import Dataset
from ketacli.records.source import MARKS, UNSOUND

from .conftest import Run


@cache
def shipped() -> Dataset:
    return load()


def doubted() -> list[tuple[str, str, str]]:
    """Kind, id and mark of every trial and review that has a result nobody should rely on."""
    return [
        (kind, record.id, MARKS[record.source_status])
        for kind in ("trials", "reviews")
        for record in getattr(shipped(), kind)
        if record.source_status
    ]


def test_the_data_has_such_results() -> None:
    assert {("trials", "zolghadriha-2024", "RETRACTED"), ("reviews", "parsaik-2015-bipolar", "RETRACTED")} <= {
        *doubted()
    }


def test_every_record_of_an_unsound_document_says_so() -> None:
    for kind in ("trials", "reviews"):
        for record in getattr(shipped(), kind):
            if shipped().sources[record.source].status in UNSOUND:
                assert record.source_status == shipped().sources[record.source].status


@pytest.mark.parametrize("width", ["60", "80", "100", "140"])
def test_the_first_line_of_every_screen_of_it_says_so(keta: Run, width: str) -> None:
    for _, name, mark in doubted():
        for line in (["show", name], ["show", name, "--full"], ["show", name, "--accessible"]):
            out = keta(*line, "--width", width).out
            assert mark in " ".join(out.splitlines()[:3]), line


@pytest.mark.parametrize("width", ["60", "80", "100", "140"])
def test_its_row_in_a_list_says_so(keta: Run, width: str) -> None:
    for kind, name, mark in doubted():
        rows = keta(kind, "--width", width).out.split("\n")
        at = next(at for at, row in enumerate(rows) if row.startswith(name))
        row = " ".join([rows[at], *(each for each in rows[at + 1 : at + 8] if each.startswith(" "))])
        assert mark in row
        if kind == "trials":
            assert f"{mark}: favours" in row


def test_programs_and_listeners_are_told(keta: Run) -> None:
    for kind, name, mark in doubted():
        status = shipped().kind(kind)[name].source_status
        held = {each["id"]: each for each in json.loads(keta(kind, "--json").out)["data"]}
        assert held[name]["source_status"] == status
        head, *rows = keta(kind, "-o", "tsv").out.splitlines()
        at = head.split("\t").index("source_status")
        assert next(row for row in rows if row.startswith(f"{name}\t")).split("\t")[at] == status
        spoken = keta(kind, "--accessible").out.partition(f": {name}.")[2].partition("\nRecord ")[0]
        assert mark in spoken


def test_counts_and_the_largest_trials_tell_it_apart(keta: Run) -> None:
    assert "; 1 RETRACTED" in keta("trials", "suicidality").out.splitlines()[0]
    brief = " ".join(keta("suicidality", "--full", "--width", "140").out.split())
    assert "; 1 RETRACTED" in brief
    assert "RETRACTED: favours" in brief.partition("zolghadriha-2024 (")[2][:200]
    trials = json.loads(keta("suicidality", "--json").out)["data"]["trials"]
    assert trials[-1]["id"] == "zolghadriha-2024"
    assert trials[-1]["source_status"] == "retracted"


def test_no_published_dose_rests_on_it(keta: Run) -> None:
    names = {name for kind, name, mark in doubted() if kind == "trials" and mark == "RETRACTED"}
    assert names
    patterns = json.loads(keta("dosing", "iv", "--json").out)["patterns"]
    assert not names & {trial for pattern in patterns for trial in pattern["trials"]}
