"""The schemas as rows of the compiled data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from ketacli.build.read import Authored
from ketacli.build.schema.classes import Schema
from ketacli.build.schema.envelope import ERROR_TITLE, error_schema, output_schema
from ketacli.build.schema.outputs import OUTPUTS
from ketacli.build.schema.toml import record_schema
from ketacli.records.kinds import ALL

KINDS = (*ALL, "meta")

Row = tuple[str, str, str, int, str, str]
"""What it describes (``output`` or ``record``), name, title, version, URN, text."""


def compiled_schemas(authored: Authored) -> Iterator[Row]:
    """Every schema: those of outputs, then those of TOML files."""
    yield from _outputs()
    for kind in KINDS:
        schema = record_schema(kind, authored)
        yield _row("record", kind, schema["description"].partition(". ")[0].rstrip("."), schema)


@cache
def _outputs() -> tuple[Row, ...]:
    """The schemas of outputs, which do not depend on the data."""
    found = [_row("output", name, each.title, output_schema(name)) for name, each in OUTPUTS.items()]
    return (*found, _row("output", "error", ERROR_TITLE, error_schema()))


def _row(describes: str, name: str, title: str, schema: Schema) -> Row:
    # ASCII, as all compiled data; laid out, for people read it and editors keep it as it is.
    text = json.dumps(schema, indent=2) + "\n"
    return describes, name, title, int(schema["$id"].rpartition(":")[2]), schema["$id"], text
