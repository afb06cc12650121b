"""Compiled overlays, kept by content: one file a set of folders, which is whole or is made again.

The name of a file is the digest of what it was made from, then a checksum of itself: so a file that was cut, or changed
in one byte, is no file of the cache. It is written beside its place and moved there, so that runs side by side see a
whole file or none.
"""

from __future__ import annotations

import os
from zlib import crc32

from ketacli.build.overlays.folders import cache_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ketacli.records.store import Store

ENDING = ".sqlite"
SEEN = ".seen"
LONGEST_KEY = 64
MOST_SEEN = 50
KEPT = 6
"""Files that are kept: the newest ones."""
CHECKED = 64 * 1024 * 1024
"""Bytes up to which the checksum of a file is compared; of a larger one its length alone, which SQLite's head says."""
PIECE = 1 << 20


def kept(key: str) -> Store | None:
    """The store that was made from this content; None where there is none, or it is damaged."""
    from ketacli.errors import DataError
    from ketacli.records.store import open_store

    for path, name in _files():
        if name.startswith(f"{key}-"):
            try:
                if _sound(path, name):
                    return open_store(path)
            except (OSError, DataError):
                continue
    return None


def keep(key: str, write: Callable[[str], object]) -> bool:
    """Keep what ``write`` writes into a path; False where that cannot be, which the answer does not need."""
    folder = cache_folder()
    part = os.path.join(folder, f"{os.getpid()}.part")  # noqa: PTH118
    try:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        _remove(part)
        write(part)
        os.replace(part, os.path.join(folder, f"{key}-{_checksum(part):08x}{ENDING}"))  # noqa: PTH105, PTH118
    except OSError:
        _remove(part)
        return False
    _forget(key)
    return True


def known(stamp: str) -> str | None:
    """The key of content that was read when its files had this stamp; None where that is not known."""
    try:
        with open(os.path.join(cache_folder(), f"{stamp}{SEEN}"), encoding="ascii") as file:  # noqa: PTH118, PTH123
            return file.read(LONGEST_KEY)
    except (OSError, ValueError):
        return None


def remember(stamp: str, key: str) -> None:
    """Note the key of files with a stamp, where that can be written; the newest notes are kept."""
    folder = cache_folder()
    part = os.path.join(folder, f"{os.getpid()}.part")  # noqa: PTH118
    try:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        with open(part, "w", encoding="ascii") as file:  # noqa: PTH123
            file.write(key)
        os.replace(part, os.path.join(folder, f"{stamp}{SEEN}"))  # noqa: PTH105, PTH118
        dated = [(os.stat(path).st_mtime_ns, path) for path, _ in _files(SEEN)]  # noqa: PTH116
    except OSError:
        _remove(part)
        return
    for _, path in sorted(dated, reverse=True)[MOST_SEEN:]:
        _remove(path)


def _sound(path: str, name: str) -> bool:
    if os.stat(path).st_size > CHECKED:  # noqa: PTH116
        return True
    return name.endswith(f"-{_checksum(path):08x}{ENDING}")


def _checksum(path: str) -> int:
    found = 0
    with open(path, "rb") as file:  # noqa: PTH123
        while piece := file.read(PIECE):
            found = crc32(piece, found)
    return found


def _files(ending: str = ENDING) -> Iterator[tuple[str, str]]:
    """Path and name of what is kept."""
    try:
        with os.scandir(cache_folder()) as entries:
            found = [(entry.path, entry.name) for entry in entries if entry.name.endswith(ending)]
    except OSError:
        return iter(())
    return iter(found)


def _forget(key: str) -> None:
    """Take out the oldest files, and damaged ones of the same content."""
    dated = []
    for path, name in _files():
        try:
            if name.startswith(f"{key}-") and not _sound(path, name):
                _remove(path)
            else:
                dated.append((os.stat(path).st_mtime_ns, path))  # noqa: PTH116
        except OSError:
            continue
    for _, path in sorted(dated, reverse=True)[KEPT:]:
        _remove(path)


def _remove(path: str) -> None:
    try:
        os.remove(path)  # noqa: PTH107
    except OSError:
        # Another run may have taken it out, or have it open.
        return
