"""The words that options and arguments take, for completion and help: from shipped or from one's own data.

A press of the completion key has to be answered at once, so shipped data is read from its index and a
directory of TOML files by the names of its files, never by validating it.
"""

from __future__ import annotations

import os

from ketacli.cli.table import COMMANDS, TOPICS
from ketacli.records.kinds import ALL, LOOKUP_ORDER, VOCABULARIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    from ketacli.build.overlays.folders import Chosen

    Found = list[tuple[str, str]]

    class Store(Protocol):
        """Data as far as completion looks into it."""

        def terms(self, kind: str) -> Found:
            """Ids and labels of a vocabulary."""

        def records(self, kind: str, start: str) -> Found:
            """Ids that begin with ``start``, with names."""

        def column(self, kind: str, field: str, label: str) -> dict[str, str]:
            """Every value of a field of a kind, with the value of another one."""

        def record(self, kind: str, name: str) -> Any:
            """One record as plain data; None when there is none."""


RECORD_KINDS = tuple(kind for kind in LOOKUP_ORDER if kind != "sources")
"""Kinds whose ids are offered bare; those of sources, most of them the same words, only behind ``sources/``."""

PATHS = ("directory", "file")
DESCRIBED = 200
"""Of more records than this, the files are not opened for a description."""


class Shipped:
    """The data of the package."""

    def __init__(self) -> None:
        from ketacli.records.store import shipped

        self.store = shipped()

    def terms(self, kind: str) -> Found:
        """Ids and labels of a vocabulary."""
        return [(name, label) for name, label in self.store.names(kind)]

    def records(self, kind: str, start: str) -> Found:
        """Ids that begin with ``start``, with names."""
        head = start.casefold()
        return [(name, label) for name, label in self.store.names(kind) if name.casefold().startswith(head)]

    def column(self, kind: str, field: str, label: str) -> dict[str, str]:
        """Every value of a field of a kind, with the value of another one."""
        import json

        found = [json.loads(line) for _, line in self.store.lines(kind)]
        return {str(raw[field]): str(raw[label] or "") for raw in found}

    def record(self, kind: str, name: str) -> Any:
        """One record as plain data; None when there is none."""
        import json

        try:
            return json.loads(self.store.line(kind, name))
        except KeyError:
            return None


class Directory:
    """A directory of TOML files, as it stands."""

    def __init__(self, root: str) -> None:
        self.root = root

    def terms(self, kind: str) -> Found:
        """Ids and labels of a vocabulary."""
        terms = self._toml(f"{kind}.toml").items()
        return [(name, str(entry.get("label", ""))) for name, entry in terms if isinstance(entry, dict)]

    def records(self, kind: str, start: str) -> Found:
        """Ids that begin with ``start``, with names unless there are very many."""
        names = self._ids(kind)
        kept = [name for name in names if name.casefold().startswith(start.casefold())]
        many = len(kept) > DESCRIBED
        return [(name, "" if many else self._line(kind, name, ("name", "title"))) for name in kept]

    def column(self, kind: str, field: str, label: str) -> dict[str, str]:
        """Every value of a field of a kind, with the value of another one."""
        found = {self._line(kind, name, (field,)): self._line(kind, name, (label,)) for name in self._ids(kind)}
        return {value: meaning for value, meaning in found.items() if value}

    def record(self, kind: str, name: str) -> Any:
        """One record as plain data; None when there is none."""
        return self._toml(f"{kind}/{name}.toml") if name in self._ids(kind) else None

    def _ids(self, kind: str) -> list[str]:
        folder = os.path.join(self.root, kind)  # noqa: PTH118
        try:
            files = sorted(os.listdir(folder))  # noqa: PTH208
        except OSError:
            return []
        return [file[: -len(".toml")] for file in files if file.endswith(".toml")]

    def _toml(self, file: str) -> dict[str, Any]:
        """The values of a file; none of one that ``keta check`` would complain of."""
        from ketacli.build.parse import parse

        return parse(self._text(file), file)[0]

    def _text(self, file: str) -> str:
        """The text of a file; none where it cannot be read at once, for a press of a key must not hang."""
        from ketacli.build.files import read_bytes

        try:
            return read_bytes(os.path.join(self.root, file)).decode("utf-8", "replace")  # noqa: PTH118
        except OSError:
            return ""

    def _line(self, kind: str, name: str, fields: tuple[str, ...]) -> str:
        """The value of the first of some fields, read off its line: parsing every file takes too long."""
        for line in self._text(f"{kind}/{name}.toml").splitlines():
            key, equals, value = line.partition("=")
            if equals and key.strip() in fields:
                return value.strip().strip('"')
        return ""


class Nothing:
    """No data: for words that stand in the command table."""

    def terms(self, kind: str) -> Found:  # noqa: ARG002
        """No vocabulary."""
        return []

    def records(self, kind: str, start: str) -> Found:  # noqa: ARG002
        """No record."""
        return []

    def column(self, kind: str, field: str, label: str) -> dict[str, str]:  # noqa: ARG002
        """No value."""
        return {}

    def record(self, kind: str, name: str) -> Any:  # noqa: ARG002
        """None."""
        return None


class Layered:
    """Data with the records of overlays beside it."""

    def __init__(self, base: Store, overlays: tuple[str, ...]) -> None:
        self.base = base
        self.overlays = [Directory(folder) for folder in overlays]

    def terms(self, kind: str) -> Found:
        """Ids and labels of a vocabulary."""
        return self.base.terms(kind)

    def records(self, kind: str, start: str) -> Found:
        """Ids that begin with ``start``, with names; those of the base first."""
        found = dict(self.base.records(kind, start))
        for each in self.overlays:
            for name, label in each.records(kind, start):
                found.setdefault(name, label)
        return list(found.items())

    def column(self, kind: str, field: str, label: str) -> dict[str, str]:
        """Every value of a field of a kind, with the value of another one."""
        found = self.base.column(kind, field, label)
        for each in self.overlays:
            found = {**each.column(kind, field, label), **found}
        return found

    def record(self, kind: str, name: str) -> Any:
        """One record as plain data; None when there is none."""
        held = (each.record(kind, name) for each in (self.base, *self.overlays))
        return next((found for found in held if found is not None), None)


def store(chosen: Chosen) -> Store:
    """The data that a command would read: a directory when there is one, else what is shipped, and overlays."""
    base = Directory(chosen.base) if chosen.base else Shipped()
    return Layered(base, chosen.overlays) if chosen.overlays else base


def words(source: str | tuple[str, ...] | None, data: Store, start: str = "") -> Found:
    """What an option or argument takes, each with what it stands for; none where any text is right.

    Records are only those that begin with ``start``.
    """
    if isinstance(source, tuple):
        return [(value, "") for value in source]
    if source is None or source in PATHS:
        return []
    if source == "topics":
        named = [(command.name, command.answers) for command in COMMANDS if command.name not in TOPICS]
        return [(topic, "help topic") for topic in TOPICS] + named
    if source == "kinds":
        return [(kind, "kind of record") for kind in ALL]
    if source == "schemas":
        written = [command for command in COMMANDS if any(option.name == "json" for option in command.options)]
        outputs = [(command.name, command.answers) for command in written] + [("error", "an error in JSON mode")]
        listed = [value for value, _ in outputs]
        return outputs + [(kind, "with --record: TOML of a kind of record") for kind in ALL if kind not in listed]
    if source == "routes-and-forms":
        return words("routes", data) + words("compounds", data, start)
    if source == "bodies":
        return sorted(pair for pair in data.column("guidelines", "body", "body_name").items() if " " not in pair[0])
    if source == "jurisdictions":
        return [(place, "") for place in sorted(data.column("events", "jurisdiction", "jurisdiction"))]
    if source in VOCABULARIES:
        return data.terms(source)
    if source != "records":
        return data.records(source, start)
    kind, slash, rest = start.partition("/")
    if slash:
        known = kind in LOOKUP_ORDER
        return [(f"{kind}/{name}", label) for name, label in data.records(kind, rest)] if known else []
    return [pair for kind in RECORD_KINDS for pair in data.records(kind, start)]
