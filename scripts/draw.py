"""Draw values of the shipped data at random, to be read back against their sources.

python scripts/draw.py                                 60 of all values, as tab-separated lines
python scripts/draw.py --since 2026-11-29 --seed 11    of those that were checked on that day or later
python scripts/draw.py --number 20
python scripts/draw.py --kinds trials safety --figures  only values of these kinds, and only those that hold a number

One line a value: its record, its key, what it says, its source, the place in it, and how it was checked. The same data
and seed draw the same values, so that somebody else can read back the same ones.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from typing import Any

import ketacli
from ketacli.records.kinds import class_of
from ketacli.records.nodes import walk

PROVENANCE = ("source", "at", "check", "checked")
NOT_CLAIMED = ("sources", "questions", "conflicts")
"""Documents say nothing of the field, questions hold decisions, conflicts quote values that stand elsewhere."""


def values(since: str, kinds: list[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every value with a source of its own or inherited, of these kinds or of all: record, key, and what it says."""
    for kind, collection in ketacli.load().records():
        if kind in NOT_CLAIMED or (kinds and kind not in kinds):
            continue
        cls = class_of(kind)
        for name, raw in collection.raw.items():
            for place, claim, node in walk(raw, cls):
                if place and node.is_claim and "absent" not in claim and claim["checked"] >= since:
                    yield f"{kind}/{name}", place, claim


def said(claim: dict[str, Any]) -> str:
    """What a value says, without where it is from; values inside it are drawn by themselves."""
    kept = {
        key: value
        for key, value in claim.items()
        if key not in PROVENANCE and value not in (None, [], {}) and key != "id"
    }
    return json.dumps(kept, ensure_ascii=False)


def holds_a_number(value: Any) -> bool:
    """A value that is a number, or whose parts, provenance aside, hold one."""
    if isinstance(value, dict):
        return any(holds_a_number(part) for key, part in value.items() if key not in PROVENANCE)
    if isinstance(value, list):
        return any(holds_a_number(part) for part in value)
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def main() -> int:
    """Print the draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--since", default="", help="only values checked on this day or later")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--number", type=int, default=60)
    parser.add_argument("--kinds", nargs="+", default=[], help="only values of records of these kinds")
    parser.add_argument("--figures", action="store_true", help="only values that hold a number")
    wanted = parser.parse_args()
    frame = sorted(values(wanted.since, wanted.kinds), key=lambda value: value[:2])
    if wanted.figures:
        frame = [value for value in frame if holds_a_number(value[2])]
    drawn = random.Random(wanted.seed).sample(frame, min(wanted.number, len(frame)))
    print(f"# {len(drawn)} of {len(frame)} values, seed {wanted.seed}", file=sys.stderr)
    for record, key, claim in sorted(drawn, key=lambda value: value[:2]):
        where = [str(claim.get(name) or "") for name in PROVENANCE]
        print("\t".join([record, key, said(claim), *where]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
