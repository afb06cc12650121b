"""Documents, a line a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.source import MARKS
from ketacli.records.wording import plural
from ketacli.screens.lists.listed import titled
from ketacli.screens.lists.of_records import list_of_records
from ketacli.screens.screen import Column, Screen, Words
from ketacli.screens.sources import identifier

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.source import Source

COLUMNS = [
    Column("Year", 1),
    Column("Rank", 1),
    Column("Standing", 1, style="danger"),
    Column("Title", 1, below=True),
    Column("Identifier", 2, style="dim"),
]


def sources_list(dataset: Dataset, found: list[Source], asked: str) -> Screen:
    """Documents by rank, then newest first."""
    shown = list_of_records(
        dataset, "sources", titled(asked, plural(len(found), "source")), COLUMNS, [("", found)], cells
    )
    if found:
        shown.next = [f"keta show sources/{found[0].id}", "keta sources label", "keta help evidence"]
    return shown


def cells(item: Source) -> list[Words]:
    """The cells of one document after its id."""
    year = item.issued[:4] if item.issued else "undated"
    return [year, item.tier.replace("-", " "), MARKS.get(item.status, ""), item.title, identifier(item)]
