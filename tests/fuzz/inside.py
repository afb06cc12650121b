"""Run one line in this process, in surroundings that it is given: environment, streams, encoding."""

from __future__ import annotations

import errno
import io
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Literal, NamedTuple

from ketacli.__main__ import main
from ketacli.cli.online import services

CLEARED: Final = (
    *("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM", "LESS", "ACCESSIBLE"),
    *("KETA_DATA", "KETA_COMPLETE", "KETA_DEBUG", "KETA_PAGER"),
)

TRIES: Final = 1
"""Tries of ``keta fetch``, which finds nobody here."""

Out = Literal["pipe", "terminal", "full", "gone", "closed"]


class Surroundings(NamedTuple):
    """What a line is run in."""

    environment: tuple[tuple[str, str], ...] = ()
    stdin: bytes | None = b""
    """None where it is closed."""
    out: Out = "pipe"
    err: Out = "pipe"
    encoding: str = "utf-8"


class Result(NamedTuple):
    """What a line gave; the streams are empty where they take nothing."""

    code: int
    out: str
    err: str


class _Refusing(io.RawIOBase):
    """A stream that takes nothing: its disk is full, or its reader has gone."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def writable(self) -> bool:
        return True

    def write(self, _: Any) -> int:
        raise OSError(self.number, os.strerror(self.number))


class _Text(io.TextIOWrapper):
    """A text stream that says whether it is a terminal."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal


def _stream(kind: Out, encoding: str, errors: str) -> tuple[_Text | None, io.BytesIO]:
    kept = io.BytesIO()
    if kind == "closed":
        return None, kept
    raw: Any = kept
    if kind in ("full", "gone"):
        raw = io.BufferedWriter(_Refusing(errno.ENOSPC if kind == "full" else errno.EPIPE))
    text = _Text(raw, encoding=encoding, errors=errors, newline="\n", write_through=False)
    text.terminal = kind == "terminal"
    return text, kept


@contextmanager
def _environment(settings: tuple[tuple[str, str], ...]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in {*CLEARED, "CI", *(name for name, _ in settings)}}
    for name in CLEARED:
        os.environ.pop(name, None)
    # How far long work is, a terminal is told after a second: by the clock, so that no two runs are alike.
    os.environ.update({"CI": "1", **dict(settings)})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _nobody(*_: Any, **__: Any) -> None:
    raise ConnectionRefusedError(errno.ECONNREFUSED, "nobody is there")


@contextmanager
def _alone() -> Iterator[None]:
    """No line reaches a network, whatever address it names."""
    before = socket.create_connection, services.TRIES
    socket.create_connection, services.TRIES = _nobody, TRIES  # type: ignore[assignment]
    try:
        yield
    finally:
        socket.create_connection, services.TRIES = before


def run(words: list[str], around: Surroundings) -> Result:
    """The exit code of a line and what it wrote. What the program does not catch is raised."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, out_kept = _stream(around.out, around.encoding, "strict")
    err, err_kept = _stream(around.err, around.encoding, "backslashreplace")
    with _environment(around.environment), _alone():
        sys.stdin = None if around.stdin is None else io.TextIOWrapper(io.BytesIO(around.stdin))
        sys.stdout, sys.stderr = out, err
        try:
            code = main(list(words))
        finally:
            opened = [each for each in (sys.stdout, sys.stderr) if each is not None]
            sys.stdin, sys.stdout, sys.stderr = before
            for stream in opened:
                _end(stream)
    return Result(code, _read(out_kept, around.encoding), _read(err_kept, around.encoding))


def _end(stream: Any) -> None:
    """Flush what is left; a stream that takes nothing is let go of."""
    try:
        stream.flush()
        stream.detach()
    except (OSError, ValueError):
        try:
            stream.close()
        except (OSError, ValueError):
            return


def _read(kept: io.BytesIO, encoding: str) -> str:
    raw = kept.getvalue()
    # What programs read is UTF-8 in every surroundings.
    for each in ("utf-8", encoding):
        try:
            return raw.decode(each)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
