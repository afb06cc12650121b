"""An export as Parquet, a file a table, through pyarrow: the extra ``parquet``."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from ketacli.records.nodes import NUMBER, YES_NO
from ketacli.records.tables import WHOLE
from ketacli.render.described import meaning, title

if TYPE_CHECKING:
    import pyarrow

    from ketacli.evidence.exported import Exported
    from ketacli.records.tables import Table


def files(export: Exported) -> dict[str, bytes]:
    """The files by name; ModuleNotFoundError where pyarrow is not installed."""
    import pyarrow
    from pyarrow import parquet

    rows = export.by_table()
    found = {}
    for table in export.tables():
        schema = _schema(export, table)
        columns = [
            pyarrow.array([row[at] for row in rows[table.name]], type=field.type) for at, field in enumerate(schema)
        ]
        written = BytesIO()
        parquet.write_table(pyarrow.Table.from_arrays(columns, schema=schema), written)
        found[f"{table.name}.parquet"] = written.getvalue()
    return found


def _schema(export: Exported, table: Table) -> pyarrow.Schema:
    """The columns with their types, titles and meanings, and which data it is."""
    import pyarrow

    types = {WHOLE: pyarrow.int64(), NUMBER: pyarrow.float64(), YES_NO: pyarrow.bool_()}
    return pyarrow.schema(
        [
            pyarrow.field(
                column.name,
                types.get(column.type, pyarrow.string()),
                nullable=column.name not in table.key,
                metadata={"title": title(column, table), "description": meaning(column, table)},
            )
            for column in table.columns
        ],
        metadata=export.meta,
    )
