"""Every example in help, topics and README is run as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from ketacli.cli.spec import COMMANDS

from .conftest import Run

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

HELP_EXAMPLES = [example for command in COMMANDS for example in command.examples]
README_EXAMPLES = re.findall(r"`(keta [^`]+)`", README)


@pytest.mark.parametrize("example", HELP_EXAMPLES)
def test_examples_of_help(keta: Run, example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    words = shlex.split(example)
    assert words[0] == "keta"
    ran = keta(*words[1:])
    assert ran.code == 0, ran.err
    assert ran.out


@pytest.mark.parametrize("example", README_EXAMPLES)
def test_examples_of_the_readme(keta: Run, example: str) -> None:
    words = [word for word in shlex.split(example)[1:] if word != "TOPIC"]
    ran = keta(*words)
    assert ran.code == 0, ran.err
    assert ran.out


def test_there_are_examples() -> None:
    assert len(HELP_EXAMPLES) >= 3 * len(COMMANDS)
    assert len(README_EXAMPLES) >= 10


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_run_takes_what_the_table_says(command: object) -> None:
    from importlib import import_module
    from inspect import signature

    from ketacli.cli.spec import BY_NAME, CITE, LIST

    entry = BY_NAME[getattr(command, "name", "")]
    run = import_module(f"ketacli.cli.commands.{entry.name}").run
    taken = set(signature(run).parameters)
    settings = {option.name for option in (*LIST, CITE)}
    listed = {argument.name for argument in entry.arguments} | {option.name for option in entry.options}
    assert listed - settings == taken - {"settings"}
