"""Authors' names: their parts, and the same parts after a citation was written and read again."""

from __future__ import annotations

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from hypothesis import given
from hypothesis import strategies as st

from ketacli.evidence import citations
from ketacli.evidence.citations.csl import csl
from ketacli.records.person import FORMS, Person, person
from ketacli.records.source import Source
from ketacli.records.structure import build

CAPITALS = "ABCDEFGHIJKLMNOPRSTUVWZ\u00c5\u00d6\u00c9\u00d8\u0141\u0416"
SMALL = "abcdefghijklmnoprstuvwz\u00e5\u00f6\u00e9\u00f8\u0142\u0436"

word = st.builds(str.__add__, st.sampled_from(CAPITALS), st.text(SMALL, min_size=2, max_size=8))
family = st.lists(word, min_size=1, max_size=2).map(" ".join) | st.lists(word, min_size=2, max_size=2).map("-".join)
particle = st.sampled_from(["", "van", "de", "von", "van der", "aan het", "de la"])
letters = st.text(CAPITALS, min_size=1, max_size=4).filter(lambda text: text not in FORMS)
suffix = st.sampled_from(["", "Jr", "Sr", "III"])


def made(*authors: str) -> Source:
    """A document by these authors."""
    raw = {"id": "odd-1999", "type": "report", "title": "T", "tier": "primary", "checked": "2001-02-03"}
    source: Source = build(Source, {**raw, "author": list(authors)})
    return source


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Popova V", Person("Popova", "V.")),
        ("Katz EG", Person("Katz", "E. G.")),
        ("Katz E G", Person("Katz", "E. G.")),
        ("Zarate CA Jr", Person("Zarate", "C. A.", suffix="Jr.")),
        ("Zarate CA, Jr.", Person("Zarate", "C. A.", suffix="Jr.")),
        ("Yatham LN 3rd", Person("Yatham", "L. N.", suffix="III")),
        ("Kim II", Person("Kim", "I. I.")),
        ("van Kim II", Person("Kim", "I. I.", "van")),
        ("aan het Rot M", Person("Rot", "M.", "aan het")),
        ("van der Ark P", Person("Ark", "P.", "van der")),
        ("De Fazio P", Person("De Fazio", "P.")),
        ("d'Andrea G", Person("d'Andrea", "G.")),
        ("Ortega y Gasset J", Person("Ortega y Gasset", "J.")),
        ("Micoulaud-Franchi J-A", Person("Micoulaud-Franchi", "J.-A.")),
        ("da Silva URL", Person("Silva", "U. R. L.", "da")),
        ("Petrov YuA", Person("Petrov", "Yu. A.")),
        ("Min Su", Person("Min", "Su")),
        ("M\u00fcller-\u00c5gren \u00d6", Person("M\u00fcller-\u00c5gren", "\u00d6.")),
        ("St. Jean A", Person("St. Jean", "A.")),
        ("Janssen Research & Development", None),
        ("Janssen Research & Development, LLC", None),
        ("Janssen-Cilag International NV", None),
        ("Janssen-Cilag AG", None),
        ("Eurocept International BV", None),
        ("Bayer A.G.", None),
        ("Sichuan Purity Pharmaceutical Technology Co., Ltd.", None),
        ("Department of Health UK", None),
        ("keta contributors", None),
        ("NICE", None),
        ("Xu", None),
        ("", None),
    ],
)
def test_parts(name: str, expected: Person | None) -> None:
    assert person(name) == expected


@given(particle, family, letters, suffix)
def test_every_person_is_read_back_from_every_style(particle: str, family: str, letters: str, suffix: str) -> None:
    author = " ".join(part for part in (particle, family, letters, suffix) if part)
    given_name = " ".join(f"{letter}." for letter in letters)
    printed = f"{suffix}." if suffix in ("Jr", "Sr") else suffix
    assert person(author) == Person(family, given_name, particle, printed)
    source = made("Popova V", author)
    [_, item] = csl(source, "").to_dict()["author"]
    assert item == {
        key: part
        for key, part in (
            ("family", family),
            ("given", given_name),
            ("non-dropping-particle", particle),
            ("suffix", printed),
        )
        if part
    }
    text = citations.write([source], "bibtex", "")
    (entry,) = parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()]).entries
    parts = entry["author"][1]
    found = (" ".join(each) for each in (parts.von, parts.last, parts.first, parts.jr))
    assert tuple(found) == (particle, family, given_name, printed)
    (record,) = rispy.loads(citations.write([source], "ris", ""))
    surname = f"{particle} {family}".strip()
    assert record["authors"][1] == ", ".join(part for part in (surname, given_name, printed) if part)


@given(st.text(min_size=1, max_size=30))
def test_any_text_is_a_name_of_some_kind(text: str) -> None:
    found = person(text)
    assert found is None or (found.family and found.given)
    assert "\n" not in "".join(citations.write([made(text)], "ris", "").split("\r\n"))
