"""What other programs read in our citations: each engine's answer as the same few values, its complaints refused.

Each reader takes the text of a file and a folder to work in, and gives an entry a document, in its order.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts

from ketacli.records.source import Source

BODIES = re.compile(r"[&,]|International|-Cilag")
PERSON = re.compile(r"(?P<family>.+) (?P<given>[A-Z](-?[A-Z]){0,3}|(?!Jr|Sr)[A-Z][a-z])( (?P<suffix>Jr|Sr|II|III))?")
MODS = "{http://www.loc.gov/mods/v3}"
BLTX = "{http://biblatex-biber.sourceforge.net/biblatexml}"


class Name(NamedTuple):
    """A name as an engine has it: surname with its particle, letters of the initials, suffix without a full stop."""

    family: str
    given: str = ""
    suffix: str = ""


class Entry(NamedTuple):
    """A document as an engine has it."""

    title: str
    names: tuple[Name, ...]
    year: str
    doi: str


OTHERS = Name("others")


def plain(text: str) -> str:
    """Text without what typography may change: quotes, dashes, runs of blanks."""
    text = re.sub('[\u2018\u2019\u201c\u201d"]', "'", unicodedata.normalize("NFC", text)).replace("\u02c6", "^")
    return " ".join(re.sub("[\u2013\u2014]", "-", text).split())


def untexed(text: str) -> str:
    """Text without the escapes that an engine hands on to TeX."""
    return re.sub(r"\\([&%$#_{}])", r"\1", text)


def name(family: str, given: str = "", suffix: str = "", particle: str = "") -> Name:
    """A name, brought into the form that all share."""
    surname = f"{particle}{family}" if particle.endswith(("'", "\u2019")) else f"{particle} {family}"
    letters = re.sub(r"[\W_]", "", unicodedata.normalize("NFC", given))
    return Name(plain(surname), letters, suffix.rstrip("."))


def expected(source: Source) -> Entry:
    """What every engine must have read."""
    names = [name_of(each) for each in source.author]
    if names and source.et_al:
        names.append(OTHERS)
    return Entry(plain(source.title), tuple(names), (source.issued or "")[:4], source.doi or "")


def name_of(author: str) -> Name:
    """A name as a record has it, read in the simplest way that serves the shipped ones."""
    found = PERSON.fullmatch(author)
    if found is None or BODIES.search(author):
        return Name(plain(author))
    return name(found["family"], found["given"], found["suffix"] or "")


def run(*words: str, folder: Path) -> tuple[str, str]:
    """Output and messages of another program; it must end well."""
    ran = subprocess.run(words, cwd=folder, capture_output=True, encoding="utf-8", timeout=300, check=True)
    return ran.stdout, ran.stderr


def of_bibtexparser(text: str, _: Path) -> list[Entry]:
    """BibTeX through bibtexparser, with its own decoding of TeX and of names."""
    library = parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts(), LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    found = []
    for entry in library.entries:
        fields: dict[str, Any] = {key: field.value for key, field in entry.fields_dict.items()}
        names = [
            name(*(untexed(" ".join(part).strip("{}")) for part in (each.last, each.first, each.jr, each.von)))
            for each in fields.get("author", ())
        ]
        title = fields["title"].removeprefix("{").removesuffix("}")
        found.append(Entry(plain(title), tuple(names), fields.get("year", ""), fields.get("doi", "")))
    return found


def of_biber(text: str, folder: Path) -> list[Entry]:
    """BibTeX through biber, as biblatex reads it."""
    (folder / "all.bib").write_text(text, encoding="utf-8")
    said, messages = run("biber", "--tool", "--output-format=biblatexml", "all.bib", folder=folder)
    assert not re.search("WARN|ERROR", said + messages), said
    root = ElementTree.parse(folder / "all_bibertool.bltxml").getroot()
    return [_of_biblatexml(entry) for entry in root.iter(f"{BLTX}entry")]


def _of_biblatexml(entry: ElementTree.Element) -> Entry:
    names = []
    for each in entry.iterfind(f"{BLTX}names[@type='author']/{BLTX}name"):
        parts = {
            part.get("type"): untexed(" ".join(" ".join(part.itertext()).split()).strip("{}"))
            for part in each.iterfind(f"{BLTX}namepart")
        }
        names.append(name(*(parts.get(key) or "" for key in ("family", "given", "suffix", "prefix"))))
    authors = entry.find(f"{BLTX}names[@type='author']")
    if authors is not None and authors.get("morenames"):
        names.append(OTHERS)
    title = untexed(text_of(entry, f"{BLTX}title").strip("{}"))
    year = text_of(entry, f"{BLTX}date")[:4]
    return Entry(plain(title), tuple(names), year, text_of(entry, f"{BLTX}doi"))


def text_of(entry: ElementTree.Element, path: str) -> str:
    """The text of a part, or nothing."""
    found = entry.find(path)
    return "" if found is None else "".join(found.itertext()).strip()


def of_pandoc(text: str, folder: Path) -> list[Entry]:
    """BibTeX through pandoc, which makes CSL-JSON of it."""
    return _through_pandoc(text, folder, "bibtex")


def of_citeproc(text: str, folder: Path) -> list[Entry]:
    """CSL-JSON through pandoc's citeproc; it must also print a reference a document."""
    items = json.loads(text)
    (folder / "all.json").write_text(text, encoding="utf-8")
    (folder / "all.md").write_text('---\nnocite: "@*"\n---\n', encoding="utf-8")
    words = ("pandoc", "--citeproc", "--bibliography", "all.json", "--wrap=none", "--to", "html", "all.md")
    page, messages = run(*words, folder=folder)
    assert messages == ""
    assert page.count('class="csl-entry"') == len(items)
    assert "others" not in re.findall(r"\w+(?=\. <em>|, eds)", page)
    return _through_pandoc(text, folder, "csljson")


def _through_pandoc(text: str, folder: Path, form: str) -> list[Entry]:
    (folder / "pandoc.txt").write_text(text, encoding="utf-8")
    written, messages = run("pandoc", "--from", form, "--to", "csljson", "pandoc.txt", folder=folder)
    assert messages == ""
    return [of_csl(item) for item in json.loads(written)]


def of_csl(item: dict[str, Any]) -> Entry:
    """An item of CSL-JSON."""
    names = []
    for each in item.get("author", ()):
        particle = each.get("non-dropping-particle") or each.get("dropping-particle") or ""
        family = each.get("family") or each["literal"]
        names.append(name(family, each.get("given", ""), each.get("suffix", ""), particle))
    year = str(item["issued"]["date-parts"][0][0]) if "issued" in item else ""
    return Entry(plain(re.sub("<[^>]+>", "", item["title"])), tuple(names), year, item.get("DOI", ""))


def of_rispy(text: str, _: Path) -> list[Entry]:
    """RIS through rispy."""
    found = []
    for entry in rispy.loads(text):
        assert not entry.get("unknown_tag")
        names = []
        for each in entry.get("authors", ()):
            parts = [part.strip() for part in each.split(",")]
            names.append(name(*parts))
        found.append(Entry(plain(entry["title"]), tuple(names), entry.get("year", ""), entry.get("doi", "")))
    return found


def of_bibutils(text: str, folder: Path, bodies: Iterable[str] = ()) -> list[Entry]:
    """RIS through bibutils, which takes every name for a person's that is not in its list of bodies."""
    (folder / "all.ris").write_bytes(text.encode())
    (folder / "bodies.txt").write_text("".join(f"{body}\n" for body in bodies), encoding="utf-8")
    written, messages = run("ris2xml", "--asis", "bodies.txt", "all.ris", folder=folder)
    assert re.fullmatch(r"ris2xml: Processed \d+ references\.\s*", messages), messages
    root = ElementTree.fromstring(written.removeprefix("\ufeff"))
    return [_of_mods(entry) for entry in root.iter(f"{MODS}mods")]


def _of_mods(entry: ElementTree.Element) -> Entry:
    names = []
    for each in entry.iterfind(f"{MODS}name"):
        parts: dict[str, str] = {}
        for part in each.iterfind(f"{MODS}namePart"):
            kind = part.get("type") or "family"
            parts[kind] = f"{parts.get(kind, '')} {part.text or ''}".strip()
        names.append(name(*(parts.get(key, "") for key in ("family", "given", "suffix"))))
    pieces = [text_of(entry, f"{MODS}titleInfo/{MODS}{part}") for part in ("title", "subTitle")]
    year = text_of(entry, f"{MODS}part/{MODS}date") or text_of(entry, f"{MODS}originInfo/{MODS}dateIssued")
    title = pieces[0] + (" " if pieces[0].endswith("?") else ": ") * bool(pieces[1]) + pieces[1]
    return Entry(plain(title), tuple(names), year[:4], text_of(entry, f"{MODS}identifier[@type='doi']"))


Reader = Callable[[str, Path], list[Entry]]
ENGINES: dict[str, tuple[str, Reader, str | None]] = {
    "bibtexparser": ("bibtex", of_bibtexparser, None),
    "biber": ("bibtex", of_biber, "biber"),
    "pandoc": ("bibtex", of_pandoc, "pandoc"),
    "citeproc": ("csl-json", of_citeproc, "pandoc"),
    "rispy": ("ris", of_rispy, None),
    "bibutils": ("ris", of_bibutils, "ris2xml"),
}
"""Engine to the style that it reads, its reader, and the program that has to be installed."""


def missing(engine: str) -> bool:
    """Whether the program that an engine needs is not installed."""
    program = ENGINES[engine][2]
    return program is not None and shutil.which(program) is None
