"""The pager on a real pseudo-terminal: used only where it helps, and an answer is never lost to it."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shlex
import signal
import stat
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from ketacli.cli import pager

from .installed import environment, install
from .test_process import ESCAPES, TIMEOUT, Program, drain

pty = pytest.importorskip("pty")

LONG = ("trials", "--indication", "trd")
SHORT = ("sources", "nct02418585")
SEEN = "<<seen by the pager>>"


class Ran(NamedTuple):
    """What one process on a terminal gave."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """What was shown, without colours."""
        return ESCAPES.sub("", self.out)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(install(tmp_path_factory))


def script(folder: Path, body: str) -> str:
    """A program in a folder whose name has a space, as one quoted word of a command line."""
    home = folder / "my pagers"
    home.mkdir(exist_ok=True)
    file = home / "pager.py"
    file.write_text(f"#!{sys.executable}\nimport os, sys, time, signal, json\n{body}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return shlex.quote(str(file))


def copying(folder: Path) -> str:
    """A pager that says that it was there and shows what it got."""
    return script(
        folder, f"print({SEEN!r}, *sys.argv[1:], flush=True)\nsys.stdout.buffer.write(sys.stdin.buffer.read())"
    )


def show(program: Program, *words: str, lines: int = 25, columns: int = 100, hit: int | None = None, **env: str) -> Ran:
    """Run the program on a terminal of a size; ``hit`` is a signal sent to everyone there once something is shown."""
    mine, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    with subprocess.Popen(
        [*program.command, *words],
        env=environment(program.target, **{"TERM": "xterm-256color", **env}),
        cwd=program.target,
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        os.close(its)
        first = b""
        if hit is not None:
            first = os.read(mine, 1000)
            time.sleep(0.2)
            os.killpg(process.pid, hit)
        shown = first + drain(mine)
        _, err = process.communicate(timeout=TIMEOUT)
    os.close(mine)
    return Ran(process.returncode, shown.decode("utf-8").replace("\r\n", "\n"), err.decode("utf-8"))


def called_less(tmp_path: Path) -> Path:
    """A folder whose ``less`` copies what it is given, after saying how it was called."""
    copying(tmp_path)
    folder = tmp_path / "my pagers"
    (folder / "pager.py").rename(folder / "less")
    return folder


class TestWhen:
    """Only on a terminal, only for what is longer than the screen, and not when it is turned off."""

    def test_on_by_default(self, program: Program, tmp_path: Path) -> None:
        path = f"{called_less(tmp_path)}{os.pathsep}{os.environ['PATH']}"
        ran = show(program, *LONG, PATH=path)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"{SEEN} -FRX\n")

    def test_the_variable_names_another(self, program: Program, tmp_path: Path) -> None:
        bare = show(program, *LONG, "--no-pager")
        ran = show(program, *LONG, KETA_PAGER=copying(tmp_path))
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == f"{SEEN}\n{bare.out}"
        assert "\x1b[" in ran.out

    def test_its_words_are_split_and_no_shell_reads_them(self, program: Program, tmp_path: Path) -> None:
        ran = show(program, *LONG, KETA_PAGER=f"{copying(tmp_path)} 'two words' $HOME ; rm *")
        assert ran.out.startswith(f"{SEEN} two words $HOME ; rm *\n")

    def test_the_option_alone_takes_less(self, program: Program, tmp_path: Path) -> None:
        path = f"{called_less(tmp_path)}{os.pathsep}{os.environ['PATH']}"
        ran = show(program, *LONG, "--pager", PATH=path, KETA_PAGER="")
        assert ran.out.startswith(f"{SEEN} -FRX\n")

    @pytest.mark.parametrize("empty", ["", "  "])
    def test_an_empty_variable_is_off(self, program: Program, tmp_path: Path, empty: str) -> None:
        path = f"{called_less(tmp_path)}{os.pathsep}{os.environ['PATH']}"
        ran = show(program, *LONG, KETA_PAGER=empty, PATH=path)
        assert SEEN not in ran.out
        assert ran == show(program, *LONG, "--no-pager", PATH=path)

    def test_a_text_that_fits_is_printed(self, program: Program, tmp_path: Path) -> None:
        ran = show(program, *SHORT, lines=60, KETA_PAGER=copying(tmp_path))
        assert ran == show(program, *SHORT, "--no-pager", lines=60)
        assert SEEN in show(program, *SHORT, lines=5, KETA_PAGER=copying(tmp_path)).out

    def test_in_a_pipe_it_does_nothing(self, program: Program, tmp_path: Path) -> None:
        bare = program.run(*LONG)
        assert program.run(*LONG, "--pager", KETA_PAGER=copying(tmp_path)) == bare

    def test_json_is_never_paged(self, program: Program, tmp_path: Path) -> None:
        ran = show(program, *LONG, "--json", "--pager", KETA_PAGER=copying(tmp_path))
        assert json.loads(ran.out)["schema"] == "keta.trials/1"

    def test_a_dumb_terminal_has_none(self, program: Program, tmp_path: Path) -> None:
        ran = show(program, *LONG, "--pager", TERM="dumb", KETA_PAGER=copying(tmp_path))
        assert SEEN not in ran.out
        assert "\x1b" not in ran.out

    def test_sentences_for_listeners_are_paged_when_asked_for(self, program: Program, tmp_path: Path) -> None:
        ran = show(program, *LONG, "--accessible", KETA_PAGER=copying(tmp_path))
        assert ran.out.startswith(f"{SEEN}\nTreatment-resistant depression: ")
        assert "\x1b" not in ran.out
        path = f"{called_less(tmp_path)}{os.pathsep}{os.environ['PATH']}"
        assert SEEN not in show(program, *LONG, "--accessible", PATH=path).out

    def test_help_topics_are_paged(self, program: Program, tmp_path: Path) -> None:
        assert SEEN in show(program, "help", "evidence", "--pager", KETA_PAGER=copying(tmp_path)).out


class TestBroken:
    """A pager that is not there, fails, or is left early."""

    @pytest.mark.parametrize(
        ("asked", "reason"),
        [
            ("no-such-pager-at-all -R", "No such file"),
            ("'never closed", "No closing quotation"),
            ("/", "Permission denied"),
        ],
    )
    def test_one_that_does_not_start_loses_nothing(self, program: Program, asked: str, reason: str) -> None:
        ran = show(program, *LONG, KETA_PAGER=asked)
        assert ran.code == 0
        assert ran.out == show(program, *LONG, "--no-pager").out
        said = " ".join(ran.err.split())
        assert said.startswith(f"keta: the pager does not start ({reason}")
        assert said.endswith("KETA_PAGER says which is used.")
        assert ran.err.count("keta:") == 1

    def test_one_that_fails_loses_nothing(self, program: Program, tmp_path: Path) -> None:
        ran = show(program, *LONG, KETA_PAGER=script(tmp_path, "sys.exit(3)"))
        assert ran.code == 0
        assert ran.out == show(program, *LONG, "--no-pager").out
        said = " ".join(ran.err.split())
        assert re.fullmatch(r"keta: the pager \S.*pager.py ended with 3: printed without it\..*", said)

    def test_leaving_early_ends_quietly(self, program: Program, tmp_path: Path) -> None:
        ran = show(program, *LONG, KETA_PAGER=script(tmp_path, "print(sys.stdin.readline())"))
        assert (ran.code, ran.err) == (0, "")
        assert "Treatment-resistant depression" in ran.text
        assert len(ran.out.splitlines()) < 5

    def test_no_pager_on_the_machine(self, program: Program, tmp_path: Path) -> None:
        ran = show(program, *LONG, "--pager", PATH=str(tmp_path))
        assert ran.code == 0
        assert ran.out == show(program, *LONG, "--no-pager").out
        assert "neither less nor more" in ran.err

    def test_an_interrupt_is_for_the_pager(self, program: Program, tmp_path: Path) -> None:
        body = (
            "signal.signal(signal.SIGINT, lambda *_: print('kept on', flush=True))\n"
            "text = sys.stdin.read()\nprint(text[:20], flush=True)\ntime.sleep(0.6)\nprint('done')"
        )
        ran = show(program, *LONG, hit=signal.SIGINT, KETA_PAGER=script(tmp_path, body))
        assert (ran.code, ran.err) == (0, "")
        assert "kept on" in ran.out
        assert "done" in ran.out

    def test_one_that_an_interrupt_ends_gives_130(self, program: Program, tmp_path: Path) -> None:
        body = "signal.signal(signal.SIGINT, signal.SIG_DFL)\nprint(sys.stdin.readline(), flush=True)\ntime.sleep(30)"
        ran = show(program, *LONG, hit=signal.SIGINT, KETA_PAGER=script(tmp_path, body))
        assert (ran.code, ran.err) == (130, "")


class TestParts:
    """What is decided without a terminal."""

    def test_lines_that_the_terminal_breaks_count_as_several(self) -> None:
        assert pager.fits("x" * 300 + "\n", 100, 4)
        assert not pager.fits("x" * 301 + "\n", 100, 4)
        assert pager.fits("\x1b[1mbold\x1b[0m\n" * 3, 4, 4)
        assert pager.fits("", 80, 2)

    def test_defaults(self) -> None:
        there = [sys.executable, "-c", "import sys; sys.exit(sys.stdin.read() != 'found')"]
        assert pager.commands(" ") == [["less", "-FRX"], ["more"]]
        assert pager.first_of([["no-such-pager-at-all"], there], b"found") == (sys.executable, 0)
        with pytest.raises(ValueError, match="neither less nor more"):
            pager.first_of([["no-such-pager-at-all"], ["nor-such-a-one"]], b"")

    @pytest.mark.parametrize("posix", [True, False])
    def test_what_it_is_given_and_what_it_ends_with(self, monkeypatch: pytest.MonkeyPatch, posix: bool) -> None:
        if not posix:
            monkeypatch.delattr(os, "posix_spawnp", raising=False)
        body = "import os, sys; sys.exit(len(sys.stdin.read()) // 100_000 + 20 * (os.environ['LESS'] == 'FRX'))"
        monkeypatch.delenv("LESS", raising=False)
        assert pager.hand_over([sys.executable, "-c", body], b"x" * 700_000) == 27
        with pytest.raises(FileNotFoundError):
            pager.hand_over(["no-such-pager-at-all"], b"")

    def test_a_windows_path_keeps_its_backslashes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(os, "name", "nt")
            words = pager.commands('"C:\\Program Files\\less.exe" -R')
        assert words == [["C:\\Program Files\\less.exe", "-R"]]
