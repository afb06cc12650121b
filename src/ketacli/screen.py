"""A screen, neutral of how it is drawn: title, blocks, notes, sources, next commands, advice.

Text is a string or a tuple of ``(text, style)`` spans. Styles say what a thing is, not its colour:
``name`` (the name or answer), ``dim`` (provenance), ``caution``, ``danger``, or ``""``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from ketacli.plot import Plot

Span: TypeAlias = tuple[str, str]
Words: TypeAlias = str | tuple[Span, ...]


def spans(text: Words, style: str = "") -> tuple[Span, ...]:
    """The text as spans, plain strings in ``style``."""
    return ((text, style),) if isinstance(text, str) else text


def plain(text: Words) -> str:
    """The text without styles."""
    return text if isinstance(text, str) else "".join(part for part, _ in text)


@dataclass(slots=True, eq=False, repr=False)
class Column:
    """A column: its heading, how it stands, and how soon it gives way when space is short."""

    label: str
    priority: int = 1
    """1 never gives way; higher numbers go first."""
    align: str = "left"
    style: str = ""


@dataclass(slots=True, eq=False, repr=False)
class Row:
    """One row of cells, one a column."""

    cells: list[Words]
    continued: bool = False
    """True for a further line of the row above: kept with it."""


@dataclass(slots=True, eq=False, repr=False)
class Group:
    """A heading between rows."""

    title: str
    note: str = ""
    named: bool = False
    """True for a title that is a proper name: it keeps its case."""


@dataclass(slots=True, eq=False, repr=False)
class Table:
    """Rows under headings, in groups."""

    columns: list[Column]
    rows: list[Row | Group]
    headings: bool = True
    lead: bool = False
    """True where the first column is a long name, which may stand on a line above its row when space is short."""
    spoken: list[str] | None = None
    """Sentences that say the same to a listener; None when the rows can be said one by one."""


@dataclass(slots=True, eq=False, repr=False)
class Facts:
    """Labels and values, one a line."""

    pairs: list[tuple[str, Words]]


@dataclass(slots=True, eq=False, repr=False)
class Prose:
    """A paragraph, or lines that stay lines."""

    text: Words
    style: str = ""
    indent: int = 0
    spoken: list[str] | None = None
    """Sentences that say the same to a listener; None when the text can be said as it stands."""


@dataclass(slots=True, eq=False, repr=False)
class Heading:
    """A heading over blocks."""

    title: str
    note: str = ""


Block: TypeAlias = "Table | Facts | Prose | Heading | Plot"


@dataclass(slots=True, eq=False, repr=False)
class Screen:
    """What a person sees."""

    title: str
    currency: str = ""
    blocks: list[Block] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)
    sources: list[Words] = field(default_factory=list)
    next: list[str] = field(default_factory=list)
    advice: str = ""


class Marks:
    """Numbers documents in the order in which a screen first uses them."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def mark(self, *names: str) -> str:
        """``[1]`` or ``[1,3]`` for the documents; empty for none."""
        numbers = [self.numbers.setdefault(name, len(self.numbers) + 1) for name in names if name]
        return f"[{','.join(str(number) for number in dict.fromkeys(numbers))}]" if numbers else ""
