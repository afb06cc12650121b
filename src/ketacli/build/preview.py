"""Data as it stands in TOML: another directory, or this checkout after an edit."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ketacli.build import search_index
from ketacli.build.compile import COMPILED, DATA, compile_directory, compiled
from ketacli.build.problems import Problem
from ketacli.build.read import Authored, read_directory
from ketacli.build.rules import check
from ketacli.build.schema.files import compiled_schemas
from ketacli.build.worked import worked
from ketacli.errors import DataError
from ketacli.records.dataset import Dataset
from ketacli.records.store import Store

SHOWN = 20


class Preview(Store):
    """Data compiled in memory; schemas and search, which few commands ask for, when they are asked for."""

    def __init__(self, authored: Authored) -> None:
        super().__init__(compiled(authored, whole=False).connection)
        self.authored = authored
        self.later: dict[str, Callable[[], object]] = {
            "schema": self._schemas,
            "worked": self._worked,
            **dict.fromkeys(search_index.NAMES, self._search),
        }

    def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """The answer to one question."""
        for name in set(re.findall(r"\w+", question)) & self.later.keys():
            if name in self.later:
                self.later.pop(name)()
        return super().rows(question, *values)

    def complete(self) -> None:
        """Compile what was left for later."""
        for name in tuple(self.later):
            if name in self.later:
                self.later.pop(name)()

    def _schemas(self) -> None:
        rows = compiled_schemas(self.authored)
        self.connection.executemany("INSERT INTO schema VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _worked(self) -> None:
        self.connection.executemany("INSERT INTO worked VALUES (?, ?)", worked(Dataset(self)))

    def _search(self) -> None:
        self.later = {name: fill for name, fill in self.later.items() if fill != self._search}
        search_index.write(self.connection, self.authored)


def read_preview(directory: str, overlays: tuple[str, ...] = ()) -> Store:
    """The compiled form of a directory, and of overlays beside it; DataError when one of them breaks a rule."""
    authored = read_directory(data_directory(directory))
    fail(authored.problems + check(authored))
    preview = Preview(authored)
    if overlays:
        from ketacli.build.overlays.compile import beside

        preview.complete()
        return beside(preview, overlays)
    return preview


def data_directory(text: str) -> Path:
    """The directory that a user names; DataError when there is none, or none of data, or it cannot be looked into."""
    root = Path(text)
    hint = "Name a directory of TOML files, as --data, KETA_DATA and keta check take it."
    try:
        if not root.is_dir():
            raise DataError(f'no directory called "{text}"', hint, value=text)
        if not any(file.name == "meta.toml" for file in root.iterdir()):
            raise DataError(
                f'"{text}" holds no meta.toml: it is no data directory',
                "Name the directory with meta.toml in it.",
                value=text,
            )
    except OSError as error:
        raise DataError(f'cannot read the directory "{text}": {error.strerror}', hint, value=text) from None
    except ValueError:
        raise DataError(f'no directory called "{text}"', hint, value=text) from None
    return root


def refresh() -> None:
    """Compile a checkout's data again."""
    authored = read_directory(DATA)
    fail(authored.problems + check(authored))
    compile_directory(authored, COMPILED, editable=True)


def fail(
    problems: list[Problem],
    what: str = "the data is",
    hint: str = "Correct the files named; keta check DIRECTORY reads them again.",
    checked: str = "keta check",
) -> None:
    """Raise DataError with the problems, if there are any; ``checked`` is the command that shows all of them."""
    if not problems:
        return
    lines = [str(problem) for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(f"... and {len(problems) - SHOWN} more: {checked} shows them all")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    raise DataError(f"{what} not valid, {count}", hint, details=tuple(lines))
