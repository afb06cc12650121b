"""Every shipped document, in every style, is read by the programs that people use as its record has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli import load
from ketacli.evidence import citations
from ketacli.records.source import Source
from ketacli.records.structure import build

from .citation_engines import ENGINES, OTHERS, Entry, Name, expected, missing, of_bibutils

CHECKED = "2001-02-03"
ODD = "G\u00e1lvez, \u00c5keson & 100 % of {this}_that #1 ~ $5 ^2 \\ \"x\" 'y'"


def written(sources: list[Source], engine: str, folder: Path) -> list[Entry]:
    """Documents, written in an engine's style and read by it."""
    if missing(engine):
        pytest.skip(f"{ENGINES[engine][2]} is not installed")
    style, read, _ = ENGINES[engine]
    text = citations.write(sources, style, CHECKED)
    if engine != "bibutils":
        return read(text, folder)
    bodies = {body.replace(",", "") for source in sources for body in source.author if " " in body}
    return of_bibutils(text, folder, sorted(bodies))


def as_read(entry: Entry, engine: str) -> Entry:
    """A document as an engine can read it at best: in RIS commas divide names, so that a body's has none."""
    style = ENGINES[engine][0]
    if style != "bibtex" and entry.names[-1:] == (OTHERS,):
        # Only BibTeX has a word for a cut list.
        entry = entry._replace(names=entry.names[:-1])
    if style != "ris":
        return entry
    names = tuple(each._replace(family=each.family.replace(",", "")) for each in entry.names)
    # To bibutils, "and" stands between two people, even in a name that it was told to leave as it is.
    return entry._replace(names=() if engine == "bibutils" and any(" and " in each.family for each in names) else names)


def made(**changes: object) -> Source:
    """A document of invented particulars."""
    raw = {"id": "odd-1999", "type": "article-journal", "title": "T", "tier": "primary", "checked": CHECKED}
    source: Source = build(Source, {**raw, **changes})
    return source


@pytest.mark.parametrize("engine", ENGINES)
def test_every_document_is_read_as_its_record_has_it(engine: str, tmp_path: Path) -> None:
    sources = list(load().sources)
    ours = [as_read(expected(source), engine) for source in sources]
    theirs = written(sources, engine, tmp_path)
    assert len(theirs) == len(ours)
    if engine == "biber":
        ours.sort()
        theirs.sort()
    pairs = zip(theirs, ours, strict=True)
    assert [(their, our) for their, our in pairs if (their if our.names else their._replace(names=())) != our] == []


NAMES = {
    "Katz EG": Name("Katz", "EG"),
    "Zarate CA Jr": Name("Zarate", "CA", "Jr"),
    "Yatham LN III": Name("Yatham", "LN", "III"),
    "aan het Rot M": Name("aan het Rot", "M"),
    "van der Ark P": Name("van der Ark", "P"),
    "de Bie A": Name("de Bie", "A"),
    "von Holt C": Name("von Holt", "C"),
    "De Fazio P": Name("De Fazio", "P"),
    "d'Andrea G": Name("d'Andrea", "G"),
    "deVries FE": Name("deVries", "FE"),
    "Ortega y Gasset J": Name("Ortega y Gasset", "J"),
    "Micoulaud-Franchi J-A": Name("Micoulaud-Franchi", "JA"),
    "G\u00e1lvez V": Name("G\u00e1lvez", "V"),
    "\u00c5keson J": Name("\u00c5keson", "J"),
    "da Silva URL": Name("da Silva", "URL"),
    "World Health Organization": Name("World Health Organization"),
    "Johnson & Johnson": Name("Johnson & Johnson"),
    "NICE": Name("NICE"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("cut", [False, True])
def test_names(engine: str, cut: bool, tmp_path: Path) -> None:
    sources = [made(id=f"n-{at:02}", author=["Popova V", author], et_al=cut) for at, author in enumerate(NAMES)]
    end = [OTHERS] if cut and ENGINES[engine][0] == "bibtex" else []
    found = [entry.names for entry in written(sources, engine, tmp_path)]
    assert found == [(Name("Popova", "V"), name, *end) for name in NAMES.values()]


@pytest.mark.parametrize("engine", ENGINES)
def test_odd_letters(engine: str, tmp_path: Path) -> None:
    source = made(title=ODD, doi="10.1016/s0140-6736(18)32408_5", author=["Katz EG"])
    (entry,) = written([source], engine, tmp_path)
    if engine == "biber":  # It hands TeX on.
        entry = entry._replace(title=expected(source).title)
    assert entry == expected(source)
