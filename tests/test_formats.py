"""Every command in every format, each read back by a real parser of that format."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import ketacli
from ketacli.__main__ import main
from ketacli.build.derive import derive, derive_questions
from ketacli.build.parse import parse
from ketacli.build.piped import kind_of
from ketacli.build.read import dump, read_record
from ketacli.build.write import authored
from ketacli.cli import table
from ketacli.cli.table import BY_NAME, COMMANDS, FORMATS
from ketacli.records import fields
from ketacli.records.kinds import RECORDS
from ketacli.render import cells, html, markdown, toml, writers
from ketacli.screens.screen import Column, Facts, Group, Heading, Note, Prose, Row, Screen, Table

from .conftest import Ran, Run
from .support import MINI, load_mini

DATA = ketacli.load()
MINI_DATA = load_mini()

RUNS: dict[str, list[str]] = {
    "compare": ["compare", "esketamine", "racemic"],
    "trials": ["trials"],
    "dosing": ["dosing"],
    "guidelines": ["guidelines"],
    "show": ["show", "transform-2"],
    "find": ["find", "midazolam"],
    "safety": ["safety"],
    "reviews": ["reviews"],
    "timeline": ["timeline"],
    "topics": ["topics"],
    "conflicts": ["conflicts"],
    "why": ["why", "transform-2.arms"],
    "cite": ["cite", "transform-2"],
    "sources": ["sources"],
    "status": ["status"],
    "check": ["check", str(MINI)],
    "assert": ["assert", str(Path(__file__).parent / "premises.toml")],
    "diff": ["diff", str(MINI), "shipped", "--where", "group=dose"],
    "effect": ["effect", "elekt-d"],
    "evidence": ["evidence", "esketamine-trd"],
    "report": ["report", "racemic-ptsd"],
    "reproduce": ["reproduce", "papakostas-2020"],
    "results": ["results", "--outcome", "response", "--form", "esketamine", "--timepoint", "28d"],
    "forest": ["forest", "--outcome", "response", "--form", "esketamine", "--timepoint", "28d", "--multiarm", "keep"],
    "network": ["network", "--indication", "trd", "--outcome", "madrs", "--timepoint", "28d"],
}
JSON_ALONE = {"schema"}
"""Commands that write JSON whatever is asked for, and refuse other formats."""
OWN = {"export", "fetch"}
"""Commands that write formats of their own, tested in their own module."""
TABLE_OR_JSON = {"help"}
"""Commands without records, whose other formats would hold nothing."""

MORE: dict[str, list[str]] = {
    **{f"show-{kind}": ["show", f"{kind}/{DATA.kind(kind).ids()[0]}"] for kind in RECORDS},
    "compare-trials": ["compare", "transform-1", "transform-2", "transform-3", "--all"],
    "arithmetic": ["dosing", "--regimen", "racemic-intravenous-elekt-d", "--weight", "70", "--strength", "50"],
    "nothing": ["trials", "--registry", "NCT00000000"],
    "source": ["sources", "popova-2019"],
    "own": ["cite", "--self"],
    "fields": ["trials", "--fields", "id,n,arms.id,population,n_randomised,design"],
    "effects": ["effect", "transform-2", "--outcome", "all"],
    "harms": ["effect", "transform-1", "--outcome", "harms", "--fields", "label,value,nnt"],
    "given": ["effect", "--mean", "1,2,9", "--control-mean", "2,2,9"],
    "questions": ["evidence"],
    "no-pool": ["forest", "--outcome", "remission"],
    "part": ["topics", "--limit", "2", "--offset", "1"],
}
LISTS = {"trials": "trials", "dosing": "regimens", "guidelines": "guidelines", "safety": "safety", "reviews": "reviews",
         "timeline": "events", "topics": "topics", "conflicts": "conflicts", "sources": "sources"}  # fmt: skip


def rows_of(text: str, name: str) -> list[list[str]]:
    """CSV or TSV as a program reads it."""
    return list(csv.reader(io.StringIO(text), delimiter="\t" if name == "tsv" else ","))


def words_of(html_of: str) -> str:
    """What a reader sees of Markdown: the text of every token, after rendering."""
    parts: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(html_of):
        for child in token.children or ():
            parts.append(child.content if child.type in ("text", "code_inline") else "\n")
        parts.append("\n")
    return " ".join("".join(parts).split())


def page_of(text: str) -> ElementTree.Element:
    """A page as a strict parser reads it."""
    assert text.startswith("<!DOCTYPE html>\n<html lang=")
    return ElementTree.fromstring(text.partition("\n")[2])


def sound_page(text: str) -> None:
    """Fail unless a page stands alone and can be walked by a screen reader."""
    root = page_of(text)
    assert root.attrib == {"lang": "en"}
    assert next(root.iter("title")).text == "".join(next(root.iter("h1")).itertext())
    assert len(list(root.iter("h1"))) == len(list(root.iter("main"))) == 1
    assert not {each.tag for each in root.iter()} & {"script", "img", "link", "iframe", "object", "embed", "form"}
    assert not [name for each in root.iter() for name in each.attrib if name in ("src", "srcset") or name[:2] == "on"]
    assert "url(" not in text
    assert "@import" not in text
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(set(ids)) == len(ids)
    for each in root.iter("a"):
        address = each.attrib["href"]
        assert address.startswith(("https://", "http://")) or address.removeprefix("#") in ids
    for rows in root.iter("table"):
        assert rows[0].tag == "caption"
        assert "".join(rows[0].itertext()).strip()
        heads = list(rows.iter("th"))
        assert all(each.attrib["scope"] in ("col", "row", "rowgroup") for each in heads)
        assert all("".join(each.itertext()).strip() for each in heads)
        wide = {sum(int(cell.get("colspan", "1")) for cell in row) for row in rows.iter("tr")}
        assert len(wide) <= 1
    for entries in root.iter("dl"):
        assert entries[0].tag == "dt"
        assert {each.tag for each in entries} == {"dt", "dd"}


def words_of_page(text: str) -> str:
    """What a reader sees of a page."""

    def read(each: ElementTree.Element) -> str:
        gap = "" if each.tag in ("span", "strong", "a", "code") else " "
        return f"{gap}{each.text or ''}{''.join(read(inner) + (inner.tail or '') for inner in each)}{gap}"

    body = page_of(text).find("body")
    assert body is not None
    return " ".join(read(body).split())


def parses(ran: Ran, name: str) -> None:
    """Fail unless the output is what a parser of the format takes."""
    text = ran.out
    if name == "table":
        assert text.strip()
    elif name == "json":
        assert json.loads(text)["schema"].startswith("keta.")
    elif name == "jsonl":
        assert all(isinstance(json.loads(line), dict) for line in text.splitlines())
        assert text == "" or text.endswith("}\n")
    elif name in ("csv", "tsv"):
        head, *rows = rows_of(text, name)
        assert len(set(head)) == len(head)
        assert {len(row) for row in rows} <= {len(head)}
        if name == "tsv":
            assert {line.count("\t") for line in text.split("\n")[:-1]} == {len(head) - 1}
            assert len(text.splitlines()) == len(rows) + 1
    elif name == "markdown":
        assert MarkdownIt("commonmark").enable("table").render(text)
    elif name == "html":
        sound_page(text)
    else:
        assert isinstance(tomllib.loads(text), dict)


def test_every_command_is_here() -> None:
    formatted = {c.name for c in COMMANDS if any(option.name == "output_format" for option in c.options)}
    assert set(RUNS) == formatted - JSON_ALONE - TABLE_OR_JSON - OWN
    for name in formatted - TABLE_OR_JSON - OWN:
        listed = next(option for option in BY_NAME[name].options if option.name == "output_format")
        more = {"forest": ("svg",), "network": ("svg",), "check": ("sarif",)}.get(name, ())
        assert listed.complete == (*FORMATS, *more)


@pytest.mark.parametrize("line", ["check", "cite transform-2", "why transform-2.arms", "trials --limit 2", "status"])
def test_a_format_needs_its_line_and_its_writer_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    """A command that a new format would have to be told of would print another one."""
    monkeypatch.setitem(writers.FORMATS, "psv", writers.Format("cells", "cells.psv"))
    monkeypatch.setattr(
        cells, "psv", lambda header, rows: f"psv of {len(header)} and {len(list(rows))}\n", raising=False
    )
    monkeypatch.setattr(table, "FORMATS", (*FORMATS, "psv"))
    assert main([*line.split(), "-o", "psv"]) == 0
    assert re.fullmatch(r"psv of \d+ and \d+\n", capsys.readouterr().out)


@pytest.mark.parametrize("name", [name for name, each in writers.FORMATS.items() if each.writer])
def test_every_format_has_its_writer(name: str) -> None:
    assert callable(writers.writer(name))


@pytest.mark.parametrize("form", [name for name in FORMATS if name not in ("table", "json")])
def test_help_offers_the_formats_that_it_has(keta: Run, form: str) -> None:
    listed = next(option for option in BY_NAME["help"].options if option.name == "output_format")
    assert listed.complete == ("table", "json")
    assert json.loads(keta("help", "-o", "json").out)["schema"] == "keta.help/1"
    ran = keta("help", "-o", form)
    assert ran.code == 2
    assert "table, json" in ran.err


@pytest.mark.parametrize("name", sorted(JSON_ALONE))
@pytest.mark.parametrize("form", [name for name in FORMATS if name not in ("table", "json")])
def test_what_is_json_alone_refuses_other_formats(keta: Run, name: str, form: str) -> None:
    ran = keta(name, "-o", form)
    assert ran.code == 2
    assert "is JSON" in ran.err


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("words", {**RUNS, **MORE}.values(), ids={**RUNS, **MORE}.keys())
def test_every_command_in_every_format(keta: Run, words: list[str], name: str) -> None:
    ran = keta(*words, "-o", name)
    assert ran.code == 0, ran.err
    parses(ran, name)


@pytest.mark.parametrize("command", LISTS)
def test_lists_hold_the_same_records_in_every_format(keta: Run, command: str) -> None:
    data = keta(command, "--json").document["data"]
    ids = [record["id"] for record in data]
    assert [json.loads(line) for line in keta(command, "-o", "jsonl").out.splitlines()] == data
    for name in ("csv", "tsv"):
        head, *rows = rows_of(keta(command, "-o", name).out, name)
        assert head[0] == "id"
        assert [row[0] for row in rows] == ids
    records = tomllib.loads(keta(command, "-o", "toml").out)[LISTS[command]]
    assert [record["id"] for record in records] == ids


@pytest.mark.parametrize("kind", RECORDS)
def test_every_shipped_record_is_read_back_from_its_toml(kind: str) -> None:
    """With the decimals that were printed, which the compiled data counts, and with what is derived."""
    for name, raw in DATA.kind(kind).raw.items():
        text = toml.document(authored(kind, raw))
        assert tomllib.loads(text)["id"] == name
        written, problems = parse(text, name)
        record, wrong = read_record(kind, name, written, name)
        assert problems + wrong == []
        derive(kind, record, DATA.comparators)
        derive_questions(DATA, [record] if kind == "questions" else [])
        # Of how many key facts a document is the first source, and what the documents behind a record are worth, is
        # told by the other records.
        beside: dict[str, object] = {field: raw[field] for field in ("key_facts", "source_status") if field in raw}
        assert dump(record) | beside == raw


def test_trailing_zeros_are_written() -> None:
    raw = DATA.trials.raw
    kept = 0
    for name, record in raw.items():
        for outcome in record["outcomes"]:
            for at, effect in enumerate(outcome.get("effects", ())):
                if effect.get("digits") and isinstance(effect.get("value"), int):
                    written = tomllib.loads(toml.document(authored("trials", record)), parse_float=Decimal)
                    found = next(each for each in written["outcomes"] if each["id"] == outcome["id"])
                    assert -found["effects"][at]["value"].as_tuple().exponent == effect["digits"], name
                    kept += 1
    assert kept > 3


def test_the_first_columns_are_those_that_are_wanted(keta: Run) -> None:
    lines = keta("guidelines", "-o", "tsv").out.splitlines()
    assert lines[0].split("\t")[:3] == ["id", "body", "year"]


def test_compare_has_a_column_for_each_subject(keta: Run) -> None:
    head, *rows = rows_of(keta("compare", "esketamine", "racemic", "-o", "csv").out, "csv")
    assert head[:6] == ["group", "field", "label", "differs", "esketamine", "racemic"]
    data = keta("compare", "esketamine", "racemic", "--json").document["data"]
    assert [row[2] for row in rows] == [row["label"] for row in data["rows"]]
    for row, full in zip(rows, data["rows"], strict=True):
        assert (row[4] or None) == (full["values"]["esketamine"] or {"text": None})["text"]
    shown = keta("compare", "esketamine", "racemic", "-o", "markdown").out
    tokens = MarkdownIt("commonmark").enable("table").parse(shown)
    start = next(at for at, token in enumerate(tokens) if token.type == "tr_open")
    end = next(at for at, token in enumerate(tokens) if token.type == "tr_close")
    assert [t.content for t in tokens[start:end] if t.type == "inline"] == ["", "Esketamine", "Racemic ketamine"]


@pytest.mark.parametrize("words", [RUNS["trials"], RUNS["show"], RUNS["compare"], RUNS["conflicts"], RUNS["safety"]])
def test_markdown_renders_to_the_words_of_the_screen(keta: Run, words: list[str]) -> None:
    """Every word of the screen's pipe form, but its commands, is seen once the Markdown is rendered."""
    seen = set(words_of(keta(*words, "-o", "md").out).split())
    seen = {word.rstrip(":;").title() for word in seen}
    screen = keta(*words, "--width", "1000").out.partition("\nSources  ")[0].partition("\nNext ")[0].split("\n", 2)[2]
    assert {word for word in screen.split() if word.rstrip(":;").title() not in seen} - {"for"} == set()


@pytest.mark.parametrize("words", [RUNS["trials"], RUNS["show"], RUNS["compare"], RUNS["conflicts"], RUNS["safety"]])
def test_a_page_has_the_words_of_the_markdown(keta: Run, words: list[str]) -> None:
    """Every word of the Markdown, where it is rendered, is seen on the page."""
    # A renderer of Markdown shows addresses without their percent signs.
    seen = set(re.split(r"[\s\[\]]+", unquote(words_of_page(keta(*words, "-o", "html").out))))
    marked = set(re.split(r"[\s\[\]]+", words_of(keta(*words, "-o", "md").out)))
    assert {word for word in marked if word.rstrip(":.") not in {each.rstrip(":.") for each in seen}} == set()


def test_marks_and_documents_of_a_page_are_links(keta: Run) -> None:
    root = page_of(keta("show", "elekt-d", "-o", "html").out)
    source = next(each for each in root.iter("li") if each.get("id") == "source-1")
    assert [each.attrib["href"] for each in source.iter("a")] == ["https://doi.org/10.1056/nejmoa2302399"]
    marks = [each for each in root.iter("a") if each.attrib["href"] == "#source-1"]
    assert marks
    assert {each.text for each in marks} == {"1"}
    listed = page_of(keta("sources", "--where", "id = anand-2023", "-o", "html").out)
    assert "https://doi.org/10.1056/nejmoa2302399" in {each.get("href") for each in listed.iter("a")}
    cited = page_of(keta("cite", "elekt-d", "-o", "html").out)
    assert "https://doi.org/10.1056/nejmoa2302399" in {each.get("href") for each in cited.iter("a")}


@pytest.mark.parametrize("name", ["forest", "network"])
def test_a_page_draws_its_plot_and_says_it(keta: Run, name: str) -> None:
    """The drawing is that of -o svg without its head and foot, and stands beside the same figures as a table."""
    root = page_of(keta(*RUNS[name], "-o", "html").out)
    space = "{http://www.w3.org/2000/svg}"
    drawn = list(root.iter(f"{space}svg"))
    assert len(drawn) == 1
    whole = ElementTree.fromstring(keta(*RUNS[name], "-o", "svg").out)
    for shape in ("rect", "polygon", "circle"):
        assert len(list(drawn[0].iter(space + shape))) == len(list(whole.iter(space + shape)))
    assert [each.text for each in drawn[0].iter(f"{space}desc")] == [each.text for each in whole.iter(f"{space}desc")]
    beside = next(iter(next(root.iter("details")).iter("table")))
    texts = {each.text for each in drawn[0].iter(f"{space}text")}
    said = {"".join(each.itertext()) for each in beside.iter("td")}
    assert len(said & texts) > 3 if name == "forest" else len(said) > 3


@pytest.mark.parametrize("ending", ["html", "HTM"])
def test_the_ending_of_a_file_makes_a_page(keta: Run, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"page.{ending}"
    assert keta("show", "elekt-d", "--output", str(file)).code == 0
    sound_page(file.read_text(encoding="utf-8"))


def test_columns_resolve_and_cells_fit_a_spreadsheet() -> None:
    for kind in RECORDS:
        known = fields.of_kind(kind)
        chosen = [known.find(name) for name in known.columns()]
        for record in DATA.kind(kind):
            assert all(len(cells.safe(fields.cell(field, record))) < 32_767 for field in chosen)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["trials", "-o", "xml"], 'no value for -o called "xml"'),
        (["trials", "--json", "-o", "csv"], "two different formats"),
        (["trials", "--bom"], "goes with -o csv"),
        (["trials", "--no-header", "-o", "json"], "goes with -o csv"),
        (["trials", "--cite", "ris", "-o", "csv"], "format of its own"),
        (["cite", "transform-2", "--style", "ris", "-o", "toml"], "format of its own"),
        (["cite", "transform-2", "--style", "bibtex", "--json"], "format of its own"),
        (["trials", "--fields", "nme"], 'no field called "nme"'),
        (["trials", "--fields", ","], "takes the names"),
        (["show", "transform-2", "--fields", "arms.dose"], "no field called"),
        (["trials", "--sort", "arms"], "no single value"),
        (["trials", "--sort", "year:down"], "no direction"),
        (["trials", "--sort", ""], "empty value"),
        (["trials", "--sort", "-"], "takes the name"),
        (["trials", "--limit", "-1"], "0 or more"),
        (["trials", "--offset", "-1"], "0 or more"),
        (["trials", "--where", ""], "empty value"),
        (["find", "midazolam", "--where", "scor>3"], "no field"),
        (["dosing", "--regimen", "racemic-intravenous-elekt-d", "--weight", "70", "--limit", "1"], "arithmetic"),
        (["check", "--kind", "trials"], "goes with keta check -"),
    ],
)
def test_what_makes_no_sense_is_said(keta: Run, words: list[str], said: str) -> None:
    ran = keta(*words)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == "" or "--json" in words or "json" in words


def test_an_unknown_field_has_near_misses_and_the_valid_list(keta: Run) -> None:
    error = keta("trials", "--fields", "id,desing", "--json").document["error"]
    assert error["suggestions"] == ["design"]
    assert {"id", "design.comparator", "n", "comparator", "arms.id"} <= set(error["allowed"])
    assert error["field"] == "fields"


def test_fields_are_in_the_order_given_in_every_format(keta: Run) -> None:
    names = ["year", "id", "design.comparator", "arms.id", "n"]
    asked = ("trials", "--limit", "3", "--fields", ",".join(names))
    data = keta(*asked, "--json").document["data"]
    assert [list(row) for row in data] == [names] * 3
    assert [json.loads(line) for line in keta(*asked, "-o", "jsonl").out.splitlines()] == data
    for name in ("csv", "tsv"):
        assert rows_of(keta(*asked, "-o", name).out, name)[0] == names
    assert list(tomllib.loads(keta(*asked, "-o", "toml").out)["trials"][0]) == names
    assert names in [line.split() for line in keta(*asked).out.splitlines()]
    assert isinstance(data[0]["arms.id"], list)


def test_picked_values_keep_their_sources(keta: Run) -> None:
    document = keta("show", "transform-2", "--fields", "id,n_randomised,outcomes.results", "--json").document
    assert document["data"][0]["n_randomised"]["source"] in document["sources"]
    assert "warnings" in document


def test_sorting(keta: Run) -> None:
    def years(*more: str) -> list[Any]:
        return [row["year"] for row in keta("trials", "--fields", "year", "--json", *more).document["data"]]

    known = sorted(year for year in years() if year is not None)
    missing = [None] * (len(years()) - len(known))
    assert years("--sort", "year") == known + missing
    assert years("--sort", "-year") == years("--sort", "year:desc") == known[::-1] + missing
    assert years("--sort=-year") == known[::-1] + missing
    both = keta("trials", "--fields", "year,n", "--sort", "-year,n", "--json").document["data"]
    pairs = [(-row["year"], row["n"] is None, row["n"] or 0) for row in both if row["year"]]
    assert pairs == sorted(pairs)


def test_a_sorted_table_is_in_that_order(keta: Run) -> None:
    ids = [row["id"] for row in keta("trials", "--sort", "-n", "--fields", "id", "--json").document["data"]]
    firsts = [line.split(" ")[0] for line in keta("trials", "--sort", "-n").out.splitlines()]
    assert [each for each in firsts if each in set(ids)] == ids


def test_a_part_of_a_list_is_said(keta: Run) -> None:
    every = keta("topics", "--json").document["data"]
    ran = keta("topics", "--limit", "2", "--offset", "3", "--json")
    assert ran.document["total"] == len(every)
    assert ran.document["next_offset"] == 5
    assert ran.document["data"] == every[3:5]
    assert ran.err == f"keta: 4 to 5 of {len(every)}; --offset 5 goes on\n"
    last = keta("topics", "--offset", str(len(every) - 1), "--json")
    assert last.document["next_offset"] is None
    assert last.document["data"] == every[-1:]
    past = keta("topics", "--offset", "999999", "-o", "csv")
    assert "past the last" in past.err
    assert len(past.out.splitlines()) == 1
    assert keta("topics", "--limit", "0", "--json").document["total"] == len(every)
    assert "next_offset" not in keta("topics", "--json").document
    assert keta("topics", "--limit", "999999").err == ""


def test_where_narrows_lists_and_rows(keta: Run) -> None:
    found = keta("trials", "--where", "n>=100 and comparator=active", "--json").document
    assert found["total"] == len(found["data"]) > 0
    assert {record["design"]["comparator"] for record in found["data"]} == {"active"}
    assert found["query"]["where"] == "n>=100 and comparator=active"
    rows = keta("compare", "esketamine", "racemic", "--where", "differs and group=Kinetics", "--json").document["data"]
    assert {row["group"] for row in rows["rows"]} == {"Kinetics"}
    assert rows["subjects"]
    hits = keta("find", "midazolam", "--where", "kind=trials", "--json").document["data"]
    assert {hit["kind"] for hit in hits} == {"trials"}
    assert "Did you mean trials?" in keta("find", "midazolam", "--where", "kind=trial").err
    assert "Did you mean Kinetics?" in keta("compare", "esketamine", "racemic", "--where", "group=Kinetic").err
    assert keta("trials", "--where", "n>1e9", "--fail-empty").code == 4
    assert keta("trials", "--where", "n>1e9").code == 0


def test_citations_are_of_the_records_that_are_left(keta: Run) -> None:
    every = keta("trials", "--cite", "ris").out.count("TY  - ")
    large = keta("trials", "--where", "n>=100 and comparator=active", "--cite", "ris").out.count("TY  - ")
    one = keta("trials", "--sort", "n:desc", "--limit", "1", "--cite", "ris").out.count("TY  - ")
    assert 0 < one < large < every
    assert keta("trials", "--cite", "ris", "--fields", "id").code == 2


def test_fields_of_rows(keta: Run) -> None:
    asked = ("compare", "esketamine", "racemic", "--fields", "label,racemic,racemic_sources", "--limit", "4")
    data = keta(*asked, "--json").document["data"]
    assert [list(row) for row in data["rows"]] == [["label", "racemic", "racemic_sources"]] * 4
    assert data["subjects"]
    assert rows_of(keta(*asked, "-o", "tsv").out, "tsv")[0] == ["label", "racemic", "racemic_sources"]
    assert len(keta(*asked, "-o", "jsonl").out.splitlines()) == 4


def test_boxed_warnings_stand_above_whatever_is_picked(keta: Run) -> None:
    for more in ([], ["-o", "md"], ["--fields", "id,form"], ["--fields", "id", "-o", "md"], ["--sort", "id"]):
        ran = keta("dosing", "esketamine", *more)
        assert ran.out.index("BOXED WARNING") < ran.out.index("spravato-eu-trd"), more
        assert ran.err == ""
    for name in ("csv", "tsv", "jsonl", "toml"):
        assert "boxed warnings" in keta("dosing", "esketamine", "-o", name).err
    assert keta("dosing", "esketamine", "--fields", "id", "--json").document["boxed_warnings"]


def test_header_and_mark(keta: Run) -> None:
    full = keta("sources", "-o", "csv").out
    assert keta("sources", "-o", "csv", "--no-header").out == full.partition("\n")[2]
    marked = keta("sources", "-o", "csv", "--bom").out
    assert marked == "\ufeff" + full


@pytest.mark.parametrize("name", ["csv", "tsv", "markdown", "html", "toml"])
def test_utf_8_whatever_the_stream(name: str) -> None:
    words = [sys.executable, "-m", "ketacli", "guidelines", "--full", "-o", name]
    out = {}
    for encoding in ("utf-8", "cp1252", "ascii"):
        ran = subprocess.run(
            words, capture_output=True, check=True, env={"PYTHONIOENCODING": encoding, "PATH": ""}, timeout=60
        )
        out[encoding] = ran.stdout
    assert len(set(out.values())) == 1
    assert not out["ascii"].decode("utf-8").isascii()


# -- what the cells hold -------------------------------------------------------------------------

TEXTS = st.text(max_size=12) | st.text(alphabet="=+-@\t\r\n\"',; a1\u2028", max_size=8)
VALUES = TEXTS | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none()


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(2, 4).flatmap(lambda size: st.lists(st.lists(VALUES, min_size=size, max_size=size), max_size=5)))
def test_csv_gives_back_every_cell_and_no_formula(rows: list[list[Any]]) -> None:
    text = cells.csv(None, rows)
    back = list(csv.reader(io.StringIO(text, newline="")))
    assert len(back) == len(rows)
    for row, read in zip(rows, back, strict=True):
        for value, cell in zip(row, read, strict=True):
            if isinstance(value, str):
                assert cell == (f"'{value}" if value[:1] in tuple("=+-@\t\r") and value else value)
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            elif value is None:
                assert cell == ""
            else:
                assert json.loads(cell) == value


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(2, 4).flatmap(lambda size: st.lists(st.lists(VALUES, min_size=size, max_size=size), max_size=5)))
def test_tsv_has_a_line_a_row_and_a_tab_a_column(rows: list[list[Any]]) -> None:
    text = cells.tsv(None, rows)
    assert len(text.splitlines()) == len(rows)
    for row, line in zip(rows, text.splitlines(), strict=True):
        assert line.count("\t") == len(row) - 1
        for value, cell in zip(row, next(csv.reader([line], delimiter="\t")), strict=True):
            if isinstance(value, str) and value.isprintable():
                assert cell in (value, f"'{value}")
            elif isinstance(value, int | float):
                assert json.loads(cell) == value


LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from(" |*_`<>[]()!#+-.1&;~\\$")
LINES = st.text(alphabet=LETTERS, max_size=20)


@given(LINES, LINES, LINES)
def test_markdown_and_pages_never_change_a_word(first: str, second: str, third: str) -> None:
    shown = Screen(
        first or "title",
        blocks=[
            Heading("heading", second),
            Prose(first),
            Facts([("label", second), ("", third)]),
            Table([Column("a"), Column("b"), Column(third)], [Group("group"), Row([first, second, third])]),
        ],
        notes=[Note(third)],
        sources=[f"[1] {first}"],
        advice=Note("advice"),
    )
    seen = words_of(markdown.text(shown))
    page = html.page(shown)
    sound_page(page)
    said = words_of_page(page)
    for part in (first, second, third):
        assert " ".join(part.split()) in seen
        assert " ".join(part.split()) in said


def test_broken_pipes_end_quietly() -> None:
    for name in ("csv", "jsonl", "markdown", "html", "toml"):
        command = f"{sys.executable} -m ketacli trials -o {name} | head -c 20 > /dev/null; exit ${{PIPESTATUS[0]}}"
        ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
        assert (ran.returncode, ran.stderr) == (0, ""), name


Piped = Callable[..., Ran]


@pytest.fixture
def piped(keta: Run, monkeypatch: pytest.MonkeyPatch) -> Piped:
    """``keta check -`` on the invented data, with a text on standard input."""

    def run(text: str | bytes, *more: str) -> Ran:
        keta("status")  # clears the environment
        monkeypatch.setenv("KETA_DATA", str(MINI))
        monkeypatch.setattr(
            sys, "stdin", io.TextIOWrapper(io.BytesIO(text if isinstance(text, bytes) else text.encode()))
        )
        return keta("check", "-", *more)

    return run


ALDER = toml.document(authored("trials", MINI_DATA.trials.raw["alder"]))


def test_check_reads_a_record(piped: Piped) -> None:
    ran = piped(ALDER)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("no problems in trials/alder, checked among")


def test_check_reads_lists_of_records(piped: Piped) -> None:
    ran = piped(toml.document({"trials": [authored("trials", each) for each in MINI_DATA.trials.raw.values()]}))
    assert (ran.code, ran.err) == (0, "")


def test_a_changed_record_breaks_the_rules_that_apply(piped: Piped) -> None:
    raw = MINI_DATA.trials.raw["alder"]
    count = raw["n_randomised"]["value"]
    ran = piped(ALDER.replace(f"value = {count}", f"value = {count + 1}", 1), "--json")
    assert ran.code == 5
    problems = ran.document["data"]
    assert [(each["file"], each["key"]) for each in problems] == [("trials/alder.toml", "n_randomised")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "stdin: holds no record"),
        ("x =", "stdin: not valid TOML"),
        ('name = "Alder"', "stdin: id: is missing"),
        (ALDER + '\n[[trials]]\nname = "x"\n', "trials: unexpected keyword argument"),
        (ALDER.replace('name = "', 'nme = "', 1), "trials/alder.toml: nme: unexpected keyword argument"),
        (ALDER.replace('id = "alder"', "id = 5"), "stdin: id: is missing"),
        (ALDER.replace('"alder"', '"Not an id"', 1), "must be lower-case words"),
        ('[[trials]]\nid = "x"\n[[trials]]\nid = "x"', "'x' is here twice"),
        ("trials = []", "id: is missing"),
    ],
)
def test_what_is_wrong_with_a_text_is_said(piped: Piped, text: str, said: str) -> None:
    ran = piped(text)
    assert ran.code == 5
    assert said in ran.out
    assert "Traceback" not in ran.err


def test_bytes_that_are_no_text(piped: Piped) -> None:
    ran = piped(b"\xff\xfe")
    assert ran.code == 5
    assert "not UTF-8" in ran.err
    assert piped(b"\xef\xbb\xbf" + ALDER.encode()).code == 0


@pytest.mark.parametrize("kind", RECORDS)
def test_the_kind_of_a_record_is_told_by_its_fields(kind: str) -> None:
    for raw in DATA.kind(kind).raw.values():
        assert kind_of(authored(kind, raw)) == kind


def test_the_kind_may_be_said(piped: Piped) -> None:
    assert piped(ALDER, "--kind", "trials").code == 0
    ran = piped(ALDER, "--kind", "events")
    assert ran.code == 5
    assert "events/alder.toml" in ran.out
    assert piped(ALDER, "--kind", "trails").code == 2


# -- the lines that the issue asks for -----------------------------------------------------------

BIN = Path(sys.executable).parent


def shell(line: str) -> str:
    """What a shell line prints."""
    path = {"PATH": f"{BIN}:/usr/bin:/bin:/usr/local/bin", "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=False, env=path,
                         timeout=120)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_csv_into_python() -> None:
    count = shell("keta trials -o csv | python -c 'import csv,sys; print(sum(1 for _ in csv.DictReader(sys.stdin)))'")
    assert int(count) == len(DATA.trials.where("species = human and status = reported"))


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_jsonl_into_jq() -> None:
    lines = shell("keta trials -o jsonl | jq -r '[.id, .result.direction] | @tsv'").splitlines()
    assert "transform-2\tfavours-ketamine" in lines


def test_tsv_into_cut() -> None:
    assert "canmat-2023-mdd\tCANMAT\t2023" in shell("keta guidelines -o tsv | cut -f1-3").splitlines()


def test_toml_into_check(keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shell("keta show transform-2 -o toml | keta check -").startswith("no problems in trials/transform-2")
    cited = keta("cite", "transform-2", "-o", "toml").out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(cited.encode())))
    assert keta("check", "-").out.startswith("no problems in 10 records")
