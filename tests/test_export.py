"""``keta export``: what is chosen, and each format read back by its own reader."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import rispy

from ketacli import load
from ketacli.records.kinds import ALL

from .conftest import Run
from .support import MINI

DATA = load()


def test_a_kind_is_exported_whole(keta: Run) -> None:
    """A list leaves out animal studies and studies without results; an export leaves out nothing."""
    document = keta("export", "trials").document
    assert list(document["data"]) == ["trials"]
    assert document["data"]["trials"] == list(DATA.trials.raw.values())
    assert document["query"] == {"records": "trials"}


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        (["trials", "ptsd"], "indication=ptsd"),
        (["trial", "ptsd", "iv"], "indication=ptsd and route=iv"),
        (["trials", "--indication", "trd", "--min-n", "100"], "indication=trd and n>=100"),
        (["trials", "--where", "n>=100 and comparator=active"], "n>=100 and comparator=active"),
        (["trials", "escape-trd", "NCT02418585"], "id=escape-trd or id=transform-2"),
        (["dosing", "--status", "licensed"], "status=licensed"),
        (["regimens", "iv", "--where", "n>=30"], "route=iv and n>=30"),
        (["guidelines", "--body", "canmat"], "body=canmat"),
        (["conflicts", "--kind", "miscited"], "kind=miscited"),
        (["sources", "--tier", "label"], "tier=label"),
        (["compounds", "racemic"], "id=racemic"),
    ],
)
def test_a_part_is_what_the_list_finds(keta: Run, words: list[str], condition: str) -> None:
    document = keta("export", *words).document
    kind = document["query"]["records"]
    found = [*document["data"].get(kind, []), *(document["sources"].values() if kind == "sources" else [])]
    asked = [record.id for record in DATA.kind(kind).where(condition)]
    assert sorted(record["id"] for record in found) == sorted(asked) != []


def test_a_part_has_every_document_that_it_names(keta: Run) -> None:
    document = keta("export", "trials", "transform-2").document
    assert set(document["sources"]) == set(DATA.store.sources("trials", ["transform-2"]))


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--indication", "ptsd"], 2, "keta export trials"),
        (["--where", "n>1"], 2, "keta export trials"),
        (["sources", "--indication", "ptsd"], 2, "--tier"),
        (["indications", "--form", "racemic"], 2, "--where"),
        (["ptsd"], 3, "trials"),
        (["trials", "nothing-of-that-name"], 3, "nothing"),
        (["indications", "nothing-of-that-name"], 3, "indication"),
        (["-o", "csv"], 2, "keta export trials -o csv"),
        (["-o", "markdown"], 2, "jsonl"),
        (["trials", "--registry", "NCT00000000", "--fail-empty"], 4, "nothing matched"),
    ],
)
def test_what_cannot_be_exported_is_told(keta: Run, words: list[str], code: int, told: str) -> None:
    ran = keta("export", *words)
    assert ran.code == code
    assert told in ran.err
    assert code == 4 or ran.out == ""


def test_lines_of_a_kind_are_those_of_its_list(keta: Run) -> None:
    asked = ["trials", "--indication", "ptsd", "--status", "reported", "--species", "human"]
    assert sorted(keta("export", *asked, "-o", "jsonl").out.splitlines()) == sorted(
        keta(*asked, "-o", "jsonl").out.splitlines()
    )


def test_lines_of_everything_say_their_kind(keta: Run) -> None:
    found: dict[str, list[object]] = {}
    for line in keta("export", "--format", "jsonl").out.splitlines():
        row = json.loads(line)
        found.setdefault(row["kind"], []).append(row["record"])
    assert found == {kind: list(DATA.kind(kind).raw.values()) for kind in ALL}


def test_cells_of_a_kind_are_those_of_its_list(keta: Run) -> None:
    ran = keta("export", "reviews", "-o", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    listed = list(csv.DictReader(io.StringIO(keta("reviews", "-o", "csv").out)))
    assert sorted(rows, key=lambda row: row["id"]) == sorted(listed, key=lambda row: row["id"])


def test_documents_are_those_that_the_records_name(keta: Run) -> None:
    ran = keta("export", "trials", "transform-2", "-o", "ris")
    named = DATA.store.sources("trials", ["transform-2"])
    assert len(rispy.loads(ran.out)) == len(named)
    assert keta("export", "sources", *named, "-o", "ris").out == ran.out
    entries = keta("export", "-o", "bibtex").out.count("\n@") + 1
    assert entries == len(DATA.sources)


@pytest.mark.parametrize(("name", "form"), [("a.bib", "bibtex"), ("a.ris", "ris"), ("a.jsonl", "jsonl")])
def test_the_ending_of_a_file_names_the_format(keta: Run, tmp_path: Path, name: str, form: str) -> None:
    assert keta("export", "sources", "--tier", "label", "--output", str(tmp_path / name)).code == 0
    asked = keta("export", "sources", "--tier", "label", "-o", form).out
    assert (tmp_path / name).read_bytes() == asked.encode()


@pytest.mark.parametrize("form", ["json", "jsonl", "bibtex", "ris"])
def test_two_runs_write_the_same_bytes(keta: Run, form: str) -> None:
    assert keta("export", "-o", form, "--data", str(MINI)).out == keta("export", "-o", form, "--data", str(MINI)).out
