"""Citations are accepted by the parsers that people use, and say what they must."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from ketacli import citations, load
from ketacli.facts.source import person
from ketacli.models.source import Source
from ketacli.shape import build

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
    assert {entry["ID"] for entry in entries} == {citations.key(source) for source in sources}


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
        assert set(item) <= CSL_TEXTS | CSL_NUMBERS | {"author", "issued"}
        assert item["type"] in CSL_TYPES
        assert all(isinstance(item[key], str) and item[key] for key in (CSL_TEXTS | CSL_NUMBERS) & set(item))
        for author in item.get("author", []):
            assert set(author) in ({"family", "given"}, {"literal"})
        if "issued" in item:
            parts = item["issued"]["date-parts"]
            assert len(parts) == 1
            assert 1 <= len(parts[0]) <= 3
            assert all(isinstance(part, int) for part in parts[0])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Popova V", ("Popova", "V")),
        ("Zarate CA Jr", ("Zarate", "CA Jr")),
        ("aan het Rot M", ("aan het Rot", "M")),
        ("Janssen Research & Development", None),
        ("keta contributors", None),
        ("NICE", None),
    ],
)
def test_persons_and_bodies_are_told_apart(name: str, expected: tuple[str, str] | None) -> None:
    assert person(name) == expected


def test_special_characters_survive_bibtex() -> None:
    raw = {
        "id": "odd-1999",
        "type": "article-journal",
        "title": "100% of A & B_C: {S}-ketamine",
        "author": ["Müller-Ågren Ö"],
        "et_al": True,
        "issued": "1999",
        "page": "1-9",
        "tier": "primary",
        "checked": "2001-02-03",
    }
    source: Source = build(Source, raw)
    text = citations.write([source], "bibtex", "2001-02-03")
    (entry,) = bibtex_entries(text)
    assert entry["author"].endswith("and others")
    assert entry["pages"] == "1--9"
    assert r"100\% of A \& B\_C: \{S\}-ketamine" in text
    assert len(re.findall(r"(?<!\\)\{", text)) == len(re.findall(r"(?<!\\)\}", text))


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
