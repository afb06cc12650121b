"""Citations are accepted by the parsers that people use, and say what they must."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from ketacli import load
from ketacli.evidence import citations
from ketacli.evidence.citations.documents import cited, documents
from ketacli.evidence.citations.parts import key
from ketacli.evidence.status import looked_for
from ketacli.records.source import Source
from ketacli.records.structure import build

from .conftest import Run

# The item keys and types that a CSL-JSON processor takes, from the documentation of CSL 1.0.2.
CSL_TEXTS = {"id", "type", "title", "container-title", "publisher", "DOI", "PMID", "PMCID", "URL", "note", "version"}
CSL_NUMBERS = {"volume", "issue", "page", "number"}
CSL_TYPES = {
    "article-journal",
    "report",
    "webpage",
    "dataset",
    "legislation",
    "thesis",
    "article-newspaper",
    "speech",
    "book",
}


def every_source() -> list[Source]:
    return list(load().sources)


def bibtex_entries(text: str) -> list[dict[str, str]]:
    library = parse_string(text)
    assert library.failed_blocks == []
    return [{"ID": entry.key, **{field.key: str(field.value) for field in entry.fields}} for entry in library.entries]


def test_bibtex_of_every_source_parses() -> None:
    sources = every_source()
    entries = bibtex_entries(citations.write(sources, "bibtex", "2001-02-03"))
    assert len(entries) == len(sources)
    assert {entry["ID"] for entry in entries} == {key(source) for source in sources}


def test_ris_of_every_source_parses() -> None:
    sources = every_source()
    text = citations.write(sources, "ris", "2001-02-03")
    assert text.startswith("TY  - ")
    assert "\n" not in text.replace("\r\n", "")
    entries = rispy.loads(text)
    assert len(entries) == len(sources)
    titles = {" ".join(source.title.split()) for source in sources}
    assert {entry["title"] for entry in entries} == titles


def test_csl_of_every_source_has_the_right_shapes() -> None:
    items: list[dict[str, Any]] = json.loads(citations.write(every_source(), "csl-json", "2001-02-03"))
    for item in items:
        assert set(item) <= CSL_TEXTS | CSL_NUMBERS | {"author", "issued", "available-date"}
        assert item["type"] in CSL_TYPES
        assert all(isinstance(item[key], str) and item[key] for key in (CSL_TEXTS | CSL_NUMBERS) & set(item))
        for author in item.get("author", []):
            parts = set(author) - {"non-dropping-particle", "suffix"}
            assert parts == {"family", "given"} or author.keys() == {"literal"}
        for date in (item[name] for name in ("issued", "available-date") if name in item):
            (parts,) = date["date-parts"]
            assert 1 <= len(parts) <= 3
            assert all(isinstance(part, int) for part in parts)


def made(**changes: Any) -> Source:
    """An article of invented particulars."""
    raw = {"id": "odd-1999", "type": "article-journal", "title": "T", "tier": "primary", "checked": "2001-02-03"}
    source: Source = build(Source, {**raw, **changes})
    return source


def test_special_characters_survive_bibtex() -> None:
    source = made(
        title="100% of A & B_C: {S}-ketamine", author=["M\u00fcller-\u00c5gren \u00d6"], et_al=True, page="1-9"
    )
    text = citations.write([source], "bibtex", "2001-02-03")
    (entry,) = bibtex_entries(text)
    assert entry["author"] == "M\u00fcller-\u00c5gren, \u00d6. and others"
    assert entry["pages"] == "1--9"
    assert r"100\% of A \& B\_C: \{S\}-ketamine" in text
    assert len(re.findall(r"(?<!\\)\{", text)) == len(re.findall(r"(?<!\\)\}", text))


def in_every_style(source: Source) -> tuple[dict[str, str], dict[str, Any], dict[str, Any]]:
    """A document as BibTeX, RIS and CSL-JSON, each as a dict."""
    texts = [citations.write([source], style, "2001-02-03") for style in citations.STYLES]
    return bibtex_entries(texts[0])[0], rispy.loads(texts[1])[0], json.loads(texts[2])[0]


@pytest.mark.parametrize(
    ("page", "bibtex", "first", "last"),
    [
        ("315-325", "315--325", "315", "325"),
        ("e852-e857", "e852--e857", "e852", "e857"),
        ("e067194", "e067194", "e067194", None),
        ("CD011612", "CD011612", "CD011612", None),
        ("rs-3501826/v1", "rs-3501826/v1", "rs-3501826/v1", None),
    ],
)
def test_pages_and_article_numbers(page: str, bibtex: str, first: str, last: str | None) -> None:
    tex, ris, csl = in_every_style(made(page=page))
    assert tex["pages"] == bibtex
    assert (ris["start_page"], ris.get("end_page")) == (first, last)
    assert csl["page"] == page


def test_the_year_is_that_of_the_volume_and_the_date_online_stands_beside_it() -> None:
    tex, ris, csl = in_every_style(made(issued="2021", online="2020-06-01", volume="271"))
    assert (tex["year"], ris["year"], csl["issued"]) == ("2021", "2021", {"date-parts": [[2021]]})
    assert "online 2020-06-01" in tex["note"]
    assert ris["edition"] == "2020-06-01"
    assert csl["available-date"] == {"date-parts": [[2020, 6, 1]]}


def test_identifiers() -> None:
    numbers = {"doi": "10.1000/a_b(c)", "pmid": "123", "pmcid": "PMC45", "registry": "NCT02417064"}
    tex, ris, csl = in_every_style(made(**numbers))
    assert (tex["doi"], tex["pmid"], tex["pmcid"]) == ("10.1000/a_b(c)", "123", "PMC45")
    assert (ris["doi"], ris["accession_number"], ris["custom2"]) == ("10.1000/a_b(c)", "123", "PMC45")
    assert (csl["DOI"], csl["PMID"], csl["PMCID"]) == ("10.1000/a_b(c)", "123", "PMC45")
    assert all("registry number NCT02417064" in text for text in (tex["note"], *ris["notes"], csl["note"]))
    tex, ris, csl = in_every_style(made(type="dataset", registry="NCT02417064"))
    assert tex["number"] == ris["accession_number"] == csl["number"] == "NCT02417064"
    tex, ris, csl = in_every_style(made(type="legislation", number="FR Doc. 2023-22406"))
    assert tex["number"] == ris["accession_number"] == csl["number"] == "FR Doc. 2023-22406"


def test_a_number_of_the_issuer_is_counted_apart_from_what_finds_a_document() -> None:
    made_of = {name: {"tier": "label", "status": "ok", **fields} for name, fields in {
        "by-number": {"number": "EU/1/19/1410/001"},
        "by-both": {"number": "FR Doc. 2023-09936", "url": "https://federalregister.gov/d/2023-09936"},
        "by-none": {},
    }.items()}  # fmt: skip
    found = looked_for(made_of, set())
    assert (found.sources, found.identified, found.numbered) == (3, 1, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "[A trial of something]"}, "the document's own was not seen"),
        ({"author": ["Popova V"], "et_al": True}, "further authors are not listed"),
        ({"status": "retracted"}, "RETRACTED"),
    ],
)
def test_every_style_says_what_is_not_whole(changes: dict[str, Any], said: str) -> None:
    tex, ris, csl = in_every_style(made(**changes))
    assert all(said in text for text in (tex["note"], *ris["notes"], csl["note"]))
    tex, ris, csl = in_every_style(made(title="[1H]-MRS of ketamine", author=["Popova V"]))
    assert not any(said in text for text in (tex["note"], *ris["notes"], csl["note"]))


# --------------------------------------------------------------------------- which documents a name stands for


def test_every_id_of_a_document_cites_that_document_first() -> None:
    data = load()
    for name in data.sources.ids():
        for spelling in (name, name.upper(), f"sources/{name}"):
            kind, found = cited(data, spelling)
            ids = documents(data, kind, found, everything=False)
            assert ids[0] == name
            if kind == "sources":
                assert ids == [name]


def test_every_record_that_has_the_id_of_a_document_cites_it_first() -> None:
    data = load()
    for kind, records in data.records():
        for name in set(records.ids()) & set(data.sources.ids()):
            for everything in (False, True):
                assert documents(data, kind, name, everything)[0] == name


def test_every_trial_cites_a_paper_first_where_it_has_one() -> None:
    data = load()
    for trial in data.trials:
        ids = documents(data, "trials", trial.id, everything=False)
        assert {trial.source, *trial.publications} <= set(ids)
        tiers = [data.sources[name].tier for name in ids]
        assert "primary" not in tiers or tiers[0] == "primary" or ids[0] == trial.id


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["nct02417064"], ["nct02417064"]),
        (["trials/nct02417064"], ["fedgchin-2019", "katz-2021", "jones-2022"]),
        (["sources/zarate-2006"], ["zarate-2006"]),
        (["zarate-2006"], ["zarate-2006", "cochrane-2021-mdd"]),
        (["canmat-isbd-2018"], ["canmat-isbd-2018", "trbd-need-for-more-data-2021"]),
    ],
)
def test_what_is_cited(keta: Run, words: list[str], ids: list[str]) -> None:
    assert [item["id"] for item in json.loads(keta("cite", *words, "--style", "csl-json").out)] == ids


def test_an_untraceable_source_is_marked(keta: Run) -> None:
    name = next(source.id for source in every_source() if source.status == "untraceable")
    ran = keta("cite", f"sources/{name}")
    assert "could not be traced" in ran.out
    assert f"{name} is marked untraceable" in ran.err


@pytest.mark.parametrize("style", citations.STYLES)
def test_lists_can_be_cited(keta: Run, style: str) -> None:
    ran = keta("trials", "--indication", "ptsd", "--cite", style)
    assert ran.code == 0
    for name in ("Feder", "Abdallah"):
        assert name in ran.out


def test_the_dataset_cites_itself(keta: Run) -> None:
    (entry,) = bibtex_entries(keta("cite", "--self").out)
    assert load().meta["version"] in entry["title"]


def test_cite_needs_something_to_cite(keta: Run) -> None:
    assert keta("cite").code == 2
    assert keta("cite", "nothing-of-that-name").code == 3
    assert keta("cite", "transform-2", "--style", "apa").code == 2


def test_all_cites_every_document_of_a_record(keta: Run) -> None:
    few = bibtex_entries(keta("cite", "transform-2").out)
    every = bibtex_entries(keta("cite", "transform-2", "--all").out)
    assert len(every) > len(few)


def test_lines_of_ris_end_as_ris_has_them(keta: Run, tmp_path: Path) -> None:
    out = keta("cite", "transform-2", "--style", "ris").out
    assert "\\r" not in out
    lines = out.split("\r\n")
    assert lines[0] == "TY  - JOUR"
    assert lines[-1] == ""
    assert not any("\n" in line for line in lines)
    file = tmp_path / "one.ris"
    keta("cite", "transform-2", "--style", "ris", "--output", str(file))
    assert file.read_bytes().decode("utf-8") == out


@pytest.mark.parametrize("style", ["ris", "csl-json"])
def test_a_cut_list_of_authors_names_nobody_who_is_not_one(keta: Run, style: str) -> None:
    cut = [source for source in load().sources if source.et_al and source.author]
    assert cut
    for source in cut[:20]:
        text = keta("cite", f"sources/{source.id}", "--style", style).out
        names = re.findall(r"^AU  - (.*)$", text, re.MULTILINE) if style == "ris" else json.loads(text)[0]["author"]
        assert len(names) == len(source.author)
        assert "further authors are not listed" in text
