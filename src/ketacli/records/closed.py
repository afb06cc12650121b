"""The closed words of fields, for start-up: read from a small compiled text, without the record classes.

A word stands once, as a ``Literal`` in a record class. The build writes a line a field: its kind, its name, its words.
"""

from __future__ import annotations

import os

FILE = "words.txt"


def written() -> str:
    """The text that the build writes: the fields of every kind of record that need no dot, short names among them."""
    from ketacli.records import fields
    from ketacli.records.kinds import RECORDS

    lines = []
    for kind in RECORDS:
        known = fields.of_kind(kind)
        for name in known.names():
            field = known.find(name)
            words = (*field.compared().choices, *field.manner.words)
            if words:
                lines.append(" ".join((kind, name, *words)))
    return "\n".join(lines) + "\n"


def words(kind: str, name: str) -> tuple[str, ...]:
    """The closed words of a field; none where the package is not compiled yet."""
    return _held.get((kind, name), ())


def _read() -> dict[tuple[str, str], tuple[str, ...]]:
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib is slow
    try:
        with open(os.path.join(package, "_compiled", FILE), encoding="utf-8") as file:  # noqa: PTH118, PTH123
            lines = file.read().splitlines()
        return {(kind, name): tuple(held) for kind, name, *held in map(str.split, lines)}
    except (OSError, ValueError):
        # Missing or damaged: the annotations of the classes have them too, only slower.
        return {}


_held = _read()
