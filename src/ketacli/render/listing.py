"""Lay a list out: one line a row, and what one line is too short for on a second one, set in.

A column that may give way does so before a row takes a second line, so a wider window never makes a list longer
and never shows less of it.
"""

from __future__ import annotations

from ketacli.render.parts import GAP, heading, length
from ketacli.render.wrap import Line, height_of, untie, width_of, wrap
from ketacli.screens.piece import changed
from ketacli.screens.screen import Column, Group, Row, Table, plain, spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.screens.screen import Span, Words

    Styled = tuple[Span, ...]

PUNCTUATION = (";", ":")
INDENT = 4
USUAL_ID = 20
"""Cells that the first column has at least, where its cells need them."""
NARROWEST_PROSE = 30
"""Cells below which text beside columns would be cut thin: it begins on the next line."""
SHORTEST = 2
"""Lines of a row that does not fit one."""


def listing(table: Table, width: int | None, one_line: bool) -> list[Line]:
    """The lines of a list; ``one_line`` keeps each row on one, however long.

    The first column is as wide as most of its cells, and the longer push their rows; as wide as the longest where
    that makes the list no longer.
    """
    rows = [Measured(table.columns, row.cells) if isinstance(row, Row) else row for row in table.rows]
    measured = [row for row in rows if isinstance(row, Measured)]
    columns = [at for at in range(len(table.columns)) if any(row.filled[at] for row in measured)]
    sizes = {at: _natural(table, measured, at) for at in columns}
    most = sizes[columns[0]] if columns else 0
    laid = _laid(table, rows, dict(sizes), width, one_line)
    if not one_line and columns and (usual := _usual(measured, columns[0])) < most:
        pushed = _laid(table, rows, {**sizes, columns[0]: usual}, width, one_line)
        laid = laid if _height(laid) <= _height(pushed) else pushed
    return [line for part in laid for line in part.draw()]


class Part:
    """A part of a list: how many lines it has, and what draws them, for most ways of laying it out are only counted."""

    def __init__(self, height: int, draw: Callable[[], list[Line]]) -> None:
        self.height, self.draw = height, draw


class Measured:
    """The cells of a row with what is asked of them for each way of laying them out."""

    def __init__(self, columns: list[Column], cells: list[Words]) -> None:
        self.columns, self.cells = columns, cells
        self.widths = [width_of(cell) for cell in cells]
        self.filled = [bool(plain(cell).strip()) for cell in cells]
        self._running: dict[tuple[int, ...], tuple[Styled, int]] = {}

    def running(self, shown: tuple[int, ...]) -> tuple[Styled, int]:
        """Cells as a sentence, each joined to the one before it, and its width."""
        if shown not in self._running:
            text = _running([(self.columns[at], self.cells[at]) for at in shown])
            self._running[shown] = text, width_of(text)
        return self._running[shown]


def _drawn(lines: list[Line]) -> Part:
    return Part(len(lines), lambda: lines)


def _height(parts: list[Part]) -> int:
    return sum([part.height for part in parts])


def _laid(
    table: Table, rows: list[Measured | Group], sizes: dict[int, int], width: int | None, one_line: bool
) -> list[Part]:
    """The parts of a list whose columns are of these sizes, as many of them as the width takes."""
    dropped: list[int] = []
    while width is not None and _total(sizes) > width:
        weakest = max(sizes, key=lambda at: (table.columns[at].priority, at))
        if table.columns[weakest].priority <= 1:
            break
        dropped.append(weakest)
        del sizes[weakest]
    split = width is not None and _total(sizes) > width
    head = {at: size for at, size in sizes.items() if not (split and table.columns[at].below)}
    below = [at for at in sizes if at not in head]
    out: list[Part] = []
    if table.headings:
        labels: list[Words] = [((column.label, "name"),) for column in table.columns]
        # A word that joins cells joins no headings.
        plainly = [each if each.joint.strip() in PUNCTUATION else changed(each, joint="; ") for each in table.columns]
        out.append(_row(Measured(plainly, labels), head, below, width, one_line))
    for at, row in enumerate(rows):
        if isinstance(row, Group):
            out.append(_drawn([*([[]] if at else []), *heading(row.title, row.note, width, row.named)]))
        else:
            out.append(_row(row, head, below, width, one_line))
    if dropped:
        names = ", ".join(table.columns[at].label or "unnamed" for at in sorted(dropped))
        out.append(_drawn(wrap(((f"Left out at this width: {names}.", "dim"),), width)))
    return out


def _total(sizes: dict[int, int]) -> int:
    return sum(sizes.values()) + GAP * (len(sizes) - 1)


def _usual(rows: list[Measured], at: int) -> int:
    """The width that most cells of a column keep to: a few long ids push their rows, not the whole list."""
    widths = sorted(row.widths[at] for row in rows)
    return max(USUAL_ID, widths[len(widths) * 3 // 4] if widths else 0)


def _natural(table: Table, rows: list[Measured], at: int) -> int:
    label = width_of(table.columns[at].label) if table.headings else 0
    return max([label, *(row.widths[at] for row in rows)])


def _row(row: Measured, head: dict[int, int], below: list[int], width: int | None, one_line: bool) -> Part:
    """One row: its columns, then the rest as running text beside them, or below where it does not fit."""

    def start() -> Line:
        return _start(row, head)

    taken = sum([max(size, row.widths[at]) + GAP for at, size in head.items()])
    shown = tuple([at for at in below if row.filled[at]])
    if width is not None and not one_line and taken > width and length(_stripped(start())) > width:
        # Even the columns that never give way are too wide: what stands after the id goes below it.
        first, *others = head
        parts = [(changed(row.columns[at], joint=" "), row.cells[at]) for at in others if row.filled[at]]
        parts += [(row.columns[at], row.cells[at]) for at in shown]
        lead = tuple((part, style or row.columns[0].style) for part, style in spans(row.cells[first]))
        return _drawn(wrap(lead, width) + (_set_in(_running(parts), width) if parts else []))
    if not shown:
        return Part(1, lambda: [_stripped(start())])
    text, size = row.running(shown)
    if width is None or one_line or taken + size <= width:
        return Part(1, lambda: wrap(text, None, start()))
    inner = width - INDENT
    ways = []
    if shown[1:] and taken + row.widths[shown[0]] <= width:
        lead, _ = row.running(shown[:1])
        rest, _ = row.running(shown[1:])
        beside = Part(1 + height_of(rest, inner), lambda: [*wrap(lead, None, start()), *_set_in(rest, width)])
        if beside.height == SHORTEST:
            return beside
        ways.append(beside)
    ways.append(Part(1 + height_of(text, inner), lambda: [start(), *_set_in(text, width)]))
    if width - taken >= NARROWEST_PROSE:
        ways.append(Part(height_of(text, width, taken, INDENT), lambda: wrap(text, width, start(), INDENT)))
    # The first of the shortest: in a wider window none of them is longer, so the list is not.
    return min(ways, key=lambda way: way.height)


def _set_in(text: Words, width: int) -> list[Line]:
    """Running text below a row."""
    return [[(" " * INDENT, ""), *line] for line in wrap(text, width - INDENT)]


def _start(row: Measured, head: dict[int, int]) -> Line:
    """The columns of a row, each padded to its width; one that is wider pushes those after it."""
    line: Line = []
    for at, size in head.items():
        column = row.columns[at]
        part = untie([(text, style or column.style) for text, style in spans(row.cells[at])])
        pad = (" " * (size - row.widths[at]), "")
        line += [pad, *part] if column.align == "right" else [*part, pad]
        line.append((" " * GAP, ""))
    return line


def _running(parts: list[tuple[Column, Words]]) -> Styled:
    """Cells as a sentence, each joined to the one before it."""
    out: list[tuple[str, str]] = []
    for column, cell in parts:
        if out:
            out.append((column.joint, ""))
        out += [(part, style or column.style) for part, style in spans(cell)]
    return tuple(out)


def _stripped(line: Line) -> Line:
    out = list(line)
    while out and not out[-1][0].strip():
        out.pop()
    return out
