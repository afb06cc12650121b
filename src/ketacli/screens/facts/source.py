"""The facts of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.source import MARKS
from ketacli.screens.facts.fact import Fact

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.source import Source


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
        ("number", "Number", source.number or ""),
        ("url", "Address", source.url or ""),
        ("tier", "Rank", source.tier.replace("-", " ")),
        ("status", "Status", MARKS.get(source.status, source.status.replace("-", " "))),
        ("seen", "Seen", source.seen or ""),
        ("checked", "Last looked at", source.checked),
        ("note", "Note", source.note or ""),
        ("key_facts", "Key facts", f"first source of {source.key_facts}" if source.key_facts else ""),
        ("stands_first", "Stands first", source.stands_first or ""),
    )
    return [Fact("Document", field, title, text) for field, title, text in pairs if text]
