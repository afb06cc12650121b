"""Data as it stands in TOML: another directory, or this checkout after an edit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ketacli.build import listed, search_index
from ketacli.build.compile import COMPILED, compile_directory, compiled
from ketacli.build.freshness import now
from ketacli.build.problems import Problem
from ketacli.build.read import DATA, Authored, data_directory, read_directory
from ketacli.build.rules import check
from ketacli.build.terms import met
from ketacli.build.worked import worked
from ketacli.errors import DataError
from ketacli.records.dataset import Dataset
from ketacli.records.store import Store

SHOWN = 20


class Preview(Store):
    """Data compiled in memory; what only some commands ask for is when they do: schemas, search, the terms of lists."""

    def __init__(self, authored: Authored) -> None:
        super().__init__(compiled(authored, whole=False).connection)
        self.authored = authored
        self.later: dict[str, Callable[[], object]] = {
            "schema": self._schemas,
            "worked": self._worked,
            "term": self._terms,
            "listed": self._listed,
            "study_dose": self._listed,
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
        from ketacli.build.schema.files import compiled_schemas

        rows = compiled_schemas(self.authored)
        self.connection.executemany("INSERT INTO schema VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _worked(self) -> None:
        self.connection.executemany("INSERT INTO worked VALUES (?, ?)", worked(Dataset(self)))

    def _listed(self) -> None:
        self.later = {name: fill for name, fill in self.later.items() if fill != self._listed}
        listed.write(self.connection, Dataset(self))

    def _terms(self) -> None:
        self.connection.executemany("INSERT INTO term VALUES (?, ?, ?, ?)", list(met(Dataset(self))))

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


def refresh() -> None:
    """Compile a checkout's data again."""
    since = now()
    authored = read_directory(DATA)
    fail(authored.problems + check(authored))
    compile_directory(authored, COMPILED, editable=True, since=since)


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
