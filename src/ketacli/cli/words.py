"""The words that options and arguments take, for completion and help: from shipped or from one's own data.

A press of the completion key has to be answered at once, so shipped data is read from its index and a
directory of TOML files by the names of its files, never by validating it.
"""

from __future__ import annotations

import os

from ketacli.cli.spec import COMMANDS, TOPICS
from ketacli.kinds import ALL, VOCABULARIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

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


RECORD_KINDS = ("compounds", "trials", "regimens", "guidelines", "reviews", "safety", "events", "topics", "conflicts")
"""Kinds whose ids are offered bare; those of sources, most of them the same words, only behind ``sources/``."""

PATHS = ("directory", "file")
DESCRIBED = 200
"""Of more records than this, the files are not opened for a description."""


class Shipped:
    """The data of the package."""

    def __init__(self) -> None:
        from ketacli.dataset import load

        self.dataset = load()

    def terms(self, kind: str) -> Found:
        """Ids and labels of a vocabulary."""
        return [(name, str(raw["label"])) for name, raw in self.dataset.kind(kind).raw.items()]

    def records(self, kind: str, start: str) -> Found:
        """Ids that begin with ``start``, with names."""
        head = f"{kind}/{start}".casefold()
        at = len(kind) + 1
        index = self.dataset.index.items()
        return [(path[at:], str(label)) for path, (label, _) in index if path.casefold().startswith(head)]

    def column(self, kind: str, field: str, label: str) -> dict[str, str]:
        """Every value of a field of a kind, with the value of another one."""
        return {str(raw[field]): str(raw[label] or "") for raw in self.dataset.kind(kind).raw.values()}

    def record(self, kind: str, name: str) -> Any:
        """One record as plain data; None when there is none."""
        raw = self.dataset.kind(kind).raw
        return raw.get(name)


class Directory:
    """A directory of TOML files, as it stands."""

    def __init__(self, root: str) -> None:
        self.root = root

    def terms(self, kind: str) -> Found:
        """Ids and labels of a vocabulary."""
        return [(name, str(entry["label"])) for name, entry in self._toml(f"{kind}.toml").items()]

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
        files = sorted(os.listdir(folder)) if os.path.isdir(folder) else []  # noqa: PTH112, PTH208
        return [file[: -len(".toml")] for file in files if file.endswith(".toml")]

    def _toml(self, file: str) -> dict[str, Any]:
        import tomllib

        with open(os.path.join(self.root, file), "rb") as stream:  # noqa: PTH118, PTH123
            return tomllib.load(stream)

    def _line(self, kind: str, name: str, fields: tuple[str, ...]) -> str:
        """The value of the first of some fields, read off its line: parsing every file takes too long."""
        path = os.path.join(self.root, kind, f"{name}.toml")  # noqa: PTH118
        with open(path, encoding="utf-8", errors="replace") as stream:  # noqa: PTH123
            for line in stream:
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


def store(directory: str | None) -> Store:
    """The data that a command would read: a directory when there is one, else what is shipped."""
    return Directory(directory) if directory else Shipped()


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
        known = kind in (*RECORD_KINDS, "sources")
        return [(f"{kind}/{name}", label) for name, label in data.records(kind, rest)] if known else []
    return [pair for kind in RECORD_KINDS for pair in data.records(kind, start)]
