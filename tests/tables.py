"""Exported tables, read back: into records, and by whoever answers a question in SQL."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ketacli.records import tables
from ketacli.records.kinds import class_of
from ketacli.records.nodes import YES_NO, nodes
from ketacli.records.structure import build
from ketacli.records.tables import ORDINAL, PARENT, PATH, VALUE, Table

Rows = dict[str, list[dict[str, Any]]]
"""By table, each row by its columns."""


def records(kind: str, rows: Rows) -> list[Any]:
    """The records of a kind, made again of the rows of its tables."""
    table = tables.of_kind(kind)
    held: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for each in table.every():
        if each is not table:
            owner = PARENT if each.parent else tables.root(kind)
            for row in sorted(rows[each.name], key=lambda row: row.get(ORDINAL, 0)):
                held[each.name, row[owner]].append(row)
    return [build(class_of(kind), _part(table, row, row["id"], held)) for row in rows[kind]]


def _part(table: Table, row: dict[str, Any], path: str, held: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    own = table.columns[len(table.columns) - len(table.reads) :]
    for names, column in zip(table.reads, own, strict=True):
        value = row[column.name]
        _put(made, names, bool(value) if column.type == YES_NO and value is not None else value)
    for names, inner in table.below:
        below = held[inner.name, path]
        if inner.cls is not None:
            _put(made, names, [_part(inner, each, each[PATH], held) for each in below])
        elif tables.KEY in inner.key:
            _put(made, names, {each[tables.KEY]: each[VALUE] for each in below} or None)
        else:
            _put(made, names, [each[VALUE] for each in below])
    assert table.cls is not None
    return _without_empty(table.cls, made)


def _put(made: dict[str, Any], names: tuple[str, ...], value: Any) -> None:
    for name in names[:-1]:
        made = made.setdefault(name, {})
    made[names[-1]] = value


def _without_empty(cls: type, made: dict[str, Any]) -> dict[str, Any]:
    """The same, what has nothing in it left out: a part without a value is none."""
    found = {}
    for name, value in made.items():
        node = nodes(cls)[name]
        if node.cls is not None and not node.many:
            inner = _without_empty(node.cls, value)
            found[name] = inner if any(each not in (None, []) for each in inner.values()) else None
        else:
            found[name] = value
    return found


def plain(value: Any) -> Any:
    """Plain values for comparison: what has no value, however that is said, is left out."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if item not in (None, "", (), [])}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value
