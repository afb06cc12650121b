"""A specification curve as SVG: estimates with their intervals from the lowest on, and under each its choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.render.axis import axis_of
from ketacli.render.svg_elements import ADVANCE, FAINT, INK, LINE, MARGIN, SIZE, line_to, number, text_at
from ketacli.screens.plot import Mark, Plot

if TYPE_CHECKING:
    from ketacli.screens.curve import Curve, Panel

WIDTH, HEIGHT = 720.0, 200.0
"""Of the drawing area of a panel."""
ROW = 15.0
LABEL_MOST = 250.0
CLEAR, UNCLEAR = INK, "#8a8a8a"


def curve(found: Curve, parts: list[str], y: float) -> tuple[float, float]:
    """Draw every panel from ``y`` on; the width of the whole and where it ends."""
    label = min(LABEL_MOST, max((len(word) * ADVANCE for _, word in found.rows), default=0.0)) + 90
    left = MARGIN + max(label, 120.0)
    for panel in found.panels:
        y = _panel(panel, found, parts, left, y)
    return left + WIDTH + MARGIN, y


def _panel(panel: Panel, found: Curve, parts: list[str], left: float, y: float) -> float:
    parts.append(text_at(MARGIN, y, panel.title, bold=True))
    top = y + 12
    marks = [Mark("", [], each.value, each.lower, each.upper) for each in panel.points]
    axis = axis_of(Plot([], marks, panel.null, panel.log, "", "", []))

    def height(value: float) -> float:
        return top + (1 - min(max(axis.place(value), 0.0), 1.0)) * HEIGHT

    for tick in axis.ticks(6):
        parts.append(text_at(left - 10, height(tick) + SIZE / 3, f"{tick:,g}", anchor="end"))
        parts.append(line_to(left - 5, height(tick), left, height(tick), width=1))
    parts.append(line_to(left, top, left, top + HEIGHT, width=1))
    zero = height(panel.null)
    parts.append(line_to(left, zero, left + WIDTH, zero, dash="3 3", stroke=FAINT, width=1))
    step = WIDTH / max(len(panel.points), 1)
    thick = max(min(0.6 * step, 3.0), 0.5)
    xs = [left + (at + 0.5) * step for at in range(len(panel.points))]
    parts.append(_strokes(
        [(x, height(each.lower), height(each.upper)) for x, each in zip(xs, panel.points, strict=True)], UNCLEAR, thick,
    ))  # fmt: skip
    for x, each in zip(xs, panel.points, strict=True):
        parts.append(_dot(x, height(each.value), max(min(step, 3.0), 1.2), CLEAR if each.clear else UNCLEAR))
        if each.usual:
            parts.append(text_at(x, top - 1, "usual", anchor="middle", fill=FAINT))
            parts.append(line_to(x, top + 2, x, top + HEIGHT, dash="1 4", stroke=FAINT, width=1))
    y = top + HEIGHT + 18
    used = [at for at in range(len(found.rows)) if any(at in each.rows for each in panel.points)]
    before = ""
    for at in used:
        choice, word = found.rows[at]
        if choice != before:
            y += 6
            parts.append(text_at(MARGIN, y, choice, bold=True))
            before = choice
        parts.append(text_at(left - 10, y, word, anchor="end", fill=FAINT))
        for clear, fill in ((True, CLEAR), (False, UNCLEAR)):
            held = [x for x, each in zip(xs, panel.points, strict=True) if at in each.rows and each.clear == clear]
            parts.append(_strokes([(x, y, y - 9) for x in held], fill, thick))
        y += ROW
    return y + LINE


def _strokes(places: list[tuple[float, float, float]], stroke: str, width: float) -> str:
    """Upright lines, each by its place and its two ends, as one element; nothing for none."""
    if not places:
        return ""
    drawn = " ".join(f"M{number(x)} {number(start)}V{number(end)}" for x, start, end in places)
    return f'<path d="{drawn}" fill="none" stroke="{stroke}" stroke-width="{number(width)}"/>'


def _dot(x: float, y: float, radius: float, fill: str) -> str:
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"/>'
