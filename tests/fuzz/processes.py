"""Real processes: streams that are closed or full, encodings of a locale, an interrupt at any moment, little memory."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any, Final

import ketacli

from .driver import Failure, Tally, short
from .inputs import Input, made
from .inside import CLEARED, Result
from .oracles import faults
from .vocabulary import Vocabulary

SOURCES: Final = str(Path(ketacli.__file__).resolve().parent.parent)
MEMORY: Final = 500 << 20
PATIENCE: Final = 120
"""Seconds by the clock, for a machine that does other things too."""
LOCALES: Final[tuple[dict[str, str], ...]] = (
    {}, {"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "C.UTF-8"},
    {"LC_ALL": "xx_YY.nothing", "LANG": "xx"}, {"PYTHONIOENCODING": "cp1252"}, {"PYTHONIOENCODING": "ascii"},
)  # fmt: skip


def process(seed: int, number: int, known: Vocabulary, tally: Tally) -> None:
    """Run one input as a process, and count what is wrong with it."""
    random = Random(f"process/{seed}/{number}")
    given = made(seed, number, known)
    words = [word for word in given.words if "\0" not in word and _passable(word)]
    if words != given.words:
        given = given._replace(words=words, kind="any")
    interrupted = random.random() < 0.1
    locale = random.choice(LOCALES)
    if locale.get("PYTHONUTF8") == "0" and not all(map(str.isascii, given.words)):
        # Its bytes are no letters there: what is white space elsewhere is a name.
        given = given._replace(kind="any")
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = _run(given, locale, folder, random.random() * 0.3 if interrupted else None)
        except subprocess.TimeoutExpired:
            tally.failures.append(
                Failure(number, f"hang: a process of {PATIENCE} s", short(words), str(given.around)[:300])
            )
            return
        found = judged(given, result, interrupted)
        if any(name.endswith(".part") for name in os.listdir(folder)) and not interrupted:  # noqa: PTH208
            found.append("file: a part of a file is left")
    tally.tried += 1
    tally.codes[str(result.code)] += 1
    tally.kinds["interrupted" if interrupted else given.kind] += 1
    told = f"{locale} {given.around}"[:300]
    tally.failures += [Failure(number, fault, short(words), told) for fault in found]


def judged(given: Input, result: Result, interrupted: bool) -> list[str]:
    """What is wrong with what a process gave."""
    if interrupted:
        # Before the first line of the program runs, an interrupt is the interpreter's to tell.
        ours = "Traceback" in result.err and "ketacli" in result.err
        wrong = ours or (
            result.code not in (0, 1, 2, 3, 4, 5, 6, 130, -signal.SIGINT) and "Traceback" not in result.err
        )
        return [f"interrupt: {result.code} {result.err[-300:]!r}"] if wrong else []
    return list(faults(given, result))


def _passable(word: str) -> bool:
    try:
        return len(os.fsencode(word)) < 120_000
    except UnicodeEncodeError:
        return False


def _run(given: Input, locale: dict[str, str], folder: str, interrupt: float | None) -> Result:
    around = given.around
    settings = {
        name: value for name, value in os.environ.items() if name not in (*CLEARED, "LC_ALL", "PYTHONIOENCODING")
    }
    settings |= {"CI": "1", "PYTHONPATH": SOURCES, "HOME": folder, **locale, **dict(around.environment)}
    closed = [at for at, kind in enumerate(("", around.out, around.err)) if kind == "closed"]
    closed += [0] if around.stdin is None else []

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a job in the background hands on that it ignores them
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        for number in closed:
            os.close(number)

    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    opened = []
    for name, kind in (("stdout", around.out), ("stderr", around.err)):
        if kind == "full":
            opened.append(os.open("/dev/full", os.O_WRONLY))
            streams[name] = opened[-1]
        elif kind == "gone":
            reader, writer = os.pipe()
            os.close(reader)
            opened.append(writer)
            streams[name] = writer
    try:
        with subprocess.Popen([sys.executable, "-m", "ketacli", *given.words], stdin=subprocess.PIPE, env=settings,
                              cwd=folder, preexec_fn=prepare, **streams) as running:  # noqa: PLW1509 # fmt: skip
            if interrupt is not None:
                time.sleep(interrupt)
                running.send_signal(signal.SIGINT)
            try:
                out, err = running.communicate(around.stdin or b"", timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                running.kill()
                raise
    finally:
        for number in opened:
            os.close(number)
    return Result(running.returncode, *((piece or b"").decode("utf-8", "replace") for piece in (out, err)))
