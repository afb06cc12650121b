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

from ketacli.cli.spec import BY_NAME, COMMANDS, TOPICS

from .support import MINI, copy_mini
from .test_imports import environment, install

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

TIMEOUT = 60
COLOUR = "\x1b["
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
LEFT_OUT = "Left out at this width: "
SHELLS = ("bash", "zsh", "fish")
LONG = ("trials", "--json")
"""More than a pipe holds."""


class Ran(NamedTuple):
    """What one process gave."""

    code: int
    out: str
    err: str


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
        """Run it on a pseudo-terminal of so many columns."""
        mine, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))
        with subprocess.Popen(
            [*self.command, *words],
            env=environment(self.target, **{"TERM": "xterm-256color", **env}),
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
    return Program(install(tmp_path_factory.getbasetemp()))


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

    @pytest.mark.parametrize("words", [("trials",), LONG, ("trials", "--color", "always"), ("sources",)])
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

    def test_below_72_columns_each_row_is_a_record(self, program: Program) -> None:
        wide = lines_of(program.screen("trials", columns=100).out)
        narrow = lines_of(program.screen("trials", columns=60).out)
        assert any(line.startswith("Trial ") for line in wide)
        assert not any(line.startswith("Trial ") for line in narrow)
        assert any(line.startswith("  Result ") for line in narrow)

    def test_columns_that_do_not_fit_are_named(self, program: Program) -> None:
        shown = lines_of(program.screen("trials", columns=84).out)
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
    def test_in_a_pipe(self, program: Program, asked: str, env: dict[str, str], coloured: bool) -> None:
        ran = program.run("status", *(("--color", asked) if asked else ()), **env)
        assert ran.code == 0
        assert (COLOUR in ran.out) == coloured

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
        ran = program.screen("status", *(("--color", asked) if asked else ()), columns=80, **env)
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
        assert program.run("status", "--width", "60", COLUMNS="100").out == program.run("status", "--width", "60").out

    def test_columns_go_before_the_terminal(self, program: Program) -> None:
        wide = program.screen("trials", columns=100).out
        assert program.screen("trials", columns=60, COLUMNS="100").out == wide

    def test_a_senseless_width_is_passed_over(self, program: Program) -> None:
        usual = program.run("status")
        for columns in ("", "0", "5", "-80", "many", "1e3", "99999", "9" * 5000, "\uff18\uff10"):
            assert program.run("status", COLUMNS=columns) == usual, columns

    def test_a_pipe_is_not_wrapped(self, program: Program) -> None:
        assert max(map(len, program.run("trials").out.splitlines())) > 200


class TestData:
    """Which data is read, and data that cannot be."""

    def released(self, ran: Ran) -> str:
        """The date that the data in use says of itself."""
        assert ran.code == 0, ran.err
        return str(json.loads(ran.out)["data"]["released"])

    def test_a_directory_by_environment_and_by_option(self, program: Program, tmp_path: Path) -> None:
        other = copy_mini(tmp_path)
        meta = other / "meta.toml"
        meta.write_text(meta.read_text(encoding="utf-8").replace("2001-02-03", "1999-12-31"), encoding="utf-8")
        shipped = self.released(program.run("status", "--json"))
        assert shipped not in ("2001-02-03", "1999-12-31")
        assert self.released(program.run("status", "--json", KETA_DATA="")) == shipped
        assert self.released(program.run("status", "--json", KETA_DATA=str(MINI))) == "2001-02-03"
        assert self.released(program.run("status", "--json", "--data", str(MINI))) == "2001-02-03"
        both = program.run("status", "--json", "--data", str(other), KETA_DATA=str(MINI))
        assert self.released(both) == "1999-12-31"
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
        ("pattern", "words"),
        [
            ("trials.*", ("trials",)),
            ("trials.*", ("show", "transform-2")),
            ("sources.*", ("trials", "--json")),
            ("meta.*", ("status",)),
            ("index.*", ("show", "transform-2")),
            ("routes.*", ("trials", "--route", "iv")),
        ],
    )
    @pytest.mark.parametrize("damage", ["gone", "cut", "bytes", "text"])
    def test_damaged_compiled_data(self, breakable: Program, pattern: str, words: tuple[str, ...], damage: str) -> None:
        with damaged(breakable, pattern, damage):
            ran = breakable.run(*words)
        assert ran.code == 5, ran
        assert ran.err.startswith("keta: ")
        assert pattern.removesuffix(".*") in ran.err
        assert len(ran.err.splitlines()) == 2
        assert "Traceback" not in ran.err

    @pytest.mark.parametrize("damage", ["empty", "short"])
    @pytest.mark.parametrize("pattern", ["trials.*", "sources.*"])
    def test_records_that_are_gone_are_missed(self, breakable: Program, pattern: str, damage: str) -> None:
        with damaged(breakable, pattern, damage):
            ran = breakable.run("trials", "--json")
        assert ran.code == 5

    def test_damaged_data_as_json(self, breakable: Program) -> None:
        with damaged(breakable, "meta.*", "cut"):
            error = json.loads(breakable.run("status", "--json").out)["error"]
        assert (error["code"], error["exit"]) == ("data", 5)

    @pytest.mark.parametrize(("damage", "said"), [("gone", "missing"), ("empty", "damaged"), ("text", "damaged")])
    def test_the_version_is_told_even_then(self, breakable: Program, damage: str, said: str) -> None:
        with damaged(breakable, "meta.*", damage):
            ran = breakable.run("--version")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.endswith(f", data {said}\n")

    def test_completion_keeps_still_then(self, breakable: Program) -> None:
        assert breakable.candidates("show", "transform-2") == ["transform-2"]
        with damaged(breakable, "index.*", "cut"):
            assert breakable.candidates("show", "transform-2") == []


@contextmanager
def damaged(program: Program, pattern: str, damage: str) -> Iterator[None]:
    """Damage one compiled file for a while, in one of the ways that files are damaged."""
    [file] = (program.target / "ketacli" / "_compiled").glob(pattern)
    whole = file.read_bytes()
    changed = {
        "empty": b"",
        "short": b"".join(whole.splitlines(keepends=True)[:-1]),
        "cut": whole[: len(whole) // 2],
        "bytes": b"\xff\xfe" + whole,
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
        assert advice.endswith("  keta help safety")
        page = (program.target / "ketacli" / "topics" / "safety.txt").read_text(encoding="utf-8")
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
            (("trials", "-o", ""), ["table", "json", "jsonl", "csv", "tsv", "markdown", "toml"]),
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
    def test_values(self, program: Program, words: tuple[str, ...], offered: list[str]) -> None:
        assert program.candidates(*words) == offered

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


def offered(program: Program, line: str) -> list[str]:
    """What the program offers for a line; something in every case here."""
    found = program.candidates(*line.split(" "))
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

    @pytest.mark.parametrize("line", LINES)
    def test_bash(self, program: Program, tmp_path: Path, line: str) -> None:
        words = ["keta", *line.split(" ")]
        script = f"""
            eval "$(keta completion bash)"
            complete -p keta >/dev/null || exit 9
            COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}
            _keta keta {shlex.quote(words[-1])} {shlex.quote(words[-2])}
            printf '%s\\n' "${{COMPREPLY[@]}}"
        """
        assert self.shell(program, tmp_path, "bash", script).split("\n")[:-1] == offered(program, line)

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

    @pytest.mark.parametrize("line", LINES)
    def test_zsh(self, program: Program, tmp_path: Path, line: str) -> None:
        words = ["keta", *line.split(" ")]
        script = f"""
            compdef() {{ [[ "$*" == "_keta keta" ]] || exit 9 }}
            _describe() {{ print -rl -- "${{(@P)@[-1]}}" }}
            eval "$(keta completion zsh)"
            words=({shlex.join(words)}); CURRENT={len(words)}
            _keta
        """
        shown = self.shell(program, tmp_path, "zsh", script)
        assert [candidate.partition(":")[0] for candidate in shown.splitlines()] == offered(program, line)

    @pytest.mark.parametrize("line", LINES)
    def test_fish(self, program: Program, tmp_path: Path, line: str) -> None:
        script = f"keta completion fish | source; complete -C {shlex.quote('keta ' + line)}"
        shown = self.shell(program, tmp_path, "fish", script)
        found = [candidate.partition("\t")[0] for candidate in shown.splitlines()]
        assert sorted(found) == sorted(offered(program, line))
