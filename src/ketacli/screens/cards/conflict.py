"""The card of a conflict between sources: who says what, and what is used here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.screens.cards.card import Card, Line, add_doubts, said, shown_as
from ketacli.screens.cards.scope import add_scope
from ketacli.screens.facts.conflict import KINDS, RULES

if TYPE_CHECKING:
    from ketacli.records.conflict import Conflict
    from ketacli.records.dataset import Dataset


def card(dataset: Dataset, conflict: Conflict) -> Card:
    """What is used and why, then each side with its document."""
    found = Card(f"{conflict.name}: conflict", source=conflict.source)
    found.add("Used here", said(conflict.uses), rank=0)
    found.add("Because", [RULES[conflict.rule]], rank=0)
    sides = [
        Line(f"{'used: ' if side.used else ''}{side.value}", (side.source,), note=side.note or "")
        for side in conflict.sides
    ]
    name = shown_as(dataset, "conflicts", conflict.id)
    found.add("Who says what", sides, rank=1, least=2, whole=f"keta show {name} sides")
    if conflict.matters is not None:
        found.add("Why it matters", said(conflict.matters), rank=0)
    changes = "it changes a conclusion" if conflict.changes_conclusion else "it changes no conclusion"
    standing = {"verified": "settled by another source", "partly-verified": "settled in part by another source",
                "suspected": "suspected: no other source settles it"}  # fmt: skip
    found.add("How it stands", [f"{KINDS[conflict.kind]}; {standing[conflict.standing]}; {changes}"], rank=0)
    paths = dict.fromkeys(path.partition(".")[0] for path in conflict.about)
    found.add("About", [", ".join(path.partition("/")[2] for path in paths)], rank=2)
    add_scope(dataset, found, conflict.forms, (), conflict.indications)
    add_doubts(dataset, found, "conflicts", conflict)
    first = next(iter(paths)).partition("/")
    found.next = [f"keta show {shown_as(dataset, first[0], first[2])}", f"keta show {name} --full"]
    return found
