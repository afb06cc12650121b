"""The answer of ``keta assert``: what no longer holds first, with what is on record now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.source import warned
from ketacli.records.wording import plural
from ketacli.screens.common import screen
from ketacli.screens.screen import Column, Group, Note, Row, Screen, Table

if TYPE_CHECKING:
    from ketacli.evidence.answers.premises import Premise
    from ketacli.records.dataset import Dataset


def premises_screen(dataset: Dataset, found: list[Premise], file: str) -> Screen:
    """Two groups of rows: what no longer holds, and what holds."""
    broken = [each for each in found if not each.holds]
    kept = [each for each in found if each.holds]
    said = f"{plural(len(broken), 'premise')} of {len(found)} no longer holds" if len(broken) == 1 else (
        f"{len(broken)} premises of {len(found)} no longer hold" if broken else
        f"all {len(found)} premises hold" if len(found) > 1 else "the premise holds"
    )  # fmt: skip
    shown = screen(dataset, f"{'standard input' if file == '-' else file}: {said}")
    rows: list[Row | Group] = []
    for title, group in (("Does not hold", broken), ("Holds", kept)):
        if group:
            rows.append(Group(title, f"{len(group)}"))
        for each in group:
            now = each.found or each.reason or "nothing on record"
            source = warned(dataset.sources[each.source]) if each.source else ""
            words = f"{each.premise}" + (f" ({each.why})" if each.why else "")
            rows.append(Row([str(each.line), words, now, source]))
    columns = [
        Column("Line", 1, "right"),
        Column("Premise", 1, style="name"),
        Column("On record", 1, below=True, joint=": "),
        Column("Source", 1, below=True),
    ]
    shown.blocks.append(Table(columns, rows, listed=True))
    shown.next = [f"keta why {each.path.partition('/')[2]}" for each in broken if each.path][:1]
    if broken:
        shown.notes.append(Note("What is on record may have been corrected: CHANGELOG.md names every changed value."))
    return shown
