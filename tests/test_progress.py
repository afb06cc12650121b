"""Long work tells on a terminal how far it is: a bar that is gone at the end, sentences for listeners, nothing else."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from ketacli.cli import progress
from ketacli.cli.progress import Progress
from ketacli.records.steps import counted, listen

from .overlay import clinic
from .support import MINI
from .test_process import drain

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

HURRIED = """
import sys
from ketacli.cli import progress
from ketacli.cli.online import services
progress.PATIENCE, progress.PAUSE, services.BACKOFF = 0, 0, 0
from ketacli.__main__ import main
raise SystemExit(main(sys.argv[1:]))
"""
"""The program, which waits for nothing before it says how far it is."""
BAR = re.compile(r"keta: .*?(\d[\d,]*) of (\d[\d,]*) (\w[\w ]*)")


def shown(*words: str, code: int = 0, env: dict[str, str] | None = None) -> str:
    """What stands on a terminal that is standard error alone."""
    mine, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 25, 100, 0, 0))
    left = {name: value for name, value in os.environ.items() if name not in ("CI", "ACCESSIBLE", "NO_COLOR")}
    with subprocess.Popen(
        [sys.executable, "-c", HURRIED, *words],
        env={**left, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=its,
    ) as process:
        os.close(its)
        text = drain(mine).decode("utf-8")
    os.close(mine)
    assert process.returncode == code, text
    return text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with records of one's own."""
    return clinic(tmp_path)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (f"check {MINI}", {"files read", "records checked"}),
        ("trials --data FOLDER -o csv", {"files read", "records checked", "records compiled", "records indexed",
                                           "records linked"}),
        ("check FOLDER", {"files read", "records checked"}),
        ("export regimens --output OUT/all.sqlite -o sqlite", {"records exported", "records indexed"}),
        ("forest --form esketamine --outcome response --timepoint 28d --comparator placebo --multiverse",
         {"sets of trials"}),
        ("fetch --status reif-2023 nct02417064 --base http://127.0.0.1:9", {"documents"}),
    ],
)  # fmt: skip
def test_a_bar_that_is_gone_at_the_end(line: str, parts: set[str], folder: Path, tmp_path: Path) -> None:
    words = [word.replace("FOLDER", str(folder)).replace("OUT", str(tmp_path)) for word in line.split()]
    text = shown(*words, code=5 if line.startswith("fetch") else 0)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    assert {found[2].strip() for found in BAR.findall(plain)} == parts
    assert all(int(done.replace(",", "")) <= int(all_.replace(",", "")) for done, all_, _ in BAR.findall(plain))
    assert "\x1b[?25l" in text, "the cursor is hidden"
    end = text[text.index("\x1b[?25h") :]
    assert end.startswith("\x1b[?25h\r\x1b[1A\x1b[2K"), "and is back, on a line that is empty"
    assert "\x1b[3" not in text, "no colour that means something else"


def test_a_line_each_ten_percent_for_listeners() -> None:
    for text in (shown("check", str(MINI), "--accessible"), shown("check", str(MINI), env={"ACCESSIBLE": "1"})):
        lines = text.replace("\r\n", "\n").splitlines()
        assert "\x1b" not in text
        assert all(re.fullmatch(r"keta: \d+ percent of [\d,]+ (files read|records checked)", each) for each in lines)
        assert lines[-1].startswith("keta: 100 percent of ")
        assert len(lines) == len(set(lines)) <= 20


@pytest.mark.parametrize("env", [{"CI": "true"}, {"CI": "1"}, {"TERM": "dumb"}])
def test_nothing_where_nobody_watches(env: dict[str, str]) -> None:
    assert shown("check", str(MINI), env=env) == ""


@pytest.mark.parametrize("env", [{"CI": ""}, {"CI": "false"}])
def test_what_is_no_ci(env: dict[str, str]) -> None:
    assert "records checked" in shown("check", str(MINI), env=env)


def test_nothing_in_a_pipe() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", HURRIED, "check", str(MINI), "--accessible"], capture_output=True, text=True, check=True
    )
    assert ran.stderr == ""


def test_nothing_of_work_that_is_soon_done(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.delenv("CI", raising=False)
    with Progress("files") as bar:
        for done in range(10):
            bar.tick(done, 10)
    assert stream.text == ""


class Terminal:
    """A stream that says it is a terminal, and may be gone."""

    def __init__(self, gone: bool = False) -> None:
        self.text = ""
        self.gone = gone

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.gone:
            raise OSError(5, "Input/output error")
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


@pytest.mark.parametrize("accessible", [False, True])
def test_a_terminal_that_is_gone_stops_no_work(monkeypatch: pytest.MonkeyPatch, accessible: bool) -> None:
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    monkeypatch.setattr("sys.stderr", Terminal(gone=True))
    monkeypatch.delenv("CI", raising=False)
    with Progress(accessible=accessible):
        assert list(counted(range(20), "files", 20)) == list(range(20))


def test_who_listens_is_told_and_the_listener_before_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.delenv("CI", raising=False)
    heard: list[tuple[str, int, int]] = []
    before = listen(lambda *step: heard.append(step))
    try:
        with Progress():
            assert list(counted("ab", "letters", 2)) == ["a", "b"]
        assert heard == []
        assert list(counted("ab", "letters", 2)) == ["a", "b"]
        assert heard == [("letters", 0, 2), ("letters", 1, 2), ("letters", 2, 2)]
        with pytest.raises(KeyError), Progress():
            raise KeyError
        assert list(counted("", "letters", 0)) == []
        assert heard[-1] == ("letters", 0, 0)
    finally:
        listen(before)


def test_no_bar_costs_a_quick_answer_nothing() -> None:
    code = "import sys; from ketacli.__main__ import main; main(['trials', '--json']); " \
           "sys.stderr.write(str({'rich.progress', 'ketacli.cli.progress'} & {*sys.modules}))"  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr == "set()"
