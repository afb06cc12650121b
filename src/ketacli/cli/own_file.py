"""The text of a file that a person names, or of standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from ketacli.build.files import read_bytes, too_large
from ketacli.errors import UsageError

LARGEST = 5_000_000
"""Bytes of a table; more is no table of studies."""
OPENED = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
"""Where a shell puts what another program writes: pipes that have a writer."""


def text_of(name: str) -> str:
    """The text of a file in UTF-8, or Latin-1 as spreadsheets of old write it; ``-`` is standard input.

    UsageError for one that cannot be read: devices, pipes that nobody may write to, and more than 5 MB among them.
    """
    try:
        data = _standard_input() if name == "-" else _read(name)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no name of a file"
        raise UsageError(f"{name} cannot be read: {reason}", "Give a CSV, TSV or JSON file of at most 5 MB.",
                         field="from", value=name) from None  # fmt: skip
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise OSError(None, "standard input is closed")
    raw = getattr(sys.stdin, "buffer", None)
    return _limited(raw.read(LARGEST + 1) if raw is not None else sys.stdin.read().encode())


def _read(name: str) -> bytes:
    if name.startswith(OPENED) and Path(name).is_fifo():
        with Path(name).open("rb") as pipe:
            return _limited(pipe.read(LARGEST + 1))
    return read_bytes(name, LARGEST)


def _limited(data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise too_large(LARGEST)
    return data
