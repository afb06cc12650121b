"""Read files that others have made: regular ones alone, up to a limit, so that none can hang or fill the memory.

Tab completion reads a directory with it too, so it imports nothing heavy.
"""

from __future__ import annotations

import os
import stat

LARGEST = 1_000_000
"""Bytes of a file of data; the largest record there is has 130,000."""

SORTS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


class Unread(OSError):
    """A file that is not read for what it is; ``strerror`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(None, reason)


def read_bytes(path: str | os.PathLike[str], most: int = LARGEST) -> bytes:
    """What a file holds; OSError where it cannot be read, Unread where it is no regular file or has more bytes."""
    _refuse(os.stat(path), most)  # noqa: PTH116
    # Between the two looks a pipe may have taken the file's place: opening it must not wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123
        _refuse(os.fstat(file.fileno()), most)
        found = file.read(most + 1)
    if len(found) > most:
        raise too_large(most)
    return found


def too_large(most: int) -> Unread:
    """The error for more than is read."""
    return Unread(f"larger than {most // 1_000_000} MB, the most that is read")


def _refuse(found: os.stat_result, most: int) -> None:
    for is_one, sort in SORTS:
        if is_one(found.st_mode):
            raise Unread(f"{sort} and no regular file")
    if stat.S_ISREG(found.st_mode) and found.st_size > most:
        raise too_large(most)
