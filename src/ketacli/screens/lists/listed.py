"""What every list shares: one line a record, its id first, and a mark where sources disagree about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence import disputes
from ketacli.records.source import UNSOUND
from ketacli.records.wording import plural
from ketacli.screens.common import screen, unsound
from ketacli.screens.screen import Column, Group, Note, Row, Screen, Table, Words, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.records.dataset import Dataset

MARK = Column("", 1, style="caution")
ID = Column("Id", 1, style="name")
SCOPES = ("For", "Where", "Rank")
MANY = 3
"""From so many rows on, a column of scope that always says the same is left out."""


def list_screen(
    dataset: Dataset,
    kind: str,
    title: str,
    columns: list[Column],
    groups: list[tuple[str, list[Any]]],
    cells: Callable[[Any], list[Words]],
) -> Screen:
    """The list of records in groups, each with a heading unless it has none.

    ``cells`` are those of a record after its id. An exclamation mark stands behind the id of a record about which
    sources disagree; a document that is retracted, untraceable or under concern is named so in the row's last cell.
    """
    shown = screen(dataset, title)
    rows: list[Row | Group] = []
    disputed = 0
    whole = {record.id: cells(record) for _, records in groups for record in records}
    kept = _telling(columns, list(whole.values()))
    behind = [] if kind == "sources" else [record.source for _, records in groups for record in records]
    named = dataset.sources.partly("id", "status", of=list(dict.fromkeys(behind)))
    doubtful = {each.id for each in named if each.status in UNSOUND}
    for heading, records in groups:
        if records and heading:
            rows.append(Group(heading, str(len(records))))
        for record in records:
            doubted = bool(disputes.of_record(dataset, kind, record.id)) if kind != "conflicts" else False
            disputed += doubted
            found = [cell for cell, keep in zip(whole[record.id], kept, strict=True) if keep]
            if kind != "sources" and record.source in doubtful:
                found[-1] = (*_spans(found[-1]), (f"; ! source {unsound(dataset, [record.source])[0]}", "danger"))
            rows.append(Row([record.id, "!" if doubted else "", *found], rests_on=((kind, record.id),)))
    if rows:
        shown_columns = [column for column, keep in zip(columns, kept, strict=True) if keep]
        shown.blocks.append(Table([ID, MARK, *shown_columns], rows, listed=True))
    else:
        shown.notes.append(Note("Nothing matches. Fewer filters find more; keta find WORDS searches everything."))
    if disputed:
        text = f"! {plural(disputed, 'row')} of which sources disagree about a value:"
        shown.notes.append(Note((("! ", "dispute"), (text[2:], "")), ("keta why ID", "keta conflicts ID")))
    return shown


def _telling(columns: list[Column], rows: list[list[Words]]) -> list[bool]:
    """Which columns tell rows apart: one of scope that says the same in every row is left to the title."""
    return [
        len(rows) < MANY or column.label not in SCOPES or len({plain(row[at]) for row in rows}) > 1
        for at, column in enumerate(columns)
    ]


def _spans(text: Words) -> tuple[tuple[str, str], ...]:
    return ((text, ""),) if isinstance(text, str) else text


def titled(asked: str, count: str) -> str:
    """The title of a list: what was asked for and how many there are."""
    return f"{asked}: {count}" if asked else count
