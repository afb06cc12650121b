"""Whether a checkout's TOML, or what makes records of it, is newer than the compiled data; imports nothing heavy."""

from __future__ import annotations

import os
import time

LAG = 20_000_000
"""Nanoseconds by which the time of a file may lag behind the clock's."""


def now() -> int:
    """The time from which on a saved file counts as newer, in nanoseconds since 1970: taken before files are read."""
    return time.time_ns() - LAG


def stale(compiled: str, *folders: str) -> bool:
    """Whether a file or folder of ``folders`` changed after what ``compiled`` was made from was read."""
    stamp = os.stat(os.path.join(compiled, "meta.json")).st_mtime_ns  # noqa: PTH116, PTH118
    return any(_newest(folder) > stamp for folder in folders)


def _newest(folder: str) -> int:
    newest = os.stat(folder).st_mtime_ns  # noqa: PTH116
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name != "__pycache__":
                newest = max(newest, _newest(entry.path) if entry.is_dir() else entry.stat().st_mtime_ns)
    return newest
