"""Whole processes, measured in turn, as ratios to ``python -c pass`` of the same interpreter.

    python bench/startup.py [--runs 15] [--keta PATH] [--markdown]

Give the ``keta`` of an installed wheel: an editable install checks its TOML files first. A launcher written
by an old pip (23 does, 26 does not) imports ``re``, which alone is some 0.6 on every line. Ratios
carry over between machines, milliseconds do not; a table on a terminal is measured through a
pseudo-terminal.
"""

from __future__ import annotations

import argparse
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import NamedTuple

FOREST = (
    "forest", "--form", "esketamine", "--outcome", "response", "--timepoint", "28d", "--comparator", "placebo",
    "--multiarm", "keep",
)  # fmt: skip

CASES: tuple[tuple[str, list[str], bool, float], ...] = (
    ("keta --version", ["--version"], False, 1.1),
    ("keta", [], False, 1.2),
    ("keta --help", ["--help"], False, 1.6),
    ("keta trials --help", ["trials", "--help"], False, 1.9),
    ("completion press", ["COMPLETE", "trials", "--indication", "p"], False, 1.8),
    ("keta trials --indication ptsd --json", ["trials", "--indication", "ptsd", "--json"], False, 2.1),
    ("keta trials --indication=ptsd --json", ["trials", "--indication=ptsd", "--json"], False, 2.1),
    ("keta trials --json", ["trials", "--json"], False, 2.9),
    ("keta show transform-2 --json", ["show", "transform-2", "--json"], False, 2.1),
    ("keta trials --indication ptsd, piped", ["trials", "--indication", "ptsd"], False, 2.5),
    ("keta trials ptsd, terminal", ["trials", "ptsd"], True, 2.9),
    ("keta trials --indication ptsd, terminal", ["trials", "--indication", "ptsd"], True, 3),
    ("keta trials, all, terminal", ["trials"], True, 5.5),
    ("keta dosing iv, terminal", ["dosing", "iv"], True, 7.2),
    ("keta guidelines, terminal", ["guidelines"], True, 4.6),
    ("keta compare esketamine racemic, terminal", ["compare", "esketamine", "racemic"], True, 7),
    ("keta effect elekt-d, terminal", ["effect", "elekt-d"], True, 4.8),
    ("keta effect elekt-d --json", ["effect", "elekt-d", "--json"], False, 3.9),
    ("keta forest, pooled, terminal", [*FOREST], True, 8),
)
MEMORY_BUDGET = 2.3


LAUNCHER = """
import posix, sys
child = posix.posix_spawn(sys.argv[1], sys.argv[1:], posix.environ,
    file_actions=[(posix.POSIX_SPAWN_OPEN, 1, "/dev/null", 1, 0), (posix.POSIX_SPAWN_OPEN, 2, "/dev/null", 1, 0)])
sys.stdout.write(str(posix.wait4(child, 0)[2].ru_maxrss))
"""
"""A parent smaller than what it measures: a child's peak is never below its parent's size."""


class Case(NamedTuple):
    """One command line to measure."""

    name: str
    command: list[str]
    terminal: bool
    budget: float
    env: dict[str, str]


def seconds(case: Case) -> float:
    """Processor time of one process and of the pager that it starts: other work of the machine counts little in it."""
    leader = -1
    if case.terminal:
        leader, output = pty.openpty()
    else:
        output = os.open(os.devnull, os.O_WRONLY)
    process = subprocess.Popen(
        case.command, stdout=output, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=case.env
    )
    os.close(output)
    if case.terminal:
        try:
            while os.read(leader, 65536):
                pass
        except OSError:
            pass
        os.close(leader)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def kibibytes(case: Case, interpreter: str) -> int:
    """Peak resident memory of one process; a table on a terminal is drawn by asking for colour."""
    words = [*case.command, "--color", "always"] if case.terminal else case.command
    done = subprocess.run(
        [interpreter, "-I", "-S", "-c", LAUNCHER, *words], capture_output=True, text=True, env=case.env, check=True
    )
    return int(done.stdout)


def cases(keta: str) -> list[Case]:
    """The command lines with their environments."""
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    env.pop("KETA_COMPLETE", None)
    found = []
    for name, words, terminal, budget in CASES:
        press = words[:1] == ["COMPLETE"]
        own = {**env, "KETA_COMPLETE": "1"} if press else env
        found.append(Case(name, [keta, *words[press:]], terminal, budget, own))
    return found


def main() -> int:
    """Measure every case in turn, print the table, and exit with 1 when a budget is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--keta", default=shutil.which("keta") or str(Path(sys.executable).parent / "keta"))
    parser.add_argument("--markdown", action="store_true")
    arguments = parser.parse_args()
    interpreter = str(Path(arguments.keta).parent / "python")
    measured = cases(arguments.keta)
    bare = Case("python -c pass", [interpreter, "-c", "pass"], False, 1, dict(os.environ))
    times: dict[str, list[float]] = {case.name: [] for case in (bare, *measured)}
    for _ in range(arguments.runs):
        for case in measured:
            times[bare.name].append(seconds(bare))
            times[case.name].append(seconds(case))
    peaks = {case.name: median(kibibytes(case, interpreter) for _ in range(3)) for case in (bare, *measured)}
    return report(bare, measured, times, peaks, arguments.markdown)


def report(
    bare: Case, measured: list[Case], times: dict[str, list[float]], peaks: dict[str, float], markdown: bool
) -> int:
    """Print a line a case; 1 when one is over its budget."""
    base, memory = median(times[bare.name]), peaks[bare.name]
    broken = False
    line = "| {} | {:.2f} | {} | {:.2f} |" if markdown else "{:45} {:6.2f}x  budget {:>4}x  memory {:5.2f}x"
    if markdown:
        print("| command | time | budget | memory |\n| --- | ---: | ---: | ---: |")
    for case in measured:
        ratio, peak = median(times[case.name]) / base, peaks[case.name] / memory
        over = ratio > case.budget or peak > MEMORY_BUDGET
        broken = broken or over
        print(line.format(case.name, ratio, f"{case.budget:g}", peak) + ("  OVER" if over else ""))
    print(f"\nbare python {1000 * base:.1f} ms, {memory / 1024:.1f} MiB; {sys.version.split()[0]}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
