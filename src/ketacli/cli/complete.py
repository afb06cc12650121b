"""What can stand at the cursor: read from the command table and a small index, nothing heavier.

The shell scripts run ``keta`` with KETA_COMPLETE set and the words typed so far; the answer is one
``value<TAB>description`` a line.
"""

from __future__ import annotations

import sys

from ketacli.cli.spec import BY_NAME, COMMANDS, TOPICS, Command

RECORD_KINDS = ("compounds", "trials", "regimens", "guidelines", "reviews", "safety", "events", "topics", "conflicts")

BEFORE_COMMAND = (("--version", "Version of the program and of the data"), ("--help", "The commands"))


def complete(words: list[str]) -> int:
    """Print the candidates for the last of ``words``; never an error, whatever was typed."""
    try:
        found = candidates(words)
    except Exception:
        # A completion press must not disturb the line that is being typed.
        return 0
    text = "".join(f"{value}\t{description}\n" if description else f"{value}\n" for value, description in found)
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    return 0


def candidates(words: list[str]) -> list[tuple[str, str]]:
    """Values that begin with the last word, each with a description."""
    current = words[-1] if words else ""
    if len(words) <= 1:
        listed = [(command.name, command.answers) for command in COMMANDS]
        return _begin([*listed, *BEFORE_COMMAND] if current.startswith("-") or not current else listed, current)
    command = BY_NAME.get(words[0])
    if command is None:
        return []
    if current.startswith("-"):
        options = [(flag, option.help) for option in command.options for flag in option.flags if len(flag) > 2]
        return _begin([*options, ("--help", "What this command does")], current)
    head, _, last = current.rpartition(",")
    found = _begin(_values(_source(command, words[1:-1])), last)
    return [(f"{head},{value}" if head else value, description) for value, description in found]


def _begin(found: list[tuple[str, str]], start: str) -> list[tuple[str, str]]:
    folded = start.casefold()
    return [pair for pair in found if pair[0].casefold().startswith(folded)]


def _source(command: Command, before: list[str]) -> str | tuple[str, ...] | None:
    """Where the values for the cursor come from, given the words between command and cursor."""
    options = {flag: option for option in command.options for flag in option.flags}
    placed = 0
    waiting = None
    for word in before:
        if waiting is not None:
            waiting = None
        elif word in options:
            waiting = options[word] if options[word].kind != "flag" else None
        elif not word.startswith("-"):
            placed += 1
    if waiting is not None:
        return waiting.complete
    if not command.arguments:
        return None
    many = command.arguments[-1].many
    at = min(placed, len(command.arguments) - 1) if many else placed
    return command.arguments[at].complete if at < len(command.arguments) else None


def _values(source: str | tuple[str, ...] | None) -> list[tuple[str, str]]:
    if source is None or source in ("directory", "file"):
        return []
    if isinstance(source, tuple):
        return [(value, "") for value in source]
    if source == "topics":
        named = [(command.name, command.answers) for command in COMMANDS if command.name not in TOPICS]
        return [(topic, "help topic") for topic in TOPICS] + named
    from ketacli.dataset import load

    dataset = load()
    if source == "routes-and-forms":
        return _values("routes") + _values("compounds")
    if source == "bodies":
        bodies = {str(raw["body"]): str(raw["body_name"]) for raw in dataset.guidelines.raw.values()}
        return [(body, name) for body, name in sorted(bodies.items()) if " " not in body]
    if source == "jurisdictions":
        return [(place, "") for place in sorted({str(raw["jurisdiction"]) for raw in dataset.events.raw.values()})]
    if source in ("indications", "routes", "scales", "properties", "subjects"):
        return [(name, str(raw["label"])) for name, raw in dataset.kind(source).raw.items()]
    kinds = RECORD_KINDS if source == "records" else (source,)
    found = []
    for path, (label, _) in dataset.index.items():
        kind, _, name = path.partition("/")
        if kind in kinds:
            found.append((name, str(label)))
    return found
