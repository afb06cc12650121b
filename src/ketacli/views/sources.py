"""The list of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.facts.source import MARKS
from ketacli.screen import Column, Row, Screen, Table
from ketacli.views.common import plural, screen

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.models.source import Source


def sources_screen(dataset: Dataset, found: list[Source]) -> Screen:
    """Documents by rank, then newest first."""
    shown = screen(dataset, plural(len(found), "source"))
    columns = [
        Column("Id", 1, style="name"),
        Column("Year", 1),
        Column("Rank", 2),
        Column("Title", 1),
        Column("Identifier", 3, style="dim"),
        Column("Status", 4),
    ]
    rows = [
        Row(
            [
                item.id,
                (item.issued or "undated")[:4] if item.issued else "undated",
                item.tier.replace("-", " "),
                item.title,
                identifier(item),
                MARKS.get(item.status, item.status.replace("-", " ")),
            ]
        )
        for item in found
    ]
    if found:
        shown.blocks.append(Table(columns, list(rows)))
        shown.next = [f"keta show sources/{found[0].id}", "keta sources --tier label", "keta help evidence"]
    else:
        shown.notes.append("Nothing matches.")
    return shown


def identifier(source: Source) -> str:
    """The best identifier a document has."""
    if source.doi:
        return f"doi:{source.doi}"
    if source.pmid:
        return f"PMID {source.pmid}"
    return source.registry or source.pmcid or ""
