"""A forest plot as SVG, for papers and slides: own elements, no script, no style sheet, no outside font."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacli.plot import Plot
from ketacli.render.axis import Axis, axis_of
from ketacli.render.wrap import width_of, wrap
from ketacli.screen import Facts, Prose, plain

if TYPE_CHECKING:
    from ketacli.plot import Mark
    from ketacli.screen import Screen, Words

FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
SIZE = 13
ADVANCE = 7.0
"""Width that is set aside for a letter; more than nearly every letter of these fonts takes at this size."""
LINE = 22
MARGIN = 24
PLOT_WIDTH = 380
LABEL_MOST = 300
NOTE_LETTERS = 130
SQUARE_LEAST, SQUARE_MOST, UNWEIGHED = 5.0, 15.0, 8.0
INK, FAINT = "#000000", "#555555"


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
    """The screen's plot with its title, notes and sources as one SVG document.

    ValueError for a screen without a plot.
    """
    plot = next((block for block in screen.blocks if isinstance(block, Plot)), None)
    if plot is None:
        raise ValueError("the screen holds no plot")
    shown = [at for at in range(len(plot.columns)) if any(mark.cells[at] for mark in plot.marks)]
    label = min(LABEL_MOST, max(width_of(mark.label) for mark in plot.marks) * ADVANCE)
    starts, at = {}, MARGIN + label
    for column in shown:
        texts = [plot.columns[column].label, *(mark.cells[column] for mark in plot.marks)]
        starts[column] = at + 16
        at += 16 + max(map(width_of, texts)) * ADVANCE
    frame = Frame(at + 28, at + 28 + PLOT_WIDTH, axis_of(plot))
    width = frame.right + MARGIN
    parts: list[str] = []
    y = _head(screen, parts)
    y = _rows(plot, parts, frame, shown, starts, y)
    y = _foot(screen, parts, y, width)
    described = " ".join(plot.spoken)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(y)}" width="{_n(width)}" '
        f'height="{_n(y)}" role="img" font-family="{FONT}" font-size="{SIZE}">',
        f"<title>{_escape(screen.title)}</title>",
        f"<desc>{_escape(described)}</desc>",
        f'<rect width="{_n(width)}" height="{_n(y)}" fill="#ffffff"/>',
        *parts,
        "</svg>",
        "",
    ])  # fmt: skip


def _n(number: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _escape(text: str) -> str:
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(letter, entity)
    return text.replace("\u00a0", " ")


def _text(x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False, fill: str = INK) -> str:
    weight = ' font-weight="bold"' if bold else ""
    stand = "" if anchor == "start" else f' text-anchor="{anchor}"'
    colour = "" if fill == INK else f' fill="{fill}"'
    return f'<text x="{_n(x)}" y="{_n(y)}"{stand}{weight}{colour}>{_escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, *, dash: str = "", stroke: str = INK, width: float = 1.2) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{stroke}" '
        f'stroke-width="{_n(width)}"{dashed}/>'
    )


def _head(screen: Screen, parts: list[str]) -> float:
    y = MARGIN + SIZE
    for line in _broken(screen.title, 100):
        parts.append(_text(MARGIN, y, line, bold=True))
        y += LINE
    first = next((block for block in screen.blocks if isinstance(block, Prose) and plain(block.text)), None)
    for line in _broken(plain(first.text), NOTE_LETTERS) if first is not None else []:
        parts.append(_text(MARGIN, y, line, fill=FAINT))
        y += LINE
    return y + 6


def _rows(plot: Plot, parts: list[str], frame: Frame, shown: list[int], starts: dict[int, float], y: float) -> float:
    ends = {at: starts[at] + max(map(width_of, _column(plot, at))) * ADVANCE for at in shown}
    top = y
    for at in shown:
        right = plot.columns[at].align == "right"
        parts.append(_text(ends[at] if right else starts[at], y, plot.columns[at].label,
                           anchor="end" if right else "start", bold=True))  # fmt: skip
    y += LINE
    drawn: list[str] = []
    before = ""
    for mark in plot.marks:
        if mark.kind == "pooled" and before != "pooled":
            y += LINE / 2
        before = mark.kind
        lines = _broken(mark.label, int(LABEL_MOST / ADVANCE))
        faint = mark.kind in ("apart", "prediction")
        fill = FAINT if faint else INK
        for extra, line in enumerate(lines):
            drawn.append(_text(MARGIN, y + extra * (LINE - 6), line, bold=mark.kind == "pooled", fill=fill))
        for at in shown:
            right = plot.columns[at].align == "right"
            drawn.append(_text(ends[at] if right else starts[at], y, mark.cells[at],
                               anchor="end" if right else "start", bold=mark.kind == "pooled", fill=fill))  # fmt: skip
        drawn += _interval(mark, frame, y - SIZE / 3)
        y += LINE + (len(lines) - 1) * (LINE - 6)
    parts.append(_line(frame.x(plot.null), top + 6, frame.x(plot.null), y, dash="3 3", stroke=FAINT, width=1))
    parts += drawn
    return _scale(plot, parts, frame, y)


def _column(plot: Plot, at: int) -> list[str]:
    return [plot.columns[at].label, *(mark.cells[at] for mark in plot.marks)]


def _interval(mark: Mark, frame: Frame, y: float) -> list[str]:
    left, right = frame.x(mark.lower), frame.x(mark.upper)
    stroke = FAINT if mark.kind in ("apart", "prediction") else INK
    if mark.kind == "pooled" and not frame.beyond(mark.lower) and not frame.beyond(mark.upper):
        middle = frame.x(mark.value)
        points = f"{_n(left)},{_n(y)} {_n(middle)},{_n(y - 7)} {_n(right)},{_n(y)} {_n(middle)},{_n(y + 7)}"
        return [f'<polygon points="{points}" fill="{INK}"/>']
    out = [_line(left, y, right, y, dash="4 3" if mark.kind == "prediction" else "", stroke=stroke)]
    for value, x, outward in ((mark.lower, left, -1), (mark.upper, right, 1)):
        if frame.beyond(value):
            points = (
                f"{_n(x + 4 * outward)},{_n(y)} {_n(x - 4 * outward)},{_n(y - 4)} {_n(x - 4 * outward)},{_n(y + 4)}"
            )
            out.append(f'<polygon points="{points}" fill="{stroke}"/>')
        else:
            out.append(_line(x, y - 4, x, y + 4, stroke=stroke))
    if mark.kind != "prediction" and not frame.beyond(mark.value):
        side = SQUARE_LEAST + (SQUARE_MOST - SQUARE_LEAST) * mark.weight**0.5 if mark.weight else UNWEIGHED
        corner = (frame.x(mark.value) - side / 2, y - side / 2)
        fill = "#ffffff" if mark.kind == "apart" else INK
        out.append(
            f'<rect x="{_n(corner[0])}" y="{_n(corner[1])}" width="{_n(side)}" height="{_n(side)}" '
            f'fill="{fill}" stroke="{stroke}"/>'
        )
    return out


def _scale(plot: Plot, parts: list[str], frame: Frame, y: float) -> float:
    parts.append(_line(frame.left, y, frame.right, y, width=1))
    for tick in frame.axis.ticks(7):
        x = frame.x(tick)
        parts += [_line(x, y, x, y + 5, width=1), _text(x, y + 19, f"{tick:,g}", anchor="middle")]
    y += 40
    null = frame.x(plot.null)
    left, right = f"favours {plot.left}", f"favours {plot.right}"
    if null - frame.left > len(left) * ADVANCE and frame.right - null > len(right) * ADVANCE:
        parts += [_text(null - 10, y, left, anchor="end", fill=FAINT), _text(null + 10, y, right, fill=FAINT)]
        return y + LINE
    parts += [_text(frame.left, y, f"left: {left}", fill=FAINT),
              _text(frame.left, y + LINE - 4, f"right: {right}", fill=FAINT)]  # fmt: skip
    return y + 2 * LINE - 4


def _foot(screen: Screen, parts: list[str], y: float, width: float) -> float:
    letters = max(int((width - 2 * MARGIN) / ADVANCE), 40)
    texts: list[Words] = []
    for block in screen.blocks:
        if isinstance(block, Facts):
            texts += [f"{label}: {plain(value)}" for label, value in block.pairs]
    texts += screen.notes
    if screen.sources:
        texts.append("Sources: " + "; ".join(plain(source) for source in screen.sources))
    texts.append(f"{screen.currency}. {screen.advice.partition('  ')[0]}")
    y += 8
    for text in texts:
        said = plain(text)
        for line in _broken(said.removeprefix("! "), letters):
            parts.append(_text(MARGIN, y, line, fill=FAINT))
            y += LINE - 5
        y += 3
    return y + MARGIN - 10


def _broken(text: str, letters: int) -> list[str]:
    return ["".join(part for part, _ in line) for line in wrap(text, letters)]
