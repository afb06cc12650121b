"""How to go on in the words of the tools, and what is wrong with the arguments of a call in those of keta."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import ValidationError

IN_WORDS = ("guidelines", "reviews", "safety", "conflicts", "topics", "timeline", "reproduce", "effect")
"""Commands without a tool whose answer a question in the same words finds."""
LISTS = ("words", "comparator", "result", "names")
LIMITS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than", "min_length": "at least",
          "max_length": "at most"}  # fmt: skip


class Call(BaseModel):
    """A call of a tool that leads on."""

    tool: str = Field(description="Name of the tool.")
    arguments: dict[str, Any] = Field(description="Its arguments.")


def calls(lines: Iterable[str]) -> list[Call]:
    """The calls that do what command lines do; what no tool can do is left out."""
    found = [call for call in map(call_of, lines) if call is not None]
    return [call for at, call in enumerate(found) if call not in found[:at]]


def call_of(line: str) -> Call | None:
    """The call for one command line; None for help, for options that no tool has and for a word to be filled in."""
    words = shlex.split(line.partition(" (")[0])[1:]
    command, *rest = words or [""]
    full = "--full" in rest
    names = [word for word in rest if word not in ("--full", "--json")]
    if any(word.startswith("-") or word.isupper() for word in names):
        return None
    made: dict[str, Any] | None = None
    if command == "show" and names:
        section = {"section": names[1]} if names[1:] else {}
        command, made = ("show" if full or section else "brief"), {"name": names[0], **section}
    elif command == "trials" and names:
        made = {"words": names}
    elif command == "dosing" and len(names) == 1:
        made = {"what": names[0]}
    elif command == "evidence":
        made = {"question": names[0]} if names else {}
    elif command == "compare" and names[1:]:
        made = {"names": names}
    elif command == "why" and names:
        made = {"path": names[0]}
    elif command == "find" and names:
        made = {"question": " ".join(names)}
    elif command in IN_WORDS and names:
        command, made = "find", {"question": " ".join([command, *names])}
    return Call(tool=command, arguments=made) if made is not None else None


def unusable(tool: str, error: ValidationError, taken: Mapping[str, Any]) -> str:
    """What is wrong with each argument of a call, with what ``taken``, the properties of its schema, says of it."""
    told = []
    for each in error.errors(include_url=False):
        name = str(each["loc"][0]) if each["loc"] else "the call"
        about = taken.get(name, {}).get("description", "")
        told.append(" ".join(part for part in (f"{tool}: {wrong(name, each)}.", about) if part))
    return " ".join(dict.fromkeys(told))


def wrong(name: str, found: Mapping[str, Any]) -> str:
    """``words takes a list of texts, such as ["ptsd"], not "ptsd"``."""
    kind, given = found["type"], shown(found.get("input"))
    if kind == "missing":
        return f"{name} is missing"
    limit = next((f"{word} {found['ctx'][key]}" for key, word in LIMITS.items() if key in found.get("ctx", {})), "")
    if limit:
        return f"{name} takes {limit}{' entries' if name in LISTS else ''}, not {given}"
    if name in LISTS:
        return f'{name} takes a list of texts, such as ["ptsd"], not {given}'
    return f"{name} takes {'a whole number' if kind.startswith('int') else 'a text'}, not {given}"


def shown(given: object) -> str:
    """What was given, as JSON has it, cut where it is long."""
    import json

    text = json.dumps(given, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def unknown(tool: str, arguments: Iterable[str], taken: Mapping[str, Any]) -> str:
    """That a tool has no such argument: left out in silence it would be taken for a filter; empty where it has all."""
    odd = [name for name in arguments if name not in taken]
    return f"{tool}: no argument {', '.join(odd)}. It takes {', '.join(taken)}." if odd else ""
