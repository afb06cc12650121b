"""The fast reader gives exactly what Typer gives, wherever it answers at all."""

from __future__ import annotations

import random
import shlex
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.main import get_command

from ketacli.cli import reader
from ketacli.cli.table import BY_NAME, COMMANDS, Command, Option
from ketacli.cli.typer_app import build

LINES = 6000
COMMAND_NAMES = [command.name for command in COMMANDS]

PLAIN = ("esketamine", "iv", "trd,ptsd", "transform-2", "(S)-ketamine", "2015-2020", "popova-2019", "70", "70.5")
ODD = (
    "", " ", "  two words ", "a=b", "=", "x--json", "caf\u00e9", "\u6f22\u5b57", "\u00bd", "'", '"', "\\", "*", "a\nb",
    "\t", "007", "1e3", "1_0", "+5", "0x10", "none", "None", "True", "trials", "help", ",", "a,,b", "[n=65]",
    "/dev/null", "~", "$HOME",
)  # fmt: skip
NUMBERS = ("0", "1", "100", "007", "1000000000000")
HYPHENATED = ("-", "--", "-5", "-x", "--json", "--nope", "-h", "--help", "-o", "-ojson", "--year=2019", "--jso")

Recorded = tuple[str, dict[str, Any]]


class Recorder:
    """Typer, with every command recorded instead of run."""

    def __init__(self) -> None:
        self.calls: list[Recorded] = []
        self.command = get_command(build(self.run))

    def run(self, name: str, values: dict[str, Any]) -> int:
        """Take down one command."""
        self.calls.append((name, values))
        return 0

    def read(self, words: list[str]) -> Recorded | None:
        """What Typer makes of a command line; None when it runs nothing."""
        self.calls.clear()
        try:
            self.command.main(args=list(words), prog_name="keta", standalone_mode=False)
        except Exception as error:
            if not hasattr(error, "format_message"):
                raise
            return None
        return self.calls[0] if self.calls else None


@pytest.fixture(scope="module")
def typer() -> Recorder:
    return Recorder()


def value_for(option: Option, rng: random.Random) -> str:
    """A value that somebody might give to an option."""
    pools: tuple[tuple[str, ...], ...] = (PLAIN, ODD, HYPHENATED)
    pool = rng.choices(pools, (6, 3, 1))[0]
    if option.kind == "int":
        pool = rng.choices((NUMBERS, *pools), (8, 1, 1, 1))[0]
    return rng.choice(pool)


def spelled(flag: str, option: Option, rng: random.Random) -> list[str]:
    """One way to write an option: alone, before its value, or joined to it."""
    if option.kind == "flag":
        return [flag] if rng.random() < 0.95 else [f"{flag}={rng.choice(ODD)}"]
    value = value_for(option, rng)
    if rng.random() < 0.6:
        return [flag, value]
    return [f"{flag}={value}" if flag.startswith("--") or rng.random() < 0.2 else f"{flag}{value}"]


def random_line(rng: random.Random) -> list[str]:
    """A command line made from the table of commands, some of them wrong."""
    command = rng.choice(COMMANDS)
    pieces: list[list[str]] = []
    for option in rng.sample(command.options, min(len(command.options), rng.choice((0, 0, 1, 1, 2, 3, 5)))):
        often = (3, 2, 1) if option.kind == "list" else (20, 1, 0)
        for _ in range(rng.choices((1, 2, 3), often)[0]):
            pieces.append(spelled(rng.choice(option.flags), option, rng))
    wanted = len(command.arguments) + rng.choice((-1, 0, 0, 0, 1)) + (2 if _many(command) else 0)
    pieces += [[rng.choice(rng.choices((PLAIN, ODD), (3, 1))[0])] for _ in range(max(wanted, 0))]
    if rng.random() < 0.08:
        pieces.append([rng.choice(HYPHENATED)])
    rng.shuffle(pieces)
    return [command.name, *(word for piece in pieces for word in piece)]


def names_of(command: Command) -> list[str]:
    """The names of its arguments and options."""
    return [argument.name for argument in command.arguments] + [option.name for option in command.options]


def _many(command: Command) -> bool:
    return any(argument.many for argument in command.arguments)


def test_thousands_of_random_lines_are_read_as_typer_reads_them(typer: Recorder) -> None:
    rng = random.Random(20261121)
    answered: Counter[str] = Counter()
    for _ in range(LINES):
        words = random_line(rng)
        found = reader.read(words)
        if found is not None:
            answered[found[0]] += 1
            assert typer.read(words) == found, shlex.join(words)
    assert sum(answered.values()) > LINES / 3
    assert set(answered) == {*COMMAND_NAMES, "usage"}


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_any_text_is_read_as_typer_reads_it(data: st.DataObject, typer: Recorder) -> None:
    command = data.draw(st.sampled_from(COMMANDS))
    flags = [flag for option in command.options for flag in option.flags] or ["x"]
    word = st.sampled_from(flags) | st.text(max_size=6) | st.sampled_from((*NUMBERS, *HYPHENATED))
    words = [command.name, *data.draw(st.lists(word, max_size=6))]
    found = reader.read(words)
    if found is not None:
        assert typer.read(words) == found


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_examples_are_read_fast_and_alike(typer: Recorder, command: Command) -> None:
    for example in command.examples:
        words = shlex.split(example)[1:]
        found = reader.read(words)
        assert found is not None, example
        assert typer.read(words) == found


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_a_command_with_its_least_words(typer: Recorder, command: Command) -> None:
    words = [command.name, *("word" for argument in command.arguments if argument.required)]
    found = reader.read(words)
    assert found is not None
    assert typer.read(words) == found
    assert sorted(found[1]) == sorted(names_of(command))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_a_command_with_every_option(typer: Recorder, command: Command) -> None:
    words = [command.name, *("word" for _ in command.arguments)]
    for option in command.options:
        words += {"flag": [option.flags[-1]], "int": [option.flags[-1], "70"]}.get(
            option.kind, [option.flags[-1], "a,b"]
        )
    found = reader.read(words)
    assert found is not None
    assert typer.read(words) == found


def test_lists_are_not_shared_between_readings() -> None:
    first, second = reader.read(["trials"]), reader.read(["trials"])
    assert first is not None
    assert second is not None
    first[1]["indication"].append("trd")
    assert second[1]["indication"] == []


DECLINED = {
    "nothing": [],
    "help after options": ["trials", "--json", "--help"],
    "help of the program": ["--help"],
    "help before an option": ["trials", "-h", "--json"],
    "an option first": ["--json", "trials"],
    "an unknown command": ["nope"],
    "an abbreviated command": ["trial"],
    "another case": ["Trials"],
    "an unknown option": ["trials", "--nope"],
    "an abbreviated option": ["trials", "--indic", "trd"],
    "an option of another command": ["show", "x", "--indication", "trd"],
    "a flag with a value": ["trials", "--json=yes"],
    "a flag with an empty value": ["trials", "--json="],
    "an unknown option with a value": ["trials", "--nope=trd"],
    "a joined number that is none": ["trials", "--min-n=many"],
    "a joined number of another script": ["trials", "--min-n=\uff18"],
    "a joined short option that is unknown": ["trials", "-xjson"],
    "joined help": ["trials", "-hh"],
    "an equals sign alone": ["trials", "--=x"],
    "a value with a hyphen": ["trials", "--year", "-2010"],
    "a negative number": ["trials", "--min-n", "-5"],
    "the greatest first": ["trials", "--sort", "-year"],
    "standard input": ["check", "-"],
    "a weight with a hyphen": ["dosing", "--regimen", "x", "--weight", "-70"],
    "an option as a value": ["trials", "--indication", "--json"],
    "a missing value": ["trials", "--indication"],
    "an empty number": ["trials", "--min-n", ""],
    "a number in words": ["trials", "--min-n", "many"],
    "a number with an underscore": ["trials", "--width", "1_00"],
    "a number with a point": ["trials", "--width", "80.5"],
    "digits of another script": ["trials", "--width", "\uff18\uff10"],
    "a number too long to convert": ["trials", "--width", "9" * 5000],
    "a repeated text": ["trials", "--year", "2019", "--year", "2020"],
    "a repeated flag": ["trials", "--json", "--json"],
    "a repeated text, joined": ["trials", "--year=2019", "--year=2020"],
    "two spellings of one option": ["trials", "-o", "json", "--output-format", "json"],
    "two spellings, joined": ["trials", "-ojson", "--output-format=json"],
    "the end of the options": ["find", "--", "-5"],
    "a hyphen": ["find", "-"],
    "a word too many": ["status", "word"],
    "two words too many": ["show", "one", "two", "three"],
    "a missing argument": ["show"],
    "missing words": ["find"],
}


@pytest.mark.parametrize("words", DECLINED.values(), ids=DECLINED.keys())
def test_what_is_not_plain_is_left_to_typer(words: list[str]) -> None:
    assert reader.read(words) is None


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        (["trials", "--year", "-2010"], "year", "-2010"),
        (["trials", "--sort", "-year"], "sort", "-year"),
        (["check", "-"], "directory", "-"),
        (["dosing", "--weight", "-70"], "weight", "-70"),
        (["find", "--", "-5"], "text", ["-5"]),
        (["trials", "--json", "--json"], "json", True),
        (["trials", "--min-n", "-5"], "min_n", -5),
        (["trials", "--min-n=-5"], "min_n", -5),
        (["trials", "-o", "json", "-ocsv"], "output_format", "csv"),
    ],
)
def test_what_typer_makes_of_it(typer: Recorder, words: list[str], name: str, value: object) -> None:
    found = typer.read(words)
    assert found is not None
    assert found[1][name] == value


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        (["trials", "--indication=trd"], "indication", ["trd"]),
        (["trials", "--indication="], "indication", [""]),
        (["trials", "--indication", "trd", "--indication=ptsd,ocd"], "indication", ["trd", "ptsd,ocd"]),
        (["trials", "-ojson"], "output_format", "json"),
        (["trials", "-o=json"], "output_format", "=json"),
        (["trials", "--output-format=json"], "output_format", "json"),
        (["trials", "--year=-2010"], "year", "-2010"),
        (["trials", "--sort=-year"], "sort", "-year"),
        (["trials", "--where=n>=100"], "where", "n>=100"),
        (["trials", "--width=80"], "width", 80),
        (["trials", "--min-n", "+5"], "min_n", 5),
    ],
)
def test_joined_values_and_repeated_lists_are_read_fast_and_alike(
    typer: Recorder, words: list[str], name: str, value: object
) -> None:
    found = reader.read(words)
    assert found is not None
    assert found[1][name] == value
    assert typer.read(words) == found


@pytest.mark.parametrize(
    "number", ["\uff18\uff10", "\u0661", "2_019", "8e1", "80.0", "0x10", "", "\u00b2", "1" * 19, "--5"]
)
def test_what_is_no_plain_number_is_none_for_either(typer: Recorder, number: str) -> None:
    for words in (["trials", "--width", number], ["trials", f"--width={number}"]):
        assert reader.read(words) is None
        assert typer.read(words) is None


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", COMMAND_NAMES)
def test_help_is_read_fast_and_alike(typer: Recorder, command: str, flag: str) -> None:
    assert reader.read([command, flag]) == typer.read([command, flag]) == ("usage", {"command": command})


def test_every_option_has_a_spelling_of_its_own() -> None:
    for command in COMMANDS:
        flags = [flag for option in command.options for flag in option.flags]
        names = names_of(command)
        assert len(set(flags)) == len(flags)
        assert len(set(names)) == len(names)
        assert BY_NAME[command.name] is command


@pytest.mark.parametrize(
    "line",
    ["", "trials --nope", "--json trials", "nope", "-- trials", "show", "show a b c", "trials --min-n x",
     "--version trials", "trials show --limit", "status --json=1", "--nope", "trials -h --nope", "--help trials"],
)  # fmt: skip
def test_the_commands_that_a_line_does_not_name_are_not_missed(line: str) -> None:
    words = line.split()
    answers = []
    for named in (None, words):
        called: list[Any] = []

        def run(name: str, values: dict[str, Any], called: list[Any] = called) -> int:
            called.append((name, values))
            return 0

        try:
            build(run, named)(args=words, prog_name="keta", standalone_mode=False)
        except Exception as error:
            called.append((type(error).__name__, error.format_message() if hasattr(error, "format_message") else ""))
        answers.append(called)
    assert answers[0]
    assert answers[0] == answers[1]
