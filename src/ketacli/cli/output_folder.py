"""A folder that is written whole or not at all, and files as one archive."""

from __future__ import annotations

import os
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

from ketacli.cli.output_file import Target

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can hold: the time of a run would make each archive another one."""
ARCHIVE = ".zip"


class Folder(Target):
    """Where ``--output`` points to, of an export of several files; UsageError for what is there already."""

    def __init__(self, name: str) -> None:
        self.files: dict[str, bytes] = {}
        super().__init__(name)

    def _refuse(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise self.wrong("is no folder", "Name a new one, or a file that ends in .zip.")
        if not self.path.parent.is_dir():
            raise self.wrong("is in a directory that does not exist", f"Make it first: {self.path.parent}")

    def _save(self) -> None:
        if self.path.exists() and not {each.name for each in self.path.iterdir()} <= self.files.keys():
            # An older export is replaced; what else stands in a folder is nobody's to take away.
            raise self.wrong("is a folder with something else in it", "Name another, or a file that ends in .zip.")
        part, old = (self.path.with_name(f".keta-{os.urandom(8).hex()}.part") for _ in range(2))
        try:
            part.mkdir()
            for name, content in self.files.items():
                with (part / name).open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            self._swap(part, old)
        except BaseException as error:
            shutil.rmtree(part, ignore_errors=True)
            if isinstance(error, PermissionError):
                raise self.wrong("is in a directory that may not be written to", "Name another.") from None
            raise

    def _swap(self, part: Path, old: Path) -> None:
        """Put the new folder in the place of the old one, which comes back where that fails."""
        if not self.path.exists():
            part.rename(self.path)
            return
        self.path.rename(old)
        try:
            part.rename(self.path)
        except BaseException:
            old.rename(self.path)
            raise
        shutil.rmtree(old, ignore_errors=True)


def archive(files: dict[str, bytes]) -> bytes:
    """Files as one ZIP archive, the same for the same files."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in files.items():
            about = zipfile.ZipInfo(name, EPOCH)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            # Otherwise it says on which system it was made.
            about.create_system = 3
            held.writestr(about, content)
    return written.getvalue()
