"""Which schema a name means: of what a command writes, or of a TOML file."""

from __future__ import annotations

from typing import Any

from ketacli.errors import UnknownName
from ketacli.records.kinds import BY_NAME, KINDS
from ketacli.records.names import missing, near
from ketacli.records.store import fold


def resolve(schemas: list[dict[str, Any]], describes: str, text: str) -> str:
    """The name of an ``output`` or ``record`` schema among these; UnknownName, with near misses, for another.

    A record may also be named by the command that lists it.
    """
    known = {fold(each["name"]): str(each["name"]) for each in schemas if each["describes"] == describes}
    aliases = {kind.command: kind.name for kind in KINDS}
    asked = fold(text)
    if asked in known:
        return known[asked]
    if describes == "record" and asked in aliases:
        return aliases[asked]
    others = {fold(each["name"]): str(each["name"]) for each in schemas if each["describes"] != describes}
    if asked in others:
        raise _other(describes, others[asked], tuple(known.values()))
    raise missing("schema", text, near(text, known), tuple(known.values()))


def _other(describes: str, name: str, allowed: tuple[str, ...]) -> UnknownName:
    """The error for a name of which there is a schema of the other sort only."""
    if describes == "record":
        message = f'"{name}" is a command, not a kind of record'
        hint = f"keta schema {name} describes its JSON. Kinds: {', '.join(allowed)}."
        return UnknownName(message, hint, field="schema", value=name, allowed=allowed)
    command = (BY_NAME[name].command or "show") if name in BY_NAME and BY_NAME[name].lookup else None
    message = f'"{name}" is a kind of record, not a command'
    hint = f"keta schema {name} --record describes its TOML."
    if command is not None:
        hint += f" Its JSON is that of {command}: keta schema {command}."
    suggestions = (command,) if command is not None else ()
    return UnknownName(message, hint, field="schema", value=name, suggestions=suggestions, allowed=allowed)
