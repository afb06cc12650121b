"""The facts of a place where sources disagree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketacli.build.facts.fact import Fact, Names, fact, joined, value

if TYPE_CHECKING:
    from ketacli.records.conflict import Conflict

ALSO = "conflict disagree disagreement contradict discrepancy wrong error differ"


def facts(_: Names, conflict: Conflict) -> Iterator[Fact]:
    """What keta uses, and each side."""
    also = joined(ALSO, conflict.kind.replace("-", " "))
    yield fact("uses", "settled", "keta uses", value(conflict.uses), conflict.uses, also)
    for at, side in enumerate(conflict.sides):
        yield fact(f"sides.{at}", "side", "Used" if side.used else "Other side", side.value, side)
