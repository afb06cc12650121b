"""RIS after the specification of Research Information Systems (2001, tags of 2011), lines ended by CR LF.

Types are those that every reader knows: a registry entry is an electronic source, a talk a conference's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.citations.parts import key, note, pages
from ketacli.records.person import person

if TYPE_CHECKING:
    from ketacli.records.source import Source

TYPES = {
    "article-journal": "JOUR",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
    "webpage": "ELEC",
    "dataset": "ELEC",
    "legislation": "STAT",
    "article-newspaper": "NEWS",
    "speech": "CONF",
}


def ris(source: Source, checked: str) -> str:
    """One record; ``checked`` is the date that its note carries."""
    first, last = pages(source)
    registry = f"registry number {source.registry}" if source.registry and source.pmid else None
    lines: list[tuple[str, str | None]] = [
        ("TY", TYPES.get(source.type, "GEN")),
        ("ID", key(source)),
        *(("AU", name) for name in authors(source)),
        ("TI", source.title),
        ("T2", source.container_title),
        ("PY", source.issued[:4] if source.issued else None),
        ("DA", source.issued.replace("-", "/") if source.issued else None),
        # The edition of anything else is, of an article, the date of going online.
        ("ET", source.online if source.type == "article-journal" else source.version),
        ("VL", source.volume),
        ("IS", source.issue),
        ("SP", first),
        ("EP", last),
        ("PB", source.publisher),
        ("DO", source.doi),
        ("AN", source.pmid or source.registry or source.number),
        ("C2", source.pmcid),
        # Some readers know a DOI by its address alone.
        ("UR", f"https://doi.org/{source.doi}" if source.doi else source.url),
        ("N1", note(source, checked, registry)),
    ]
    shown = [f"{tag}  - {' '.join(value.split())}" for tag, value in lines if value]
    return "\r\n".join([*shown, "ER  - ", "", ""])


def authors(source: Source) -> list[str]:
    """Persons as ``Family, Given, Suffix``; bodies with one comma, at the end, so that readers leave them whole."""
    names = []
    for each in source.author:
        found = person(each)
        if found is not None:
            names.append(", ".join(part for part in (found.surname, found.given, found.suffix) if part))
        else:
            body = " ".join(each.replace(",", " ").split())
            names.append(f"{body}," if " " in body else body)
    # A reader takes every AU for a person: that the list is cut stands in the note.
    return names
