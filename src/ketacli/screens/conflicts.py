"""Where sources disagree: who says what, and what keta uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.screens.common import name_sources, screen
from ketacli.screens.facts.conflict import KINDS, RULES, counted
from ketacli.screens.facts.fact import words
from ketacli.screens.screen import Facts, Heading, Marks, Note, Screen, Words

if TYPE_CHECKING:
    from ketacli.records.conflict import Conflict, Side
    from ketacli.records.dataset import Dataset


def conflicts_screen(dataset: Dataset, found: list[Conflict], marks: Marks | None = None) -> Screen:
    """One block a conflict, those that change a conclusion first."""
    shown = screen(dataset, counted(found))
    if not found:
        shown.notes.append(Note("Nothing matches. keta conflicts without filters lists every one."))
        return shown
    marks = marks or Marks()
    for item in found:
        shown.blocks.append(Heading(item.name, item.id))
        shown.blocks.append(Facts(pairs(item, marks)))
    name_sources(dataset, shown, marks)
    shown.next = [f"keta why {found[0].about[0]}", f"keta show conflicts/{found[0].id}", "keta help evidence"]
    return shown


def pairs(item: Conflict, marks: Marks) -> list[tuple[str, Words]]:
    """The sides, the choice and why it matters."""
    found: list[tuple[str, Words]] = [
        ("used" if side.used else "other", side_words(side, marks)) for side in item.sides
    ]
    found.append(("keta uses", f"{words(item.uses)} ({RULES[item.rule]})"))
    if item.matters is not None:
        found.append(("matters", words(item.matters)))
    changes = "changes a conclusion" if item.changes_conclusion else "changes no conclusion"
    found.append(("kind", f"{KINDS[item.kind]}; {item.standing.replace('-', ' ')}; {changes}"))
    return found


def side_words(side: Side, marks: Marks) -> Words:
    """What one source says, with its place."""
    at = f" {side.at}" if side.at else ""
    note = f" ({side.note.rstrip('.')})" if side.note else ""
    return ((side.value + note + " ", ""), (f"{marks.mark(side.source)}{at}", "dim"))
