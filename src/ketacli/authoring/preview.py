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
    root = Path(directory)
    if not root.is_dir():
        raise DataError(f"no directory {directory!r}", "--data takes a directory of TOML files.")
    authored = read_directory(root)
    fail(authored.problems + check(authored))
    files = compiled(authored)

    def read(name: str) -> str:
        if name not in files:
            # Only ``keta schema`` and ``keta new`` ask for these.
            files.update(compiled_schemas(authored))
        return files[name]

    return read


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
    raise DataError("\n  ".join([f"the data is not valid, {len(problems)} problems", *lines]))
