"""What of the five source documents the data carries.

python scripts/coverage.py            counts, and every fact whose path leads nowhere
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import NamedTuple

from ketacli.build.opening import load
from ketacli.errors import KetaError
from ketacli.evidence.why import why
from ketacli.records.dataset import Dataset

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "coverage"

DOCUMENTS = {
    "review-a": "discover-mental-health-2022",
    "review-b": "discover-mental-health-2022",
    "editorial": "belge-2024",
    "blog": "isha-health-2023",
    "article": "ketamine-depression-article",
    "overview": "ketamine-therapy-overview",
}
"""Coverage file to the document that it follows, sentence by sentence."""


class Fact(NamedTuple):
    """One fact of a document and where the data carries it."""

    file: str
    line: int
    section: str
    fact: str
    path: str


def facts(file: str) -> list[Fact]:
    """The rows of one coverage file; ValueError when its header is not ``section,fact,path``."""
    with (FOLDER / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    if rows[0] != ["section", "fact", "path"]:
        raise ValueError(f"{file}.csv begins with {rows[0]}")
    return [Fact(file, at, *row) for at, row in enumerate(rows[1:], 2)]


def trouble(dataset: Dataset, fact: Fact) -> str | None:
    """Why a fact's path leads to no value with a source; None when it does."""
    if not fact.path:
        return "has no path"
    try:
        found = why(dataset, fact.path)
    except KetaError as error:
        return error.message
    if found.kind == "sources":
        return None
    if not found.claims:
        return "leads to a value without a source"
    if found.value in (None, [], ""):
        return "leads to nothing"
    return None


def main() -> int:
    """Print counts and what is missing."""
    dataset = load()
    missing = 0
    for file in DOCUMENTS:
        held = facts(file)
        lost = [(fact, reason) for fact in held if (reason := trouble(dataset, fact))]
        missing += len(lost)
        print(f"{file}: {len(held)} facts, {len(held) - len(lost)} carried")
        for fact, reason in lost:
            print(f"  line {fact.line}: {fact.section}: {fact.fact}: {reason}")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
