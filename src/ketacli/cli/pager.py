"""Show a screen in a pager, and never lose it: where the pager fails, the screen is printed."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable
from typing import TextIO

from ketacli.render.wrap import cells

DEFAULTS = (["less", "-FRX"], ["more"])
"""The first that the machine has; Windows has the second."""
CODES = re.compile(r"\x1b\[[0-9;]*m")
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
        words = command(os.environ.get("KETA_PAGER") or "")
        code = hand_over(words, found)
    except (OSError, ValueError) as error:
        sys.stdout.write(text)
        sys.stdout.flush()
        reason = getattr(error, "strerror", None) or str(error)
        note(f"keta: the pager does not start ({reason}): printed without it. KETA_PAGER says which is used.")
        return
    if code:
        sys.stdout.write(text)
        sys.stdout.flush()
        note(f"keta: the pager {words[0]} ended with {code}: printed without it. KETA_PAGER says which is used.")


def command(asked: str) -> list[str]:
    """The pager's command line as words, never for a shell; ValueError for none or an unclosed quotation."""
    if asked.strip():
        import shlex

        # A backslash is part of a path on Windows.
        words = shlex.split(asked, posix=os.name != "nt")
        return [word.strip('"') for word in words] if os.name == "nt" else words
    import shutil

    for words in DEFAULTS:
        if shutil.which(words[0]):
            return words
    raise ValueError("neither less nor more is on this machine")


def hand_over(words: list[str], found: bytes) -> int:
    """Run the pager on the text and wait for it; an interrupt is the pager's to handle meanwhile.

    Raises KeyboardInterrupt when that ended it. What runs a program is imported here: most screens fit.
    """
    import signal
    import subprocess

    sys.stdout.flush()
    # What git and man do: a pager named without options keeps colours and leaves short texts on the screen.
    environment = {"LESS": "FRX", **os.environ}
    with subprocess.Popen(words, stdin=subprocess.PIPE, env=environment) as process:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            process.communicate(found)
        finally:
            signal.signal(signal.SIGINT, before)
    if process.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    return process.returncode


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
        taken += max(-(-cells(CODES.sub("", line)) // columns), 1)
        if taken >= lines:
            return False
    return True
