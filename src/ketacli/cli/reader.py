"""Read usual command lines without importing Typer.

A value may follow its option or be joined to it (``--year=2019``, ``-ojson``), and an option that takes a
list may be repeated. Whatever else is unusual (a value that starts with a hyphen, an unknown option, a repeated
one that takes no list, a missing argument, help asked for among other words) is left to Typer, the only
authority on errors. The tests hold this reader to give what Typer gives wherever it answers at all.
"""

from __future__ import annotations

from ketacli.cli.table import BY_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ketacli.cli.table import Command, Option

LONGEST_NUMBER = 18
"""Digits of a whole number: more than any count that there is, and no work to convert."""


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
        flag, value = _joined(word)
        option = flags.get(flag)
        if option is None or (option.name in seen and option.kind != "list"):
            return None
        seen.add(option.name)
        if option.kind == "flag":
            if value is not None:
                return None
            values[option.name] = True
            continue
        if value is None:
            value = next(words, "-")
            if value.startswith("-"):
                return None
        if option.kind == "list":
            values[option.name].append(value)
        elif option.kind == "int":
            try:
                values[option.name] = whole_number(value)
            except ValueError:
                return None
        else:
            values[option.name] = value
    return (command.name, values) if _place(command, given, values) else None


def whole_number(text: str) -> int:
    """A whole number in the ten digits of ASCII, such as 100; ValueError for any other spelling."""
    digits = text.strip().removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER):
        raise ValueError(text)
    return int(text)


def unusable(name: str, values: dict[str, Any]) -> tuple[Option, Any] | None:
    """The first option of a command whose value can mean nothing, with it: a blank text or list, a negative number.

    A filter must not be passed over in silence because a variable of a script was empty.
    """
    for option in BY_NAME[name].options if name in BY_NAME else ():
        value = values.get(option.name)
        if value is None or value == []:
            continue
        if option.kind == "int":
            if value < 0:
                return option, value
        elif option.kind != "flag":
            texts = [each.replace(",", "") for each in value] if option.kind == "list" else [value]
            if not all(text.strip() for text in texts):
                return option, value
    return None


def known(word: str) -> bool:
    """Whether a word is a command."""
    return word in BY_NAME


def defaults(command: Command) -> dict[str, Any]:
    """What every argument and option is when it is not given."""
    values: dict[str, Any] = {argument.name: [] if argument.many else None for argument in command.arguments}
    for option in command.options:
        values[option.name] = [] if option.kind == "list" else False if option.kind == "flag" else None
    return values


def _joined(word: str) -> tuple[str, str | None]:
    """The flag that a word begins with, and the value that is joined to it; None for a flag alone."""
    if word.startswith("--"):
        flag, equals, value = word.partition("=")
        return flag, value if equals else None
    return word[:2], word[2:] or None


def _place(command: Command, given: list[str], values: dict[str, Any]) -> bool:
    """Set the arguments into ``values``; False where there are too many, or one is missing."""
    arguments = command.arguments
    if arguments and arguments[-1].many:
        for argument, word in zip(arguments[:-1], given, strict=False):
            values[argument.name] = word
        values[arguments[-1].name] = given[len(arguments) - 1 :]
        return all(values[argument.name] for argument in arguments if argument.required)
    if len(given) > len(arguments):
        return False
    for argument, word in zip(arguments, given, strict=False):
        values[argument.name] = word
    return all(values[argument.name] is not None for argument in arguments if argument.required)
