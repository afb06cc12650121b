"""Many inputs in a process of their own, which may hang, run out of memory or die without taking the count along."""

from __future__ import annotations

import gc
import json
import mmap
import os
import resource
import select
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any, Final, NamedTuple

from .inputs import Input, made
from .inside import Result, run
from .oracles import faults
from .twins import disagreements
from .vocabulary import Vocabulary

MEMORY: Final = 1 << 30
"""Bytes that it may take beside those that it begins with."""
PATIENCE: Final = 20
STUCK: Final = 300
"""Seconds of work for one input; where nothing comes of it in so many by the clock, the process is ended."""


class Hang(BaseException):
    """An input took too long; no handler of the program catches this one."""


class Failure(NamedTuple):
    """An input and what is wrong with its answer."""

    number: int
    fault: str
    words: list[str]
    around: str

    @property
    def rule(self) -> str:
        """The rule that it breaks, and the command."""
        return f"{self.fault.partition(':')[0]} {self.words[0][:20] if self.words else ''}"


class Tally:
    """What was tried and what came of it."""

    def __init__(self) -> None:
        self.tried = 0
        self.lines = 0
        """Runs of the program: more than inputs, for some are compared with another line."""
        self.codes: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.commands: Counter[str] = Counter()
        self.failures: list[Failure] = []
        self.slowest: tuple[float, list[str]] = (0.0, [])
        self.memory = 0
        """The most that a process took, in kB."""

    def add(self, told: dict[str, Any]) -> None:
        """Count what a process tells."""
        if "fault" in told:
            self.failures.append(Failure(told["number"], told["fault"], told["words"], told["around"]))
            return
        self.tried += told["tried"]
        for name in ("codes", "kinds", "commands"):
            getattr(self, name).update(told[name])
        self.slowest = max(self.slowest, (told["slowest"][0], told["slowest"][1]))
        self.memory = max(self.memory, told["memory"])


def judged(given: Input, random: Random) -> tuple[Result | None, list[str]]:
    """What an input gave, and everything that is wrong with it."""
    before = set(os.listdir())  # noqa: PTH208 - the folder of the run
    try:
        result = run(given.words, given.around)
        found = list(faults(given, result))
        if not found:
            found = list(disagreements(given, result, random))
    except Hang:
        return None, [f"hang: more than {PATIENCE} s of work"]
    except Exception as error:
        return None, [f"crash: {type(error).__name__} leaves the program: {str(error)[:200]}"]
    left = set(os.listdir()) - before  # noqa: PTH208
    if any(name.endswith(".part") for name in left):
        found.append("file: a part of a file is left")
    if left and result.code not in (0, 4) and not {"network", "fetch"} & {*given.words}:
        found.append(f"file: a file is written though the line ends with {result.code}")
    for name in left:
        if Path(name).is_dir():
            shutil.rmtree(name)
        else:
            Path(name).unlink()
    return result, found


def _interrupt(_: int, __: FrameType | None) -> None:
    raise Hang


def _work(
    seed: int, numbers: range, known: Vocabulary, place: mmap.mmap, report: Callable[[dict[str, Any]], None]
) -> None:
    """Run inputs, one after the other, in this process."""
    most = _taken() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    signal.signal(signal.SIGPROF, _interrupt)
    tried = 0
    codes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    commands: Counter[str] = Counter()
    slowest: tuple[float, list[str]] = (0.0, [])
    for number in numbers:
        place[:8] = number.to_bytes(8, "little")
        given = made(seed, number, known)
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)
        result, found = judged(given, Random(f"twin/{seed}/{number}"))
        signal.setitimer(signal.ITIMER_PROF, 0)
        slowest = max(slowest, (time.process_time() - start, short(given.words)))
        tried += 1
        codes[str(result.code) if result else "none"] += 1
        kinds[given.kind] += 1
        commands[given.words[0] if given.words and given.words[0] in known.commands else "(none)"] += 1
        for fault in found:
            report({"fault": fault, "number": number, "words": short(given.words), "around": str(given.around)[:300]})
        if tried % 500 == 0:
            gc.collect()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report({"tried": tried, "codes": codes, "kinds": kinds, "commands": commands, "slowest": slowest, "memory": memory})


def short(words: list[str]) -> list[str]:
    """Words as they can be told."""
    return [word if len(word) <= 80 else f"{word[:40]}({len(word)} letters)" for word in words]


def block(
    seed: int, numbers: range, known: Vocabulary, tally: Tally, at_start: Callable[[], None] | None = None
) -> None:
    """Run inputs in processes of their own: another one goes on where one has died."""
    place = mmap.mmap(-1, 8)
    while numbers:
        place[:8] = numbers.start.to_bytes(8, "little")
        died = _in_child(seed, numbers, known, place, tally, at_start)
        at = int.from_bytes(place[:8], "little")
        if not died:
            return
        given = made(seed, at, known)
        # What it had counted before is lost with it, but for the number that it had come to.
        tally.tried += at - numbers.start + 1
        tally.failures.append(Failure(at, died, short(given.words), str(given.around)[:300]))
        numbers = range(at + 1, numbers.stop)


def _taken() -> int:
    """Bytes that this process has taken: a test's has those of every test before it."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _in_child(seed: int, numbers: range, known: Vocabulary, place: mmap.mmap, tally: Tally,
              at_start: Callable[[], None] | None) -> str:  # fmt: skip
    """What a process died of; empty when it came to its end."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 3
        try:
            os.close(read)
            nowhere = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1):
                os.dup2(nowhere, number)
            with tempfile.TemporaryDirectory() as folder, open(write, "w", encoding="utf-8", buffering=1) as pipe:  # noqa: PTH123
                os.chdir(folder)
                if at_start is not None:
                    at_start()
                _work(seed, numbers, known, place, lambda told: print(json.dumps(told), file=pipe))
                os.chdir("/")
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    stuck = False
    finished = False
    with open(read, "rb", buffering=0) as pipe:  # noqa: PTH123
        kept = b""
        since, at = time.monotonic(), place[:8]
        while True:
            ready, _, _ = select.select([pipe], [], [], 1)
            if place[:8] != at:
                since, at = time.monotonic(), place[:8]
            if ready:
                piece = pipe.read(1 << 16)
                if not piece:
                    break
                kept += piece
            elif time.monotonic() - since > STUCK:
                stuck = True
                os.kill(child, signal.SIGKILL)
    for line in kept.splitlines():
        told = json.loads(line)
        finished = finished or "tried" in told
        tally.add(told)
    _, status = os.waitpid(child, 0)
    if finished:
        return ""
    return (
        f"hang: nothing for {STUCK} s" if stuck else f"death: of the process, with {os.waitstatus_to_exitcode(status)}"
    )
