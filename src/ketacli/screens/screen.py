"""A screen, neutral of how it is drawn: title, blocks, notes, sources, next commands, advice.

Text is a string or a tuple of ``(text, style)`` spans. Styles say what a thing is, not its colour:
``name`` (the name or answer), ``dim`` (provenance), ``caution`` (a hazard),
``dispute`` (sources disagree), ``danger``, or ``""``.
"""

from __future__ import annotations

from ketacli.screens.piece import FRESH, Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from ketacli.screens.graph import Graph
    from ketacli.screens.plot import Plot

Span: TypeAlias = tuple[str, str]
Words: TypeAlias = str | tuple[Span, ...]


def spans(text: Words, style: str = "") -> tuple[Span, ...]:
    """The text as spans, plain strings in ``style``."""
    return ((text, style),) if isinstance(text, str) else text


def plain(text: Value) -> str:
    """The text without styles; of a note on one line with its commands."""
    if isinstance(text, Note):
        mark = "! " if text.caution else ""
        return " ".join([f"{mark}{plain(text.text)}", *([", ".join(text.commands)] if text.commands else [])])
    return text if isinstance(text, str) else "".join(part for part, _ in text)


class Cited(str):
    """The line that names a document, with its whole reference and its address; an empty one where it has none."""

    __slots__ = ("address", "reference")
    address: str
    reference: str
    """Authors, year, title and where it appeared: for documents, in which a line is no reference."""

    def __new__(cls, text: str, address: str, reference: str) -> Cited:
        """The line with its reference and its address."""
        made = super().__new__(cls, text)
        made.address, made.reference = address, reference
        return made


class Note(Piece):
    """A remark, with the commands that lead on from it."""

    text: Words
    commands: tuple[str, ...] = ()
    caution: str = ""
    """``caution`` or ``danger`` for a warning, ``dispute`` where sources disagree, which are marked; else empty."""


Value: TypeAlias = Words | Note
"""What stands beside a label."""


class Column(Piece):
    """A column: its heading, how it stands, and how soon it gives way when space is short."""

    label: str
    priority: int = 1
    """1 never gives way; higher numbers go first."""
    align: str = "left"
    style: str = ""
    below: bool = False
    """In a list: True for what goes to a second line of its row where one line is too short."""
    joint: str = "; "
    """In a list: what stands before the cell where it follows another one in running text."""
    least: int = 0
    """Letters that it takes at least, to stand in line with labels above."""


class Row(Piece):
    """One row of cells, one a column."""

    cells: list[Words]
    continued: bool = False
    """True for a further line of the row above: kept with it."""
    rests_on: tuple[tuple[str, str], ...] = ()
    """Kind and id of the records that the row is of, the weightiest first, for programs that go on from it."""


class Group(Piece):
    """A heading between rows."""

    title: str
    note: str = ""
    named: bool = False
    """True for a title that is a proper name: it keeps its case."""


class Table(Piece):
    """Rows under headings, in groups."""

    columns: list[Column]
    rows: list[Row | Group]
    headings: bool = True
    lead: bool = False
    """True where the first column is a long name, which may stand on a line above its row when space is short."""
    spoken: Sequence[Value] | None = None
    """Sentences that say the same to a listener; None when the rows can be said one by one."""
    listed: bool = False
    """True for a list: one line a row, its id first, and what does not fit on a second line, set in."""
    compact: bool = False
    """True where rows of several lines stand without an empty line between them: the whole has to fit a window."""


class Facts(Piece):
    """Labels and values, one a line."""

    pairs: Sequence[tuple[str, Value]]
    least: int = 0
    """Letters that the labels take at least, to stand in line with a table below."""


class Prose(Piece):
    """A paragraph, or lines that stay lines."""

    text: Words
    style: str = ""
    indent: int = 0
    spoken: Sequence[Value] | None = None
    """Sentences that say the same to a listener; None when the text can be said as it stands."""


class Heading(Piece):
    """A heading over blocks."""

    title: str
    note: str = ""
    within: bool = False
    """True for one inside the part that another heading begins."""


Block: TypeAlias = "Table | Facts | Prose | Heading | Plot | Graph"


class Screen(Piece):
    """What a person sees."""

    title: str
    currency: str = ""
    blocks: list[Block] = FRESH
    notes: list[Note] = FRESH
    sources: list[Words] = FRESH
    """The documents that it rests on, those of the answer first."""
    next: list[str] = FRESH
    advice: Note | None = None
    every_source: bool = False
    """Whether all documents are named; else two lines of them are, and the rest is counted."""


def headed(meta: Mapping[str, str], title: str) -> Screen:
    """An empty screen with its title, the data's version and the advice line."""
    return Screen(
        title=title,
        currency=f"data {meta['version']}, checked to {meta['checked_through']}",
        advice=Note(meta["advice"], ("keta help safety",)),
    )


class Marks:
    """Numbers documents in the order in which a screen first uses them."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def mark(self, *names: str) -> str:
        """``[1]`` or ``[1,3]`` for the documents; empty for none."""
        numbers = [self.numbers.setdefault(name, len(self.numbers) + 1) for name in names if name]
        return f"[{','.join(str(number) for number in dict.fromkeys(numbers))}]" if numbers else ""


def onward(commands: list[str], typed: list[str]) -> list[str]:
    """The commands to go on with, without those that ask for what was just asked for.

    ``typed`` are the words of the line that the screen answers, without the name of the program.
    """
    given = {part.casefold() for word in typed for part in word.split("=", 1)}

    def asked(words: list[str]) -> bool:
        # A bare list goes on from a filtered one: it has more. Everything else is in what was typed with options.
        return words == typed or (
            len(words) > 1 and words[:1] == typed[:1] and {word.casefold() for word in words} <= given
        )

    return [command for command in commands if not asked(command.split()[1:])]
