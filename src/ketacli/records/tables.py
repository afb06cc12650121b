"""Records as tables of single values: what each kind of record, and each list in it, comes to in a relational database.

A kind is a table with a row a record, a list in it a table of its own. What stands inside a record without being a
list is columns: ``n_randomised.value`` is ``n_randomised_value``. All of it is read from the record classes, so a new
field is a new column.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from ketacli.records.base import field_types
from ketacli.records.kinds import class_of, word_of
from ketacli.records.nodes import NUMBER, TABLE, TEXT, Node, nodes
from ketacli.records.structure import held
from ketacli.tuples import NamedTuple

WHOLE = "whole number"
"""Type of a column, beside those of ``nodes``."""

PATH, PARENT, ORDINAL, KEY, VALUE = "path", "parent", "ordinal", "key", "value"
STRUCTURE = {
    PATH: ("Path", "Of the row in its record, as keta why takes it."),
    PARENT: ("Parent", "Path of the row that the list stands in."),
    ORDINAL: ("Ordinal", "Place in the list, from 0."),
    KEY: ("Key", "What the value is called."),
    VALUE: ("Value", "One value of the list."),
}
"""Title and meaning of the columns that no field of a record class describes."""


Fields = tuple[tuple[type, str], ...]
"""Fields that lead from one to the next, each with its class."""


class Column(NamedTuple):
    """One column of a table."""

    name: str
    type: str
    """A type of ``nodes``, or ``WHOLE``."""
    about: Fields = ()
    """The fields that lead to it, each with its class: they describe it."""
    refers: str = ""
    """The kind of record whose id it holds."""
    choices: tuple[str, ...] = ()


class Table(NamedTuple):
    """One table: its columns, and how its rows are read."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    about: Fields
    """The fields that lead to its list; none for a kind."""
    kind: str = ""
    """The kind of record that its rows are of, or are parts of."""
    parent: str = ""
    """The table that its column ``parent`` refers to; empty where that is the table of the kind."""
    cls: type | None = None
    """The class of its rows; None for a list of plain values."""
    reads: tuple[tuple[str, ...], ...] = ()
    """Of each column that is no key: the names that lead to its value."""
    below: tuple[tuple[tuple[str, ...], Table], ...] = ()
    """The lists in a row: the names that lead to each, and its table."""

    def every(self) -> Iterator[Table]:
        """The table and all below it."""
        yield self
        for _, table in self.below:
            yield from table.every()


@cache
def of_kind(kind: str) -> Table:
    """The table of a kind of record, with those of its lists."""
    return _records(kind, kind, class_of(kind), (), (), ("id",), "", ())


def root(kind: str) -> str:
    """The column that says which record a row is a part of."""
    return word_of(kind).replace(" ", "_")


def rows(table: Table, record: Any) -> Iterator[tuple[Table, tuple[Any, ...]]]:
    """The rows that a record comes to, each with its table."""
    yield from _rows(table, record, record.id, record.id, ())


def own_columns(cls: type) -> tuple[Column, ...]:
    """The columns of rows of a class without lists."""
    return tuple(_column((name,), ((cls, name),), cls, name, node) for name, node in nodes(cls).items())


def _records(
    kind: str,
    name: str,
    cls: type,
    about: Fields,
    lead: tuple[Column, ...],
    key: tuple[str, ...],
    parent: str,
    outer: tuple[str, ...],
) -> Table:
    """The table of records of a class; ``outer`` names the table that its own lists stand in, none for a kind."""
    columns = list(lead)
    reads: list[tuple[str, ...]] = []
    below: list[tuple[tuple[str, ...], Table]] = []

    def take(inner: type, names: tuple[str, ...], led: Fields) -> None:
        for field, node in nodes(inner).items():
            path, by = (*names, field), (*led, (inner, field))
            if node.cls is not None and not node.many:
                take(node.cls, path, by)
            elif node.many or node.type == TABLE:
                below.append((path, _list(kind, f"{name}_{'_'.join(path)}", inner, field, node, by, outer)))
            else:
                columns.append(_column(path, by, inner, field, node))
                reads.append(path)

    take(cls, (), ())
    return Table(name, tuple(columns), key, about, kind, parent, cls, tuple(reads), tuple(below))


def _list(kind: str, name: str, cls: type, field: str, node: Node, about: Fields, outer: tuple[str, ...]) -> Table:
    """The table of a list in a row."""
    place = [Column(root(kind), TEXT, refers=kind), *(Column(PARENT, TEXT) for _ in outer)]
    owner = outer[0] if outer else ""
    if node.cls is not None:
        lead = (Column(PATH, TEXT), *place, Column(ORDINAL, WHOLE))
        return _records(kind, name, node.cls, about, lead, (PATH,), owner, (name,))
    number = Column(KEY, TEXT) if node.type == TABLE else Column(ORDINAL, WHOLE)
    held_value = _column((VALUE,), (), cls, field, node) if node.type != TABLE else Column(VALUE, TEXT)
    columns = (*place, number, held_value)
    return Table(name, columns, (place[-1].name, number.name), about, kind, owner)


def _column(names: tuple[str, ...], about: Fields, cls: type, field: str, node: Node) -> Column:
    whole = node.type == NUMBER and "float" not in held(field_types(cls)[field])
    return Column("_".join(names), WHOLE if whole else node.type, about, node.named_in or "", node.choices)


def _rows(
    table: Table, part: Any, record: str, path: str, lead: tuple[Any, ...]
) -> Iterator[tuple[Table, tuple[Any, ...]]]:
    yield table, (*lead, *(_read(part, names) for names in table.reads))
    for names, inner in table.below:
        found = _read(part, names) or ()
        place = (record, path) if inner.parent else (record,)
        start = f"{path}.{'.'.join(names)}"
        if isinstance(found, dict):
            yield from ((inner, (*place, key, value)) for key, value in found.items())
        elif inner.cls is None:
            yield from ((inner, (*place, at, value)) for at, value in enumerate(found))
        else:
            for at, item in enumerate(found):
                here = f"{start}.{at}"
                yield from _rows(inner, item, record, here, (here, *place, at))


def _read(part: Any, names: tuple[str, ...]) -> Any:
    for name in names:
        if part is None:
            return None
        part = getattr(part, name)
    return None if part == "" else part
