"""Command lines in a process of their own, each way to reach out watched; the examples of help once in a test run."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import ketacli
from ketacli.cli.table import COMMANDS

from .installed import environment, made_once

SOURCES = Path(ketacli.__file__).resolve().parent.parent
WATCHED = ("socket.", "ssl.", "urllib.", "http.client.", "ftplib.", "smtplib.", "webbrowser.", "subprocess.",
           "os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.spawn")  # fmt: skip
PROBE = f"""
import sys, json
seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event.startswith({WATCHED!r}) else None)
import io, os
from ketacli.__main__ import main
ran, out, kept = [], sys.stdout, sys.stderr
for words in json.loads(sys.argv[1]):
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    before = set(os.listdir())
    if words[:1] == ["fetch"]:
        from ketacli.cli.online import services
        services.BACKOFF = 0
    code = main(words)
    ran.append([code, bool(sys.stdout.getvalue() or set(os.listdir()) - before), sys.stderr.getvalue()])
sys.stdout, sys.stderr = out, kept
if sys.argv[2:]:
    import socket
    socket.socket().close()
print(json.dumps([ran, seen]))
"""

APART = ("assert", "check", "diff", "fetch", "mcp", "new")
"""Commands that want a file, take long, start git for a revision, or wait for another program. Two of them are the
exceptions: ``fetch`` asks the network, and ``mcp --http`` listens."""
EXAMPLES = [example for command in COMMANDS if command.name not in APART for example in command.examples]


class Ended(NamedTuple):
    """How one line ended."""

    code: int
    gave: bool
    """Whether it printed anything, or made a file."""
    err: str


def watched(folder: Path, lines: list[list[str]], *more: str) -> tuple[list[Ended], list[str]]:
    """How the lines ended in a folder, and what was done that is watched."""
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(lines), *more],
        cwd=folder,
        env=environment(SOURCES),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    ended, seen = json.loads(ran.stdout)
    return [Ended(*each) for each in ended], seen


def examples(factory: pytest.TempPathFactory) -> tuple[dict[str, Ended], list[str]]:
    """The same for the examples of help, run once whoever asks first."""

    def make(target: Path) -> None:
        (target / "in").mkdir(parents=True)
        found = watched(target / "in", [shlex.split(example)[1:] for example in EXAMPLES])
        (target / "found.json").write_text(json.dumps(found), encoding="utf-8")

    text = (made_once(factory, "examples", make) / "found.json").read_text(encoding="utf-8")
    ended, seen = json.loads(text)
    return {example: Ended(*each) for example, each in zip(EXAMPLES, ended, strict=True)}, seen
