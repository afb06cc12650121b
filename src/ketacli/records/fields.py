"""Fields by their dotted names: what there is, of which type, and how it is read from a record.

Shared by ``--fields``, ``--where``, ``--sort``, the columns of CSV and the Python API. The fields
come from the record classes; short names (``comparator`` for ``design.comparator``) are added here.

A name that goes through a list reads every element (``arms.id``), a whole number one of them
(``arms.0.id``). A record inside a record is compared, and printed in a cell, by its ``value``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ketacli.errors import UsageError
from ketacli.records.asked import AS_TYPED, LEAD, MANNERS, SHORT, Manner
from ketacli.records.base import Record, as_plain
from ketacli.records.kinds import class_of, many_of
from ketacli.records.nodes import CHOICE, DATE, NUMBER, PART, TABLE, TEXT, YES_NO, Node, nodes, step
from ketacli.tuples import NamedTuple

__all__ = ["CHOICE", "DATE", "NUMBER", "PART", "TABLE", "TEXT", "YES_NO", "Node", "step"]
"""What comes from ``nodes`` and is used with fields everywhere."""


class Field(NamedTuple):
    """A field as asked for, ready to be read."""

    path: str
    node: Node
    read: Callable[[Any], Any]
    """The value in a record; a tuple, with None for what is missing, where the path leads through a list."""
    manner: Manner = AS_TYPED
    """How it is compared, where that is not as its type says."""
    part_of: tuple[str, str] | None = None
    """The list of records that it is inside of, if there is one, and its own name in them."""

    def compared(self) -> Node:
        """What a comparison sees: of a record inside a record, its one value."""
        return self.node.main_node or self.node

    def values(self, record: Any) -> list[Any]:
        """Every known value, as a comparison sees it."""
        found = self.read(record)
        held = found if isinstance(found, tuple | list) else (found,)
        if self.node.main is not None:
            held = [None if item is None else self.node.main(item) for item in held]
        flat: list[Any] = []
        for item in held:
            flat += item if isinstance(item, tuple | list) else (item,)
        return [item for item in flat if item is not None and item != ""]


def reach(value: Any, names: list[str]) -> Any:
    """What the names lead to; through a list, one value for each element."""
    for at, name in enumerate(names):
        if isinstance(value, tuple | list):
            if name.isdecimal():
                value = value[int(name)] if int(name) < len(value) else None
                continue
            found: list[Any] = []
            for item in value:
                got = reach(item, names[at:])
                if isinstance(got, tuple | list):
                    found += got
                else:
                    found.append(got)
            return tuple(found)
        if value is None:
            return None
        value = step(value, name)
    return value


class Fields:
    """Every field of the records of one kind, or of the rows of one command."""

    def __init__(
        self,
        word: str,
        own: Mapping[str, Node],
        short: Mapping[str, str] | None = None,
        lead: tuple[str, ...] = (),
        kind: str = "",
        manners: Mapping[str, Manner] | None = None,
    ) -> None:
        self.word = word
        self.own = own
        self.short = short or {}
        self.lead = lead
        self.kind = kind
        self.manners = manners or {}

    def find(self, path: str) -> Field:
        """The field of that name; UsageError with near misses and the valid names."""
        full = self.short.get(path, path)
        names = full.split(".")
        if names[0] not in self.own:
            raise self.unknown(path)
        node = self.own[names[0]]
        for at, name in enumerate(names[1:], 1):
            if node.many and name.isdecimal() and len(name) < 5:
                node = node._replace(many=False)
            elif node.type == TABLE:
                node = Node(TEXT)
            elif name in node.inside():
                node = node.inside()[name]
            else:
                raise self.unknown(path, node if node.inside() else None, ".".join(names[:at]))
        head, _, rest = full.partition(".")
        part_of = (head, rest) if rest and self.own[head].cls is not None and self.own[head].many else None
        return Field(path, node, lambda record: reach(record, names), self.manners.get(full, AS_TYPED), part_of)

    def inside(self, name: str) -> Fields:
        """The fields of the records in a list."""
        head = f"{name}."
        manners = {key.removeprefix(head): manner for key, manner in self.manners.items() if key.startswith(head)}
        return Fields(self.word, self.own[name].inside(), manners=manners)

    def paths(self) -> list[str]:
        """Every dotted name, short names first, records inside records before what is in them."""
        found = list(self.short)
        waiting = list(self.own.items())
        while waiting:
            name, node = waiting.pop(0)
            found.append(name)
            waiting = [(f"{name}.{key}", held) for key, held in node.inside().items()] + waiting
        return list(dict.fromkeys(found))

    def names(self) -> list[str]:
        """The names that need no dot, short ones included."""
        return list(dict.fromkeys([*self.own, *self.short]))

    def unknown(self, path: str, within: Node | None = None, place: str = "") -> UsageError:
        """The error for a name that is no field."""
        from difflib import get_close_matches

        every = self.paths()
        last = path.rpartition(".")[2].casefold()
        near = [name for name in every if last and name.rpartition(".")[2].casefold() == last and name != path]
        near += get_close_matches(path.casefold(), every, n=3, cutoff=0.72)
        near = list(dict.fromkeys(near))[:3]
        valid = [f"{place}.{name}" for name in within.inside()] if within is not None else self.names()
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        return UsageError(
            f'{self.word} have no field called "{path}"', f"{hint}Known: {', '.join(valid)}.", field="fields",
            value=path, suggestions=tuple(near), allowed=tuple(every),
        )  # fmt: skip

    def columns(self) -> list[str]:
        """The columns of CSV: what is looked for first, then every plain field; lists last of all in their record."""
        found = list(self.lead)
        lists: list[str] = []
        waiting = list(self.own.items())
        while waiting:
            name, node = waiting.pop(0)
            if node.type == PART and not node.many:
                waiting = [(f"{name}.{key}", held) for key, held in node.inside().items()] + waiting
            elif node.type == PART:
                lists.append(name)
            else:
                found.append(name)
        return list(dict.fromkeys([*found, *lists]))


_kinds: dict[str, Fields] = {}


def of_kind(kind: str) -> Fields:
    """The fields of a kind of record."""
    if kind not in _kinds:
        own = nodes(class_of(kind))
        _kinds[kind] = Fields(many_of(kind), own, SHORT.get(kind), LEAD.get(kind, ()), kind, MANNERS.get(kind))
    return _kinds[kind]


def of_rows(word: str, columns: Mapping[str, str | tuple[str, ...]]) -> Fields:
    """The fields of rows that are no records; ``columns`` names them with their types, or their words, in order."""
    own = {
        name: Node(CHOICE, choices=kind) if isinstance(kind, tuple) else Node(kind) for name, kind in columns.items()
    }
    return Fields(word, own, lead=tuple(columns))


def split(text: str) -> list[str]:
    """The names in ``a,b.c``, each once; UsageError when there is none."""
    found = [name.strip() for name in text.split(",") if name.strip()]
    if not found:
        raise UsageError("--fields takes the names of fields", "For example: --fields id,name.", field="fields")
    return list(dict.fromkeys(found))


def pick(record: Any, chosen: Iterable[Field]) -> dict[str, Any]:
    """The chosen fields of a record by their names, as JSON values."""
    return {field.path: as_plain(field.read(record)) for field in chosen}


MOST_IN_A_CELL = 32_000
"""Letters that a spreadsheet keeps in one cell, with room for a mark before them; it cuts what is longer in silence."""


def cell(field: Field, record: Any) -> Any:
    """The value of a field for one cell of a table: a plain value, or JSON text where it is a list of records.

    Lists of plain values, and of statements, are joined with "; ", and so is what one value in each
    record of a list comes to (``arms.n_randomised``); what is missing stays an empty place, so that
    lists of one length keep their order.
    """
    found = field.read(record)
    node = field.node
    if node.main is not None:
        main = node.main
        if isinstance(found, dict | Record):
            found = main(found)
        elif isinstance(found, tuple | list) and (not node.many or node.cls.__name__ == "Text"):
            found = tuple(None if item is None else main(item) for item in found)
    if isinstance(found, tuple | list):
        if any(isinstance(item, dict | list | tuple | Record) for item in found):
            text = packed(found)
            return (
                text if len(text) <= MOST_IN_A_CELL else f"{len(found)} entries, more than a cell holds; JSON has them"
            )
        if len(found) == 1:
            # A single number stays a number, which no spreadsheet takes for a formula.
            return found[0]
        return "; ".join(written(item) for item in found)
    return packed(found) if isinstance(found, dict | Record) else found


def packed(value: Any) -> str:
    """A list of records, or a record, as compact JSON."""
    import json

    return json.dumps(as_plain(value), ensure_ascii=False, separators=(",", ":"))


def written(value: Any) -> str:
    """A plain value as a program reads it: numbers as in JSON, true and false, nothing for what is missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)
