"""Fields by their dotted names: what there is, of which type, and how it is read from a record.

Shared by ``--fields``, ``--where``, ``--sort``, the columns of CSV and the Python API. The fields
come from the record classes; a few that are worked out (``n``, ``result``, ``year``) and short
names (``comparator`` for ``design.comparator``) are added here.

A name that goes through a list reads every element (``arms.id``), a whole number one of them
(``arms.0.id``). A record inside a record is compared, and printed in a cell, by its ``value``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, get_args

from ketacli.errors import UsageError
from ketacli.kinds import class_of
from ketacli.models.base import Record, as_plain
from ketacli.names import KIND_WORDS
from ketacli.shape import nested

NUMBER, TEXT, DATE, YES_NO, CHOICE, PART, TABLE = "number", "text", "date", "yes or no", "choice", "record", "table"

DATES = ("date", "date_announced", "checked", "as_of", "issued")
NAMED_IN = {
    "form": "compounds", "forms": "compounds", "route": "routes", "routes": "routes", "indications": "indications",
    "scale": "scales", "property": "properties", "source": "sources", "publications": "sources", "trials": "trials",
    "guidelines": "guidelines",
}  # fmt: skip
"""Fields that hold ids, and the kind whose names are accepted for them."""


class Node(NamedTuple):
    """One field: its type, and what is inside it."""

    type: str
    many: bool = False
    choices: tuple[str, ...] = ()
    named_in: str | None = None
    cls: Any = None
    """The record class, if the field holds records."""
    parts: Mapping[str, Node] = {}
    """The fields of a record that no class describes."""
    main: Callable[[Any], Any] | None = None
    """What a record inside a record is compared by; None when it has no one value."""
    main_node: Node | None = None

    def inside(self) -> Mapping[str, Node]:
        """The fields of the record, or records, that the field holds."""
        return nodes(self.cls) if self.cls is not None else self.parts


class Field(NamedTuple):
    """A field as asked for, ready to be read."""

    path: str
    node: Node
    read: Callable[[Any], Any]
    """The value in a record; a tuple, with None for what is missing, where the path leads through a list."""

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


_nodes: dict[type, dict[str, Node]] = {}


def nodes(cls: type) -> dict[str, Node]:
    """The fields of a record class, in the order of the JSON."""
    known = _nodes.get(cls)
    if known is not None:
        return known
    inner = nested(cls)
    found: dict[str, Node] = {}
    provenance: dict[str, Node] = {}
    for base in reversed(cls.__mro__):
        module = vars(sys.modules[base.__module__])
        for name, text in vars(base).get("__annotations__", {}).items():
            if name.startswith("_"):
                continue
            held = inner.get(name)
            node = plain(name, text, module) if held is None else part(held.cls, held.many)
            # What a claim says comes first, where it comes from last, as in the JSON.
            (provenance if base.__name__ == "Claim" else found)[name] = node
    _nodes[cls] = {**found, **provenance}
    return _nodes[cls]


def part(cls: type, many: bool) -> Node:
    """A field that holds records of a class."""
    held = nodes(cls)
    if cls.__name__ == "Design":
        choices = tuple(dict.fromkeys(word for name in DESIGNED for word in held[name].choices))
        return Node(PART, many, cls=cls, main=designed, main_node=Node(CHOICE, True, choices))
    if "value" in held:
        return Node(PART, many, cls=cls, main=lambda item: step(item, "value"), main_node=held["value"])
    return Node(PART, many, cls=cls)


DESIGNED = ("allocation", "model", "framework")


def designed(item: Any) -> tuple[str, ...]:
    """The words of a design, as ``--design`` takes them."""
    return tuple(step(item, name) for name in DESIGNED)


def plain(name: str, text: str, module: Mapping[str, Any]) -> Node:
    """A field that holds plain values, from its annotation."""
    text = " ".join(text.split()).strip("()").removesuffix(" | None").strip("() ")
    many = text.startswith("tuple[")
    word = text.removeprefix("tuple[").removesuffix(", ...]")
    if word.startswith("Literal["):
        choices = tuple(re.findall(r"'([^']*)'", word))
    else:
        choices = tuple(str(item) for item in get_args(module.get(word)))
    if choices:
        return Node(CHOICE, many, choices)
    if word.startswith("dict["):
        return Node(TABLE)
    if word in ("int", "float") or word.startswith("Literal["):
        return Node(NUMBER, many)
    if word == "bool":
        return Node(YES_NO, many)
    if name in DATES:
        return Node(DATE, many)
    named_in = "subjects" if name == "topics" else NAMED_IN.get(name)
    return Node(TEXT, many, named_in=named_in)


def step(value: Any, name: str) -> Any:
    """One field of a record, as an object or as a dict."""
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)


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
        made: Mapping[str, tuple[Node, Callable[[Any], Any]]] | None = None,
        short: Mapping[str, str] | None = None,
        lead: tuple[str, ...] = (),
    ) -> None:
        self.word = word
        self.own = own
        self.made = made or {}
        self.short = short or {}
        self.lead = lead

    def find(self, path: str) -> Field:
        """The field of that name; UsageError with near misses and the valid names."""
        full = self.short.get(path, path)
        names = full.split(".")
        made = self.made.get(names[0])
        if made is None and names[0] not in self.own:
            raise self.unknown(path)
        node = made[0] if made is not None else self.own[names[0]]
        for at, name in enumerate(names[1:], 1):
            if node.many and name.isdecimal() and len(name) < 5:
                node = node._replace(many=False)
            elif node.type == TABLE:
                node = Node(TEXT)
            elif name in node.inside():
                node = node.inside()[name]
            else:
                raise self.unknown(path, node if node.inside() else None, ".".join(names[:at]))
        if made is not None:
            work, rest = made[1], names[1:]
            return Field(path, node, lambda record: reach(work(record), rest))
        return Field(path, node, lambda record: reach(record, names))

    def paths(self) -> list[str]:
        """Every dotted name, short names first, records inside records before what is in them."""
        found = [*self.short, *(name for name in self.made if name not in self.own)]
        roots = {**{name: node for name, (node, _) in self.made.items()}, **self.own}
        waiting = list(roots.items())
        while waiting:
            name, node = waiting.pop(0)
            found.append(name)
            waiting = [(f"{name}.{key}", held) for key, held in node.inside().items()] + waiting
        return list(dict.fromkeys(found))

    def names(self) -> list[str]:
        """The names that need no dot, short ones included."""
        return list(dict.fromkeys([*self.own, *self.made, *self.short]))

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
        waiting = [*((name, node) for name, (node, _) in self.made.items()), *self.own.items()]
        while waiting:
            name, node = waiting.pop(0)
            if node.type == PART and not node.many:
                waiting = [(f"{name}.{key}", held) for key, held in node.inside().items()] + waiting
            elif node.type == PART:
                lists.append(name)
            else:
                found.append(name)
        return list(dict.fromkeys([*found, *lists]))


def size(trial: Any) -> int | None:
    """The number of people by which a trial is known."""
    from ketacli.query import size as people

    return people(trial)


def result(trial: Any) -> dict[str, str]:
    """The direction of the primary result and what it was read from."""
    from ketacli.findings import of_trial

    return of_trial(trial)._asdict()


def dose(regimen: Any) -> tuple[str, ...]:
    """The doses of each phase in words, with all that belongs to them: low and high alone would mislead."""
    from ketacli.facts.regimen import phase_words
    from ketacli.fmt import TIE

    named = len(regimen.phases) > 1
    return tuple(
        (f"{phase.name}: " if named else "") + phase_words(phase).replace(TIE, " ") for phase in regimen.phases
    )


def year_in(name: str) -> Callable[[Any], int | None]:
    """The year of a field that holds a date."""

    def read(record: Any) -> int | None:
        text = getattr(record, name)
        return int(text[:4]) if text and text[:4].isdecimal() else None

    return read


Made = dict[str, tuple[Node, Callable[[Any], Any]]]


def made_for(kind: str) -> Made:
    """The fields that are worked out."""
    if kind == "trials":
        from ketacli.query import RESULTS

        direction = Node(CHOICE, choices=RESULTS)
        parts = {"direction": direction, "basis": Node(TEXT)}
        whole = Node(PART, parts=parts, main=lambda item: item["direction"], main_node=direction)
        return {"n": (Node(NUMBER), size), "result": (whole, result)}
    if kind == "regimens":
        return {"dose": (Node(TEXT, many=True), dose)}
    dated = {"events": "date", "sources": "issued"}.get(kind)
    return {"year": (Node(NUMBER), year_in(dated))} if dated else {}


SHORT = {
    "trials": {
        "comparator": "design.comparator", "masking": "design.masking", "form": "forms", "route": "routes",
        "indication": "indications",
    },
    "regimens": {"route": "routes", "indication": "indications", "status": "standing.status",
                 "jurisdiction": "standing.jurisdiction"},
    "guidelines": {"form": "recommendations.forms", "route": "recommendations.routes",
                   "indication": "recommendations.indications", "position": "recommendations.position",
                   "level": "recommendations.level", "strength": "recommendations.strength"},
    "reviews": {"n": "n_participants", "studies": "n_studies", "form": "forms", "route": "routes",
                "indication": "indications"},
    "safety": {"form": "forms", "route": "routes", "indication": "indications"},
    "events": {"form": "forms", "indication": "indications"},
    "topics": {"topic": "topics", "form": "forms", "route": "routes", "indication": "indications"},
    "conflicts": {"form": "forms", "indication": "indications"},
}  # fmt: skip
"""Short names, as the options have them, and the fields that they stand for."""

LEAD = {
    "trials": ("id", "name", "year", "n", "result.direction", "design.comparator", "design.masking", "forms", "routes",
               "indications", "phase", "registry"),
    "regimens": ("id", "name", "form", "routes", "use", "dose", "standing.status", "standing.jurisdiction",
                 "indications"),
    "guidelines": ("id", "body", "year", "country", "kind", "recommendations.position", "recommendations.forms"),
    "reviews": ("id", "name", "year", "kind", "n_studies.value", "n_participants.value"),
    "safety": ("id", "name", "kind", "system", "forms", "routes", "statement.value"),
    "events": ("id", "date", "jurisdiction", "kind", "body", "name"),
    "topics": ("id", "name", "topics", "kind", "basis", "statement.value"),
    "conflicts": ("id", "name", "kind", "standing", "changes_conclusion", "about"),
    "sources": ("id", "title", "author", "year", "container_title", "doi", "pmid", "tier", "status"),
}  # fmt: skip
"""The first columns of CSV."""

_kinds: dict[str, Fields] = {}


def of_kind(kind: str) -> Fields:
    """The fields of a kind of record."""
    if kind not in _kinds:
        own = nodes(class_of(kind))
        _kinds[kind] = Fields(PLURALS.get(kind, kind), own, made_for(kind), SHORT.get(kind), LEAD.get(kind, ()))
    return _kinds[kind]


PLURALS = {"safety": f"{KIND_WORDS['safety']}s"}


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
            return packed(found)
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
