"""The files of an overlay: which they are, and a digest of all that they hold. Imports nothing heavy."""

from __future__ import annotations

import os
from hashlib import sha256
from time import time_ns

from ketacli.build.files import read_bytes
from ketacli.errors import DataError

MOST_FILES = 20_000
"""So many files a folder may hold; one file may hold many records."""


def toml_files(folder: str) -> list[str]:
    """The paths of its TOML files, relative to it, in order; hidden folders are passed over, links not followed.

    Raises DataError where it cannot be looked into or holds too many files.
    """
    found: list[str] = []
    seen = 0

    def refuse(error: OSError) -> None:
        raise DataError(f'cannot read the folder "{error.filename}": {error.strerror}', "Correct its rights.")

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        seen += len(names) + len(folders)
        if seen > MOST_FILES:
            raise DataError(
                f'"{folder}" holds more than {MOST_FILES:,} files: no overlay does',
                "Name the folder with the records; one file may hold many of them.", value=folder,
            )  # fmt: skip
        inner = os.path.relpath(place, folder).replace(os.sep, "/")
        found += [name if inner == "." else f"{inner}/{name}" for name in names if name.endswith(".toml")]
    return sorted(found)


SETTLED = 2_000_000_000
"""Nanoseconds for which no file may have changed before its times are taken for its content."""


def stamped(folders: tuple[str, ...], *beside: str) -> tuple[str, bool]:
    """A stamp of the files of overlays by their names, sizes, times and places on disk, and whether it can be trusted.

    Any write changes one of them, but for one that comes so soon after another that the clock does not tell them apart.
    """
    found = sha256(repr((folders, beside)).encode("utf-8", "surrogateescape"))
    newest = 0
    for folder in folders:
        for file in toml_files(folder):
            try:
                at = os.stat(os.path.join(folder, file))  # noqa: PTH116, PTH118
            except OSError as error:
                found.update(repr((file, error.errno)).encode("utf-8", "surrogateescape"))
                continue
            newest = max(newest, at.st_mtime_ns, at.st_ctime_ns)
            place = (file, at.st_size, at.st_mtime_ns, at.st_ctime_ns, at.st_ino, at.st_dev, at.st_mode)
            found.update(repr(place).encode("utf-8", "surrogateescape"))
    return found.hexdigest(), newest < time_ns() - SETTLED


def digest(folders: tuple[str, ...], *beside: str) -> str:
    """A digest of everything in the overlays, of their names, and of ``beside``; equal for equal content alone."""
    found = sha256()

    def add(part: bytes) -> None:
        found.update(len(part).to_bytes(8, "big") + part)

    for text in beside:
        add(text.encode("utf-8", "surrogateescape"))
    for folder in folders:
        add(os.fsencode(folder))
        for file in toml_files(folder):
            add(os.fsencode(file))
            try:
                add(read_bytes(os.path.join(folder, file)))  # noqa: PTH118
            except OSError as error:
                add(f"unread: {error.strerror}".encode())
    return found.hexdigest()
