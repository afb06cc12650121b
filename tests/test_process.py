"""The program as a process: pipes, encodings, terminals, signals, damaged data, completion in real shells."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from ketacli.cli.completion import candidates
from ketacli.cli.table import BY_NAME, COMMANDS, TOPICS

from .conftest import Run
from .installed import environment, install
from .support import MINI, copy_mini

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

TIMEOUT = 60
COLOUR = "\x1b["
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
END = "--end--"
LEFT_OUT = "Left out at this width: "
SHELLS = ("bash", "zsh", "fish")
LONG = ("trials", "--json")
"""More than a pipe holds."""


class Ran(NamedTuple):
    """What one process gave."""

    code: int
    out: str
    err: str


LIGHT = ("topics", "mechanism")
"""A command that takes little time."""


class Program(NamedTuple):
    """The program in a folder of its own."""

    target: Path

    @property
    def command(self) -> list[str]:
        """How it is started."""
        return [sys.executable, "-m", "ketacli"]

    def open(self, *words: str | bytes, **env: str) -> subprocess.Popen[bytes]:
        """Start it with pipes."""
        return subprocess.Popen(
            [*self.command, *words],
            env=environment(self.target, **env),
            cwd=self.target,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str | bytes, encoding: str = "utf-8", **env: str) -> Ran:
        """Run it to its end, its streams in an encoding."""
        with self.open(*words, **{"PYTHONIOENCODING": encoding, **env}) as process:
            out, err = process.communicate(timeout=TIMEOUT)
        return Ran(process.returncode, out.decode(encoding), err.decode(encoding))

    def screen(self, *words: str, columns: int, **env: str) -> Ran:
        """Run it on a pseudo-terminal of so many columns, without a pager."""
        mine, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))
        with subprocess.Popen(
            [*self.command, *words],
            env=environment(self.target, **{"TERM": "xterm-256color", "KETA_PAGER": "", **env}),
            cwd=self.target,
            stdin=subprocess.DEVNULL,
            stdout=its,
            stderr=subprocess.PIPE,
        ) as process:
            os.close(its)
            shown = drain(mine)
            _, err = process.communicate(timeout=TIMEOUT)
        os.close(mine)
        return Ran(process.returncode, shown.decode("utf-8").replace("\r\n", "\n"), err.decode("utf-8"))

    def candidates(self, *words: str, **env: str) -> list[str]:
        """What completion offers for the last word."""
        ran = self.run(*words, KETA_COMPLETE="1", **env)
        assert (ran.code, ran.err) == (0, "")
        return [line.partition("\t")[0] for line in ran.out.splitlines()]


def drain(terminal: int) -> bytes:
    """Everything that is written to a terminal until the other side is closed."""
    found = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            return found
        if not piece:
            return found
        found += piece


def lines_of(shown: str) -> list[str]:
    """The lines of a screen without colour codes."""
    return ESCAPES.sub("", shown).split("\n")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(install(tmp_path_factory))


@pytest.fixture(scope="module")
def breakable(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(Path(shutil.copytree(program.target, tmp_path_factory.mktemp("copy") / "copy")))


class TestPipes:
    """A reader that goes away, and streams that are not there."""

    @pytest.mark.parametrize(
        "words",
        [
            ("trials",),
            LONG,
            ("trials", "--color", "always"),
            ("sources",),
            ("status",),
            ("--version",),
            ("help", "evidence"),
            ("trials", "--help"),
            ("trials", "--nope", "--json"),
            (),
        ],
    )
    def test_a_pipe_closed_at_once_ends_quietly(self, program: Program, words: tuple[str, ...]) -> None:
        with program.open(*words) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            err = process.stderr.read().decode()
        wrong_usage = "--nope" in words
        assert "Traceback" not in err
        assert "BrokenPipe" not in err
        assert process.returncode == (2 if wrong_usage and process.returncode else 0)
        assert wrong_usage or err == ""

    @pytest.mark.parametrize("words", [("trials",), LONG, ("trials", "--color", "always")])
    def test_a_pipe_closed_after_a_line_ends_quietly(self, program: Program, words: tuple[str, ...]) -> None:
        with program.open(*words) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 0

    def test_head_takes_a_line(self, program: Program) -> None:
        ran = subprocess.run(
            f"{shlex.join(program.command)} trials | head -n 1",
            shell=True,
            env=environment(program.target),
            cwd=program.target,
            capture_output=True,
            check=False,
            timeout=TIMEOUT,
        )
        assert ran.returncode == 0
        assert ran.stderr == b""
        assert len(ran.stdout.splitlines()) == 1

    def test_completion_into_a_closed_pipe(self, program: Program) -> None:
        with program.open("show", "", KETA_COMPLETE="1") as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 0

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
    @pytest.mark.parametrize("words", [("--version",), ("status",), LONG])
    def test_a_full_disk_is_told_in_a_line(self, program: Program, words: tuple[str, ...]) -> None:
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            ran = subprocess.run(
                [*program.command, *words],
                env=environment(program.target),
                cwd=program.target,
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
                timeout=TIMEOUT,
            )
        assert ran.returncode != 0
        assert ran.stderr.startswith(b"keta: ")
        assert b"Traceback" not in ran.stderr

    @pytest.mark.parametrize("words", ["--version", "status", "trials --json", "show nothing-of-that-name"])
    def test_without_a_standard_output_there_is_no_traceback(self, program: Program, words: str) -> None:
        ran = subprocess.run(
            f"{shlex.join(program.command)} {words} >&-",
            shell=True,
            env=environment(program.target),
            cwd=program.target,
            stderr=subprocess.PIPE,
            check=False,
            timeout=TIMEOUT,
        )
        assert b"Traceback" not in ran.stderr


class TestSignals:
    """Interrupted by the person."""

    def test_an_interrupt_ends_with_130_and_no_traceback(self, program: Program) -> None:
        with program.open(*LONG) as process:
            assert process.stdout is not None
            first = os.read(process.stdout.fileno(), 1)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=TIMEOUT)
        assert first == b"{"
        assert len(out) < 10**7
        assert err == b""
        assert process.returncode == 130


class TestEncodings:
    """Streams that cannot carry everything."""

    @pytest.mark.parametrize("words", [("trials",), ("show", "transform-2"), ("dosing", "iv"), ("sources",), ()])
    def test_tables_lose_no_digit(self, program: Program, words: tuple[str, ...]) -> None:
        whole = program.run(*words)
        for encoding in ("ascii", "cp1252"):
            fitted = program.run(*words, encoding=encoding)
            assert (fitted.code, fitted.err) == (0, "")
            assert re.findall(r"\d+", fitted.out) == re.findall(r"\d+", whole.out)
            assert len(fitted.out.splitlines()) == len(whole.out.splitlines())

    @pytest.mark.parametrize(
        "words", [("trials",), ("sources",), ("find", "caf\u00e9 \u6f22"), ("compare", "esketamine", "racemic")]
    )
    def test_json_is_the_same_in_every_encoding(self, program: Program, words: tuple[str, ...]) -> None:
        whole = program.run(*words, "--json")
        for encoding in ("ascii", "cp1252"):
            fitted = program.run(*words, "--json", encoding=encoding)
            assert (fitted.code, fitted.err) == (0, "")
            assert json.loads(fitted.out) == json.loads(whole.out)

    @pytest.mark.parametrize("words", [("sources", "--cite", "bibtex"), ("cite", "loo-2016", "--style", "ris"),
                                       ("cite", "loo-2016", "--style", "csl-json")])  # fmt: skip
    def test_citations_are_utf8_in_every_encoding(self, program: Program, words: tuple[str, ...]) -> None:
        found = []
        for encoding in ("utf-8", "ascii", "cp1252"):
            with program.open(*words, PYTHONIOENCODING=encoding) as process:
                found.append(process.communicate(timeout=TIMEOUT))
        assert found == [(found[0][0], b"")] * 3
        assert not found[0][0].decode("utf-8").isascii()

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
    def test_colour_goes_through_them_too(self, program: Program, encoding: str) -> None:
        ran = program.run("sources", "--color", "always", encoding=encoding)
        assert (ran.code, ran.err) == (0, "")
        assert COLOUR in ran.out

    @pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
    def test_errors_are_json_in_every_encoding(self, program: Program, encoding: str) -> None:
        ran = program.run("show", "caf\u00e9 \u6f22 \U0001f48a", "--json", encoding=encoding)
        assert ran.code == 3
        assert json.loads(ran.out)["error"]["value"] == "caf\u00e9 \u6f22 \U0001f48a"
        assert "Traceback" not in ran.err

    @pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
    @pytest.mark.parametrize(
        "words", [("show", b"caf\xe9"), ("show", b"\xff", "--json"), ("find", b"\xff"), ("find", b"x\xff", "--json")]
    )
    def test_bytes_that_are_no_text_give_no_traceback(
        self, program: Program, words: tuple[str | bytes, ...], encoding: str
    ) -> None:
        ran = program.run(*words, encoding=encoding)
        assert ran.code in (0, 2, 3)
        assert "Traceback" not in ran.err
        assert "internal error" not in ran.err
        if "--json" in words:
            assert json.loads(ran.out)

    @pytest.mark.parametrize("words", [("trials", "--min-n"), ("status", "--width"), ("trials", "--year")])
    def test_a_number_of_thousands_of_digits_is_wrong_usage(self, program: Program, words: tuple[str, ...]) -> None:
        ran = program.run(*words, "9" * 5000)
        assert ran.code == 2
        assert ran.err.startswith("keta: ")
        assert "Traceback" not in ran.err


class TestTerminal:
    """A real pseudo-terminal."""

    @pytest.mark.parametrize("columns", [100, 72, 60])
    @pytest.mark.parametrize("words", [("trials",), ("dosing", "iv"), ("guidelines",), ("help", "data")])
    def test_lines_fit_and_are_coloured(self, program: Program, words: tuple[str, ...], columns: int) -> None:
        ran = program.screen(*words, columns=columns)
        assert (ran.code, ran.err) == (0, "")
        assert COLOUR in ran.out
        assert [line for line in lines_of(ran.out) if len(line) > columns] == []

    def test_below_72_columns_each_row_of_a_table_is_a_record(self, program: Program) -> None:
        wide = lines_of(program.screen("trials", "--full", columns=100).out)
        narrow = lines_of(program.screen("trials", "--full", columns=60).out)
        assert any(line.startswith("Trial ") for line in wide)
        assert not any(line.startswith("Trial ") for line in narrow)
        assert any(line.startswith("  Result ") for line in narrow)

    def test_in_a_narrow_window_a_row_of_a_list_goes_on_below(self, program: Program) -> None:
        narrow = lines_of(program.screen("trials", "ptsd", columns=60).out)
        assert any(line.startswith("feder-2014") for line in narrow)
        assert any(line.startswith("    ") for line in narrow)

    def test_columns_that_do_not_fit_are_named(self, program: Program) -> None:
        shown = lines_of(program.screen("trials", "--full", columns=84).out)
        [named] = [line for line in shown if line.startswith(LEFT_OUT)]
        heads = next(line for line in shown if line.startswith("Trial "))
        assert all(name not in heads for name in named.removeprefix(LEFT_OUT).rstrip(".").split(", "))

    @pytest.mark.parametrize("width", [20, 24, 30])
    def test_very_narrow_lines_fit_too(self, program: Program, width: int) -> None:
        shown = lines_of(program.screen("status", columns=width).out)
        longest = max(len(word) for line in shown for word in line.split())
        assert [line for line in shown if len(line) > max(width, longest + 2)] == []

    def test_a_terminal_that_does_not_know_its_width_has_eighty_columns(self, program: Program) -> None:
        shown = lines_of(program.screen("trials", columns=0).out)
        assert shown == lines_of(program.screen("trials", columns=80).out)

    def test_json_is_indented_and_never_coloured(self, program: Program) -> None:
        ran = program.screen("show", "transform-2", "--json", "--color", "always", columns=60)
        assert COLOUR not in ran.out
        assert ran.out.startswith('{\n  "schema": "keta.show/1",\n')
        assert json.loads(ran.out) == json.loads(program.run("show", "transform-2", "--json").out)

    def test_help_is_not_coloured(self, program: Program) -> None:
        assert COLOUR not in program.screen("trials", "--help", columns=80).out

    def test_a_terminal_and_a_pipe_show_the_same_words(self, program: Program) -> None:
        shown = ESCAPES.sub("", program.screen("dosing", "iv", columns=100).out)
        assert shown == program.run("dosing", "iv", "--width", "100").out


class TestColour:
    """``--color`` over ``NO_COLOR`` over ``FORCE_COLOR`` over the terminal."""

    @pytest.mark.parametrize(
        ("asked", "env", "coloured"),
        [
            ("", {}, False),
            ("", {"CLICOLOR_FORCE": "1"}, False),
            ("", {"FORCE_COLOR": "1"}, True),
            ("", {"FORCE_COLOR": "true"}, True),
            ("", {"FORCE_COLOR": "0"}, False),
            ("", {"FORCE_COLOR": ""}, False),
            ("", {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
            ("", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
            ("", {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
            ("always", {}, True),
            ("always", {"NO_COLOR": "1"}, True),
            ("always", {"FORCE_COLOR": "0"}, True),
            ("always", {"TERM": "dumb"}, True),
            ("never", {"FORCE_COLOR": "1"}, False),
            ("auto", {"FORCE_COLOR": "1"}, True),
            ("auto", {}, False),
        ],
    )
    def test_in_a_pipe(
        self, keta: Run, monkeypatch: pytest.MonkeyPatch, asked: str, env: dict[str, str], coloured: bool
    ) -> None:
        # In this process: what a program is given differs in nothing but its variables.
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        ran = keta(*LIGHT, *(("--color", asked) if asked else ()))
        assert ran.code == 0
        assert (COLOUR in ran.out) == coloured

    def test_variables_reach_a_process(self, program: Program) -> None:
        assert COLOUR in program.run(*LIGHT, FORCE_COLOR="1").out
        assert COLOUR not in program.run(*LIGHT).out

    @pytest.mark.parametrize(
        ("asked", "env", "coloured"),
        [
            ("", {}, True),
            ("", {"NO_COLOR": "1"}, False),
            ("", {"NO_COLOR": "0"}, False),
            ("", {"NO_COLOR": ""}, True),
            ("", {"FORCE_COLOR": "0"}, False),
            ("", {"TERM": "dumb"}, False),
            ("", {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
            ("always", {"NO_COLOR": "1"}, True),
            ("always", {"TERM": "dumb"}, True),
            ("never", {}, False),
            ("auto", {"NO_COLOR": "1"}, False),
        ],
    )
    def test_on_a_terminal(self, program: Program, asked: str, env: dict[str, str], coloured: bool) -> None:
        ran = program.screen(*LIGHT, *(("--color", asked) if asked else ()), columns=80, **env)
        assert ran.code == 0
        assert (COLOUR in ran.out) == coloured

    def test_only_the_four_colours(self, program: Program) -> None:
        shown = program.run("dosing", "intranasal", "--color", "always").out
        assert {code for found in re.findall(r"\x1b\[([0-9;]*)m", shown) for code in found.split(";")} <= {
            "", "0", "1", "2", "31", "30", "43",
        }  # fmt: skip


class TestWidth:
    """``--width`` over ``COLUMNS`` over the terminal."""

    def test_columns_are_obeyed_in_a_pipe(self, program: Program) -> None:
        ran = program.run("trials", COLUMNS="90")
        assert max(map(len, ran.out.splitlines())) == 90
        assert ran.out == program.run("trials", "--width", "90").out

    def test_the_option_goes_first(self, program: Program) -> None:
        assert program.run(*LIGHT, "--width", "60", COLUMNS="100").out == program.run(*LIGHT, "--width", "60").out

    def test_columns_go_before_the_terminal(self, program: Program) -> None:
        wide = program.screen("trials", columns=100).out
        assert program.screen("trials", columns=60, COLUMNS="100").out == wide

    def test_a_senseless_width_is_passed_over(self, program: Program) -> None:
        usual = program.run(*LIGHT)
        for columns in ("", "0", "5", "-80", "many", "1e3", "99999", "9" * 5000, "\uff18\uff10"):
            assert program.run(*LIGHT, COLUMNS=columns) == usual, columns

    def test_a_pipe_is_not_wrapped(self, program: Program) -> None:
        assert max(map(len, program.run("trials").out.splitlines())) > 200


DAMAGES = ("gone", "empty", "start", "cut", "text", "zeros")
READERS = (("show", "transform-2"), ("status",), ("trials", "--route", "iv"), ("schema",), ("export",))
"""Command lines that read the data in ways of their own."""


class TestData:
    """Which data is read, and data that cannot be."""

    def released(self, ran: Ran) -> str:
        """The date that the data in use says of itself."""
        assert ran.code == 0, ran.err
        return str(json.loads(ran.out)["data"]["released"])

    def test_a_directory_by_environment_and_by_option(self, program: Program, tmp_path: Path) -> None:
        other = copy_mini(tmp_path)
        meta = other / "meta.toml"
        meta.write_text(meta.read_text(encoding="utf-8").replace("2001-02-03", "2002-12-31"), encoding="utf-8")
        shipped = self.released(program.run("status", "--json"))
        assert shipped not in ("2001-02-03", "2002-12-31")
        assert self.released(program.run("status", "--json", KETA_DATA="")) == shipped
        assert self.released(program.run("status", "--json", KETA_DATA=str(MINI))) == "2001-02-03"
        assert self.released(program.run("status", "--json", "--data", str(MINI))) == "2001-02-03"
        both = program.run("status", "--json", "--data", str(other), KETA_DATA=str(MINI))
        assert self.released(both) == "2002-12-31"
        meta.write_text("", encoding="utf-8")
        assert one_message(program.run("status", KETA_DATA=str(other)))

    @pytest.mark.parametrize(
        ("file", "text", "told"),
        [
            ("trials/alder.toml", 'name = "ALDER\n', "trials/alder.toml"),
            ("trials/alder.toml", "name = 3\n", "trials/alder.toml: name: "),
            ("meta.toml", "", "meta.toml: version: "),
            ("routes.toml", "[[", "routes.toml"),
        ],
    )
    def test_a_bad_directory_is_one_message(
        self, program: Program, tmp_path: Path, file: str, text: str, told: str
    ) -> None:
        root = copy_mini(tmp_path)
        (root / file).write_text(text, encoding="utf-8")
        ran = program.run("trials", "--data", str(root))
        assert one_message(ran)
        assert told in ran.err

    def test_a_file_that_is_no_text(self, program: Program, tmp_path: Path) -> None:
        root = copy_mini(tmp_path)
        (root / "meta.toml").write_bytes(b'version = "\xff"\n')
        ran = program.run("trials", "--data", str(root))
        assert one_message(ran)
        assert "meta.toml: not UTF-8" in ran.err

    @pytest.mark.parametrize("name", ["no/such/directory", "meta.toml"])
    def test_what_is_no_directory_is_named(self, program: Program, tmp_path: Path, name: str) -> None:
        root = copy_mini(tmp_path)
        ran = program.run("trials", "--data", str(root / name))
        assert one_message(ran)
        assert name in ran.err

    @pytest.mark.parametrize(
        ("words", "damage"),
        [
            # Every damage meets a screen and a query; every command meets a file that is not there and one cut short.
            *((words, damage) for words in (("trials",), ("trials", "--json")) for damage in DAMAGES),
            *((words, damage) for words in READERS for damage in ("gone", "cut")),
        ],
    )
    def test_damaged_compiled_data(self, breakable: Program, words: tuple[str, ...], damage: str) -> None:
        with damaged(breakable, "*.sqlite", damage):
            ran = breakable.run(*words)
        assert ran.code == 5, ran
        if "--json" in words:
            assert json.loads(ran.out)["error"]["code"] == "data"
        else:
            assert ran.out == ""
        assert ran.err.startswith("keta: ")
        assert len(ran.err.splitlines()) == 2
        assert "Traceback" not in ran.err

    def test_damaged_data_as_json(self, breakable: Program) -> None:
        with damaged(breakable, "*.sqlite", "cut"):
            error = json.loads(breakable.run("status", "--json").out)["error"]
        assert (error["code"], error["exit"]) == ("data", 5)

    @pytest.mark.parametrize(("damage", "said"), [("gone", "missing"), ("empty", "damaged"), ("text", "damaged")])
    def test_the_version_is_told_even_then(self, breakable: Program, damage: str, said: str) -> None:
        with damaged(breakable, "meta.*", damage):
            ran = breakable.run("--version")
        assert (ran.code, ran.err) == (5, f"keta: the compiled data is {said}\n  Install the package again.\n")
        assert ran.out.endswith(f", data {said}\n")

    def test_completion_keeps_still_then(self, breakable: Program) -> None:
        assert breakable.candidates("show", "transform-2") == ["transform-2"]
        with damaged(breakable, "*.sqlite", "start"):
            assert breakable.candidates("show", "transform-2") == []


@contextmanager
def damaged(program: Program, pattern: str, damage: str) -> Iterator[None]:
    """Damage one compiled file for a while, in one of the ways that files are damaged."""
    [file] = (program.target / "ketacli" / "_compiled").glob(pattern)
    whole = file.read_bytes()
    changed = {
        "empty": b"",
        "start": whole[:5000],
        "cut": whole[: len(whole) // 2],
        "zeros": bytes(len(whole)),
        "text": b"not the data\n",
    }
    try:
        if damage == "gone":
            file.unlink()
        else:
            file.write_bytes(changed[damage])
        yield
    finally:
        file.write_bytes(whole)


def one_message(ran: Ran) -> bool:
    """Whether a run failed for its data, with one message and nothing else."""
    assert ran.code == 5, ran
    assert ran.out == ""
    assert "Traceback" not in ran.err
    lines = ran.err.splitlines()
    return lines[0].startswith("keta: ") and all(line.startswith("  ") for line in lines[1:])


class TestHelp:
    """Pages that other screens point to."""

    def test_the_advice_line_leads_to_the_page_on_safety(self, program: Program) -> None:
        advice = program.run("trials").out.rstrip().splitlines()[-1]
        assert advice.endswith(" keta help safety")
        page = (program.target / "ketacli" / "data" / "help" / "safety.txt").read_text(encoding="utf-8")
        assert program.run("help", "safety").out.splitlines()[0] == page.splitlines()[0]


class TestCandidates:
    """What completion offers."""

    def test_commands(self, program: Program) -> None:
        names = [command.name for command in COMMANDS]
        assert program.candidates("") == [*names, "--version", "--help"]
        assert program.candidates() == [*names, "--version", "--help"]
        assert program.candidates("tri") == ["trials"]
        assert program.candidates("TRI") == ["trials"]
        assert program.candidates("--v") == ["--version"]
        assert program.candidates("zzz") == []

    @pytest.mark.parametrize("name", ["trials", "help"])
    def test_options_of_a_command(self, program: Program, name: str) -> None:
        flags = [flag for option in BY_NAME[name].options for flag in option.flags if flag.startswith("--")]
        assert program.candidates(name, "--") == [*flags, "--help"]

    @pytest.mark.parametrize(
        ("words", "offered"),
        [
            (("trials", "--indication", "pts"), ["ptsd"]),
            (("trials", "--indication", "PTS"), ["ptsd"]),
            (("trials", "--json", "--indication", "pts"), ["ptsd"]),
            (("trials", "--year", "2019", "--indication", "pts"), ["ptsd"]),
            (("trials", "--indication", "trd,pts"), ["trd,ptsd"]),
            (("trials", "--indication", "trd,mdd,pts"), ["trd,mdd,ptsd"]),
            (("trials", "--form", "esk"), ["esketamine"]),
            (("trials", "--color", "a"), ["auto", "always"]),
            (("trials", "-o", ""), ["table", "json", "jsonl", "csv", "tsv", "markdown", "html", "toml"]),
            (("dosing", "intran"), ["intranasal"]),
            (("dosing", "esk"), ["esketamine"]),
            (("dosing", "iv", ""), []),
            (("show", "transform-2", ""), []),
            (("completion", ""), ["bash", "zsh", "fish", "powershell"]),
            (("completion", "bash", ""), []),
            (("help", "evid"), ["evidence"]),
            (("trials", "--year", "20"), []),
            (("trials", "--min-n", "1"), []),
            (("find", "mid"), []),
            (("check", ""), [""]),
            (("trials", "--data", "some"), [""]),
            (("trials", "--data=some"), [""]),
            (("trials", "--indication=pts"), ["--indication=ptsd"]),
            (("trials", "--indication=trd,pts"), ["--indication=trd,ptsd"]),
            (("trials", "--nope=pts"), []),
            (("trials", "--json=x"), []),
            (("show", "conflicts/e05"), ["conflicts/e05-aspire-n"]),
            (("show", "CONFLICTS/e05"), []),
            (("show", "sources/feder-201"), ["sources/feder-2014"]),
            (("show", "nope/e05"), []),
            (("cite", "elekt-d", "--style", "r"), ["ris"]),
            (("cite", "elekt-d", "elekt-"), []),
            (("find", "--", "--fai"), []),
            (("why", "transform-2.ar"), ["transform-2.arms"]),
            (("why", "trials/transform-2.ar"), ["trials/transform-2.arms"]),
            (("why", "transform-2.arms.0.lab"), ["transform-2.arms.0.label"]),
            (("why", "transform-2.arms.7."), []),
            (("why", "nothing.arms."), []),
            (("nope", ""), []),
            (("nope", "--"), []),
            (("nope", "--indication", "pt"), []),
            (("--json", "trials", ""), []),
        ],
    )
    def test_values(self, words: tuple[str, ...], offered: list[str]) -> None:
        assert [value for value, _ in candidates(list(words))] == offered

    def test_values_of_a_process(self, program: Program) -> None:
        for words in (("trials", "--indication=trd,pts"), ("why", "trials/transform-2.ar"), ("nope", "")):
            assert program.candidates(*words) == [value for value, _ in candidates(list(words))]

    def test_records(self, program: Program) -> None:
        assert program.candidates("compare", "esketamine", "racem")[0] == "racemic"
        assert program.candidates("compare", "esketamine", "racemic", "arket")[0] == "arketamine"
        found = program.candidates("show", "transform-")
        assert {"transform-1", "transform-2", "transform-3"} <= set(found)
        assert all(name.startswith("transform-") for name in found)

    def test_the_start_of_a_list_is_kept(self, program: Program) -> None:
        every = program.candidates("trials", "--indication", "")
        assert len(every) > 5
        assert program.candidates("trials", "--indication", "trd,") == [f"trd,{name}" for name in every]

    @pytest.mark.parametrize(
        "words",
        [
            ("",),
            ("trials", "--"),
            ("trials", "--indication", ""),
            ("show", ""),
            ("help", ""),
            ("guidelines", "--body", ""),
        ],
    )
    def test_a_candidate_is_a_word_with_a_description(self, program: Program, words: tuple[str, ...]) -> None:
        lines = program.run(*words, KETA_COMPLETE="1").out.splitlines()
        assert lines
        for line in lines:
            value, _, description = line.partition("\t")
            assert value
            assert not set(value) & set(" \t*?[]$`\"'\\")
            assert "\t" not in description
        values = [line.partition("\t")[0] for line in lines]
        assert len(set(values)) == len(values)

    def test_topics_and_commands_can_be_asked_help_for(self, program: Program) -> None:
        assert set(program.candidates("help", "")) == {*TOPICS, *(command.name for command in COMMANDS)}

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
    def test_any_encoding(self, program: Program, encoding: str) -> None:
        ran = program.run("sources", "", KETA_COMPLETE="1", encoding=encoding)
        whole = program.run("sources", "", KETA_COMPLETE="1")
        assert (ran.code, ran.err) == (0, "")
        assert [line.split("\t")[0] for line in ran.out.splitlines()] == [
            line.split("\t")[0] for line in whole.out.splitlines()
        ]


def offered(line: str) -> list[str]:
    """What the program offers for a line; something in every case here."""
    found = [value for value, _ in candidates(line.split(" "))]
    assert found
    return found


class TestShells:
    """The completion scripts in the shells that they are for."""

    LINES = (
        "tri",
        "trials --indication pts",
        "trials --indication trd,pts",
        "trials --form racemic --comparator active",
        "completion ",
        "show transform-",
        "show conflicts/e0",
        "trials --comparator active --masking ",
        "help exit",
    )

    def shell(self, program: Program, folder: Path, shell: str, script: str) -> str:
        """What a script prints in a shell where ``keta`` is a command."""
        found = shutil.which(shell)
        if found is None:
            pytest.skip(f"{shell} is not installed")
        keta = folder / "keta"
        keta.write_text(f'#!/bin/sh\nexec {shlex.join(program.command)} "$@"\n', encoding="utf-8")
        keta.chmod(0o755)
        plain = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
        env = environment(program.target, PATH=f"{folder}{os.pathsep}{os.environ['PATH']}", HOME=str(folder))
        ran = subprocess.run(
            [found, *plain, "-c", script],
            env={**env, "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder), "TERM": "dumb"},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=TIMEOUT,
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stderr == ""
        return ran.stdout

    @pytest.mark.parametrize("shell", [*SHELLS, "powershell"])
    def test_the_script_is_printed_as_it_is(self, program: Program, shell: str) -> None:
        file = program.target / "ketacli" / "cli" / "completions" / f"keta.{shell}"
        assert program.run("completion", shell) == Ran(0, file.read_text(encoding="utf-8"), "")
        assert "KETA_COMPLETE" in file.read_text(encoding="utf-8")

    @pytest.mark.parametrize(("shell", "check"), [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")])
    def test_the_script_is_well_formed(self, program: Program, shell: str, check: str) -> None:
        found = shutil.which(shell)
        if found is None:
            pytest.skip(f"{shell} is not installed")
        file = program.target / "ketacli" / "cli" / "completions" / f"keta.{shell}"
        ran = subprocess.run([found, check, str(file)], capture_output=True, check=False, timeout=TIMEOUT)
        assert (ran.returncode, ran.stderr) == (0, b"")

    def test_bash(self, program: Program, tmp_path: Path) -> None:
        script = 'eval "$(keta completion bash)"; complete -p keta >/dev/null || exit 9\n'
        for line in self.LINES:
            words = ["keta", *line.split(" ")]
            script += f"""
                COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}
                _keta keta {shlex.quote(words[-1])} {shlex.quote(words[-2])}
                printf '%s\\n' "${{COMPREPLY[@]}}" {END}
            """
        shown = self.shell(program, tmp_path, "bash", script).split(f"{END}\n")[:-1]
        assert [each.split("\n")[:-1] for each in shown] == [offered(line) for line in self.LINES]

    def test_bash_offers_nothing_for_an_unknown_command(self, program: Program, tmp_path: Path) -> None:
        script = """
            eval "$(keta completion bash)"
            COMP_WORDS=(keta nope ''); COMP_CWORD=2; _keta keta '' nope
            echo "${#COMPREPLY[@]}"
        """
        assert self.shell(program, tmp_path, "bash", script) == "0\n"

    def test_bash_completes_as_the_script_is_registered(self, program: Program, tmp_path: Path) -> None:
        script = 'eval "$(keta completion bash)"; complete -p keta'
        registered = self.shell(program, tmp_path, "bash", script).split()
        assert registered[-1] == "keta"
        assert "-F" in registered
        assert "default" not in registered, "files are offered only where a path is due"

    def test_zsh(self, program: Program, tmp_path: Path) -> None:
        script = """
            compdef() { [[ "$*" == "_keta keta" ]] || exit 9 }
            _describe() { print -rl -- "${(@P)@[-1]}" }
            eval "$(keta completion zsh)"
        """
        for line in self.LINES:
            words = ["keta", *line.split(" ")]
            script += f"words=({shlex.join(words)}); CURRENT={len(words)}; _keta; print -r -- {END}\n"
        shown = self.shell(program, tmp_path, "zsh", script).split(f"{END}\n")[:-1]
        found = [[candidate.partition(":")[0] for candidate in each.splitlines()] for each in shown]
        assert found == [offered(line) for line in self.LINES]

    def test_fish(self, program: Program, tmp_path: Path) -> None:
        script = "keta completion fish | source"
        script += "".join(f"; complete -C {shlex.quote('keta ' + line)}; echo {END}" for line in self.LINES)
        shown = self.shell(program, tmp_path, "fish", script).split(f"{END}\n")[:-1]
        found = [sorted(candidate.partition("\t")[0] for candidate in each.splitlines()) for each in shown]
        assert found == [sorted(offered(line)) for line in self.LINES]


def run_code(program: Program, code: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python code where the program is installed."""
    return subprocess.run(
        [sys.executable, "-c", code, *words], env=environment(program.target), cwd=program.target,
        capture_output=True, check=False, timeout=TIMEOUT,
    )  # fmt: skip


class TestEdges:
    """An interrupt before the program has begun, and streams that give or take nothing."""

    @pytest.mark.parametrize("where", ["ketacli.cli.reader", "ketacli.cli.session", "ketacli.screens.screen"])
    def test_an_interrupt_of_an_import_leaves_no_traceback(self, program: Program, where: str) -> None:
        # Whatever module is being imported when the signal comes, it is raised there.
        code = (
            "import sys\n"
            "class Interrupt:\n"
            "    def find_spec(self, name, *_):\n"
            f"        if name == {where!r}: raise KeyboardInterrupt\n"
            "sys.meta_path.insert(0, Interrupt())\n"
            "from ketacli.__main__ import main\n"
            "sys.exit(main())\n"
        )
        ran = run_code(program, code, "trials", "--indication", "ptsd")
        assert (ran.returncode, ran.stderr) == (130, b"")

    def test_an_interrupt_before_the_first_line_is_read_leaves_none(self, program: Program) -> None:
        ran = run_code(program, "import ketacli.__main__\nraise KeyboardInterrupt\n")
        assert (ran.returncode, ran.stderr) == (130, b"")

    def test_another_fault_before_it_is_shown(self, program: Program) -> None:
        ran = run_code(program, "import ketacli.__main__\nraise RuntimeError('first')\n")
        assert ran.returncode == 1
        assert b"RuntimeError: first" in ran.stderr

    def test_closed_standard_input_is_told(self, program: Program) -> None:
        ran = subprocess.run(
            f"{shlex.join(program.command)} check - --json <&-",
            shell=True, env=environment(program.target, KETA_DATA=str(MINI)), cwd=program.target,
            capture_output=True, check=False, timeout=TIMEOUT,
        )  # fmt: skip
        assert ran.returncode == 2
        assert json.loads(ran.stdout)["error"]["message"] == "standard input is closed"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
    @pytest.mark.parametrize("words", ["trials --limit 2", "trials -o csv --limit 2", "cite belge-2024"])
    def test_a_note_that_cannot_be_written_loses_no_result(self, program: Program, words: str) -> None:
        usual = program.run(*words.split())
        ran = subprocess.run(
            f"{shlex.join(program.command)} {words} 2>/dev/full",
            shell=True, env=environment(program.target), cwd=program.target, stdout=subprocess.PIPE, check=False,
            timeout=TIMEOUT,
        )  # fmt: skip
        assert ran.returncode == usual.code
        assert ran.stdout.decode() == usual.out


class TestTheEnd:
    """A run ends at once, without taking apart what it has loaded, unless something waits for its end."""

    CODE = (
        "import atexit, os, sys, threading, time\n"
        "class Held:\n"
        "    def __del__(self): os.write(2, b'taken apart. ')\n"
        "held = Held()\n"
        "atexit.register(lambda: os.write(2, b'handler. '))\n"
        "{}\n"
        "from ketacli.__main__ import main\n"
        "sys.exit(main())\n"
    )

    @pytest.mark.parametrize(
        ("before", "written"),
        [
            ("", b"handler. "),
            (
                "threading.Thread(target=lambda: (time.sleep(1), os.write(2, b'thread. '))).start()",
                b"thread. handler. taken apart. ",
            ),
        ],
    )
    def test_what_waits_for_it_is_served(self, program: Program, before: str, written: bytes) -> None:
        ran = run_code(program, self.CODE.format(before), *LIGHT)
        assert ran.returncode == 0
        assert ran.stdout.decode() == program.run(*LIGHT).out
        assert ran.stderr == written

    @pytest.mark.parametrize(
        ("how", "written"),
        [(("cProfile",), "function calls"), (("trace", "--listfuncs", "--module"), "functions called")],
    )
    def test_a_profile_and_a_trace_are_written(self, program: Program, how: tuple[str, ...], written: str) -> None:
        module = () if "--module" in how else ("-m",)
        ran = subprocess.run(
            [sys.executable, "-m", *how, *module, "ketacli", "--version"], env=environment(program.target),
            cwd=program.target, capture_output=True, check=False, timeout=TIMEOUT,
        )  # fmt: skip
        assert ran.returncode == 0
        assert written in ran.stdout.decode()

    @pytest.mark.parametrize(("words", "code"), [(("show", "nothing-of-that-name"), 3), (("trials", "--nope"), 2)])
    def test_the_exit_code_is_that_of_the_run(self, program: Program, words: tuple[str, ...], code: int) -> None:
        ran = run_code(program, self.CODE.format(""), *words)
        assert ran.returncode == code
        assert ran.stderr.endswith(b"handler. ")
        assert b"taken apart" not in ran.stderr

    def test_a_handler_that_fails_hides_no_result(self, program: Program) -> None:
        ran = run_code(program, self.CODE.format("atexit.register(lambda: 1 / 0)"), *LIGHT)
        assert ran.returncode == 0
        assert ran.stdout.decode() == program.run(*LIGHT).out
