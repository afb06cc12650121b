"""How well search answers: recall among the first, the first three and the first ten, over questions people ask.

    python bench/find.py [--part dev|held-out|all] [--missed] [--ids]

A question counts at n when one of its answers is among the first n hits. Questions marked ``held_out`` are kept from
whoever tunes the ranking: ``--missed`` and ``--ids`` show none of them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ketacli.build.opening import load
from ketacli.evidence.find import search
from ketacli.records.store import Store

QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "questions.jsonl"
DEPTHS = (1, 3, 10)


class Judged(NamedTuple):
    """One question with the place of its first answer."""

    question: str
    who: str
    answers: list[str]
    found: list[str]
    place: int | None
    """From 1 on; None when no answer was found."""


def questions(path: Path, part: str) -> list[dict[str, Any]]:
    """The questions of a part: dev, held-out or all."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [row for row in rows if part == "all" or bool(row.get("held_out")) == (part == "held-out")]


def judge(store: Store, asked: Iterable[dict[str, Any]]) -> list[Judged]:
    """Every question with where its first answer stands."""
    judged = []
    for row in asked:
        hits, _ = search(store, row["q"])
        found = [f"{hit.kind}/{hit.id}" for hit in hits]
        place = next((at for at, each in enumerate(found, 1) if each in row["answers"]), None)
        judged.append(Judged(row["q"], row["who"], row["answers"], found, place))
    return judged


def recall(judged: list[Judged], depth: int) -> float:
    """The share of questions with an answer among the first ``depth``."""
    return sum(each.place is not None and each.place <= depth for each in judged) / max(len(judged), 1)


def table(judged: list[Judged]) -> str:
    """Recall overall and by who asks, a line each."""
    groups: dict[str, Callable[[Judged], bool]] = {"all": lambda _: True}
    for who in sorted({each.who for each in judged}):
        groups[who] = lambda each, who=who: each.who == who  # type: ignore[misc]
    lines = [f"{'':20}{'n':>5}" + "".join(f"{'at ' + str(depth):>8}" for depth in DEPTHS)]
    for name, belongs in groups.items():
        some = [each for each in judged if belongs(each)]
        shares = "".join(f"{100 * recall(some, depth):7.1f}%" for depth in DEPTHS)
        lines.append(f"{name:20}{len(some):5}{shares}")
    return "\n".join(lines)


def main() -> None:
    """Print the table of each part, and the questions missed if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--part", choices=("dev", "held-out", "all"), default="all")
    parser.add_argument("--missed", type=int, metavar="N", help="list questions without an answer among the first N")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    asked = parser.parse_args()
    store = load().store
    for part in ("dev", "held-out") if asked.part == "all" else (asked.part,):
        start = time.process_time()
        judged = judge(store, questions(asked.questions, part))
        spent = 1000 * (time.process_time() - start) / max(len(judged), 1)
        print(f"{part}: {len(judged)} questions, {spent:.1f} ms each\n{table(judged)}\n")
        if asked.missed and part == "dev":
            for each in judged:
                if each.place is None or each.place > asked.missed:
                    print(f"{each.place or '-':>4}  {each.question}\n      wanted {' '.join(each.answers)}")
                    print(f"      found  {' '.join(each.found[:5])}")


if __name__ == "__main__":
    main()
