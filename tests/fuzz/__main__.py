"""``python -m tests.fuzz --minutes 30``: as many inputs as there is time for; exits with 1 when any answer is wrong.

``--number N`` runs one input again, with what was typed and what came of it. Nothing but a seed is random.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from random import Random

from .data import Choice, install
from .driver import Failure, Tally, block, judged
from .inputs import made
from .processes import process
from .vocabulary import vocabulary

SIZE = 500
"""Inputs of one process: so that what one holds on to shows, and its start costs little."""


def main() -> int:
    """Read what is asked for, and do it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--number", type=int, help="run this input alone, and show it")
    parser.add_argument("--processes", type=int, default=0, help="real processes to start after that")
    parser.add_argument("--data", choices=("mini", "shipped", "both"), default="both",
                        help="both: one block of four is of the shipped data, which answers more slowly")  # fmt: skip
    asked = parser.parse_args()
    if asked.processes and asked.data == "mini":
        parser.error("processes read the shipped data: --data shipped, or both")
    with tempfile.TemporaryDirectory() as folder:
        choices = {name: install(name, folder) for name in ("mini", "shipped") if asked.data in (name, "both")}
        if asked.number is not None:
            return alone(asked.seed, asked.number, next(iter(choices.values())))
        tally = inside(asked.seed, asked.first, asked.minutes * 60, [*choices.values()])
        wrong = told("in this process", tally)
        if asked.processes:
            tally, known = Tally(), vocabulary()
            for number in range(asked.first, asked.first + asked.processes):
                process(asked.seed, number, known, tally)
            for failure in tally.failures:
                show(failure, "shipped")
            wrong += told("as processes", tally)
    return 1 if wrong else 0


def inside(seed: int, first: int, seconds: float, choices: list[Choice]) -> Tally:
    """Run inputs until the time is over, three blocks of the quicker data for one of the other."""
    tally, number, end = Tally(), first, time.monotonic() + seconds
    turn = 0
    while time.monotonic() < end:
        choice = choices[turn % 4 == 3 and len(choices) > 1]
        size = SIZE if choice.name == "mini" else SIZE // 5
        before = len(tally.failures)
        block(seed, range(number, number + size), choice.known, tally, choice.use)
        for failure in tally.failures[before:]:
            show(failure, choice.name)
        number, turn = number + size, turn + 1
        sys.stdout.flush()
    return tally


def told(where: str, tally: Tally) -> int:
    """Print what was tried; the count of failures."""
    codes = ", ".join(f"{code}: {count:,}" for code, count in sorted(tally.codes.items()))
    print(f"{tally.tried:,} inputs {where}, {len(tally.failures)} failures; exit codes {codes}")
    if tally.memory:
        slow, words = tally.slowest
        print(f"  at most {tally.memory // 1024} MB, {slow:.1f} s for one: {' '.join(words)[:100]!a}")
    return len(tally.failures)


def show(failure: Failure, data: str) -> None:
    """Print a failure with what runs it again."""
    print(f"--data {data} --number {failure.number}: {failure.fault!a}\n  {failure.words!a}\n  {failure.around!a}")


def alone(seed: int, number: int, choice: Choice) -> int:
    """Run one input in this process and show everything of it."""
    choice.use()
    given = made(seed, number, choice.known)
    print(f"{given!a}")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        result, found = judged(given, Random(f"twin/{seed}/{number}"))
    print(f"{result!a}\n{found!a}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
