"""The two states that are compared: the data of a run, a folder, an export or a git revision, each read whole."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from ketacli.build.derive import derive
from ketacli.build.diff.exported import read_export
from ketacli.build.diff.revision import write_revision
from ketacli.build.facts import facts_of
from ketacli.build.facts.fact import Fact
from ketacli.build.opening import opened
from ketacli.build.overlays.folders import is_overlay
from ketacli.build.preview import Preview, fail
from ketacli.build.read import Authored, data_directory, read_directory
from ketacli.build.rules import broken_figures
from ketacli.errors import DataError
from ketacli.records.kinds import RECORDS
from ketacli.records.store import Store, connect

SHIPPED = "shipped"
"""The word for the shipped data alone."""
Sort = Literal["data", "folder", "overlay", "export", "revision"]


@dataclass
class State:
    """One of the two."""

    name: str
    sort: Sort
    authored: Authored
    broken: set[tuple[str, str]] = field(default_factory=set)
    """Records that break a rule on which figures rest: nothing is worked out of them."""

    @property
    def worked(self) -> bool:
        """Whether conclusions are worked out: no record breaks a rule that they rest on."""
        return not self.broken

    def facts(self, kind: str, record: Any) -> list[Fact]:
        """What a record says, worded; nothing where that is not certain."""
        if kind not in RECORDS or (kind, record.id) in self.broken or (kind == "questions" and not self.worked):
            return []
        return facts_of(self.authored, kind, record)


def of_store(store: Store, name: str) -> State:
    """The state of data that is compiled, which is right by construction."""
    from ketacli.build.overlays.read import held

    return State(name, "data", held(store))


def read_state(text: str) -> State:
    """What a word names: ``shipped``, a folder, an export, or else a git revision.

    Raises DataError where it cannot be read or is not valid in shape and type, UnknownName where there is none such.
    """
    there = _exists(text)
    if text == SHIPPED and not there:
        return of_store(opened(), "the shipped data")
    if not there:
        with TemporaryDirectory() as folder:
            label = write_revision(text, Path(folder))
            try:
                return _of_folder(folder, label, "revision")
            except DataError as error:
                # A person knows the revision, and not where it was laid out.
                error.details = tuple(each.replace(f"{folder}{os.sep}", "") for each in error.details)
                error.message = error.message.replace(folder, label)
                raise
    if os.path.isdir(text):  # noqa: PTH112 - a path that cannot be looked at is none
        return _of_folder(text, text, "folder")
    return _worked(text, "export", read_export(text))


def _exists(text: str) -> bool:
    try:
        return os.path.lexists(text)
    except ValueError:
        return False


def _of_folder(folder: str, label: str, sort: Sort) -> State:
    if is_overlay(folder):
        from ketacli.build.overlays.compile import beside

        connection = connect(":memory:")
        opened().connection.backup(connection)
        found = of_store(beside(Store(connection), (folder,)), label)
        found.sort = "overlay" if sort == "folder" else sort
        return found
    authored = read_directory(data_directory(folder))
    fail(authored.problems, f'the records of "{label}" are', "Correct them, or name another one.", "keta check")
    return _worked(label, sort, authored)


def _worked(label: str, sort: Sort, authored: Authored) -> State:
    """A state with everything worked out that its records allow."""
    found = State(label, sort, authored, broken_figures(authored))
    if found.worked:
        Preview(authored)
    else:
        comparators = list(authored.records.get("comparators", {}).values())
        for kind, records in authored.records.items():
            for name, record in records.items():
                if (kind, name) not in found.broken:
                    derive(kind, record, comparators)
    return found
