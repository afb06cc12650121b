"""``python -m ketacli.build [DIR]``: check a data directory, then compile it into the package."""

from __future__ import annotations

import sys
from pathlib import Path

from ketacli.build.compile import COMPILED, compile_directory
from ketacli.build.freshness import now
from ketacli.build.read import DATA, read_directory
from ketacli.build.rules import check


def main(argv: list[str]) -> int:
    """Report every problem; compile only what has none."""
    root = Path(argv[1]) if len(argv) > 1 else DATA
    since = now()
    authored = read_directory(root)
    problems = authored.problems + check(authored)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if problems:
        sys.stdout.write(f"{len(problems)} problems\n")
        return 5
    compile_directory(authored, COMPILED, editable=True, since=since)
    counts = ", ".join(f"{len(records)} {kind}" for kind, records in authored.records.items())
    sys.stdout.write(f"compiled: {counts}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
