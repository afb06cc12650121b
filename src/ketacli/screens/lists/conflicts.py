"""Where sources disagree: who against whom, and what keta uses, a line a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records import wording
from ketacli.screens.facts.conflict import counted
from ketacli.screens.facts.fact import words
from ketacli.screens.lists.listed import titled
from ketacli.screens.lists.of_records import list_of_records
from ketacli.screens.screen import Column, Screen, Words

if TYPE_CHECKING:
    from ketacli.records.conflict import Conflict
    from ketacli.records.dataset import Dataset

COLUMNS = [
    Column("What sources disagree on", 1),
    Column("keta uses", 1, below=True),
    Column("Who against whom", 2),
    Column("Standing", 3),
]


def conflicts_list(dataset: Dataset, found: list[Conflict], asked: str, as_sorted: bool) -> Screen:
    """Those that change a conclusion, then the rest."""
    changing = [item for item in found if item.changes_conclusion]
    others = [item for item in found if not item.changes_conclusion]
    groups = [("", found)] if as_sorted else [("Change a conclusion", changing), ("Change no conclusion", others)]
    title = titled(asked, counted(found))
    shown = list_of_records(dataset, "conflicts", title, COLUMNS, groups, cells)
    if found:
        shown.next = [f"keta show {found[0].id}", f"keta why {found[0].about[0]}", "keta conflicts --full"]
    return shown


def cells(item: Conflict) -> list[Words]:
    """The cells of one conflict after its id."""
    return [item.name, f"keta uses: {words(item.uses)}", sides(item), item.standing.replace("-", " ")]


def sides(item: Conflict) -> str:
    """The documents whose word is used against the others."""
    used = list(dict.fromkeys(side.source for side in item.sides if side.used))
    others = list(dict.fromkeys(side.source for side in item.sides if not side.used and side.source not in used))
    if not used or not others:
        return wording.joined(used or others, "against" if len(others) == 2 else "and")
    return f"{', '.join(used)} against {', '.join(others)}"
