"""Show a screen in a pager, and never lose it: where the pager fails, the screen is printed."""

from __future__ import annotations

import io
import os
import sys

from ketacli.render.wrap import cells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, TextIO, TypeAlias

    Started: TypeAlias = tuple[IO[bytes], Callable[..., int]]
    """Where to write what a program reads, and how to wait for the code that it ends with."""

DEFAULTS = (["less", "-FRX"], ["more"])
"""The first that the machine has; Windows has the second."""
CODE = "\x1b["
"""What begins a change of style; an "m" ends it."""
UNKNOWN_SIZE = (80, 24)


def page(draw: Callable[[TextIO], None], note: Callable[[str], None]) -> None:
    """Draw into a pager when the result is longer than the terminal, else print it.

    ``draw`` writes the screen to a stream, ``note`` tells the person something. Raises
    KeyboardInterrupt when an interrupt ended the pager.
    """
    encoding = sys.stdout.encoding or "utf-8"
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding=encoding, newline="\n", write_through=True) as stream:
        draw(stream)
        found = raw.getvalue()
    text = found.decode(encoding)
    if os.environ.get("TERM") == "dumb" or fits(text, *size()):
        sys.stdout.write(text)
        return
    try:
        name, code = first_of(commands(os.environ.get("KETA_PAGER") or ""), found)
    except (OSError, ValueError) as error:
        sys.stdout.write(text)
        sys.stdout.flush()
        reason = getattr(error, "strerror", None) or str(error)
        note(f"keta: the pager does not start ({reason}): printed without it. KETA_PAGER says which is used.")
        return
    if code:
        sys.stdout.write(text)
        sys.stdout.flush()
        note(f"keta: the pager {name} ended with {code}: printed without it. KETA_PAGER says which is used.")


def commands(asked: str) -> list[list[str]]:
    """The command lines of pagers to try, as words, never for a shell; ValueError for an unclosed quotation."""
    if not asked.strip():
        return [*DEFAULTS]
    import shlex

    # A backslash is part of a path on Windows.
    words = shlex.split(asked, posix=os.name != "nt")
    return [[word.strip('"') for word in words] if os.name == "nt" else words]


def first_of(lines: list[list[str]], found: bytes) -> tuple[str, int]:
    """The name of the first pager that the machine has and the code that it ended with.

    Raises KeyboardInterrupt where an interrupt ended it, OSError where it does not start, ValueError where there is
    none.
    """
    sys.stdout.flush()
    for words in lines:
        try:
            return words[0], hand_over(words, found)
        except FileNotFoundError:
            if len(lines) == 1:
                raise
    raise ValueError("neither less nor more is on this machine")


def hand_over(words: list[str], found: bytes) -> int:
    """Run a pager on the text and wait for it; an interrupt is the pager's to handle meanwhile.

    What runs a program is imported here, since most screens fit; ``subprocess`` only where the system has no
    ``posix_spawn``, for it takes as long to import as a short screen takes to draw.
    """
    import signal

    # What git and man do: a pager named without options keeps colours and leaves short texts on the screen.
    environment = {"LESS": "FRX", **os.environ}
    start = piped if hasattr(os, "posix_spawnp") else piped_by_library
    write, wait = start(words, environment)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        try:
            with write:
                write.write(found)
        except BrokenPipeError:
            # It was left before the end.
            pass
        code = wait()
    finally:
        signal.signal(signal.SIGINT, before)
    if code == -signal.SIGINT:
        raise KeyboardInterrupt
    return code


def piped(words: list[str], environment: dict[str, str]) -> Started:
    """Start a program that reads from a pipe."""
    reading, writing = os.pipe()
    try:
        child = os.posix_spawnp(words[0], words, environment, file_actions=[(os.POSIX_SPAWN_DUP2, reading, 0)])
    except OSError:
        os.close(writing)
        raise
    finally:
        os.close(reading)
    return os.fdopen(writing, "wb"), lambda: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def piped_by_library(words: list[str], environment: dict[str, str]) -> Started:
    """The same where the system has no ``posix_spawn``."""
    from subprocess import PIPE, Popen

    process = Popen(words, stdin=PIPE, env=environment)
    assert process.stdin is not None
    return process.stdin, process.wait


def size() -> tuple[int, int]:
    """Columns and lines of the terminal."""
    try:
        known = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return UNKNOWN_SIZE
    return known.columns or UNKNOWN_SIZE[0], known.lines or UNKNOWN_SIZE[1]


def fits(text: str, columns: int, lines: int) -> bool:
    """Whether the text, with its long lines broken by the terminal, leaves a line for the next prompt."""
    taken = 0
    for line in text.splitlines():
        taken += max(-(-cells(uncoloured(line)) // columns), 1)
        if taken >= lines:
            return False
    return True


def uncoloured(line: str) -> str:
    """A line without its changes of style."""
    first, *rest = line.split(CODE)
    return first + "".join(part.partition("m")[2] for part in rest)
