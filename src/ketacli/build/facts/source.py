"""The facts of a document: its bibliography on one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketacli.build.facts.fact import Fact, Names, fact, joined
from ketacli.records.source import MARKS

if TYPE_CHECKING:
    from ketacli.records.source import Source


def facts(_: Names, source: Source) -> Iterator[Fact]:
    """Who, when, where, with which numbers."""
    authors = ", ".join(source.author[:3]) + (" et al." if source.et_al or len(source.author) > 3 else "")
    issue = f"({source.issue})" if source.issue else ""
    pages = f":{source.page}" if source.page else ""
    where = joined(source.container_title or source.publisher, source.volume, between=" ") + issue + pages
    numbers = joined(
        f"doi {source.doi}" if source.doi else "", f"PMID {source.pmid}" if source.pmid else "", source.pmcid,
        source.registry, between=", ",
    )  # fmt: skip
    mark = MARKS.get(source.status, "")
    text = joined(
        joined(authors, source.issued or "undated", between=" "),
        source.title.rstrip("."),
        where,
        numbers,
        mark,
        between=". ",
    )
    also = joined(
        *source.author, source.publisher, source.version, source.tier.replace("-", " "), "paper article citation doi"
    )
    yield fact("title", "document", "Document", text, also=also)
