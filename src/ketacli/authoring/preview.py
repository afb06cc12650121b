"""Data as it stands in TOML: another directory, or this checkout after an edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ketacli.authoring.compiler import COMPILED, DATA, compile_directory, compiled
from ketacli.authoring.problems import Problem
from ketacli.authoring.read import read_directory
from ketacli.authoring.schemas.files import compiled_schemas
from ketacli.check import check
from ketacli.errors import DataError

SHOWN = 20


def read_preview(directory: str) -> Callable[[str], str]:
    """A reader of the compiled form of a directory; DataError when it breaks a rule."""
    root = data_directory(directory)
    authored = read_directory(root)
    fail(authored.problems + check(authored))
    files = compiled(authored)

    def read(name: str) -> str:
        if name not in files:
            # Only ``keta schema`` and ``keta new`` ask for these.
            files.update(compiled_schemas(authored))
        return files[name]

    return read


def data_directory(text: str) -> Path:
    """The directory that a user names; DataError when there is none or it cannot be looked into."""
    root = Path(text)
    hint = "Name a directory of TOML files, as --data, KETA_DATA and keta check take it."
    try:
        if not root.is_dir():
            raise DataError(f'no directory called "{text}"', hint, value=text)
        next(root.iterdir(), None)
    except OSError as error:
        raise DataError(f'cannot read the directory "{text}": {error.strerror}', hint, value=text) from None
    return root


def refresh() -> None:
    """Compile a checkout's data again."""
    authored = read_directory(DATA)
    fail(authored.problems + check(authored))
    compile_directory(authored, COMPILED, editable=True)


def fail(problems: list[Problem]) -> None:
    """Raise DataError with the problems, if there are any."""
    if not problems:
        return
    lines = [str(problem) for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(f"... and {len(problems) - SHOWN} more: keta check shows them all")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    raise DataError(
        f"the data is not valid, {count}", "Correct the files named; keta check DIRECTORY reads them again.",
        details=tuple(lines),
    )  # fmt: skip
