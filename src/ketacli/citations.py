"""Documents as BibTeX, RIS and CSL-JSON.

BibTeX after its documentation ("BibTeXing", Patashnik 1988), with the title in double braces so
that no style lowers its capitals; RIS after the specification of Research Information Systems
(2001), lines ended by CR LF; CSL-JSON after the schema of citationstyles.org, version 1.0.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ketacli.facts.source import MARKS, person

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.models.source import Source

STYLES = ("bibtex", "ris", "csl-json")

BIBTEX_TYPES = {"article-journal": "article", "book": "book", "thesis": "phdthesis", "report": "techreport"}
RIS_TYPES = {
    "article-journal": "JOUR",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
    "webpage": "ELEC",
    "dataset": "DATA",
    "legislation": "STAT",
    "article-newspaper": "NEWS",
    "speech": "CPAPER",
}


def write(sources: Iterable[Source], style: str, checked: str) -> str:
    """The documents in one style; ``checked`` is the date that the note of each carries."""
    chosen = list(sources)
    if style == "bibtex":
        return "\n".join(bibtex(source, checked) for source in chosen)
    if style == "ris":
        return "".join(ris(source, checked) for source in chosen)
    return json.dumps([csl(source, checked) for source in chosen], ensure_ascii=False, indent=2) + "\n"


def note(source: Source, checked: str) -> str:
    """Version of the data, and what is known of corrections and retractions."""
    status = MARKS.get(source.status, "corrections not looked for" if source.status == "not-checked" else source.status)
    return f"keta data, checked to {checked}; status: {status}"


def key(source: Source) -> str:
    """A citation key that stays the same: the id without hyphens."""
    return source.id.replace("-", "")


def bibtex(source: Source, checked: str) -> str:
    """One BibTeX entry, UTF-8."""
    kind = BIBTEX_TYPES.get(source.type, "misc")
    fields: dict[str, str | None] = {
        "title": "{" + (_escaped(source.title) or "") + "}",
        "author": _bibtex_authors(source),
        "year": source.issued[:4] if source.issued else None,
        {"article": "journal", "techreport": "institution", "phdthesis": "school"}.get(kind, "howpublished"): _escaped(
            source.container_title or source.publisher
        ),
        "volume": source.volume,
        "number": source.issue,
        "pages": source.page.replace("-", "--") if source.page else None,
        "publisher": _escaped(source.publisher) if kind == "book" else None,
        "doi": source.doi,
        "url": source.url if not source.doi else None,
        "note": _escaped(note(source, checked)),
    }
    lines = [f"  {name:<9} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{key(source)},\n" + ",\n".join(lines) + "\n}\n"


def _bibtex_authors(source: Source) -> str | None:
    names = []
    for each in source.author:
        found = person(each)
        names.append(f"{_escaped(found[0])}, {found[1]}" if found else "{" + (_escaped(each) or "") + "}")
    if source.et_al and names:
        names.append("others")
    return " and ".join(names) or None


def _escaped(text: str | None) -> str | None:
    if text is None:
        return None
    return re.sub(r"([&%$#_{}])", r"\\\1", text).replace("~", r"\textasciitilde{}").replace("^", r"\textasciicircum{}")


def ris(source: Source, checked: str) -> str:
    """One RIS record."""
    first, _, last = (source.page or "").partition("-")
    lines: list[tuple[str, str | None]] = [("TY", RIS_TYPES.get(source.type, "GEN")), ("ID", key(source))]
    for each in source.author:
        found = person(each)
        lines.append(("AU", f"{found[0]}, {found[1]}" if found else each))
    lines += [
        ("TI", source.title),
        ("T2", source.container_title),
        ("PY", source.issued[:4] if source.issued else None),
        ("DA", source.issued.replace("-", "/") if source.issued else None),
        ("VL", source.volume),
        ("IS", source.issue),
        ("SP", first),
        ("EP", last),
        ("PB", source.publisher),
        ("DO", source.doi),
        ("AN", source.pmid or source.registry),
        ("UR", source.url),
        ("N1", note(source, checked)),
    ]
    shown = [f"{tag}  - {' '.join(value.split())}" for tag, value in lines if value]
    return "\r\n".join([*shown, "ER  - ", "", ""])


def csl(source: Source, checked: str) -> dict[str, Any]:
    """One CSL-JSON item."""
    authors = []
    for each in source.author:
        found = person(each)
        authors.append({"family": found[0], "given": found[1]} if found else {"literal": each})
    if source.et_al and authors:
        authors.append({"literal": "et al."})
    issued = [int(part) for part in source.issued.split("-")] if source.issued else None
    item: dict[str, Any] = {
        "id": source.id,
        "type": source.type,
        "title": source.title,
        "author": authors,
        "issued": {"date-parts": [issued]} if issued else None,
        "container-title": source.container_title,
        "volume": source.volume,
        "issue": source.issue,
        "page": source.page,
        "publisher": source.publisher,
        "DOI": source.doi,
        "PMID": source.pmid,
        "PMCID": source.pmcid,
        "number": source.registry,
        "version": source.version,
        "URL": source.url,
        "note": note(source, checked),
    }
    return {name: value for name, value in item.items() if value}


def documents(dataset: Dataset, kind: str, name: str, everything: bool) -> list[str]:
    """Ids of the documents of a record: its main one and further publications, or every one that it names."""
    if kind == "sources":
        return [name]
    line = dataset.kind(kind).line(name)
    if everything:
        return list(dict.fromkeys(re.findall(r'"source":"([a-z0-9-]+)"', line)))
    raw = dataset.kind(kind).raw[name]
    return [raw["source"], *raw.get("publications", [])]


def own(dataset: Dataset) -> Source:
    """The dataset as a document."""
    from ketacli.models.source import Source
    from ketacli.shape import build

    meta = dataset.meta
    found: Source = build(
        Source,
        {
            "id": f"keta-data-{meta['version'].replace('.', '-')}",
            "type": "dataset",
            "title": f"keta: published evidence on ketamine and its enantiomers, version {meta['version']}",
            "author": ["keta contributors"],
            "issued": meta["released"],
            "publisher": "keta",
            "version": meta["version"],
            "tier": "web",
            "status": "ok",
            "checked": meta["checked_through"],
        },
    )
    return found
