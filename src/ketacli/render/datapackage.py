"""An export as a data package after the specification of Frictionless: a CSV file a table, and what describes them."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ketacli.records.nodes import NUMBER, YES_NO
from ketacli.records.tables import WHOLE
from ketacli.render.cells import csv
from ketacli.render.datasette import LICENCES
from ketacli.render.described import meaning, meaning_of, title, title_of

if TYPE_CHECKING:
    from ketacli.evidence.exported import Exported
    from ketacli.records.tables import Column, Table

DESCRIPTOR = "datapackage.json"
TYPES = {WHOLE: "integer", NUMBER: "number", YES_NO: "boolean"}
"""By the type of a column; string for all others."""
FORMULAS = "A text that a spreadsheet would take for a formula has an apostrophe before it."


def files(export: Exported) -> dict[str, bytes]:
    """The files of the package by name, the descriptor first."""
    rows = export.by_table()
    held, resources = {}, []
    for table in export.tables():
        text = csv([column.name for column in table.columns], rows.pop(table.name)).encode()
        held[f"{table.name}.csv"] = text
        resources.append(_resource(export, table, text))
    descriptor = json.dumps(_package(export, resources), ensure_ascii=False, indent=2) + "\n"
    return {DESCRIPTOR: descriptor.encode(), **held}


def _package(export: Exported, resources: list[dict[str, Any]]) -> dict[str, Any]:
    meta = export.meta
    licence = meta["licence"]
    return {
        "profile": "tabular-data-package",
        "name": "keta",
        "title": "keta: published evidence on ketamine and its enantiomers",
        "description": f"Data {meta['version']}, checked to {meta['checked_through']}. {meta['advice']} {FORMULAS}",
        "version": meta["version"],
        "created": f"{meta['released']}T00:00:00Z",
        "licenses": [{"name": licence.replace(" ", "-"), "title": licence,
                      **({"path": LICENCES[licence]} if licence in LICENCES else {})}],
        **({"query": export.query} if export.query else {}),
        "resources": resources,
    }  # fmt: skip


def _resource(export: Exported, table: Table, text: bytes) -> dict[str, Any]:
    keys = [
        {"fields": [name], "reference": {"resource": "" if other == table.name else other, "fields": [key]}}
        for name, other, key in export.references(table)
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": title_of(table),
        "description": meaning_of(table),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(text),
        "hash": f"sha256:{sha256(text).hexdigest()}",
        "schema": {
            "fields": [_field(column, table) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _field(column: Column, table: Table) -> dict[str, Any]:
    limits = {
        **({"required": True} if column.name in table.key else {}),
        **({"enum": list(column.choices)} if column.choices else {}),
    }
    return {
        "name": column.name,
        "type": TYPES.get(column.type, "string"),
        "title": title(column, table),
        **({"description": said} if (said := meaning(column, table)) else {}),
        **({"constraints": limits} if limits else {}),
    }
