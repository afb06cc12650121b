"""What a card is made of: a title, parts of lines under a label each, and where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence import disputes
from ketacli.screens.piece import FRESH, Piece
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.records.dataset import Dataset


class Line(NamedTuple):
    """One thing that a card says."""

    text: str
    sources: tuple[str, ...] = ()
    """The documents that it rests on, best first."""
    disputed: bool = False
    """Whether sources disagree about it."""
    style: str = ""
    note: str = ""
    """What a reader must know of it; it gives way when the window is short, for the whole page has it."""

    @property
    def whole(self) -> str:
        """The text with its note."""
        return f"{self.text} ({self.note.rstrip('.')})" if self.note else self.text


class Part(Piece):
    """Lines under one label."""

    label: str
    lines: list[Line]
    rank: int = 1
    """How soon it gives way when the window is short: 0 never does, higher numbers go first."""
    least: int = 1
    """So many of its lines stay as long as anything else can give way."""
    most: int = 99
    """So many are shown where there is room."""
    whole: str = "--full"
    """Where the rest of it is: an option of the command, or another command; empty where the part may go uncounted."""
    rows: int = 0
    """How many rows the list has that ``whole`` leads to, where its rows are not the lines of the part."""
    counted: str = ""
    """Those rows in words, as the head of the list counts them."""

    def leaves(self, kept: int) -> bool:
        """Whether something is left out when so many of the lines are shown."""
        return bool(self.whole) and kept < max(len(self.lines), self.rows)


class Card(Piece):
    """Parts in the order in which they are read: answer, figures, doubts."""

    title: str
    parts: list[Part] = FRESH
    next: list[str] = FRESH
    source: str = ""
    """The document of the record itself."""

    def add(self, label: str, lines: Iterable[Line | str], **how: Any) -> None:
        """Add a part; nothing where there are no lines."""
        held = [Line(line) if isinstance(line, str) else line for line in lines]
        held = [line for line in held if line.text]
        if held:
            self.parts.append(Part(label, held, **how))


def said(found: Any) -> list[Line]:
    """A Text, Count or Quantity as a line with its note and source; none for None."""
    from ketacli.screens.facts.fact import bare

    return [Line(bare(found), (found.source,), note=found.note or "")] if found is not None else []


def listed(found: Iterable[Any]) -> list[Line]:
    """Texts as lines, those that mean most first as their record has them."""
    return [line for each in found for line in said(each)]


def best(claims: Iterable[Any]) -> tuple[str, ...]:
    """The best document of several claims about one thing: one whose own text was seen comes first."""
    order = {"label": 0, "primary": 1, "registry": 1, "secondary": 2, "unverified": 3}
    ranked = sorted((claim for claim in claims if claim.source), key=lambda claim: order[claim.check])
    return (ranked[0].source,) if ranked else ()


def add_doubts(dataset: Dataset, card: Card, kind: str, record: Any) -> None:
    """What to mind: the first caveats, the note, and the conflicts about the record."""
    name = record.id
    caveats = listed(getattr(record, "caveats", ()))
    note = getattr(record, "note", None)
    if note:
        caveats.append(Line(note))
    card.add("To mind", caveats, rank=3, most=3, whole=f"keta show {shown_as(dataset, kind, name)} caveats")
    if kind != "conflicts":
        add_conflicts(dataset, card, disputes.of_record(dataset, kind, name), name)


def add_conflicts(dataset: Dataset, card: Card, names: list[str], asked: str) -> None:
    """What sources disagree about, those first that change a conclusion."""
    found = sorted((dataset.conflicts[name] for name in names), key=lambda each: not each.changes_conclusion)
    local = [each for each in found if each.local]
    card.add("Local file", [Line(f"! {each.name}", style="caution") for each in local], rank=0, most=2,
             whole=f"keta conflicts {asked}" if asked else "--full")  # fmt: skip
    found = [each for each in found if not each.local]
    lines = []
    for each in found:
        lines.append(Line(f"! {each.name}", style="caution"))
    card.add("Sources disagree", lines, rank=4, most=3, whole=f"keta conflicts {asked}" if asked else "--full")


def shown_as(dataset: Dataset, kind: str, name: str) -> str:
    """What to type after ``keta show`` for a record: its id, or kind and id where another record is called like it."""
    from ketacli.records.kinds import LOOKUP_ORDER

    for each in LOOKUP_ORDER:
        if each == kind:
            return name
        if dataset.title(f"{each}/{name}") is not None:
            return f"{kind}/{name}"
    return name
