"""Published networks and what other programs make of them, kept in tests/oracles/networks; and real R where it is."""

from __future__ import annotations

import csv
import shutil
import subprocess
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from ketacli.stats.network.trial import ArmValue, NetworkTrial, of_arms

FOLDER = Path(__file__).resolve().parent.parent / "oracles" / "networks"


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def published() -> dict[str, dict[str, Any]]:
    """By id: citation, arms, and what rma.mv made of them."""
    return {each["id"]: each for each in read("published.toml")["networks"]}


def trials(name: str) -> list[NetworkTrial]:
    """A published network from the figures of its arms."""
    arms: dict[str, list[ArmValue]] = {}
    for study, treatment, value, variance in published()[name]["arms"]:
        arms.setdefault(study, []).append(ArmValue(treatment, value, variance))
    return [of_arms(study, held) for study, held in arms.items()]


@cache
def has_metafor() -> bool:
    """Whether R and its package metafor are on this machine; not loaded for it, which takes seconds."""
    if shutil.which("Rscript") is None:
        return False
    asked = ["Rscript", "--vanilla", "-e", 'quit(status = !nzchar(system.file(package = "metafor")))']
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


Contrasts = Iterable[tuple[str, str, str, float, tuple[float, ...]]]
"""Trial, treatment, versus, difference, and its covariances with every contrast of the trial."""


def by_r(networks: Iterable[tuple[Contrasts, str]], folder: Path) -> list[dict[str, list[float]]]:
    """What rma.mv makes of networks, each with its reference: tau2, q, and estimate, SE and limits of every treatment.

    R is started once for all of them.
    """
    words: list[str] = []
    for contrasts, reference in networks:
        path = folder / f"contrasts-{len(words)}.csv"
        write(path, list(contrasts))
        words += [str(path), reference]
    ran = subprocess.run(["Rscript", str(FOLDER / "own.R"), *words], capture_output=True, text=True, check=True)
    parts = [[line.split(",") for line in part.splitlines()] for part in ran.stdout.split("\n\n")[:-1]]
    return [{name: [float(number) for number in numbers] for name, *numbers in part} for part in parts]


def write(path: Path, held: list[tuple[str, str, str, float, tuple[float, ...]]]) -> None:
    """Contrasts as the file that own.R reads."""
    widest = max(len(row[4]) for row in held)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["trial", "treatment", "versus", "y", *(f"v{at + 1}" for at in range(widest))])
        for trial, treatment, versus, y, covariance in held:
            out.writerow(
                [trial, treatment, versus, repr(y), *map(repr, covariance)] + [""] * (widest - len(covariance))
            )
