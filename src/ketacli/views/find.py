"""What a search found, grouped by kind, best first, with the words that matched."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ketacli.find import Hit
from ketacli.names import fold, table
from ketacli.printable import printable
from ketacli.screen import Column, Group, Row, Screen, Table
from ketacli.views.common import plural, screen

if TYPE_CHECKING:
    from ketacli.dataset import Dataset


def find_screen(dataset: Dataset, text: str, hits: list[Hit], stand_ins: dict[str, tuple[str, ...]]) -> Screen:
    """Hits in groups by kind."""
    shown = screen(dataset, f'"{text}": {plural(len(hits), "record")}')
    columns = [Column("Id", 1, style="name"), Column("Name", 2), Column("Matched", 3), Column("Where", 1)]
    rows: list[Row | Group] = []
    counts = Counter(hit.kind for hit in hits)
    kind = None
    for hit in hits:
        if hit.kind != kind:
            kind = hit.kind
            rows.append(Group(kind, str(counts[kind])))
        rows.append(Row([address(hit), hit.name, ", ".join(hit.words), hit.context or "in its name"]))
    if hits:
        shown.blocks.append(Table(columns, rows, lead=True))
        shown.next = [f"keta show {address(hits[0])}", *onward(dataset, text)]
    else:
        shown.notes.append("Nothing matches. Fewer or other words find more.")
        shown.next = ["keta help data", "keta trials", "keta sources"]
    for word, others in stand_ins.items():
        names = ", ".join(others[:6])
        shown.notes.append(f'"{printable(word)}" also stands for: {names}.')
    return shown


def onward(dataset: Dataset, text: str) -> list[str]:
    """What goes on from a search for an indication, a route or a form: the lists that are about it."""
    asked = fold(text)
    indication = table(dataset, "indications").get(asked)
    if indication is not None:
        return [f"keta {name} --indication {indication}" for name in ("trials", "dosing", "guidelines")]
    route = table(dataset, "routes").get(asked)
    if route is not None:
        return [f"keta dosing {route}", f"keta trials --route {route}"]
    form = table(dataset, "compounds").get(asked)
    if form is not None:
        return [f"keta trials --form {form}", f"keta dosing {form}", f"keta safety {form}"]
    return []


def address(hit: Hit) -> str:
    """What to type to see the record."""
    return f"sources/{hit.id}" if hit.kind == "sources" else hit.id
