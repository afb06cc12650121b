"""What tables, lists and pages are drawn of: a heading, and cells side by side."""

from __future__ import annotations

from ketacli.render.wrap import Line, width_of, wrap
from ketacli.screens.screen import Column, Words, spans

GAP = 2
"""Cells between columns."""


def heading(title: str, note: str, width: int | None, named: bool = False) -> list[Line]:
    """A heading with its note, in capitals unless it is a proper name."""
    title = title if named else title.upper()
    if not note:
        return wrap(((title, "name"),), width)
    if width is None or width_of(title) + GAP + width_of(note) <= width:
        return [[(title, "name"), (" " * GAP, ""), *wrap(note, None)[0]]]
    return [*wrap(((title, "name"),), width), *wrap(note, width)]


def cells_of(columns: list[Column], shown: list[int], sizes: dict[int, int], cells: list[Words]) -> list[Line]:
    """Cells side by side, each wrapped in its column, as lines."""
    wrapped = []
    for at, cell in zip(shown, cells, strict=True):
        styled = tuple((part, style or columns[at].style) for part, style in spans(cell))
        wrapped.append(wrap(styled, sizes[at]))
    out: list[Line] = []
    for height in range(max(len(lines) for lines in wrapped)):
        line: Line = []
        for at, lines in zip(shown, wrapped, strict=True):
            part = lines[height] if height < len(lines) else []
            pad = max(sizes[at] - length(part), 0)
            if columns[at].align == "right":
                line += [(" " * pad, ""), *part]
            else:
                line += [*part, (" " * pad, "")]
            line.append((" " * GAP, ""))
        out.append(line)
    return out


def length(line: Line) -> int:
    """Terminal cells of a line."""
    return width_of(tuple(line))
