"""An export as a SQLite database: typed tables with keys, two views, a full text for each kind of record."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ketacli.evidence.exported import NUMBER as ROW
from ketacli.evidence.exported import RESULTS
from ketacli.records.kinds import ALL, RECORDS
from ketacli.records.nodes import NUMBER, YES_NO
from ketacli.records.tables import PARENT, WHOLE
from ketacli.render.described import meaning, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacli.evidence.exported import Exported
    from ketacli.records.tables import Column, Table

TYPES = {WHOLE: "INTEGER", NUMBER: "REAL", YES_NO: "INTEGER"}
"""By the type of a column; TEXT for all others."""
ABOUT = (
    'CREATE TABLE "about" ("key" TEXT PRIMARY KEY NOT NULL, "value" TEXT NOT NULL)',
    'CREATE TABLE "dictionary" ("table" TEXT NOT NULL, "column" TEXT NOT NULL, "title" TEXT NOT NULL, '
    '"meaning" TEXT NOT NULL, "refers" TEXT, PRIMARY KEY ("table", "column"))',
)
"""Which data it is, and what each column means."""
BESIDE = ("title", "doi")
"""What a view shows of the document beside a row."""


def database(export: Exported) -> bytes:
    """The bytes of the database: the same for the same data and the same SQLite."""
    with TemporaryDirectory(prefix="keta-") as folder:
        file = Path(folder, "keta.db")
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            # The file is nobody's before it is whole.
            connection.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            connection.execute("BEGIN")
            _fill(connection, export)
            connection.execute("COMMIT")
        return file.read_bytes()


def _fill(connection: sqlite3.Connection, export: Exported) -> None:
    for statement in (*ABOUT, *(_table(export, each) for each in export.tables())):
        connection.execute(statement)
    connection.executemany("INSERT INTO about VALUES (?, ?)", sorted(export.meta.items()))
    connection.executemany("INSERT INTO dictionary VALUES (?, ?, ?, ?, ?)", _dictionary(export))
    inserts = {each.name: _insert(each.name, len(each.columns)) for each in export.tables()}
    for table, row in export.rows():
        connection.execute(inserts[table.name], row)
    for statement in (*_indexes(export), *_views(export)):
        connection.execute(statement)
    _full_text(connection, export)


def _insert(name: str, columns: int) -> str:
    return f"INSERT INTO {quoted(name)} VALUES ({', '.join('?' * columns)})"


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever it means there."""
    return f'"{name}"'


def names(columns: tuple[str, ...]) -> str:
    """Names in a row, quoted."""
    return ", ".join(map(quoted, columns))


def _table(export: Exported, table: Table) -> str:
    parts = [_column(each, each.name in table.key) for each in table.columns]
    parts.append(f"PRIMARY KEY ({names(table.key)})")
    parts += [
        f"FOREIGN KEY ({quoted(name)}) REFERENCES {quoted(other)} ({quoted(key)})"
        for name, other, key in export.references(table)
    ]
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(parts)})"


def _column(column: Column, key: bool) -> str:
    name, kind = quoted(column.name), TYPES.get(column.type, "TEXT")
    limits = f" CHECK ({name} IN (0, 1))" if column.type == YES_NO else ""
    return f"{name} {kind}{' NOT NULL' if key else ''}{limits}"


def _dictionary(export: Exported) -> Iterator[tuple[str, str, str, str, str | None]]:
    for table in export.tables():
        for column in table.columns:
            refers = table.parent if column.name == PARENT else column.refers
            yield table.name, column.name, title(column, table), meaning(column, table), refers or None


def _indexes(export: Exported) -> Iterator[str]:
    """An index for each column by which tables are joined, where it does not begin the key."""
    for table in export.tables():
        for name, _, _ in export.references(table):
            if table.key[0] != name and not name.endswith("source"):
                yield f"CREATE INDEX {quoted(f'{table.name}_{name}_index')} ON {quoted(table.name)} ({quoted(name)})"


def _views(export: Exported) -> Iterator[str]:
    """The rows of ``keta results`` in its own columns, with the document that each is from."""
    for name, table in RESULTS.items():
        if table in export.tables():
            own = [f'"of".{quoted(each.name)}' for each in table.columns if each.name != ROW]
            more = [f'"sources".{quoted(each)} AS {quoted(f"source_{each}")}' for each in BESIDE]
            yield (
                f'CREATE VIEW {quoted(name)} AS SELECT {", ".join([*own, *more])} FROM {quoted(table.name)} AS "of" '
                f'LEFT JOIN "sources" ON "sources"."id" = "of"."source" ORDER BY "of".{quoted(ROW)}'
            )


def _full_text(connection: sqlite3.Connection, export: Exported) -> None:
    """The words of each record, without the text itself, under the row that has it; none where SQLite has no FTS5."""
    if not export.dataset.store.full_text:
        return
    for kind in ALL:
        if kind in RECORDS and kind in export.ids:
            connection.execute(
                f"CREATE VIRTUAL TABLE {quoted(f'{kind}_fts')} USING fts5 "
                "(name, text, content='', tokenize='porter unicode61 remove_diacritics 2')"
            )
    for kind, row, name, text in export.texts():
        connection.execute(f"INSERT INTO {quoted(f'{kind}_fts')} (rowid, name, text) VALUES (?, ?, ?)",
                           (row, name, text))  # fmt: skip
