"""What can stand at the cursor: read from the command table and a small index, nothing heavier.

The shell scripts run ``keta`` with KETA_COMPLETE set and the words typed so far; the answer is one
``value<TAB>description`` a line. A line without a value, ``<TAB>directory`` or ``<TAB>file``, asks the
shell for its own completion of paths.
"""

from __future__ import annotations

import sys

from ketacli.build.overlays.folders import chosen
from ketacli.cli.accepted import PATHS, RECORD_KINDS, Nothing, store, words
from ketacli.cli.table import BY_NAME, COMMANDS
from ketacli.records.printable import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ketacli.cli.accepted import Found, Store
    from ketacli.cli.table import Command, Option

TABLED = ("topics", "kinds", "schemas")
"""Words that stand in the command table and the kinds, for which no data is read."""

BEFORE_COMMAND = (("--version", "Version of the program and of the data"), ("--help", "The commands"))


def complete(typed: list[str]) -> int:
    """Print the candidates for the last of the words typed; never an error, whatever was typed."""
    try:
        found = candidates(typed)
    except Exception:
        # A completion press must not disturb the line that is being typed.
        return 0
    text = "".join(map(_candidate, found))
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    return 0


LONGEST = 100
"""Letters of a description; a shell cuts longer ones anyway."""


def _candidate(pair: tuple[str, str]) -> str:
    """The line of a candidate; none for one that nobody could type, or that would command the terminal."""
    value, description = pair
    if printable(value) != value:
        return ""
    return f"{value}\t{printable(description[:LONGEST])}\n" if description else f"{value}\n"


def candidates(typed: list[str]) -> Found:
    """Values that begin with the last word, each with a description."""
    current = typed[-1] if typed else ""
    if len(typed) <= 1:
        listed = [(command.name, command.answers) for command in COMMANDS]
        return _begin([*listed, *BEFORE_COMMAND] if current.startswith("-") or not current else listed, current)
    command = BY_NAME.get(typed[0])
    if command is None:
        return []
    options = {flag: option for option in command.options for flag in option.flags}
    line = _Line(options, typed[1:-1])
    if line.waiting is not None:
        return _values(command, line, line.waiting.complete, current)
    flag, equals, value = current.partition("=")
    if equals and flag in options and flag.startswith("--"):
        found = _values(command, line, options[flag].complete, value)
        return found if _path(found) else [(f"{flag}={each}", description) for each, description in found]
    if current.startswith("-") and not line.ended:
        offered = [(flag, option.help) for flag, option in options.items() if len(flag) > 2]
        return _begin([*offered, ("--help", "What this command does")], current)
    return _values(command, line, _argument(command, len(line.given)), current)


class _Line:
    """The words between command and cursor: what is given, and the option that waits for its value."""

    def __init__(self, options: dict[str, Option], before: list[str]) -> None:
        self.given: list[str] = []
        self.waiting: Option | None = None
        self.ended = False
        self.data: list[str] = []
        self.no_local = False
        for word in before:
            flag, equals, value = word.partition("=")
            if self.waiting is not None:
                self._take(self.waiting, word)
                self.waiting = None
            elif self.ended or not word.startswith("-"):
                self.given.append(word)
            elif word == "--":
                self.ended = True
            elif flag in options and equals:
                self._take(options[flag], value)
            elif flag == "--no-local":
                self.no_local = True
            elif flag in options and options[flag].kind != "flag":
                self.waiting = options[flag]

    def _take(self, option: Option, value: str) -> None:
        if option.name == "data":
            self.data.append(value)


def _argument(command: Command, placed: int) -> str | tuple[str, ...] | None:
    if not command.arguments:
        return None
    many = command.arguments[-1].many
    at = min(placed, len(command.arguments) - 1) if many else placed
    return command.arguments[at].complete if at < len(command.arguments) else None


def _values(command: Command, line: _Line, source: str | tuple[str, ...] | None, current: str) -> Found:
    if source in PATHS:
        return [("", str(source))]
    if source is None:
        return []
    data: Store = (
        Nothing() if isinstance(source, tuple) or source in TABLED else store(chosen(line.data, line.no_local))
    )
    if source == "records":
        return _records(command, line.given, data, current)
    head, _, last = current.rpartition(",")
    found = _begin(words(source, data, last), last)
    return [(f"{head},{value}" if head else value, description) for value, description in found]


def _records(command: Command, given: list[str], data: Store, current: str) -> Found:
    """Records by id; for ``compare`` of the kind that has begun, for ``why`` the keys of a record too."""
    if command.name == "why" and "." in current:
        return _begin(_keys(data, current), current)
    found = words("records", data, current)
    if command.name == "compare" and given:
        kinds = [kind for kind in RECORD_KINDS if data.record(kind, given[0]) is not None]
        if kinds:
            found = [pair for kind in kinds for pair in data.records(kind, current)]
    return [pair for pair in _begin(found, current) if pair[0] not in given]


def _keys(data: Store, current: str) -> Found:
    """The keys below a record's path, such as ``transform-2.arms.0``."""
    done, _, _ = current.rpartition(".")
    name, *keys = done.split(".")
    kind, slash, rest = name.partition("/")
    kinds, name = ([kind], rest) if slash else (list(RECORD_KINDS), name)
    from ketacli.records.nodes import at_place

    place: Any = next((found for kind in kinds if (found := data.record(kind, name)) is not None), None)
    for key in keys:
        place = at_place(place, key) if isinstance(place, list) else place.get(key) if isinstance(place, dict) else None
    if isinstance(place, list):
        return [(f"{done}.{at}", _name(item)) for at, item in enumerate(place)]
    return [(f"{done}.{key}", "") for key in place] if isinstance(place, dict) else []


def _name(item: object) -> str:
    named = item if isinstance(item, dict) else {}
    return str(named.get("name") or named.get("label") or named.get("id") or named.get("event") or "")


def _begin(found: Found, start: str) -> Found:
    folded = start.casefold()
    return [pair for pair in found if pair[0].casefold().startswith(folded)]


def _path(found: Found) -> bool:
    return len(found) == 1 and found[0][0] == ""
