"""Command lines that nobody thought of: a small part of what ``python -m tests.fuzz`` tries, and that it can fail."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("resource")

from ketacli.build import opening
from ketacli.cli.table import COMMANDS
from ketacli.records import store

from .fuzz import driver
from .fuzz.data import SHIPPED, Choice, install
from .fuzz.driver import Failure, Tally, block
from .fuzz.inputs import Input, anything, made, surroundings
from .fuzz.inside import Result, Surroundings
from .fuzz.oracles import faults
from .fuzz.processes import process
from .fuzz.twins import counted, cut_numbers
from .fuzz.vocabulary import SERVING, vocabulary

INPUTS, PROCESSES = 150, 4


pytestmark = pytest.mark.usefixtures("mini", "folder")


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Choice]:
    """The invented data in the place of the shipped one."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (store, opening):
            patch.setattr(module, "SHIPPED", store.SHIPPED)
        yield install("mini", str(tmp_path_factory.mktemp("fuzz")))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory for lines that write files."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(failures: list[Failure]) -> str:
    return "\n".join(
        f"python -m tests.fuzz --data mini --number {each.number}: {each.fault} {each.words}" for each in failures
    )


def test_no_answer_to_any_line_is_wrong(mini: Choice) -> None:
    tally = Tally()
    block(1, range(INPUTS), mini.known, tally)
    assert not tally.failures, told(tally.failures)
    assert tally.tried == INPUTS == sum(tally.codes.values()) == sum(tally.kinds.values())
    assert {"0", "2", "3"} <= set(tally.codes)


def test_no_answer_of_a_process_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (store, opening):
        monkeypatch.setattr(module, "SHIPPED", SHIPPED)
    tally, known = Tally(), vocabulary()
    for number in range(PROCESSES):
        process(1, number, known, tally)
    assert not tally.failures, told(tally.failures)
    assert tally.tried == PROCESSES


def test_inputs_are_made_of_their_number_alone(mini: Choice) -> None:
    assert [made(1, at, mini.known) for at in range(50)] == [made(1, at, mini.known) for at in range(50)]
    assert made(2, 0, mini.known) != made(1, 0, mini.known)


def test_every_command_and_option_is_tried(mini: Choice) -> None:
    tried = [command for command in COMMANDS if command.name not in SERVING]
    wanted = {command.name for command in tried}
    wanted |= {option.flags[-1] for command in tried for option in command.options}
    for at in range(50_000):
        wanted -= {word.partition("=")[0] for word in made(1, at, mini.known).words}
        if not wanted:
            break
    assert wanted == set()


def test_no_file_is_written_elsewhere(mini: Choice) -> None:
    for at in range(1_000):
        for word in anything(Random(at), mini.known):
            path = Path(word.partition("=")[2] or word)
            assert not path.is_absolute() or path.exists()


def test_surroundings_differ() -> None:
    found = [surroundings(Random(at)) for at in range(500)]
    assert (
        {each.out for each in found} == {each.err for each in found} == {"pipe", "terminal", "full", "gone", "closed"}
    )
    assert None in {each.stdin for each in found}


# ------------------------------------------------------------------------------------- the rules can fail

PLAIN = Surroundings()
LINE = ["trials"]
USAGE = "keta: something\n  Do this.\n"


def given(words: list[str], kind: str = "any", around: Surroundings = PLAIN) -> Input:
    return Input(0, kind, words, around)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "result", "rule"),
    [
        (given(LINE), Result(1, "", "Traceback (most recent call last):\n"), "crash"),
        (given(LINE), Result(1, "", "keta: internal error: KeyError: 'x'\n"), "crash"),
        (given(LINE), Result(-11, "", ""), "code"),
        (given(LINE), Result(1, "", "keta: something\n"), "modelled"),
        (given(LINE, "right"), Result(2, "", USAGE), "modelled"),
        (given(LINE, "right"), Result(4, "", ""), "modelled"),
        (given([*LINE, "--nope"], "wrong"), Result(0, "", ""), "modelled"),
        (given(LINE), Result(4, "", ""), "modelled"),
        (given(LINE), Result(5, "", USAGE), "modelled"),
        (given(LINE), Result(6, "", USAGE), "modelled"),
        (given(LINE), Result(7, "a premise", ""), "modelled"),
        (given(LINE), Result(8, "", ""), "code"),
        (given(LINE), Result(2, "", "something\n"), "error"),
        (given(LINE), Result(3, "", ""), "error"),
        (given(LINE), Result(3, "an answer", USAGE), "error"),
        (given(LINE), Result(2, '{"schema":"keta.error/1","error":{"exit":3}}', USAGE), "error"),
        (given(LINE), Result(0, "a\x1b]0;x\x07", ""), "raw"),
        (given(LINE), Result(0, "", "a\u202eb"), "raw"),
        (given(LINE), Result(0, "a\rb", ""), "raw"),
        (given([*LINE, "--json"], "right"), Result(0, '{"schema":"x","data":[}', ""), "format"),
        (given([*LINE, "--json"]), Result(0, '{"schema":"x","data":NaN}', ""), "format"),
        (given([*LINE, "-o", "csv"], "right"), Result(0, "a,b\n1\n", ""), "format"),
        (given([*LINE, "-o", "toml"], "right"), Result(0, "a = ", ""), "format"),
        (given([*LINE, "-ojsonl"], "right"), Result(0, "{}\n{\n", ""), "format"),
        (given(LINE, "right"), Result(0, "mean 12.\u2026", ""), "cut"),
        (given([*LINE, "--width", "60"], "right"), Result(0, "word " * 13, ""), "width"),
        (given(["show", "x", "--width", "60"]), Result(0, "word " * 13, ""), "width"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_wrong_answer_is_found(line: Input, result: Result, rule: str) -> None:
    assert rule in {fault.partition(":")[0] for fault in faults(line, result)}


def test_a_completion_that_fails_is_found() -> None:
    around = Surroundings((("KETA_COMPLETE", "1"),))
    assert [*faults(given(LINE, around=around), Result(0, "a\tb\n", ""))] == []
    assert [*faults(given(LINE, around=around), Result(2, "", USAGE))]


def test_a_right_answer_is_not(folder: Path) -> None:
    for words in (["trials", "--width", "60"], ["trials", "--json"], ["show", "nope", "--json"]):
        line = given(words)
        result, found = driver.judged(line, Random(1))
        assert result is not None
        assert found == []
    assert not list(folder.iterdir())


def test_a_number_that_a_wide_screen_does_not_have_is_found() -> None:
    line = given(["trials", "--width", "60"], "right")
    (fault,) = cut_numbers(line, Result(0, "n 123456.78", ""))
    assert fault.startswith("cut: ")


def test_a_limit_that_is_not_kept_is_found() -> None:
    line = given(["trials", "--json", "--limit", "1"], "right")
    (fault,) = counted(line, Result(0, '{"schema":"x","data":[1,2]}', ""))
    assert fault.startswith("twin: ")


# ------------------------------------------------------------------------------------- a process may die


def test_the_count_goes_on_where_a_process_dies(mini: Choice, monkeypatch: pytest.MonkeyPatch) -> None:
    def deadly(line: Input, _: Random) -> tuple[Result | None, list[str]]:
        if line.number == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return Result(0, "", ""), ["rule: broken"] if line.number == 4 else []

    monkeypatch.setattr(driver, "judged", deadly)
    tally = Tally()
    block(1, range(6), mini.known, tally)
    assert tally.tried == 6
    assert [(each.number, each.fault.partition(":")[0]) for each in tally.failures] == [(2, "death"), (4, "rule")]


def test_what_hangs_is_found(mini: Choice, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> Result:
        end = time.process_time() + 20
        while time.process_time() < end:
            pass
        return Result(0, "", "")

    monkeypatch.setattr(driver, "run", busy)
    monkeypatch.setattr(driver, "PATIENCE", 0.1)
    tally = Tally()
    block(1, range(1), mini.known, tally)
    assert [each.fault.partition(":")[0] for each in tally.failures] == ["hang"]
