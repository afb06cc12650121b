"""``keta export`` as a data package and as Parquet, and every export in the hands of other programs.

DuckDB, Datasette, Frictionless and pyarrow are the extra ``exports``; where one is missing its tests skip.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterable
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ketacli import load
from ketacli.cli.output_folder import archive
from ketacli.evidence.exported import Exported, exported
from ketacli.records.kinds import ALL
from ketacli.records.store import connect
from ketacli.render import datapackage, datasette, sqlite
from ketacli.render.cells import RISKY

from .conftest import Run
from .support import MINI, fields_of
from .tables import Rows, plain, records
from .twenty import QUESTIONS, Question, alike

DATA = load()
Ask = Callable[[str], Iterable[tuple[Any, ...]]]
FORMS = ["datapackage", "parquet"]

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def everything() -> Exported:
    return exported(DATA, {kind: DATA.store.ids(kind) for kind in ALL}, {})


@pytest.fixture(scope="module")
def package() -> dict[str, bytes]:
    return datapackage.files(everything())


@pytest.fixture(scope="module")
def folder(package: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("package")
    for name, content in package.items():
        (root / name).write_bytes(content)
    return root


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("pyarrow")
    from ketacli.render import parquet as writer

    root = tmp_path_factory.mktemp("parquet")
    for name, content in writer.files(everything()).items():
        (root / name).write_bytes(content)
    return root


# ---------------------------------------------------------------------------------------------- data package


def read(kind: str, text: str) -> Any:
    """The value of a cell."""
    if not text:
        return None
    if kind == "boolean":
        return {"true": True, "false": False}[text]
    if kind in ("integer", "number"):
        return int(text) if kind == "integer" else float(text)
    return text[1:] if text.startswith(tuple(f"'{sign}" for sign in RISKY)) else text


def rows_of(package: dict[str, bytes]) -> Rows:
    found: Rows = {}
    for resource in json.loads(package["datapackage.json"])["resources"]:
        text = package[resource["path"]].decode()
        types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        found[resource["name"]] = [
            {name: read(types[name], cell) for name, cell in row.items()} for row in csv.DictReader(io.StringIO(text))
        ]
    return found


def test_records_come_back_from_a_data_package(package: dict[str, bytes]) -> None:
    rows = rows_of(package)
    for kind in ALL:
        made = [plain(fields_of(record)) for record in records(kind, rows)]
        assert made == [plain(fields_of(record)) for record in DATA.kind(kind)], kind


def test_a_data_package_says_what_is_in_it(package: dict[str, bytes]) -> None:
    told = json.loads(package["datapackage.json"])
    assert {each["path"] for each in told["resources"]} == set(package) - {"datapackage.json"}
    for each in told["resources"]:
        text = package[each["path"]]
        assert (each["bytes"], each["hash"]) == (len(text), f"sha256:{sha256(text).hexdigest()}")
        fields = [field["name"] for field in each["schema"]["fields"]]
        assert next(csv.reader(io.StringIO(text.decode()))) == fields
        assert all(field["title"] for field in each["schema"]["fields"])
        assert set(each["schema"]["primaryKey"]) <= set(fields)


def test_a_data_package_keeps_its_keys(package: dict[str, bytes]) -> None:
    told, rows = json.loads(package["datapackage.json"])["resources"], rows_of(package)
    for each in told:
        own = each["schema"]["primaryKey"]
        assert len({tuple(row[name] for name in own) for row in rows[each["name"]]}) == len(rows[each["name"]])
        for key in each["schema"].get("foreignKeys", []):
            there = {row[key["reference"]["fields"][0]] for row in rows[key["reference"]["resource"] or each["name"]]}
            assert {row[key["fields"][0]] for row in rows[each["name"]]} <= {*there, None}, (each["name"], key)


def test_frictionless_finds_nothing_wrong(folder: Path, tmp_path: Path, package: dict[str, bytes]) -> None:
    frictionless = pytest.importorskip("frictionless")
    for file in (folder / "datapackage.json", tmp_path / "keta.zip"):
        if file.suffix == ".zip":
            file.write_bytes(archive(package))
        report = frictionless.Package(str(file)).validate()
        assert report.valid, report.flatten(["name", "note"])


# --------------------------------------------------------------------------------------------------- Parquet


def test_records_come_back_from_parquet(parquet: Path) -> None:
    reader = pytest.importorskip("pyarrow.parquet")
    rows = {file.stem: reader.read_table(file).to_pylist() for file in parquet.iterdir()}
    for kind in ALL:
        made = [plain(fields_of(record)) for record in records(kind, rows)]
        assert made == [plain(fields_of(record)) for record in DATA.kind(kind)], kind


def test_a_parquet_file_says_what_is_in_it(parquet: Path) -> None:
    reader = pytest.importorskip("pyarrow.parquet")
    schema = reader.read_schema(parquet / "trials.parquet")
    assert schema.metadata[b"version"] == DATA.meta["version"].encode()
    assert schema.field("n").metadata[b"title"] == b"n"
    assert [str(schema.field(name).type) for name in ("id", "n", "design_margin", "design_masked_raters")] == [
        "string", "int64", "double", "bool"
    ]  # fmt: skip


def test_parquet_without_its_extra_says_what_to_install(
    keta: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    ran = keta("export", "sources", "-o", "parquet", "--data", str(MINI), "--output", str(tmp_path / "out"))
    assert ran.code == 2
    assert "keta-evidence[parquet]" in ran.err
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------------------------------------------- files


def asked(keta: Run, form: str, output: Path, *words: str) -> tuple[int, str]:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    ran = keta("export", *words, "-o", form, "--data", str(MINI), "--output", str(output))
    assert ran.out == ""
    return ran.code, ran.err


@pytest.mark.parametrize("form", FORMS)
def test_a_folder_and_an_archive_hold_the_same(keta: Run, tmp_path: Path, form: str) -> None:
    for name in ("one", "two/", "one.zip", "two.zip"):
        assert asked(keta, form, tmp_path / name)[0] == 0
    held = {file.name: file.read_bytes() for file in (tmp_path / "one").iterdir()}
    assert held == {file.name: file.read_bytes() for file in (tmp_path / "two").iterdir()}
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert held == {name: packed.read(name) for name in packed.namelist()}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["one", "one.zip", "two", "two.zip"]


@pytest.mark.parametrize("form", FORMS)
def test_an_older_export_is_replaced_and_anything_else_is_left(keta: Run, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert asked(keta, form, out, "trials", "alder")[0] == 0
    first = {file.name: file.read_bytes() for file in out.iterdir()}
    assert asked(keta, form, out, "trials")[0] == 0
    second = {file.name: file.read_bytes() for file in out.iterdir()}
    assert first.keys() == second.keys()
    assert first != second
    (out / "own.txt").write_text("kept", encoding="utf-8")
    code, told = asked(keta, form, out)
    assert code == 2
    assert "something else in it" in told
    assert {file.name: file.read_bytes() for file in out.iterdir()} == {**second, "own.txt": b"kept"}
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_an_older_export_comes_back_where_the_new_one_fails(
    keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert asked(keta, "datapackage", out)[0] == 0
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    renamed = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if target == out and len(moved) == 1:
            moved.append(self)
            raise OSError(5, "Input/output error")
        moved.append(self)
        return renamed(self, target)

    moved: list[Path] = []
    monkeypatch.setattr(Path, "rename", rename)
    ran = keta("export", "trials", "-o", "datapackage", "--data", str(MINI), "--output", str(out))
    assert ran.code != 0
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["file", "gone/out", "gone/out.zip"])
def test_nothing_is_written_where_nothing_can_be(keta: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    assert asked(keta, "datapackage", tmp_path / name)[0] == 2
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


def test_a_folder_is_whole_or_not_there(keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []

    def full(number: int) -> None:
        written.append(number)
        if len(written) > 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("ketacli.cli.output_folder.os.fsync", full)
    ran = keta("export", "-o", "datapackage", "--data", str(MINI), "--output", str(tmp_path / "out"))
    assert ran.code == 1
    assert "No space left" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_cell_is_no_formula(tmp_path: Path, keta: Run) -> None:
    source = tmp_path / "own" / "sources" / "formula-2026.toml"
    source.parent.mkdir(parents=True)
    source.write_text(
        'type = "report"\ntitle = "=1+1"\nauthor = ["@SUM(A1)"]\nissued = "2026"\ntier = "web"\n'
        'seen = "full text"\nchecked = "2026-11-30"\n', encoding="utf-8",
    )  # fmt: skip
    out = tmp_path / "out"
    line = ["export", "sources", "formula-2026", "-o", "datapackage", "--data", str(source.parent.parent)]
    ran = keta(*line, "--output", str(out))
    assert ran.code == 0, ran.err
    text = (out / "sources.csv").read_text(encoding="utf-8")
    assert ",'=1+1" in text
    assert ",=1+1" not in text
    assert "'@SUM(A1)" in (out / "sources_author.csv").read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------ twenty questions


def by_datasette(tmp: Path, *_: Any) -> Ask:
    app = pytest.importorskip("datasette.app")
    (tmp / "keta.db").write_bytes(sqlite.database(everything()))
    told = json.loads(datasette.metadata(everything(), "keta"))
    site = app.Datasette([str(tmp / "keta.db")], metadata=told, settings={"sql_time_limit_ms": 60_000})

    def ask(sql: str) -> list[tuple[Any, ...]]:
        answer = asyncio.run(site.client.get("/keta.json", params={"sql": sql, "_shape": "arrays"}))
        return [tuple(row) for row in answer.json()["rows"]]

    return ask


def by_duckdb_from_sqlite(tmp: Path, *_: Any) -> Ask:
    duckdb = pytest.importorskip("duckdb")
    (tmp / "keta.db").write_bytes(sqlite.database(everything()))
    connection = duckdb.connect()
    try:
        connection.execute("LOAD sqlite")
    except duckdb.Error:
        pytest.skip("DuckDB's extension for SQLite is not installed")
    connection.execute(f"ATTACH '{tmp / 'keta.db'}' AS keta (TYPE sqlite); USE keta")
    return lambda sql: connection.execute(sql).fetchall()


def by_duckdb_from_parquet(_: Path, request: pytest.FixtureRequest) -> Ask:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    for file in request.getfixturevalue("parquet").iterdir():
        connection.execute(f"CREATE VIEW \"{file.stem}\" AS SELECT * FROM '{file}'")
    return lambda sql: connection.execute(sql).fetchall()


def by_frictionless(_: Path, request: pytest.FixtureRequest) -> Ask:
    frictionless = pytest.importorskip("frictionless")
    connection = connect(":memory:")
    for resource in frictionless.Package(str(request.getfixturevalue("folder") / "datapackage.json")).resources:
        names = resource.schema.field_names
        columns = ", ".join(f'"{name}"' for name in names)
        connection.execute(f'CREATE TABLE "{resource.name}" ({columns})')
        rows = [[float(x) if isinstance(x, Decimal) else x for x in row.values()] for row in resource.read_rows()]
        connection.executemany(f'INSERT INTO "{resource.name}" VALUES ({", ".join("?" * len(names))})', rows)
    return lambda sql: connection.execute(sql).fetchall()


@pytest.fixture(scope="module", params=[by_datasette, by_duckdb_from_sqlite, by_duckdb_from_parquet, by_frictionless],
                ids=lambda each: each.__name__)  # fmt: skip
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    made: Ask = request.param(tmp_path_factory.mktemp("asked"), request)
    return made


@pytest.mark.parametrize("question", QUESTIONS, ids=[each.asked for each in QUESTIONS])
def test_another_program_answers_as_the_command_line_does(keta: Run, ask: Ask, question: Question) -> None:
    answer = alike(question.read(keta(*question.words).document))
    assert alike(ask(question.sql)) == answer != []


def test_there_are_twenty_questions() -> None:
    assert len(QUESTIONS) == 20
