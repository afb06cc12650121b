"""A file that is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from ketacli.errors import UsageError

STANDARD_OUTPUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
"""Names of --output that mean standard output."""


class NotWritten(OSError):
    """A file of ``--output`` could not be written; it is as it was. ``filename`` is the name that was given."""

    writing = True


class Target:
    """Where ``--output`` points to; the text is collected and saved at the end."""

    def __init__(self, name: str) -> None:
        # A link stays a link: what it leads to is replaced. A pipe has no path that its link could lead to.
        stream = bool(name) and os.path.exists(name) and not os.path.isfile(name)  # noqa: PTH110, PTH113
        self.path = Path(name if stream else os.path.realpath(name))
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

        UsageError where nothing may be written, NotWritten where it cannot; the old file is as it was.
        A BrokenPipeError of a pipe is passed on.
        """
        try:
            self._save("".join(self.pieces).encode("utf-8", "backslashreplace"))
        except BrokenPipeError:
            raise
        except OSError as error:
            raise NotWritten(error.errno, error.strerror or str(error), self.name) from None

    def _save(self, text: bytes) -> None:
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
