"""``keta export`` as tables: keys, types, round trips, and the same answers whoever is asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ketacli import load
from ketacli.evidence.exported import Exported, exported
from ketacli.records import tables
from ketacli.records.kinds import ALL, RECORDS
from ketacli.records.store import Store
from ketacli.render import datasette, sqlite

from .conftest import Run
from .support import MINI, fields_of, load_mini
from .tables import Rows, plain, records
from .twenty import QUESTIONS, Question, alike

DATA = load()
EVERYTHING = {kind: DATA.store.ids(kind) for kind in ALL}


def everything() -> Exported:
    return exported(DATA, EVERYTHING, {})


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    file = tmp_path_factory.mktemp("sqlite") / "keta.db"
    file.write_bytes(sqlite.database(everything()))
    with closing(sqlite3.connect(file)) as connection:
        connection.create_function("escape_fts", 1, lambda words: words)
        yield connection


def rows_of(connection: sqlite3.Connection, names: list[str]) -> Rows:
    found: Rows = {}
    for name in names:
        asked = connection.execute(f'SELECT * FROM "{name}"')
        columns = [each[0] for each in asked.description]
        found[name] = [dict(zip(columns, row, strict=True)) for row in asked]
    return found


# --------------------------------------------------------------------------------------------------- tables


@pytest.mark.parametrize("kind", ALL)
def test_columns_of_a_table_are_called_apart(kind: str) -> None:
    for table in tables.of_kind(kind).every():
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names)), table.name
        assert set(table.key) <= set(names)


def test_every_key_leads_to_a_row(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert len(database.execute("PRAGMA foreign_key_list(trials_outcomes_effects)").fetchall()) == 3


def test_values_have_the_types_of_their_columns(database: sqlite3.Connection) -> None:
    types = {"TEXT": "text", "INTEGER": "integer", "REAL": "real"}
    for table in everything().tables():
        for column in table.columns:
            kind = types[sqlite.TYPES.get(column.type, "TEXT")]
            asked = f'SELECT DISTINCT typeof("{column.name}") FROM "{table.name}"'
            assert {each for (each,) in database.execute(asked)} <= {kind, "null"}, (table.name, column.name)


@pytest.mark.parametrize("kind", ALL)
def test_records_come_back_from_sqlite(database: sqlite3.Connection, kind: str) -> None:
    rows = rows_of(database, [table.name for table in tables.of_kind(kind).every()])
    made = [plain(fields_of(record)) for record in records(kind, rows)]
    assert made == [plain(fields_of(record)) for record in DATA.kind(kind)]


def test_every_value_has_source_and_place(database: sqlite3.Connection) -> None:
    """What the records say of a claim, its columns say; the rows of results too."""
    assert database.execute("SELECT count(*) FROM trials_outcomes_results WHERE source IS NULL").fetchone() == (0,)
    for name in ("figures", "comparisons"):
        assert database.execute(f"SELECT count(*) FROM {name} WHERE source IS NULL").fetchone() == (0,)
    claims = [table for table in everything().tables() if {"source", "check"} <= {c.name for c in table.columns}]
    assert len(claims) > 30
    for table in claims:
        assert "at" in {column.name for column in table.columns} or table.name in ("figures", "comparisons")


def test_a_path_is_one_that_why_takes(keta: Run, database: sqlite3.Connection) -> None:
    for (name,) in database.execute(
        "SELECT path FROM trials_outcomes_effects WHERE trial = 'transform-2' "
        "UNION ALL SELECT path FROM regimens_phases_doses WHERE regimen = 'spravato-us-trd'"
    ).fetchall():
        assert keta("why", name).code == 0, name


def test_every_column_is_described(database: sqlite3.Connection) -> None:
    for name, column, title in database.execute('SELECT "table", "column", title FROM dictionary'):
        assert title, (name, column)
    counted = sum(len(table.columns) for table in everything().tables())
    assert database.execute("SELECT count(*) FROM dictionary").fetchone() == (counted,)


def test_the_full_text_finds_records_by_their_words(database: sqlite3.Connection) -> None:
    asked = "SELECT id FROM trials WHERE rowid IN (SELECT rowid FROM trials_fts WHERE trials_fts MATCH ?)"
    assert ("transform-2",) in database.execute(asked, ["ESKETINTRD3002"]).fetchall()
    assert database.execute(asked, ["nosuchwordanywhere"]).fetchall() == []


@pytest.mark.parametrize(("view", "wide"), [("results", []), ("results_wide", ["--wide"])])
def test_a_view_has_the_rows_of_results(keta: Run, database: sqlite3.Connection, view: str, wide: list[str]) -> None:
    ran = keta("results", *wide, "--species", "any", "--status", "any", "-o", "jsonl")
    listed = [json.loads(line) for line in ran.out.splitlines()]
    found = rows_of(database, [view])[view]
    for row in found:
        assert {"source_title", "source_doi"} <= row.keys()
        del row["source_title"], row["source_doi"]
    columns = list(found[0])
    assert set(columns) == set(listed[0])
    assert alike(tuple(row.values()) for row in found) == alike(tuple(map(row.get, columns)) for row in listed)


@pytest.mark.parametrize("question", QUESTIONS, ids=[each.asked for each in QUESTIONS])
def test_sqlite_answers_as_the_command_line_does(keta: Run, database: sqlite3.Connection, question: Question) -> None:
    answer = alike(question.read(keta(*question.words).document))
    assert alike(database.execute(question.sql)) == answer != []


# ------------------------------------------------------------------------------------------------- datasette


def test_datasette_is_told_of_every_table(database: sqlite3.Connection) -> None:
    told = json.loads(datasette.metadata(everything(), "keta"))["databases"]["keta"]
    there = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert set(told["tables"]) <= there
    for name, about in told["tables"].items():
        columns = {each[1] for each in database.execute(f'PRAGMA table_info("{name}")')}
        assert set(about["columns"]) == columns
        assert {*about.get("units", {}), *about.get("facets", []), about.get("label_column", "path")} <= columns | {
            "path"
        }
        assert about.get("fts_table", name) in there


@pytest.mark.parametrize("name", [*datasette.QUESTIONS, "search"])
def test_a_question_to_begin_with_is_answered(database: sqlite3.Connection, name: str) -> None:
    asked = json.loads(datasette.metadata(everything(), "keta"))["databases"]["keta"]["queries"][name]
    values = {"indication": "ptsd", "scale": "madrs", "harm": "dissociation", "route": "intravenous",
              "form": "esketamine", "words": "midazolam"}  # fmt: skip
    assert asked["title"].endswith("?")
    assert database.execute(asked["sql"], values).fetchall()


# ---------------------------------------------------------------------------------------------------- files


def test_a_database_is_written_with_its_metadata(keta: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "keta.db", tmp_path / "b" / "keta.db"
    for file in (first, second):
        file.parent.mkdir()
        ran = keta("export", "--output", str(file), "--data", str(MINI))
        assert (ran.code, ran.out) == (0, "")
        assert "datasette" in ran.err
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.with_name("keta.metadata.json").read_text(encoding="utf-8"))["databases"].keys() == {"keta"}
    assert sorted(each.name for each in first.parent.iterdir()) == ["keta.db", "keta.metadata.json"]


@pytest.mark.parametrize("words", [["trials", "alder"], ["regimens"], ["sources"], ["conflicts"], ["scales"]])
def test_a_part_is_whole_in_itself(keta: Run, tmp_path: Path, words: list[str]) -> None:
    file = tmp_path / "part.sqlite"
    assert keta("export", *words, "--data", str(MINI), "--output", str(file)).code == 0
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        kinds = {name for (name,) in connection.execute("SELECT name FROM sqlite_master") if name in RECORDS}
        assert kinds == {words[0], "sources"} & set(RECORDS)
        asked = connection.execute("SELECT value FROM about WHERE key = 'query'").fetchone()
        assert json.loads(asked[0])["records"] == words[0]


@pytest.mark.parametrize("output", [[], ["--output", "-"]])
def test_what_is_no_text_needs_a_file(keta: Run, output: list[str]) -> None:
    ran = keta("export", "-o", "sqlite", *output)
    assert (ran.code, ran.out) == (2, "")
    assert "--output keta.db" in ran.err


def test_a_sqlite_without_full_text_makes_the_tables_all_the_same(
    keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "full_text", False)
    ran = keta("export", "trials", "--data", str(MINI), "--output", str(tmp_path / "keta.db"))
    assert ran.code == 0
    assert "FTS5" in ran.err
    with closing(sqlite3.connect(tmp_path / "keta.db")) as connection:
        assert not connection.execute("SELECT name FROM sqlite_master WHERE name LIKE '%fts%'").fetchall()
    told = json.loads((tmp_path / "keta.metadata.json").read_text(encoding="utf-8"))["databases"]["keta"]
    assert "fts_table" not in told["tables"]["trials"]
    assert "search" not in told["queries"]


def test_nothing_is_written_where_the_metadata_cannot_be(keta: Run, tmp_path: Path) -> None:
    (tmp_path / "keta.metadata.json").mkdir()
    ran = keta("export", "trials", "alder", "--data", str(MINI), "--output", str(tmp_path / "keta.db"))
    assert ran.code == 2
    assert [each.name for each in tmp_path.iterdir()] == ["keta.metadata.json"]


def test_invented_records_come_back_too(tmp_path: Path) -> None:
    mini = load_mini()
    file = tmp_path / "mini.db"
    file.write_bytes(sqlite.database(exported(mini, {kind: mini.store.ids(kind) for kind in ALL}, {})))
    with closing(sqlite3.connect(file)) as connection:
        for kind in ALL:
            rows = rows_of(connection, [table.name for table in tables.of_kind(kind).every()])
            made = [plain(fields_of(record)) for record in records(kind, rows)]
            assert made == [plain(fields_of(record)) for record in mini.kind(kind)]
