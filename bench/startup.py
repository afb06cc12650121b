"""Whole processes, measured in turn, as ratios to ``python -c pass`` of the same interpreter.

    python bench/startup.py [--runs 15] [--keta PATH] [--markdown]

Give the ``keta`` of an installed wheel: an editable install checks its TOML files first. Ratios
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
import time
from pathlib import Path
from statistics import median

CASES: tuple[tuple[str, list[str], bool, float], ...] = (
    ("keta --version", ["--version"], False, 3),
    ("keta", [], False, 8),
    ("keta --help", ["--help"], False, 8),
    ("keta trials --help", ["trials", "--help"], False, 8),
    ("completion press", ["COMPLETE", "trials", "--indication", "p"], False, 8),
    ("keta trials --indication ptsd --json", ["trials", "--indication", "ptsd", "--json"], False, 8),
    ("keta trials --json", ["trials", "--json"], False, 8),
    ("keta show transform-2 --json", ["show", "transform-2", "--json"], False, 8),
    ("keta trials --indication ptsd, terminal", ["trials", "--indication", "ptsd"], True, 11),
    ("keta trials, all, terminal", ["trials"], True, 11),
    ("keta dosing iv, terminal", ["dosing", "iv"], True, 11),
    ("keta guidelines, terminal", ["guidelines"], True, 11),
    ("keta compare esketamine racemic, terminal", ["compare", "esketamine", "racemic"], True, 11),
)
MEMORY_BUDGET = 2.5


def run(command: list[str], terminal: bool, env: dict[str, str]) -> tuple[float, float]:
    """Wall time in seconds and peak resident memory in KiB of one process."""
    output: int
    if terminal:
        leader, output = pty.openpty()
    else:
        leader, output = -1, os.open(os.devnull, os.O_WRONLY)
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=env)
    os.close(output)
    if terminal:
        try:
            while os.read(leader, 65536):
                pass
        except OSError:
            pass
        os.close(leader)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - start, usage.ru_maxrss


def main() -> int:
    """Measure every case in turn, print the table, and exit with 1 when a budget is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--keta", default=shutil.which("keta") or str(Path(sys.executable).parent / "keta"))
    parser.add_argument("--markdown", action="store_true")
    arguments = parser.parse_args()
    interpreter = str(Path(arguments.keta).parent / "python")
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    env.pop("KETA_COMPLETE", None)
    commands: list[tuple[str, list[str], bool, float, dict[str, str]]] = []
    for name, words, terminal, budget in CASES:
        press = words[:1] == ["COMPLETE"]
        own = {**env, "KETA_COMPLETE": "1"} if press else env
        commands.append((name, [arguments.keta, *words[press:]], terminal, budget, own))
    bare: list[tuple[float, float]] = []
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name, *_ in commands}
    for _ in range(arguments.runs):
        for name, command, terminal, _, own in commands:
            bare.append(run([interpreter, "-c", "pass"], False, env))
            runs[name].append(run(command, terminal, own))
    base = median(taken for taken, _ in bare)
    memory = median(peak for _, peak in bare)
    return report(commands, runs, base, memory, arguments.markdown)


def report(
    commands: list[tuple[str, list[str], bool, float, dict[str, str]]],
    runs: dict[str, list[tuple[float, float]]],
    base: float,
    memory: float,
    markdown: bool,
) -> int:
    """Print a line a case; 1 when one is over its budget."""
    broken = 0
    line = "| {} | {:.2f} | {} | {:.2f} |" if markdown else "{:45} {:6.2f}x  budget {:4}x  memory {:5.2f}x"
    if markdown:
        print("| command | time | budget | memory |\n| --- | ---: | ---: | ---: |")
    for name, _, _, budget, _ in commands:
        ratio = median(taken for taken, _ in runs[name]) / base
        peak = median(size for _, size in runs[name]) / memory
        over = ratio > budget or peak > MEMORY_BUDGET
        broken |= over
        print(line.format(name, ratio, f"{budget:g}", peak) + ("  OVER" if over else ""))
    print(f"\nbare python {1000 * base:.1f} ms, {memory / 1024:.1f} MiB; {sys.version.split()[0]}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
