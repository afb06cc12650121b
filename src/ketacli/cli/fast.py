"""Read plainly written command lines without importing Typer.

Whatever is not plain (``--opt=value``, a value that starts with a hyphen, an unknown or repeated
option, a missing argument, help asked for among other words) is left to Typer, the only authority on errors. The
tests hold this reader to give what Typer gives wherever it answers at all.
"""

from __future__ import annotations

from typing import Any

from ketacli.cli.spec import BY_NAME, Command, Option

LONGEST_NUMBER = 10

typed: list[str] = []
"""The words of this run."""


def read(argv: list[str]) -> tuple[str, dict[str, Any]] | None:
    """The command and its keyword arguments, or None: then Typer reads the line."""
    command = BY_NAME.get(argv[0]) if argv else None
    if command is None:
        return None
    if argv[1:] in (["-h"], ["--help"]):
        return "usage", {"command": command.name}
    flags = {flag: option for option in command.options for flag in option.flags}
    values = defaults(command)
    given: list[str] = []
    seen: set[str] = set()
    words = iter(argv[1:])
    for word in words:
        if not word.startswith("-"):
            given.append(word)
            continue
        option = flags.get(word)
        if option is None or option.name in seen:
            return None
        seen.add(option.name)
        if option.kind == "flag":
            values[option.name] = True
            continue
        value = next(words, "-")
        if value.startswith("-") or (
            option.kind == "int" and not (value.isascii() and value.isdigit() and len(value) < 10)
        ):
            return None
        values[option.name] = int(value) if option.kind == "int" else [value] if option.kind == "list" else value
    return None if not _place(command, given, values) else (command.name, values)


def empty(name: str, values: dict[str, Any]) -> Option | None:
    """The first option of a command whose value is given and empty; a filter must not be passed over in silence."""
    for option in BY_NAME[name].options if name in BY_NAME else ():
        value = values.get(option.name)
        if value == "" or (value and option.kind == "list" and not "".join(value).strip(" ,")):
            return option
    return None


def known(word: str) -> bool:
    """Whether a word is a command."""
    return word in BY_NAME


def defaults(command: Command) -> dict[str, Any]:
    """What every argument and option is when it is not given."""
    empty = {"flag": False, "list": [], "text": None, "int": None}
    values: dict[str, Any] = {a.name: [] if a.many else None for a in command.arguments}
    values.update({option.name: list(v) if (v := empty[option.kind]) == [] else v for option in command.options})
    return values


def _place(command: Command, given: list[str], values: dict[str, Any]) -> bool:
    arguments = command.arguments
    if arguments and arguments[-1].many:
        values[arguments[-1].name] = given
        return bool(given) or not arguments[-1].required
    if len(given) > len(arguments):
        return False
    for argument, word in zip(arguments, given, strict=False):
        values[argument.name] = word
    return all(values[argument.name] is not None for argument in arguments if argument.required)
