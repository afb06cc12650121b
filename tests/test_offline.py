"""keta opens no socket but on request: every example of every command, with each way to reach out watched."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import ketacli
from ketacli.cli.table import COMMANDS

from .installed import environment
from .support import MINI

SOURCES = Path(ketacli.__file__).resolve().parent.parent
WATCHED = ("socket.", "ssl.", "urllib.", "http.client.", "ftplib.", "smtplib.", "webbrowser.", "subprocess.",
           "os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.spawn")  # fmt: skip
PROBE = f"""
import sys, json
seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event.startswith({WATCHED!r}) else None)
import io
from ketacli.__main__ import main
codes, out, kept = [], sys.stdout, sys.stderr
for words in json.loads(sys.argv[1]):
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    codes.append(main(words))
sys.stdout, sys.stderr = out, kept
if sys.argv[2:]:
    import socket
    socket.socket().close()
print(json.dumps([codes, seen]))
"""

APART = ("assert", "check", "diff", "fetch", "mcp", "new")
"""Commands that want a file, take long, start git for a revision, or wait for another program. Two of them are the
exceptions: ``fetch`` asks the network, and ``mcp --http`` listens."""
OURS = Path(ketacli.__file__).resolve().parent
REACHING = re.compile(
    r"^\s*(?:from|import) (?:_?socket|ssl|urllib\.request|http|ftplib|smtplib|socketserver|asyncio|httpx|requests"
    r"|aiohttp|uvicorn|websockets|xmlrpc)\b",
    re.MULTILINE,
)
LINES = [shlex.split(example)[1:] for command in COMMANDS if command.name not in APART for example in command.examples]


def watched(folder: Path, lines: list[list[str]], *more: str) -> tuple[list[int], list[str]]:
    """The exit codes of the lines, and what was done that is watched."""
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(lines), *more],
        cwd=folder,
        env=environment(SOURCES),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    codes, seen = json.loads(ran.stdout)
    return codes, seen


def test_no_command_opens_a_socket_or_starts_a_program(tmp_path: Path) -> None:
    more = [["trials", "--data", str(MINI)], ["check", str(MINI)], ["nope"], ["how", "long", "does", "it", "last"], []]
    codes, seen = watched(tmp_path, [*LINES, *more])
    assert codes == [0] * (len(LINES) + 2) + [2, 0, 0]
    assert seen == []


def test_only_one_module_can_reach_out() -> None:
    """Nothing of the program but this imports what opens sockets; the server for agents leaves them to its library."""
    found = [file for file in OURS.rglob("*.py") if REACHING.search(file.read_text(encoding="utf-8"))]
    assert [file.relative_to(OURS).as_posix() for file in found] == ["cli/online/ask.py"]


def test_fetch_reaches_out_and_a_report_on_what_cannot_be_asked_does_not(tmp_path: Path) -> None:
    codes, seen = watched(tmp_path, [["fetch", "NCT02210780", "--base", "http://127.0.0.1:9"]])
    assert codes == [5]
    assert "socket.connect" in seen
    codes, seen = watched(tmp_path, [["fetch", "--status", "nct02417064"]])
    assert (codes, [event for event in seen if "connect" in event or "getaddrinfo" in event]) == ([0], [])


def test_one_that_did_would_be_seen(tmp_path: Path) -> None:
    _, seen = watched(tmp_path, [["--version"]], "open")
    assert "socket.__new__" in seen
