"""The facts of a document, and how it is cited in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacli.facts.fact import Fact

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.models.source import Source

MARKS = {
    "corrected": "corrected since",
    "concern": "expression of concern",
    "retracted": "RETRACTED",
    "untraceable": "could not be traced",
}


INITIALS = re.compile(r"[A-Z][A-Za-z]?(-?[A-Z]){0,3}( (Jr|Sr|II|III))?")


def person(name: str) -> tuple[str, str] | None:
    """Family name and initials of ``Popova V``; None for a body's name."""
    words = name.split(" ")
    for at in range(1, len(words)):
        tail = " ".join(words[at:])
        if INITIALS.fullmatch(tail) and len(tail.split(" ")[0]) <= 4:
            return " ".join(words[:at]), tail
    return None


def facts(_: Dataset, source: Source) -> list[Fact]:
    """Bibliography, identifiers, what was seen of it and when."""
    authors = ", ".join(source.author) + (" et al." if source.et_al and source.author else "")
    parts = [source.container_title or "", source.volume or ""]
    issue = f"({source.issue})" if source.issue else ""
    where = " ".join(part for part in parts if part) + issue + (f":{source.page}" if source.page else "")
    pairs = (
        ("title", "Title", source.title),
        ("author", "Authors", authors),
        ("issued", "Issued", source.issued or "undated"),
        ("container_title", "Published in", where),
        ("publisher", "Publisher", source.publisher or ""),
        ("version", "Version", source.version or ""),
        ("doi", "DOI", source.doi or ""),
        ("pmid", "PMID", source.pmid or ""),
        ("pmcid", "PMCID", source.pmcid or ""),
        ("registry", "Registry number", source.registry or ""),
        ("url", "Address", source.url or ""),
        ("tier", "Rank", source.tier.replace("-", " ")),
        ("status", "Status", MARKS.get(source.status, source.status.replace("-", " "))),
        ("seen", "Seen", source.seen or ""),
        ("checked", "Last looked at", source.checked),
        ("note", "Note", source.note or ""),
    )
    return [Fact("Document", field, title, text) for field, title, text in pairs if text]


def cite(source: Source) -> str:
    """One line: first author and year or the number, where it appeared, and a warning if it needs one."""
    year = (source.issued or "undated")[:4] if source.issued else "undated"
    if source.tier == "registry" and source.registry:
        text = f"{source.registry}, {source.container_title or 'registry'}"
    elif source.author:
        found = person(source.author[0])
        name = found[0] if found else source.author[0]
        where = f", {source.container_title}" if source.container_title else ""
        text = f"{name} {year}{where}"
    else:
        text = f"{source.container_title or source.publisher or source.title} {year}"
    return f"{text} ({MARKS[source.status]})" if source.status in MARKS else text
