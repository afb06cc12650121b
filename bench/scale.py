"""How commands do with many records of one's own: whole processes over generated overlay trials, with time and memory.

    python bench/scale.py [--keta PATH] [--sizes 300 3000 30000] [--runs 5] [--markdown]

The trials are invented, stand in files of some hundred records each, and rest on one invented document. Compiling is
cold, everything else warm: the ratio is to the smallest size. The aim is three times for one record, a filter that
finds few and a search. A size of 300,000 takes a machine with memory to spare, and patience.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

SIZES = (300, 3000, 30_000)
A_FILE = 500
"""Trials in one file."""
RARE = 7
"""Trials in a thousand, at most, that are of the indication that is asked for."""
WORDS = (
    "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "islet", "juniper", "kelp", "larch",
    "marsh", "nectar", "otter", "pearl", "quartz", "raven", "sedge", "thistle",
)  # fmt: skip
SOURCE = """[[sources]]
id = "invented-series"
type = "report"
title = "An invented series of trials"
publisher = "Nobody"
issued = "2026-11"
tier = "web"
seen = "full text"
checked = "2026-11-30"
"""
TRIAL = """[[trials]]
id = "{id}"
name = "{name}"
year = 2026
kind = "trial"
forms = ["racemic"]
routes = ["intravenous"]
indications = ["{indication}"]
source = "invented-series"
at = "table {number}"
check = "primary"
checked = "2026-11-30"
population = "Invented adults, {words}"
primary_met = "met"
result_seen = "numbers"
n_randomised = {people}

[trials.design]
allocation = "randomised"
model = "parallel"
masking = "double"
comparator = "placebo"

[[trials.arms]]
id = "ketamine"
label = "Ketamine 0.5 mg/kg"
role = "experimental"
form = "racemic"
treatment = "one infusion"
route = "intravenous"
doses = [{{ low = 0.5, unit = "mg/kg" }}]
given_over = {{ value = 40, unit = "min" }}
schedule = {{ sessions = 1 }}
n_randomised = {first}

[[trials.arms]]
id = "placebo"
label = "Saline"
role = "comparator"
treatment = "saline"
n_randomised = {second}

[[trials.outcomes]]
id = "response-24-h"
label = "Response at 24 h"
role = "primary"
kind = "response"
timepoint = "24 h"
days = 1
better = "higher"
results = [
  {{ arm = "ketamine", events = {events}, n = {first} }},
  {{ arm = "placebo", events = 1, n = {second} }},
]
"""


class Case(NamedTuple):
    """What is measured."""

    name: str
    words: tuple[str, ...]
    cold: bool = False


def cases(size: int) -> tuple[Case, ...]:
    one = called(size // 2)
    return (
        Case("load, cold: compile", ("show", one, "--json"), True),
        Case("`keta show ID`", ("show", one)),
        Case("`keta show ID --json`", ("show", one, "--json")),
        Case("a filter, JSON", ("trials", "--indication", "anaesthesia", "--comparator", "placebo", "--json")),
        Case("a filter, screen", ("trials", "--indication", "anaesthesia", "--comparator", "placebo")),
        Case("`keta find` a rare word", ("find", coded(size // 2).split()[-1])),
        Case("`keta find` words", ("find", "blood pressure after a dose")),
        Case("`keta export --json`", ("export", "--json")),
    )


def coded(at: int) -> str:
    """A number as a few words that no other number has."""
    digits = [(at // 20**place) % 20 for place in range(5)]
    return " ".join([*(WORDS[digit] for digit in digits), "".join(WORDS[digit][0] for digit in digits) + "ium"])


def called(at: int) -> str:
    """The id of a trial, without figures, which rules would take for a year."""
    return f"invented-{coded(at).split()[-1]}"


def trial(at: int) -> str:
    """The TOML of one invented trial; no two have arms of the same sizes."""
    first, second = 20 + at % 977, 1000 + at // 977
    return TRIAL.format(
        id=called(at), name=f"Invented {coded(at)}", number=f"{at:,}", words=coded(at),
        indication="anaesthesia" if at % 1000 < RARE and at < 3000 else "trd", people=first + second, first=first,
        second=second, events=2 + at % 18,
    )  # fmt: skip


def write(folder: Path, size: int) -> None:
    """A folder of so many trials."""
    folder.mkdir()
    (folder / "sources.toml").write_text(SOURCE, encoding="utf-8")
    for start in range(0, size, A_FILE):
        text = "\n".join(trial(at) for at in range(start, min(size, start + A_FILE)))
        (folder / f"series-{start:07}.toml").write_text(text, encoding="utf-8")


def measured(keta: str, words: tuple[str, ...], folder: Path, cache: Path) -> tuple[float, float]:
    """Seconds and MiB of one run."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "XDG_DATA_HOME": str(cache), "LOCALAPPDATA": str(cache)}
    begun = time.perf_counter()
    child = os.posix_spawn(
        keta, [keta, *words, "--data", str(folder)], environment,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )  # fmt: skip
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return time.perf_counter() - begun, used.ru_maxrss / unit


def rows(keta: str, sizes: list[int], runs: int, work: Path) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    """Each case with its time and memory at each size."""
    found: dict[str, list[tuple[float, float]]] = {}
    for size in sizes:
        folder, cache = work / f"trials-{size}", work / f"cache-{size}"
        write(folder, size)
        for case in cases(size):
            if case.cold:
                shutil.rmtree(cache, ignore_errors=True)
            some = [measured(keta, case.words, folder, cache) for _ in range(1 if case.cold else runs)]
            found.setdefault(case.name, []).append((median(each[0] for each in some), max(each[1] for each in some)))
            print(f"{size:,} {case.name}: {found[case.name][-1][0]:.3f} s", file=sys.stderr)
        shutil.rmtree(folder)
        shutil.rmtree(cache, ignore_errors=True)
    yield from found.items()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keta", default=shutil.which("keta") or "keta")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--markdown", action="store_true")
    asked = parser.parse_args()
    between, edge, end = (" | ", "| ", " |") if asked.markdown else ("  ", "", "")
    print(edge + between.join(["what", *(f"{size:,}" for size in asked.sizes), "last to first"]) + end)
    if asked.markdown:
        print("| --- |" + " ---: |" * (len(asked.sizes) + 1))
    with TemporaryDirectory() as work:
        for name, each in rows(asked.keta, asked.sizes, asked.runs, Path(work)):
            cells = [f"{seconds:.2f} s, {memory:.0f} MiB" for seconds, memory in each]
            print(edge + between.join([name, *cells, f"{each[-1][0] / each[0][0]:.1f}"]) + end)


if __name__ == "__main__":
    main()
