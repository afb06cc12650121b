"""A list whose lines are made of the records now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.listed.doubts import doubts
from ketacli.screens.lists.listed import Line, list_screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.records.dataset import Dataset
    from ketacli.screens.screen import Column, Screen, Words


def list_of_records(
    dataset: Dataset,
    kind: str,
    title: str,
    columns: list[Column],
    groups: list[tuple[str, list[Any]]],
    cells: Callable[[Any], list[Words]],
) -> Screen:
    """The list of records in groups (``list_screen``); ``cells`` are those of a record after its id."""
    # Documents say their own standing in a column.
    behind = [] if kind == "sources" else [record.source for _, records in groups for record in records]
    doubted = doubts(dataset, behind)

    def line(record: Any) -> Line:
        return Line(record.id, cells(record), "" if kind == "sources" else doubted.get(record.source, ""))

    lines = [(heading, [line(record) for record in records]) for heading, records in groups]
    return list_screen(dataset.store, kind, title, columns, lines)
