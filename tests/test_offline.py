"""keta opens no socket but on request: every example of every command, with each way to reach out watched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ketacli

from .support import MINI
from .watched import examples, watched

OURS = Path(ketacli.__file__).resolve().parent
REACHING = re.compile(
    r"^\s*(?:from|import) (?:_?socket|ssl|urllib\.request|http|ftplib|smtplib|socketserver|asyncio|httpx|requests"
    r"|aiohttp|uvicorn|websockets|xmlrpc)\b",
    re.MULTILINE,
)


def test_no_command_opens_a_socket_or_starts_a_program(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ended, seen = examples(tmp_path_factory)
    assert {example: each.err for example, each in ended.items() if each.code != 0} == {}
    assert seen == []
    more = [["trials", "--data", str(MINI)], ["check", str(MINI)], ["nope"], ["how", "long", "does", "it", "last"], []]
    others, seen = watched(tmp_path, more)
    assert [each.code for each in others] == [0, 0, 4, 0, 0]
    assert seen == []


def test_only_one_module_can_reach_out() -> None:
    """Nothing of the program but this imports what opens sockets; the server for agents leaves them to its library."""
    found = [file for file in OURS.rglob("*.py") if REACHING.search(file.read_text(encoding="utf-8"))]
    assert [file.relative_to(OURS).as_posix() for file in found] == ["cli/online/ask.py"]


def test_fetch_reaches_out_and_a_report_on_what_cannot_be_asked_does_not(tmp_path: Path) -> None:
    ended, seen = watched(tmp_path, [["fetch", "NCT02210780", "--base", "http://127.0.0.1:9"]])
    assert [each.code for each in ended] == [5]
    assert "socket.connect" in seen
    ended, seen = watched(tmp_path, [["fetch", "--status", "nct02417064"]])
    assert [each.code for each in ended] == [0]
    assert [event for event in seen if "connect" in event or "getaddrinfo" in event] == []


def test_one_that_did_would_be_seen(tmp_path: Path) -> None:
    _, seen = watched(tmp_path, [["--version"]], "open")
    assert "socket.__new__" in seen
