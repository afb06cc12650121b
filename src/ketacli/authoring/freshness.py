"""Whether a checkout's TOML is newer than what was compiled from it; imports nothing heavy."""

from __future__ import annotations

import os


def stale(package: str) -> bool:
    """Whether a file or folder of ``package/data`` changed after ``package/_compiled`` was written."""
    compiled = os.stat(os.path.join(package, "_compiled", "meta.json")).st_mtime_ns  # noqa: PTH116, PTH118
    return _newest(os.path.join(package, "data")) > compiled  # noqa: PTH118


def _newest(folder: str) -> int:
    newest = os.stat(folder).st_mtime_ns  # noqa: PTH116
    with os.scandir(folder) as entries:
        for entry in entries:
            newest = max(newest, _newest(entry.path) if entry.is_dir() else entry.stat().st_mtime_ns)
    return newest
