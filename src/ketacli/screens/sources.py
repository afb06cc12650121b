"""The list of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.source import MARKS
from ketacli.records.wording import plural
from ketacli.screens.common import screen
from ketacli.screens.screen import Column, Note, Row, Screen, Table

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.source import Source


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
        weak = [item for item in found if item.key_facts and item.tier == "web"]
        if weak:
            facts = sum(item.key_facts for item in weak)
            shown.notes.append(
                Note(
                    f"{plural(len(weak), 'web page')} stand first behind {plural(facts, 'key fact')}, because no "
                    "agency, label, guideline or paper with them was readable; each page says why:",
                    (f"keta show sources/{weak[0].id}", "keta sources --where 'tier = web and key_facts > 0'"),
                )
            )
        shown.next = [f"keta show sources/{found[0].id}", "keta sources --tier label", "keta help evidence"]
    else:
        shown.notes.append(Note("Nothing matches."))
    return shown


def identifier(source: Source) -> str:
    """The best identifier a document has."""
    if source.doi:
        return f"doi:{source.doi}"
    if source.pmid:
        return f"PMID {source.pmid}"
    return source.registry or source.pmcid or ""
