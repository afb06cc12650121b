"""A file that is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from ketacli.errors import UsageError


class Target:
    """Where ``--output`` points to; the text is collected and saved at the end."""

    def __init__(self, name: str) -> None:
        # A link stays a link: what it leads to is replaced.
        self.path = Path(os.path.realpath(name))
        self.name = name
        self.pieces: list[str] = []
        if not name or self.path.is_dir():
            raise self.wrong("is a directory" if name else "is no name of a file", "Name a file.")
        if not self.path.parent.is_dir():
            raise self.wrong("is in a directory that does not exist", f"Make it first: {self.path.parent}")
        if self.path.exists() and not os.access(self.path, os.W_OK):
            raise self.wrong("may not be written to", "Name another file.")

    def wrong(self, what: str, hint: str) -> UsageError:
        """The error for a name that nothing can be written to."""
        return UsageError(f'--output: "{self.name}" {what}', hint, field="output", value=self.name)

    def save(self) -> None:
        """Write the text beside the file, then put it in its place.

        UsageError where nothing may be written, OSError where it cannot; the old file is as it was.
        """
        text = "".join(self.pieces).encode("utf-8", "backslashreplace")
        if self.path.exists() and not self.path.is_file():
            # A device or a named pipe is written to, not replaced.
            self.path.write_bytes(text)
            return
        part = self.path.with_name(f".{self.path.name[:100]}.{os.getpid()}.part")
        try:
            self._put(part, text)
        except BaseException as error:
            part.unlink(missing_ok=True)
            if isinstance(error, PermissionError):
                raise self.wrong("is in a directory that may not be written to", "Name another.") from None
            raise

    def _put(self, part: Path, text: bytes) -> None:
        # Made with the permissions that a new file gets here; an old file's are kept.
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:  # noqa: PTH123
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if self.path.exists():
            part.chmod(self.path.stat().st_mode & 0o7777)
        part.replace(self.path)
