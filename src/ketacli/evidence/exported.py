"""What an export in tables holds: the records asked for, the documents that they name, and all vocabularies."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

from ketacli.evidence.answers.results import ArmRow, ComparisonRow
from ketacli.evidence.forest.rows import Ask
from ketacli.evidence.results import arms, comparisons
from ketacli.records import tables
from ketacli.records.kinds import ALL, RECORDS, VOCABULARIES, class_of
from ketacli.records.nodes import TEXT, walk
from ketacli.records.steps import counted
from ketacli.records.tables import PARENT, PATH, WHOLE, Column, Table, root
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacli.records.dataset import Dataset

NUMBER = "number"
"""Key of the rows that are no records."""
REFERS = {"trial": "trials", "scale": "scales", "source": "sources"}


def _of_answers(name: str, cls: type) -> Table:
    columns = (column._replace(refers=REFERS.get(column.name, "")) for column in tables.own_columns(cls))
    return Table(name, (Column(NUMBER, WHOLE), *columns), (NUMBER,), (), "trials", "", cls)


ARMS, COMPARISONS = _of_answers("figures", ArmRow), _of_answers("comparisons", ComparisonRow)
"""The rows of ``keta results`` and ``keta results --wide``, numbered."""
STAMP = ("version", "checked_through", "released", "licence", "advice")
AT_ONCE = 500
MIXED = (("regimens", "form"),)
"""Columns with other names among their ids: a control arm may have had midazolam."""
RESULTS = {"results": ARMS, "results_wide": COMPARISONS}
"""By the name under which each is shown."""


class Exported(NamedTuple):
    """Records as tables."""

    dataset: Dataset
    ids: dict[str, list[str]]
    """By kind, in the order of the data."""
    query: dict[str, Any]
    """What was asked for; empty for everything."""

    @property
    def meta(self) -> dict[str, str]:
        """Which data it is, what may be done with it, and what was asked for."""
        held = {key: self.dataset.meta[key] for key in STAMP}
        return {**held, "query": json.dumps(self.query, ensure_ascii=False, sort_keys=True)} if self.query else held

    def references(self, table: Table) -> list[tuple[str, str, str]]:
        """The keys of a table that lead to another: its column, that table, and the column there.

        Of a part of the data a key leads only where what it names is sure to be there: not from one record to another.
        """
        complete = (*VOCABULARIES, "sources") if self.query else ALL
        return [
            (column.name, table.parent, PATH) if column.name == PARENT else (column.name, column.refers, "id")
            for column in table.columns
            if column.name == PARENT or column.name == root(table.kind)
            or (column.refers in complete and (table.name, column.name) not in MIXED)
        ]  # fmt: skip

    def tables(self) -> list[Table]:
        """Every table, those of a kind together."""
        found = [table for kind in self.ids for table in tables.of_kind(kind).every()]
        return [*found, *RESULTS.values()] if "trials" in self.ids else found

    def rows(self) -> Iterator[tuple[Table, tuple[Any, ...]]]:
        """Every row with its table, the rows of one table in order."""
        found = ((kind, record) for kind, ids in self.ids.items() for record in self._some(kind, ids))
        of_arms, of_comparisons = count(1), count(1)
        for kind, record in counted(found, "records exported", sum(map(len, self.ids.values()))):
            yield from tables.rows(tables.of_kind(kind), record)
            if kind == "trials":
                # A trial at a time: without an outcome no row hangs on another trial.
                yield from _numbered(ARMS, of_arms, arms(self.dataset, [record], Ask()))
                yield from _numbered(
                    COMPARISONS, of_comparisons, comparisons(self.dataset, [record], Ask(), every=True)
                )

    def _some(self, kind: str, ids: list[str]) -> Iterator[Any]:
        """The records of these ids, never more at once than memory holds easily."""
        for start in range(0, len(ids), AT_ONCE):
            yield from self.dataset.kind(kind).some(ids[start : start + AT_ONCE])

    def by_table(self) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of every table, by its name."""
        found: dict[str, list[tuple[Any, ...]]] = {table.name: [] for table in self.tables()}
        for table, row in self.rows():
            found[table.name].append(row)
        return found

    def texts(self) -> Iterator[tuple[str, int, str, str]]:
        """What a full text is made of: of each record its kind, its place in it from 1, its name, all of its words."""
        ids = {kind: some for kind, some in self.ids.items() if kind in RECORDS}
        found = ((kind, *each) for kind, some in ids.items() for each in enumerate(self._some(kind, some), 1))
        for kind, at, record in counted(found, "records indexed", sum(map(len, ids.values()))):
            name = str(getattr(record, "name", None) or getattr(record, "title", ""))
            yield kind, at, name, " ".join(_words(record, class_of(kind)))


def exported(dataset: Dataset, ids: dict[str, list[str]], query: dict[str, Any]) -> Exported:
    """Records by kind with what they rest on: the documents that they name, and the entries of all vocabularies."""
    named = {name for kind, some in ids.items() for name in dataset.store.sources(kind, some)}
    named |= {scale.source for scale in dataset.scales if scale.source}
    held = {kind: ids[kind] if kind in ids else dataset.store.ids(kind) for kind in ALL
            if kind in ids or kind in VOCABULARIES or kind == "sources"}  # fmt: skip
    if "sources" not in ids or query:
        named |= set(ids.get("sources", ()))
        held["sources"] = [name for name in dataset.store.ids("sources") if name in named]
    return Exported(dataset, held, query)


def _numbered(table: Table, numbers: Iterator[int], found: Any) -> Iterator[tuple[Table, tuple[Any, ...]]]:
    names = [column.name for column in table.columns[1:]]
    for row in found:
        yield table, (next(numbers), *(getattr(row, name) for name in names))


def _words(record: Any, cls: type) -> Iterator[str]:
    """The texts of a record that are searched."""
    for _, value, node in walk(record, cls):
        if node.cls is None and node.type == TEXT and (node.role is None or node.role.searched):
            yield str(value)
