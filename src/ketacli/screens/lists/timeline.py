"""Events in order of time, a line an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.wording import plural
from ketacli.screens.lists.listed import titled
from ketacli.screens.lists.of_records import list_of_records
from ketacli.screens.screen import Column, Screen, Words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.event import Event

COLUMNS = [
    Column("Date", 1),
    Column("Where", 1),
    Column("What happened", 1, below=True),
    Column("Kind", 2),
    Column("By", 3),
]


def timeline_list(dataset: Dataset, found: list[Event], asked: str) -> Screen:
    """When, where and what."""
    shown = list_of_records(
        dataset, "events", titled(asked, plural(len(found), "event")), COLUMNS, [("", found)], cells
    )
    if found:
        shown.next = [f"keta show {found[-1].id}", "keta timeline us approval", "keta timeline --full"]
    return shown


def cells(item: Event) -> list[Words]:
    """The cells of one event after its id."""
    return [item.date, item.jurisdiction, item.name, item.kind.replace("-", " "), item.body or ""]
