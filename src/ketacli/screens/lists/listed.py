"""What every list shares: one line a record, its id first, and a mark where sources disagree about it.

Imports nothing heavy: a list may be drawn of lines that the build worked out.
"""

from __future__ import annotations

from ketacli.records.printable import printable
from ketacli.records.wording import plural
from ketacli.screens.piece import Piece
from ketacli.screens.screen import Column, Group, Note, Row, Screen, Table, Words, headed, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.records.store import Store

MARK = Column("", 1, style="caution")
ID = Column("Id", 1, style="name")
SCOPES = ("For", "Where", "Rank")
MANY = 3
"""From so many rows on, a column of scope that always says the same is left out."""


class Line(Piece):
    """What a list says of one record."""

    id: str
    cells: list[Words]
    """What stands after the id."""
    doubt: str = ""
    """That its document is retracted, untraceable or under concern: said in the last cell
    that every width shows."""


def list_screen(
    store: Store, kind: str, title: str, columns: list[Column], groups: list[tuple[str, list[Line]]]
) -> Screen:
    """The list of records of a kind in groups, each with a heading unless it has none.

    An exclamation mark stands behind the id of a record about which sources disagree.
    """
    shown = headed(store.meta(), printable(title))
    rows: list[Row | Group] = []
    marked = 0
    kept = _telling(columns, [line.cells for _, lines in groups for line in lines])
    # Columns of a lower priority may not be drawn.
    drawn = [column for column, keep in zip(columns, kept, strict=True) if keep]
    last = max((at for at, column in enumerate(drawn) if column.priority == 1), default=-1)
    disputed = store.disputed(kind) if kind != "conflicts" else set()
    for heading, lines in groups:
        if lines and heading:
            rows.append(Group(heading, str(len(lines))))
        for line in lines:
            found = [cell for cell, keep in zip(line.cells, kept, strict=True) if keep]
            if line.doubt:
                found[last] = (*_spans(found[last]), (f"; ! source {line.doubt}", "danger"))
            marked += line.id in disputed
            mark = "!" if line.id in disputed else ""
            rows.append(Row([line.id, mark, *found], rests_on=((kind, line.id),)))
    if rows:
        shown.blocks.append(Table([ID, MARK, *drawn], rows, listed=True))
    else:
        shown.notes.append(Note("Nothing matches. Fewer filters find more; keta find WORDS searches everything."))
    if marked:
        text = f"! {plural(marked, 'row')} of which sources disagree about a value:"
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


def doubted_words(marks: Iterable[str]) -> str:
    """``; 1 RETRACTED`` behind a count of studies, by the marks of those that are not to be relied on."""
    counts: dict[str, int] = {}
    for mark in marks:
        counts[mark] = counts.get(mark, 0) + 1
    return "".join(f"; {count} {mark}" for mark, count in counts.items())


def titled(asked: str, count: str) -> str:
    """The title of a list: what was asked for and how many there are."""
    return f"{asked}: {count}" if asked else count
