"""Every example in help, topics and README is run as it stands."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path

import pytest

from ketacli.cli.table import COMMANDS

from .conftest import Run
from .fuzz.inside import Surroundings, run
from .overlay import clinic
from .support import MINI
from .watched import EXAMPLES, examples

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

HELP_EXAMPLES = [example for command in COMMANDS for example in command.examples]
README_EXAMPLES = re.findall(r"`(keta [^`]+)`", README)


APART = ("keta mcp", "keta fetch")
"""What waits for a client, and what asks the network, is tried in tests of its own."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that examples name, to write in."""
    (tmp_path / "src").symlink_to(ROOT / "src")
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    for record in (ROOT / "tests" / "registry").glob("*.json"):
        (tmp_path / record.name).symlink_to(record)
    (tmp_path / "premises.toml").write_text('premises = ["transform-2.year = 2019"]\n', encoding="utf-8")
    (tmp_path / "export.json").write_text(exported(), encoding="utf-8")
    clinic(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@cache
def exported() -> str:
    """The invented data as ``keta export`` writes it."""
    return run(["export", "--data", str(MINI)], Surroundings()).out


def runs(keta: Run, folder: Path, words: list[str]) -> None:
    """The line ends well, and prints something or writes its file."""
    before = set(folder.iterdir())
    ran = keta(*words)
    assert ran.code == 0, ran.err
    assert ran.out or set(folder.iterdir()) > before


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_of_help(tmp_path_factory: pytest.TempPathFactory, example: str) -> None:
    """In the process in which they are watched too, one after the other."""
    assert shlex.split(example)[0] == "keta"
    ended = examples(tmp_path_factory)[0][example]
    assert ended.code == 0, ended.err
    assert ended.gave


@pytest.mark.parametrize(
    "example", [each for each in HELP_EXAMPLES if not each.startswith(APART) and each not in EXAMPLES]
)
def test_examples_of_help_that_want_a_file(keta: Run, example: str, folder: Path) -> None:
    words = shlex.split(example)
    assert words[0] == "keta"
    runs(keta, folder, words[1:])


@pytest.mark.parametrize("example", [each for each in README_EXAMPLES if not each.startswith(APART)])
def test_examples_of_the_readme(keta: Run, example: str, folder: Path) -> None:
    runs(keta, folder, [word for word in shlex.split(example)[1:] if word != "TOPIC"])


def test_there_are_examples() -> None:
    assert len(HELP_EXAMPLES) >= 3 * len(COMMANDS)
    assert len(README_EXAMPLES) >= 10


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_run_takes_what_the_table_says(command: object) -> None:
    from importlib import import_module
    from inspect import signature

    from ketacli.cli.table import BY_NAME, CITE, LIST

    entry = BY_NAME[getattr(command, "name", "")]
    run = import_module(f"ketacli.cli.commands.{entry.name}").run
    parameters = signature(run).parameters
    taken = {name for name, each in parameters.items() if each.kind is not each.VAR_KEYWORD}
    settings = {option.name for option in (*LIST, CITE)}
    listed = {argument.name for argument in entry.arguments} | {option.name for option in entry.options}
    if "values" in parameters:
        # A list takes its filters as they come, from the table of fields.
        assert taken <= listed
        assert {option.name for option in entry.options if option.field} <= listed - taken
    else:
        assert listed - settings == taken - {"settings"}
