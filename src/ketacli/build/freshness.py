"""Whether a checkout's TOML, or what makes records of it, is newer than the compiled data; imports nothing heavy."""

from __future__ import annotations

import os


def stale(compiled: str, *folders: str) -> bool:
    """Whether a file or folder of ``folders`` changed after ``compiled`` was written."""
    stamp = os.stat(os.path.join(compiled, "meta.json")).st_mtime_ns  # noqa: PTH116, PTH118
    return any(_newest(folder) > stamp for folder in folders)


def _newest(folder: str) -> int:
    newest = os.stat(folder).st_mtime_ns  # noqa: PTH116
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name != "__pycache__":
                newest = max(newest, _newest(entry.path) if entry.is_dir() else entry.stat().st_mtime_ns)
    return newest
