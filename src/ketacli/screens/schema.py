"""The list of schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.records.wording import plural
from ketacli.screens.common import screen
from ketacli.screens.screen import Column, Group, Row, Screen, Table

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset

GROUPS = {"output": "What commands write with --json", "record": "TOML files, with --record"}


def schemas_screen(dataset: Dataset, listed: list[dict[str, Any]]) -> Screen:
    """Every schema by what it describes."""
    shown = screen(dataset, plural(len(listed), "JSON Schema"))
    rows: list[Row | Group] = []
    for describes, title in GROUPS.items():
        held = [each for each in listed if each["describes"] == describes]
        if held:
            rows.append(Group(title))
            rows += [Row([each["name"], each["title"], each["id"]]) for each in held]
    columns = [Column("Name", 1, style="name"), Column("Describes", 1), Column("Id and version", 2, style="dim")]
    shown.blocks.append(Table(columns, rows))
    shown.next = ["keta schema trials", "keta schema trials --record", "keta new trials smith-2026"]
    return shown
