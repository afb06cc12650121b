"""Start-up is fast because little is imported: which modules each way of running the program loads.

Measured on copies of the package with freshly compiled data: one as installed from a wheel, one as
in a checkout, where the data is compiled again when a TOML file is newer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import ketacli

from .installed import CLEARED, check_out, environment, install, made_once
from .support import MINI, edit

HEAVY = {"typer", "rich", "pydantic", "tomllib", "tomli_w", "click"}
START = {"typing", "json", "dataclasses", "re", "inspect", "pathlib"}

# What the interpreter itself has loaded before is not counted; the answer goes to a stream of its own.
PROBE = """
import sys
before = set(sys.modules)
from ketacli.__main__ import main
code = main(sys.argv[1:])
loaded = set(sys.modules) - before
import json, ketacli
json.dump({"code": code, "loaded": sorted(loaded), "file": ketacli.__file__}, sys.stderr)
"""


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "checkout", check_out)


def loaded(target: Path, *words: str, code: int = 0, **more: str) -> set[str]:
    """The modules that a command line imports, by their first name."""
    return {name.partition(".")[0] for name in modules(target, *words, code=code, **more)}


def modules(target: Path, *words: str, code: int = 0, **more: str) -> set[str]:
    """The modules that a command line imports, by their full name."""
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, *words],
        env=environment(target, **more),
        cwd=target,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    _, brace, rest = ran.stderr.partition('{"code"')
    found = json.loads(brace + rest)
    assert found["code"] == code, ran.stderr
    assert Path(found["file"]).is_relative_to(target)
    return set(found["loaded"])


def test_version_imports_next_to_nothing(installed: Path, checkout: Path) -> None:
    assert loaded(installed, "--version") & (START | HEAVY) == set()
    assert loaded(checkout, "--version") & (START | HEAVY) == set()


@pytest.mark.parametrize(
    "words",
    [
        ("trials", "--json"),
        ("dosing", "iv", "--json"),
        ("show", "transform-2", "-o", "json"),
        ("status", "--json"),
        ("find", "midazolam", "--json"),
        ("compare", "esketamine", "racemic", "--json"),
        ("schema", "trials"),
        ("schema", "trials", "--record"),
        ("schema", "--json"),
        ("new", "trials", "my-trial"),
    ],
)
def test_json_imports_nothing_heavy(installed: Path, words: tuple[str, ...]) -> None:
    assert loaded(installed, *words) & HEAVY == set()


@pytest.mark.parametrize("name", ["jsonl", "csv", "tsv", "markdown", "html"])
def test_other_formats_import_nothing_heavy(installed: Path, name: str) -> None:
    words = ("--where", "n>=100 and comparator=active", "--fields", "id,n", "--sort", "n")
    assert loaded(installed, "trials", "-o", name) & HEAVY == set()
    assert loaded(installed, "trials", "-o", name, *words) & HEAVY == set()


def test_toml_is_written_without_the_validator(installed: Path) -> None:
    assert loaded(installed, "trials", "-o", "toml") & HEAVY == {"tomli_w"}


@pytest.mark.parametrize(
    "words", [("trials",), ("dosing", "iv"), ("guidelines",), ("sources",), ("find", "midazolam"), ("status",), ()]
)
def test_a_piped_table_imports_nothing_heavy(installed: Path, words: tuple[str, ...]) -> None:
    assert loaded(installed, *words) & HEAVY == set()


@pytest.mark.parametrize("words", [("trials",), ("show", "transform-2"), ("help", "evidence")])
def test_a_table_in_colour_imports_nothing_heavy(installed: Path, words: tuple[str, ...]) -> None:
    assert loaded(installed, *words, FORCE_COLOR="1") & {*HEAVY, "dataclasses", "inspect"} == set()


@pytest.mark.parametrize("words", [("trials",), ("trials", "--indication", "ptsd"), ("trials", "ptsd")])
@pytest.mark.parametrize("colour", ["0", "1"])
def test_a_list_of_trials_imports_no_more_than_its_json(installed: Path, words: tuple[str, ...], colour: str) -> None:
    found = modules(installed, *words, FORCE_COLOR=colour)
    assert {name.partition(".")[0] for name in found} & (START | HEAVY) == set()
    assert not [name for name in found if name.startswith(("ketacli.records.dataset", "ketacli.records.trial"))]


def test_colour_on_request_does_too(installed: Path) -> None:
    assert loaded(installed, "trials", "--color", "always") & {*HEAVY, "dataclasses", "inspect"} == set()


@pytest.mark.parametrize(
    ("words", "env", "wanted"),
    [
        (("trials",), {}, set()),
        (("trials",), {"ACCESSIBLE": "0", "KETA_PAGER": "less"}, set()),
        (("trials", "--pager"), {}, set()),
        (("trials", "--accessible"), {}, {"ketacli.render.accessible"}),
        (("trials",), {"ACCESSIBLE": "1"}, {"ketacli.render.accessible"}),
    ],
)
def test_what_listeners_and_pagers_need_is_imported_only_for_them(
    installed: Path, words: tuple[str, ...], env: dict[str, str], wanted: set[str]
) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ketacli", *words],
        env=environment(installed, **env),
        cwd=installed,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    named = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if "|" in line}
    only_there = {"ketacli.render.accessible", "ketacli.cli.pager", "subprocess", "shlex", "signal"}
    assert named & only_there == wanted
    assert ("ketacli.render.layout" in named) is not bool(wanted)


@pytest.mark.parametrize("words", [("",), ("trials", "--ind"), ("trials", "--indication", "pt"), ("show", "tr")])
def test_completion_imports_nothing_heavy(installed: Path, words: tuple[str, ...]) -> None:
    assert loaded(installed, *words, KETA_COMPLETE="1") & HEAVY == set()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "nothing-of-that-name"), 3),
        (("trials", "--indication", "nope"), 2),
        (("trials", "--indication", "nope", "--json"), 2),
        (("dosing", "--regimen", "racemic-intravenous-elekt-d", "--weight", "7"), 6),
    ],
)
def test_an_error_imports_nothing_heavy(installed: Path, words: tuple[str, ...], code: int) -> None:
    assert loaded(installed, *words, code=code) & HEAVY == set()


@pytest.mark.parametrize("words", [("--help",), ("help",), ("trials", "--help"), ("dosing", "-h")])
@pytest.mark.parametrize("colour", ["0", "1"])
def test_help_imports_nothing_heavy(installed: Path, words: tuple[str, ...], colour: str) -> None:
    assert loaded(installed, *words, FORCE_COLOR=colour) & HEAVY == set()


def test_only_unusual_spellings_import_typer(installed: Path) -> None:
    assert "typer" in loaded(installed, "trials", "--sort", "-year")
    assert "typer" in loaded(installed, "trials", "--json", "--help")


@pytest.mark.parametrize(
    "words", [("--indication=ptsd",), ("--indication", "ptsd", "--indication", "trd"), ("-ojson",), ("--width=80",)]
)
def test_joined_values_and_repeated_lists_do_not(installed: Path, words: tuple[str, ...]) -> None:
    assert "typer" not in loaded(installed, "trials", *words)


def test_help_and_unusual_spellings_do_without_pydantic(installed: Path) -> None:
    assert loaded(installed, "trials", "--json", "--help") & {"pydantic", "tomllib", "rich"} == set()
    assert loaded(installed, "trials", "--sort", "-year", "--json") & {"pydantic", "tomllib", "rich"} == set()


def test_another_directory_is_validated_as_it_is_read(installed: Path) -> None:
    assert {"pydantic", "tomllib"} <= loaded(installed, "trials", "--data", str(MINI), "--json")


@pytest.mark.parametrize("words", [("status", "--json"), ("trials",), ("show", "alder", "--json")])
def test_a_checkout_whose_data_is_fresh_imports_nothing_heavy(checkout: Path, words: tuple[str, ...]) -> None:
    assert loaded(checkout, *words) & HEAVY == set()


def test_a_checkout_compiles_again_after_an_edit(tmp_path: Path) -> None:
    target = tmp_path / "checkout"
    check_out(target)
    edit(target / "ketacli" / "data" / "meta.toml", {"released": "1999-12-31"})
    assert {"pydantic", "tomllib"} <= loaded(target, "status", "--json")
    compiled = json.loads((target / "ketacli" / "_compiled" / "meta.json").read_text(encoding="utf-8"))
    assert compiled["released"] == "1999-12-31"


def test_the_installed_package_imports_as_little(tmp_path: Path) -> None:
    """The very package under test, whatever state its data is in: ``--version`` reads no record."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ketacli", "--version"],
        env={name: value for name, value in os.environ.items() if name not in (*CLEARED, "PYTHONPATH")},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert ran.stdout.startswith(f"keta {ketacli.__version__}, data ")
    named = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if "|" in line}
    assert "ketacli" in named
    assert named & {"typer", "rich", "pydantic", "json", "dataclasses", "ketacli.records.dataset"} == set()


WORKED_OUT = (
    "ketacli.stats",
    "ketacli.evidence.contrasts",
    "ketacli.evidence.analysis",
    "ketacli.evidence.forest",
    "ketacli.evidence.network",
    "ketacli.screens.plot",
)
"""What works effects out and draws them: loaded where they are used, and nowhere else."""


@pytest.mark.parametrize(
    "words",
    [
        ("trials", "--json"),
        ("trials", "--indication", "ptsd"),
        ("show", "transform-2", "--json"),
        ("dosing", "iv"),
        ("guidelines",),
        ("compare", "esketamine", "racemic", "--json"),
        ("find", "midazolam"),
        ("forest", "--help"),
        ("network", "--help"),
    ],
)
def test_effects_are_loaded_only_where_they_are_used(installed: Path, words: tuple[str, ...]) -> None:
    assert not [name for name in modules(installed, *words) if name.startswith(WORKED_OUT)]


def test_effects_need_nothing_beyond_the_standard_library(installed: Path) -> None:
    for words in (("effect", "elekt-d", "--json"), ("forest", "--outcome", "response", "--json"),
                  ("forest", "--outcome", "response", "--multiarm", "keep"), ("effect", "transform-2"),
                  ("network", "--indication", "trd", "--outcome", "madrs", "--timepoint", "28d")):  # fmt: skip
        found = modules(installed, *words)
        assert any(name.startswith("ketacli.stats") for name in found)
        assert {name.partition(".")[0] for name in found} & (
            HEAVY | {"numpy", "scipy", "statistics", "decimal"}
        ) == set()


@pytest.mark.parametrize("words", [(), ("--help",), ("trials", "--help")])
def test_the_quickest_answers_import_next_to_nothing(installed: Path, words: tuple[str, ...]) -> None:
    assert loaded(installed, *words) & (START | HEAVY | {"contextlib"}) == set()


@pytest.mark.parametrize("words", [("tr",), ("trials", "--ind"), ("trials", "--indication", "p"), ("show", "tr")])
def test_so_does_a_completion_press(installed: Path, words: tuple[str, ...]) -> None:
    assert loaded(installed, *words, KETA_COMPLETE="1") & (START | HEAVY | {"contextlib"}) == set()


def test_the_first_page_needs_neither_the_table_nor_the_data(installed: Path) -> None:
    assert modules(installed) & {"ketacli.cli.table", "ketacli.records.store", "sqlite3", "collections"} == set()


@pytest.mark.parametrize(
    "words", [("trials", "--indication", "ptsd"), ("guidelines",), ("show", "transform-2"), ("iv",)]
)
def test_a_screen_needs_neither_dates_nor_other_programs(installed: Path, words: tuple[str, ...]) -> None:
    needless = {"calendar", "datetime", "subprocess", "shutil", "shlex", "signal", "threading"}
    assert loaded(installed, *words, FORCE_COLOR="1") & needless == set()


def test_a_pager_that_is_not_started_imports_nothing_for_it(installed: Path) -> None:
    code = "import sys; before = set(sys.modules); import ketacli.cli.pager; print(*sorted(set(sys.modules) - before))"
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment(installed), cwd=installed, capture_output=True, encoding="utf-8",
        check=True, timeout=60,
    )  # fmt: skip
    assert "ketacli.cli.pager" in ran.stdout.split()
    assert set(ran.stdout.split()) & {"subprocess", "shutil", "shlex", "signal"} == set()
