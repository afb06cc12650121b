"""The JSON objects that commands write: members a line each, from plain values and from text that is JSON already."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from ketacli.errors import KetaError


FEW = 20
"""Values of so many members are left to json, which is quicker then."""


class Encoded(str):
    """Text that is JSON already: it is written as it stands."""

    __slots__ = ()


try:
    from _json import encode_basestring
except ImportError:  # another interpreter has no such module
    encode_basestring = None  # type: ignore[assignment]


def quoted(text: str) -> str:
    """A text as JSON."""
    return compact(text) if encode_basestring is None else encode_basestring(text)


def compact(value: Any) -> str:
    """A value as JSON without needless space."""
    from ketacli.render.document import compact as written

    return written(value)


def encoded(value: Any) -> str:
    """A value as compact JSON; an ``Encoded`` is that already. Importing json would take most of a quick answer."""
    if isinstance(value, Encoded):
        return value
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict) and len(value) < FEW:
        return "{" + ",".join(f"{quoted(key)}:{encoded(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list) and len(value) < FEW:
        return "[" + ",".join(map(encoded, value)) + "]"
    return compact(value)


def rows(items: Iterable[Any]) -> Iterator[str]:
    """The pieces of an array with a row a line, which is easy to compare; of plain values or of ``Encoded`` ones.

    They are written as they come: joined, the two megabytes of all trials would be held three times.
    """
    before = "[\n"
    for item in items:
        yield before
        yield encoded(item)
        before = ",\n"
    yield "[]" if before == "[\n" else "\n]"


def entries(items: Iterable[tuple[str, Encoded]], *, lines: bool = False) -> Iterator[str]:
    """The pieces of an object of values that are JSON already, by key; with ``lines`` an entry a line."""
    before, between, end = ("{\n", ",\n", "\n}") if lines else ("{", ",", "}")
    first = before
    for key, value in items:
        yield f"{before}{quoted(key)}:{value}"
        before = between
    yield first + end if before == first else end


def kinds(items: Iterable[tuple[str, Iterator[str]]]) -> Iterator[str]:
    """The pieces of an object of arrays by kind of record, each kind beginning a line."""
    before = "{"
    for key, pieces in items:
        yield f"{before}\n{quoted(key)}: "
        yield from pieces
        before = ","
    yield "{\n}" if before == "{" else "\n}"


def named(value: Any) -> Iterator[str]:
    """The ids of the documents that plain values name: each ``source``, the ``sources`` and the ``publications``."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "source" and isinstance(item, str):
                yield item
            elif key == "publications":
                yield from item
            elif key == "sources" and isinstance(item, list | tuple):
                yield from (name for name in item if isinstance(name, str))
            else:
                yield from named(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from named(item)


def envelope(members: Mapping[str, Any]) -> Iterator[str]:
    """The pieces of an object with a member a line, ending in a newline; a member may come in pieces itself."""
    yield "{"
    for at, (key, value) in enumerate(members.items()):
        yield (",\n" if at else "") + quoted(key) + ": "
        if hasattr(value, "__next__"):
            yield from value
        else:
            yield encoded(value)
    yield "}\n"


def error_text(error: KetaError, indented: bool) -> str:
    """An error as the object that a program reads; in ASCII, as it has to arrive whatever the stream can carry."""
    import json

    from ketacli.evidence.answers.failure import Failure

    failure = Failure(
        code=error.code,
        exit=error.exit_code,
        message=error.message,
        hint=error.hint,
        field=error.field,
        value=error.value,
        suggestions=error.suggestions,
        allowed=error.allowed,
        details=error.details,
    )
    document = {"schema": "keta.error/1", "error": failure.to_dict()}
    # The one control that ASCII leaves as it is.
    return json.dumps(document, indent=2 if indented else None).replace("\x7f", "\\u007f") + "\n"
