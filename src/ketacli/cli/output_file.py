"""A file that is written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from ketacli.errors import UsageError

STANDARD_OUTPUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
"""Names of --output that mean standard output."""
SEPARATORS = tuple(sign for sign in (os.sep, os.altsep) if sign)


class NotWritten(OSError):
    """A file of ``--output`` could not be written; it is as it was. ``filename`` is the name that was given."""

    writing = True


class Target:
    """Where ``--output`` points to; the text is collected and saved at the end.

    UsageError for a name that nothing can be written to.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.pieces: list[str | bytes] = []
        self.beside: Target | None = None
        """A file that goes with it, and is saved first."""
        try:
            # A link stays a link: what it leads to is replaced. A pipe has no path that its link could lead to.
            self.path = Path(name)
            if not is_stream(self.path):
                self.path = Path(os.path.realpath(name))
            # A name that is too long or may not be looked at: from 3.14 on, Path.exists() says no more than no.
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                os.stat(self.path)  # noqa: PTH116
            self._refuse()
        except FileNotFoundError:
            raise self.wrong("stands in a working directory that is gone", "Name a file by its whole path.") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "no text that a file can be called"
            raise self.wrong(f"is no name to write to: {reason}", "Name another file.") from None

    def _refuse(self) -> None:
        """Raise UsageError or OSError where nothing can be written."""
        if self.path.is_dir():
            raise self.wrong("is a directory", "Name a file.")
        if self.name.endswith(SEPARATORS):
            raise self.wrong("is a directory that does not exist", "Make it first, and name a file in it.")
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
            if self.beside is not None:
                self.beside.save()
            self._save()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise NotWritten(error.errno, error.strerror or str(error), self.name) from None

    def _save(self) -> None:
        text = b"".join(map(as_bytes, self.pieces))
        if is_stream(self.path):
            # A device or a named pipe is written to, not replaced.
            self.path.write_bytes(text)
            return
        # The name is random, so that what a killed run has left is in nobody's way.
        part = self.path.with_name(f".keta-{os.urandom(8).hex()}.part")
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


def as_bytes(piece: str | bytes) -> bytes:
    """What is written of a piece: a text as UTF-8."""
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace")


def is_stream(path: Path) -> bool:
    """Whether a path leads to something that is there and is neither a file nor a directory."""
    return path.exists() and not path.is_file() and not path.is_dir()
