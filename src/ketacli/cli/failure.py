"""What went wrong, told on standard error, and as a JSON object on standard output where JSON was asked for."""

from __future__ import annotations

import os
import re
import sys
from itertools import pairwise

from ketacli.errors import INTERNAL, DataError, KetaError
from ketacli.evidence.danger import HELP, RESEARCH, in_danger
from ketacli.records.printable import printable

FORMAT_FLAGS = ("-o", "--output-format")
JSON_FORMATS = ("json", "jsonl")
"""Formats in which an error is an object on standard output too."""

LONGEST_ECHO = 200
"""Characters of a value that a message repeats."""
LONGEST_LINE = 2_000
"""Characters of what is wrong, and of what to do."""
LONGEST_DETAIL = 500
"""Characters of a line between what is wrong and what to do; the JSON object has the whole."""
LONGEST_CRASH = 300


def fail(error: KetaError, words: list[str]) -> int:
    """Say what is wrong and what to do; returns the exit code of the error.

    Words that say that somebody is in danger are answered with where help is, before anything else.
    """
    if in_danger(" ".join(words)):
        error.details = (error.message,)
        error.message, error.hint, error.suggestions = HELP, RESEARCH, ()
    if wants_json(words):
        from ketacli.render.envelope import error_text

        sys.stdout.write(error_text(error, indented=sys.stdout.isatty()))
    message, hint = error.message, error.hint or "keta --help lists the commands."
    for echoed in (error.value, *words):
        if echoed and len(echoed) > LONGEST_ECHO:
            short = echoed[:LONGEST_ECHO] + "..."
            message, hint = message.replace(echoed, short), hint.replace(echoed, short)
    message, hint = (each if len(each) <= LONGEST_LINE else each[:LONGEST_LINE] + "..." for each in (message, hint))
    details = (each if len(each) <= LONGEST_DETAIL else each[:LONGEST_DETAIL] + "..." for each in error.details)
    tell(f"keta: {printable(message)}", *map(printable, details), *_hint_lines(hint, error.value), width=_asked(words))
    return error.exit_code


def _asked(words: list[str]) -> int:
    """The width that was asked for on the command line; 0 where none was."""
    after = dict(pairwise(words)).get("--width", "")
    typed = next((word.partition("=")[2] for word in words if word.startswith("--width=")), after)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < MOST_DIGITS else 0


def _hint_lines(hint: str, value: str | None) -> list[str]:
    """A hint as the lines that it has; line breaks of the value that it repeats are none."""
    if value:
        hint = hint.replace(value, printable(value))
    # A hint of several lines indents those after the first by itself, as all are printed.
    return [printable(line if at == 0 else line.removeprefix("  ")) for at, line in enumerate(hint.split("\n"))]


def wants_json(words: list[str]) -> bool:
    """Whether a command line asked for JSON, also where it is wrong otherwise."""
    if "--" in words:
        words = words[: words.index("--")]
    if "--json" in words:
        return True
    last = ""
    for at, word in enumerate(words):
        if word in FORMAT_FLAGS:
            last = "".join(words[at + 1 : at + 2])
        elif word.startswith(("-o", "--output-format=")):
            last = word.partition("=")[2] if word.startswith("--") else word[2:]
    return last in JSON_FORMATS


def crash(error: BaseException, words: list[str]) -> int:
    """One line for an internal error and how to report it, or for the damaged data that it came from.

    The trace is shown only on request.
    """
    if os.environ.get("KETA_DEBUG"):
        import traceback

        tell("".join(traceback.format_exception(error)).rstrip())
    damage = _damage()
    if damage is not None:
        return fail(DataError(f"the compiled data is damaged: {damage}", "Install the package again."), words)
    # Nothing of the message goes missing in a report: it stands in the trace.
    said = str(error)
    said = said if len(said) <= LONGEST_CRASH else said[:LONGEST_CRASH] + "..."
    told = KetaError(
        f"internal error: {type(error).__name__}: {said}",
        "Please report this line with the command line and keta --version; KETA_DEBUG=1 shows the trace.",
    )
    return fail(told, words)


def _damage() -> str | None:
    """What is wrong with the installed data, if anything; never a second error."""
    try:
        from ketacli.build.sound import flaw_of_shipped

        return flaw_of_shipped()
    except Exception:
        return None


def unreachable(error: OSError, words: list[str]) -> int:
    """A file that cannot be opened, or a stream that cannot be written: one line of each."""
    reason = error.strerror or str(error)
    if error.filename is None:
        tell(f"keta: cannot write: {reason}", "Check where standard output leads, and that there is space.")
        return INTERNAL
    name = str(error.filename)
    if getattr(error, "writing", False):
        hint = "Check where it leads, and that there is space."
        return fail(KetaError(f"cannot write {name}: {reason}", hint, value=name), words)
    told = KetaError(f"cannot open {name}: {reason}", "Check the path and its permissions.", value=name)
    return fail(told, words)


AFTER = "or|and|is|has|knows|list|lists|says|show|shows|searches|takes|alone|does|chooses|needs"
COMMAND = re.compile(rf"\bketa(?: (?!(?:{AFTER})\b)[^\s,;]+(?<![.?]))*(?: (?!(?:{AFTER})\b)[^\s,;]+)?")
"""A command line in a message: what is to be copied is not broken."""
TIED = "\ue000"
NAME = "keta:"
NARROWEST = 30
MOST_DIGITS = 6
"""Digits of a width that is none any more."""


def fitted(lines: list[str], width: int = 0) -> list[str]:
    """Lines broken between words at a width that was asked for, or where a terminal would break them anywhere.

    Under a place that is pointed at, nothing moves.
    """
    try:
        width = width or (os.get_terminal_size(sys.stderr.fileno()).columns if sys.stderr.isatty() else 0)
    except (OSError, ValueError):
        width = 0
    if width < NARROWEST or any(line.strip() == "^" for line in lines) or all(len(line) <= width for line in lines):
        return lines
    import textwrap

    def wrapped(line: str, at: int) -> list[str]:
        tied = COMMAND.sub(lambda found: found[0].replace(" ", TIED), line)
        # The name of the program stands alone on no line, however long what follows is.
        tied = tied.replace(f"{NAME} ", f"{NAME}{TIED}", 1) if tied.startswith(NAME) else tied
        made = textwrap.wrap(
            tied, width, initial_indent="  " if at else "", subsequent_indent="  ", break_long_words=False,
            break_on_hyphens=False, replace_whitespace=False,
        )  # fmt: skip
        return [each.replace(TIED, " ") for each in made]

    return [
        part for at, line in enumerate(lines) for part in (wrapped(line.strip(), at) if len(line) > width else [line])
    ]


def tell(first: str, *more: str, width: int = 0) -> None:
    """Lines on standard error, those after the first indented; what it cannot take is lost, never an error."""
    text = "\n".join(fitted([first, *(f"  {each}" for each in more)], width)) + "\n"
    encoding = sys.stderr.encoding or "ascii"
    try:
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()
    except (OSError, ValueError):
        return
