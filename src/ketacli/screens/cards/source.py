"""The card of a document: how to cite it, how it stands, what of the data rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.kinds import RECORDS, many_of, word_of
from ketacli.records.source import MARKS
from ketacli.screens.cards.card import Card, Line, shown_as
from ketacli.screens.facts.source import facts

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.source import Source

SHOWN = (
    "title",
    "author",
    "issued",
    "container_title",
    "publisher",
    "version",
    "doi",
    "pmid",
    "registry",
    "number",
    "url",
)
MOST_NAMED = 6
UNMARKED = {
    "ok": "no correction or retraction found",
    "not-retracted": "no retraction found; corrections: not on record",
    "not-checked": "corrections and retractions: not on record",
}


def card(dataset: Dataset, source: Source) -> Card:
    """Bibliography, corrections and retractions, what was read, which records name it."""
    found = Card(f"{source.id}: source")
    held = {fact.field: fact for fact in facts(dataset, source)}
    if source.status in ("retracted", "concern", "untraceable", "corrected"):
        found.add("Status", [Line(f"! {MARKS[source.status]}", style="danger")], rank=0)
    for name in SHOWN:
        if name in held:
            found.add(held[name].label, [held[name].text], rank=1 if name in ("author", "publisher") else 0)
    if source.status not in MARKS:
        looked = f", looked for on {source.status_checked}" if source.status_checked else ""
        found.add("Status", [UNMARKED[source.status] + looked], rank=0)
    found.add("Read", [f"{source.seen or 'what was read is not on record'}; last looked at {source.checked}"], rank=0)
    found.add("Note", [source.note or ""], rank=2, least=0)
    for kind in RECORDS:
        names = [each for (each,) in dataset.store.rows(
            "SELECT id FROM rests_on WHERE kind = ? AND source = ? ORDER BY id", kind, source.id)]  # fmt: skip
        if names and kind != "sources":
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            count = many_of(kind) if len(names) > 1 else word_of(kind)
            text = f"{len(names)} {count}: {', '.join(names[:MOST_NAMED])}{more}"
            found.add("Used by" if not any(part.label == "Used by" for part in found.parts) else "", [text], rank=3)
    found.next = [f"keta cite {source.id}", f"keta show {shown_as(dataset, 'sources', source.id)} --json"]
    if dataset.title(f"trials/{source.id}") is not None:
        found.next.append(f"keta show {source.id}")
    return found
