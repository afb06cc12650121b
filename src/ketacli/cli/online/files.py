"""Files that are written together or not at all, and over nothing that is there unless that is asked for."""

from __future__ import annotations

import os
from pathlib import Path

from ketacli.cli.output_file import NotWritten
from ketacli.errors import UsageError


def folder(name: str | None) -> Path:
    """The folder to write to; UsageError where it is none, or may not be written to."""
    found = Path(name or ".")
    try:
        there = found.is_dir()
    except (OSError, ValueError):
        there = False
    if not there:
        raise UsageError(f'--into: "{found}" is no folder', "Make it first.", field="into", value=str(found))
    if not os.access(found, os.W_OK | os.X_OK):
        raise UsageError(f'--into: "{found}" may not be written to', "Name another.", field="into", value=str(found))
    return found


def refuse(files: list[Path]) -> None:
    """Raise UsageError where one of the files is there."""
    for file in files:
        if os.path.lexists(file):
            raise UsageError(f"{file} is there already", "--force writes over it; --into names another folder.",
                             field="force", value=str(file))  # fmt: skip


def keep(files: dict[Path, bytes], force: bool) -> None:
    """Write all of the files, or none.

    Each is written beside its place first, so that what a killed run leaves is no half of a file. UsageError where one
    is there and ``force`` is not given, NotWritten where the disk takes none.
    """
    written: dict[Path, Path] = {}
    placed: list[Path] = []
    try:
        for file, data in files.items():
            written[file] = part = file.with_name(f".keta-{os.urandom(8).hex()}.part")
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as stream:  # noqa: PTH123
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        for file, part in written.items():
            _place(part, file, force)
            placed.append(file)
    except BaseException as error:
        for file in placed if not force else []:
            file.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise NotWritten(error.errno, error.strerror or str(error), str(file)) from None
        raise
    finally:
        for part in written.values():
            part.unlink(missing_ok=True)


def _place(part: Path, file: Path, force: bool) -> None:
    if force:
        part.replace(os.path.realpath(file))
        return
    try:
        # A link is refused where the name is taken, also by who came between the first look and now.
        os.link(part, file)
    except FileExistsError:
        refuse([file])
        raise
    except OSError:
        # A file system without links.
        refuse([file])
        part.rename(file)
