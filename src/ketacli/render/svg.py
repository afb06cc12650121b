"""A forest plot or a network as SVG, for papers and slides: own elements, no script, style sheet or outside font."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.render.axis import Axis, axis_of
from ketacli.render.svg_elements import (
    ADVANCE,
    FAINT,
    INK,
    LINE,
    MARGIN,
    SIZE,
    broken,
    document,
    line_to,
    number,
    polygon,
    text_at,
)
from ketacli.render.wrap import as_words, width_of
from ketacli.screens.graph import Graph
from ketacli.screens.plot import Plot
from ketacli.screens.screen import Facts, Note, Prose, Table, plain
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.screens.plot import Mark
    from ketacli.screens.screen import Screen, Words

PLOT_WIDTH = 380
LABEL_MOST = 300
NOTE_LETTERS = 130
SQUARE_LEAST, SQUARE_MOST, UNWEIGHED = 5.0, 15.0, 8.0


class Frame(NamedTuple):
    """Where the drawing area lies."""

    left: float
    right: float
    axis: Axis

    def x(self, value: float) -> float:
        """The horizontal place of a value, held inside the area."""
        place = min(max(self.axis.place(value), 0.0), 1.0)
        return self.left + place * (self.right - self.left)

    def beyond(self, value: float) -> bool:
        """Whether a value lies outside the area."""
        return not 0 <= self.axis.place(value) <= 1


def svg(screen: Screen) -> str:
    """The screen's plot or network with its title, notes and sources as one SVG document.

    ValueError for a screen without either.
    """
    parts: list[str] = []
    drawn = next((block for block in screen.blocks if isinstance(block, Graph | Plot)), None)
    if drawn is None:
        raise ValueError("the screen holds no plot")
    width, y = _drawing(drawn, parts, _head(screen, parts))
    if isinstance(drawn, Graph):
        from ketacli.render.graph_svg import estimates

        for block in screen.blocks:
            y = estimates(block, parts, y) if isinstance(block, Table) else y
    return document(screen.title, drawn.spoken, parts, width, _foot(screen, parts, y, width))


def figure(drawn: Plot | Graph, title: str) -> str:
    """A plot or network alone, to stand in a page: its texts are those of the page."""
    parts: list[str] = []
    width, y = _drawing(drawn, parts, MARGIN)
    return document(title, drawn.spoken, parts, width, y)


def _drawing(drawn: Plot | Graph, parts: list[str], y: float) -> tuple[float, float]:
    """Draw from ``y`` on; the width, and where it ends."""
    if isinstance(drawn, Graph):
        from ketacli.render.graph_svg import WIDTH, network

        return WIDTH, network(drawn, parts, y)
    plot = drawn
    if plot.curve is not None:
        from ketacli.render.curve_svg import curve

        return curve(plot.curve, parts, y)
    shown = [at for at in range(len(plot.columns)) if any(mark.cells[at] for mark in plot.marks)]
    label = min(LABEL_MOST, max(width_of(mark.label) for mark in plot.marks) * ADVANCE)
    starts, at = {}, MARGIN + label
    for column in shown:
        texts = [plot.columns[column].label, *(mark.cells[column] for mark in plot.marks)]
        starts[column] = at + 16
        at += 16 + max(map(width_of, texts)) * ADVANCE
    frame = Frame(at + 28, at + 28 + PLOT_WIDTH, axis_of(plot))
    return frame.right + MARGIN, _rows(plot, parts, frame, shown, starts, y)


def _head(screen: Screen, parts: list[str]) -> float:
    y = MARGIN + SIZE
    for line in broken(screen.title, 100):
        parts.append(text_at(MARGIN, y, line, bold=True))
        y += LINE
    first = next((block for block in screen.blocks if isinstance(block, Prose) and plain(block.text)), None)
    for line in broken(plain(first.text), NOTE_LETTERS) if first is not None else []:
        parts.append(text_at(MARGIN, y, line, fill=FAINT))
        y += LINE
    return y + 6


def _rows(plot: Plot, parts: list[str], frame: Frame, shown: list[int], starts: dict[int, float], y: float) -> float:
    ends = {at: starts[at] + max(map(width_of, _column(plot, at))) * ADVANCE for at in shown}
    top = y
    for at in shown:
        right = plot.columns[at].align == "right"
        parts.append(text_at(ends[at] if right else starts[at], y, plot.columns[at].label,
                           anchor="end" if right else "start", bold=True))  # fmt: skip
    y += LINE
    drawn: list[str] = []
    before = ""
    for mark in plot.marks:
        if mark.kind == "pooled" and before != "pooled":
            y += LINE / 2
        before = mark.kind
        lines = broken(mark.label, int(LABEL_MOST / ADVANCE))
        faint = mark.kind in ("apart", "prediction")
        fill = FAINT if faint else INK
        for extra, line in enumerate(lines):
            drawn.append(text_at(MARGIN, y + extra * (LINE - 6), line, bold=mark.kind == "pooled", fill=fill))
        for at in shown:
            right = plot.columns[at].align == "right"
            drawn.append(text_at(ends[at] if right else starts[at], y, mark.cells[at],
                               anchor="end" if right else "start", bold=mark.kind == "pooled", fill=fill))  # fmt: skip
        drawn += _interval(mark, frame, y - SIZE / 3)
        y += LINE + (len(lines) - 1) * (LINE - 6)
    parts.append(line_to(frame.x(plot.null), top + 6, frame.x(plot.null), y, dash="3 3", stroke=FAINT, width=1))
    parts += drawn
    return _scale(plot, parts, frame, y)


def _column(plot: Plot, at: int) -> list[str]:
    return [plot.columns[at].label, *(mark.cells[at] for mark in plot.marks)]


def _interval(mark: Mark, frame: Frame, y: float) -> list[str]:
    left, right = frame.x(mark.lower), frame.x(mark.upper)
    stroke = FAINT if mark.kind in ("apart", "prediction") else INK
    if mark.kind == "pooled" and not frame.beyond(mark.lower) and not frame.beyond(mark.upper):
        middle = frame.x(mark.value)
        return [polygon([(left, y), (middle, y - 7), (right, y), (middle, y + 7)], INK)]
    out = [line_to(left, y, right, y, dash="4 3" if mark.kind == "prediction" else "", stroke=stroke)]
    for value, x, outward in ((mark.lower, left, -1), (mark.upper, right, 1)):
        if frame.beyond(value):
            out.append(polygon([(x + 4 * outward, y), (x - 4 * outward, y - 4), (x - 4 * outward, y + 4)], stroke))
        else:
            out.append(line_to(x, y - 4, x, y + 4, stroke=stroke))
    if mark.kind != "prediction" and not frame.beyond(mark.value):
        side = SQUARE_LEAST + (SQUARE_MOST - SQUARE_LEAST) * mark.weight**0.5 if mark.weight else UNWEIGHED
        corner = (frame.x(mark.value) - side / 2, y - side / 2)
        fill = "#ffffff" if mark.kind == "apart" else INK
        out.append(
            f'<rect x="{number(corner[0])}" y="{number(corner[1])}" width="{number(side)}" height="{number(side)}" '
            f'fill="{fill}" stroke="{stroke}"/>'
        )
    return out


def _scale(plot: Plot, parts: list[str], frame: Frame, y: float) -> float:
    parts.append(line_to(frame.left, y, frame.right, y, width=1))
    for tick in frame.axis.ticks(7):
        x = frame.x(tick)
        parts += [line_to(x, y, x, y + 5, width=1), text_at(x, y + 19, f"{tick:,g}", anchor="middle")]
    y += 40
    null = frame.x(plot.null)
    left, right = plot.ends
    if null - frame.left > len(left) * ADVANCE and frame.right - null > len(right) * ADVANCE:
        parts += [text_at(null - 10, y, left, anchor="end", fill=FAINT), text_at(null + 10, y, right, fill=FAINT)]
        return y + LINE
    parts += [text_at(frame.left, y, f"left: {left}", fill=FAINT),
              text_at(frame.left, y + LINE - 4, f"right: {right}", fill=FAINT)]  # fmt: skip
    return y + 2 * LINE - 4


def _foot(screen: Screen, parts: list[str], y: float, width: float) -> float:
    letters = max(int((width - 2 * MARGIN) / ADVANCE), 40)
    texts: list[Words] = []
    for block in screen.blocks:
        if isinstance(block, Facts):
            texts += [f"{label}: {plain(value)}" for label, value in block.pairs]
    texts += [as_words(Note(note.text, note.commands), letters) for note in screen.notes]
    if screen.sources:
        texts.append("Sources: " + "; ".join(plain(source) for source in screen.sources))
    texts.append(f"{screen.currency}. {plain(screen.advice.text) if screen.advice else ''}")
    y += 8
    for text in texts:
        said = plain(text)
        for line in broken(said.removeprefix("! "), letters):
            parts.append(text_at(MARGIN, y, line, fill=FAINT))
            y += LINE - 5
        y += 3
    return y + MARGIN - 10
