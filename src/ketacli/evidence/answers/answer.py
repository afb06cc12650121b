"""What every answer can do: be written as JSON, and name the columns of rows."""

from __future__ import annotations

from types import MappingProxyType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from ketacli.records.base import Record, as_plain, defaults

Columns = dict[str, str | tuple[str, ...]]
"""The columns of rows with the type of each, a constant of ``records.fields``, or the words that it can hold."""


class Answer(Record):
    """An answer, or a part of one: a frozen dataclass whose fields are given by name."""

    KEYS = MappingProxyType[str, str]({})
    """Fields whose name in JSON is no name in Python, with the one in JSON."""

    def __eq__(self, other: object) -> bool:
        return vars(self) == vars(other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(vars(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"

    def to_dict(self) -> dict[str, Any]:
        """The answer as the JSON has it, in the order of its fields."""
        known = defaults(type(self))
        return {
            self.KEYS.get(name, name): as_plain(value)
            for name, value in vars(self).items()
            if value is not None or known[name] is not None
        }


def columns(row: type[Answer], *left_out: str) -> Columns:
    """The columns of rows of a class, in the order of its fields."""
    hints = get_type_hints(row)
    return {name: column(hints[name]) for name in defaults(row) if name not in left_out}


def column(hint: Any) -> str | tuple[str, ...]:
    """The type of a column by that of its field; a list or a part of the answer counts as text."""
    if get_origin(hint) is UnionType or type(None) in get_args(hint):
        return column(next(each for each in get_args(hint) if each is not type(None)))
    if get_origin(hint) is Literal:
        return tuple(str(word) for word in get_args(hint))
    if hint is bool:
        return "yes or no"
    return "number" if hint in (int, float) else "text"
