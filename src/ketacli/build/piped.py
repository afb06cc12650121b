"""Records that come as one TOML text, set in the place of those of a directory."""

from __future__ import annotations

import re
from typing import Any

from ketacli.build.parse import parse
from ketacli.build.problems import Problem
from ketacli.build.read import Authored, read_record
from ketacli.records.base import field_types
from ketacli.records.kinds import RECORDS, class_of

FILE = "stdin"
"""What problems name when there is no record to name."""
LARGEST = 10_000_000
"""Bytes of standard input, which may hold all records of a kind."""
DRAFT = re.compile(r"# ([a-z]+)/([a-z0-9-]{1,200})\.toml\b")
UNNAMED = "unnamed"
NO_ID = (
    'is missing: it says which record this is. Write id = "..." in the first line; in a directory the name of the '
    "file says it"
)


def put(authored: Authored, text: str, kind: str | None = None) -> tuple[list[tuple[str, str]], list[Problem]]:
    """Read ``text`` into ``authored``; the kinds and ids of what it holds, and what is wrong with it.

    The text is one record with its ``id``, as ``keta show ID -o toml`` writes it, whose kind is told
    by ``kind`` or else by its fields; or lists of records under the names of their kinds, as ``keta
    trials -o toml`` writes them.
    """
    raw, problems = parse(text, FILE)
    if problems:
        return [], problems
    if not raw:
        return [], [Problem(FILE, "", "holds no record")]
    named: tuple[str, str] | None = None
    if kind is None and all(key in RECORDS and is_list(value) for key, value in raw.items()):
        found = [(name, f"{name}.{at}", item) for name, items in raw.items() for at, item in enumerate(items)]
    else:
        named = _named(text)
        found = [(kind or (named[0] if named is not None else kind_of(raw)), "", raw)]
    placed: list[tuple[str, str]] = []
    for held, key, record in found:
        name = record.get("id") or (named[1] if named is not None and named[0] == held else None)
        if not isinstance(name, str) or not name:
            problems.append(Problem(FILE, f"{key}.id".lstrip("."), NO_ID))
            # What else is wrong with it is told at once, under a name that is taken back.
            problems += read_record(held, UNNAMED, {**record, "id": UNNAMED}, FILE)[1]
            continue
        if (held, name) in placed:
            problems.append(Problem(FILE, key, f"{name!r} is here twice"))
        file = f"{held}/{name}.toml"
        made, wrong = read_record(held, name, {"id": name, **record}, file)
        problems += wrong
        authored.files[held, name] = file
        authored.within[held, name] = key
        authored.records[held].pop(name, None)
        authored.broken.discard((held, name))
        if made is None:
            authored.broken.add((held, name))
        else:
            authored.records[held][name] = made
        placed.append((held, name))
    return placed, problems


def _named(text: str) -> tuple[str, str] | None:
    """Kind and id from the comment in the first line of a draft, ``# trials/my-trial.toml``; None without one."""
    first = DRAFT.match(text.lstrip("\ufeff"))
    return (first[1], first[2]) if first is not None and first[1] in RECORDS else None


def is_list(value: Any) -> bool:
    """Whether a value of TOML is a list of tables, and not an empty one."""
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def kind_of(raw: dict[str, Any]) -> str:
    """The kind whose fields a record has: that with the fewest fields too many or missing."""

    def distance(kind: str) -> int:
        cls = class_of(kind)
        known = field_types(cls)
        needed = {name for name in known if not hasattr(cls, name) and not name.startswith("_")}
        return len(raw.keys() - known.keys()) + len(needed - raw.keys())

    return min(RECORDS, key=distance)
