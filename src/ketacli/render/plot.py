"""A forest plot in characters: exact numbers first, the drawing last, where its glyphs can move no column.

Below 72 cells each row takes two lines, the drawing under its numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.render.axis import Axis, axis_of
from ketacli.render.plotglyphs import PlotGlyphs
from ketacli.render.wrap import Line, longest_token, width_of, wrap

if TYPE_CHECKING:
    from ketacli.screens.plot import Mark, Plot

GAP = 2
STACKED_BELOW = 72
WIDE = 96
IN_A_PIPE = 100
LEAST = 20
"""Cells below which a drawing says too little: columns give way first, then it moves under the numbers."""
WIDEST = 72
LABEL, SHORT_LABEL = 34, 24
"""Cells after which a label is broken, on a wide screen and below 96 cells."""
SMALL = 0.1
"""Share in the pool below which a study is drawn small."""

STYLES = {"study": "", "apart": "dim", "pooled": "name", "prediction": "dim"}


def draw(plot: Plot, width: int | None, characters: str) -> list[Line]:
    """The plot as lines of at most ``width`` cells, drawn with the characters that the stream can carry."""
    glyphs = PlotGlyphs(*characters)
    room = width or IN_A_PIPE
    axis = axis_of(plot)
    shown = [at for at in range(len(plot.columns)) if any(mark.cells[at] for mark in plot.marks)]
    dropped: list[int] = []
    if room >= STACKED_BELOW:
        while True:
            for most in (LABEL, SHORT_LABEL) if room >= WIDE else (SHORT_LABEL,):
                label = _label_width(plot, most)
                space = room - _numbers_width(plot, shown, label) - GAP
                if space >= LEAST:
                    lines = _beside(plot, axis, shown, label, min(space, WIDEST), glyphs)
                    return [*lines, *_left_out(plot, dropped, room)]
            lowest = max((plot.columns[at].priority for at in shown), default=1)
            if lowest <= 1:
                break
            dropped += [at for at in shown if plot.columns[at].priority == lowest]
            shown = [at for at in shown if plot.columns[at].priority < lowest]
    return _stacked(plot, axis, max(min(room - 1, WIDEST), 10), room, glyphs)


def _left_out(plot: Plot, dropped: list[int], room: int) -> list[Line]:
    if not dropped:
        return []
    names = ", ".join(plot.columns[at].label for at in sorted(dropped))
    return [[], *wrap(((f"Left out at this width: {names}.", "dim"),), room)]


def _label_width(plot: Plot, most: int) -> int:
    natural = max((width_of(mark.label) for mark in plot.marks), default=0)
    return min(
        natural,
        max(most, max((longest_token(mark.label) for mark in plot.marks), default=0)),
    )


def _cell_width(plot: Plot, at: int) -> int:
    return max([width_of(plot.columns[at].label), *(width_of(mark.cells[at]) for mark in plot.marks)])


def _numbers_width(plot: Plot, shown: list[int], label: int) -> int:
    return label + sum(GAP + _cell_width(plot, at) for at in shown)


def _beside(plot: Plot, axis: Axis, shown: list[int], label: int, room: int, glyphs: PlotGlyphs) -> list[Line]:
    sizes = {at: _cell_width(plot, at) for at in shown}
    lead = label + sum(GAP + size for size in sizes.values()) + GAP
    out: list[Line] = []
    head: Line = [(" " * label, "")]
    for at in shown:
        head += [(" " * GAP, ""), (_stand(plot.columns[at].label, sizes[at], plot.columns[at].align), "name")]
    sides = _sides(plot, axis, room)
    head += [(" " * GAP, ""), (sides, "dim")]
    out += [*([] if sides else _above(plot, lead + room)), head]
    before = ""
    for mark in plot.marks:
        if mark.kind == "pooled" and before != "pooled":
            out.append([(" " * lead, ""), (_bare(plot, axis, room, glyphs), "dim")])
        before = mark.kind
        labels = wrap(((mark.label, STYLES[mark.kind] or "name"),), label)
        line: Line = [*labels[0], (" " * (label - width_of(tuple(labels[0]))), "")]
        for at in shown:
            style = STYLES[mark.kind] or plot.columns[at].style
            line += [(" " * GAP, ""), (_stand(mark.cells[at], sizes[at], plot.columns[at].align), style)]
        drawn = _interval(mark, plot.null, axis, room, glyphs)
        line += [(" " * GAP, ""), *drawn]
        out.append(line)
        bare = _bare(plot, axis, room, glyphs)
        for rest in labels[1:]:
            out.append([*rest, (" " * (lead - width_of(tuple(rest))), ""), (bare, "dim")])
    out += [[(" " * lead, ""), (line, "dim")] for line in _scale(axis, room, glyphs)]
    return out


def _stand(text: str, size: int, align: str) -> str:
    pad = " " * max(size - width_of(text), 0)
    return pad + text if align == "right" else text + pad


def _stacked(plot: Plot, axis: Axis, room: int, width: int, glyphs: PlotGlyphs) -> list[Line]:
    sides = _sides(plot, axis, room)
    out: list[Line] = [[(sides, "dim")]] if sides else _above(plot, width)
    for mark in plot.marks:
        style = STYLES[mark.kind]
        out += [[], *wrap(((mark.label, style or "name"),), width)]
        pairs = [(plot.columns[at].label, text) for at, text in enumerate(mark.cells) if text.strip()]
        said = "; ".join(f"{label} {text}" if label else text for label, text in pairs)
        out += [[("  ", ""), *line] for line in wrap(((said, style),), width - 2)]
        out.append(list(_interval(mark, plot.null, axis, room, glyphs)))
    out += [[(line, "dim")] for line in _scale(axis, room, glyphs)]
    return out


def _cell(axis: Axis, value: float, room: int) -> int:
    """The cell of a value; outside 0 to room - 1 for one beyond the axis."""
    place = axis.place(value)
    if place == float("-inf"):
        return -1
    if place == float("inf"):
        return room
    return -1 if place < 0 else room if place > 1 else min(int(place * room), room - 1)


def _end(axis: Axis, value: float, null: float, room: int) -> int:
    """The cell of an interval's end: beside that of no effect, on the end's own side, never on it.

    Whether an interval holds no effect is what a reader looks for first, so a narrow scale must not hide it.
    """
    cell = _cell(axis, value, room)
    if cell != _cell(axis, null, room) or value == null or not 0 <= cell < room:
        return cell
    return min(cell + 1, room - 1) if value > null else max(cell - 1, 0)


def _bare(plot: Plot, axis: Axis, room: int, glyphs: PlotGlyphs) -> str:
    cells = [" "] * room
    at = _cell(axis, plot.null, room)
    if 0 <= at < room:
        cells[at] = glyphs.null
    return "".join(cells)


def _interval(mark: Mark, null: float, axis: Axis, room: int, glyphs: PlotGlyphs) -> Line:
    """One row's interval: its line, its ends or the arrows where it is clipped, no effect, the estimate."""
    pooled = mark.kind == "pooled"
    line = {"pooled": glyphs.pooled_line, "prediction": glyphs.dots}.get(mark.kind, glyphs.line)
    first, last = (_end(axis, value, null, room) for value in (mark.lower, mark.upper))
    at = _cell(axis, null, room)
    cells = [" "] * room
    if 0 <= at < room:
        cells[at] = glyphs.null
    if last >= 0 and first < room:
        for cell in range(max(first, 0), min(last, room - 1) + 1):
            crossing = cell == at and mark.kind != "prediction"
            cells[cell] = (glyphs.pooled_cross if pooled else glyphs.cross) if crossing else line
        if first < 0:
            cells[0] = glyphs.clip_left
        elif mark.kind != "prediction":
            cells[first] = glyphs.pooled_left if pooled else glyphs.left
        if last >= room:
            cells[room - 1] = glyphs.clip_right
        elif mark.kind != "prediction":
            cells[last] = glyphs.pooled_right if pooled else glyphs.right
    spot = _cell(axis, mark.value, room)
    if mark.kind != "prediction" and 0 <= spot < room:
        small = glyphs.small if 0 < mark.weight < SMALL else glyphs.study
        cells[spot] = {"pooled": glyphs.pooled, "apart": glyphs.apart}.get(mark.kind, small)
    return [("".join(cells).rstrip(), STYLES[mark.kind])]


def _sides(plot: Plot, axis: Axis, room: int) -> str:
    """Both directions in words, either side of no effect; empty where they do not fit."""
    at = max(_cell(axis, plot.null, room), 0)
    left, right = plot.ends
    if len(left) <= at - 1 and len(right) <= room - at - 2:
        return f"{left.rjust(at - 1)}   {right}"
    return ""


def _above(plot: Plot, width: int) -> list[Line]:
    """Both directions in a sentence over the plot, where they do not fit beside no effect."""
    return [*wrap(((plot.sides, "dim"),), width), []]


def _scale(axis: Axis, room: int, glyphs: PlotGlyphs) -> list[str]:
    """The axis with its ticks, and the numbers under them."""
    ticks = axis.ticks(max(room // 6, 2))
    line = [glyphs.axis] * room
    numbers = [" "] * (room + 8)
    free = 0
    for tick in ticks:
        at = _cell(axis, tick, room)
        if not 0 <= at < room:
            continue
        line[at] = glyphs.tick
        text = f"{tick:,g}"
        start = max(at - (len(text) - 1) // 2, 0)
        start = min(start, room - len(text))
        if start >= free:
            numbers[start : start + len(text)] = text
            free = start + len(text) + 1
    return ["".join(line), "".join(numbers).rstrip()]
