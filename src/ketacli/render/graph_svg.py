"""A network of treatments as SVG: dots on a circle, as large as their people, lines as wide as their trials."""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING

from ketacli.render.svg_elements import ADVANCE, FAINT, INK, LINE, MARGIN, SIZE, broken, line_to, number, text_at
from ketacli.render.wrap import width_of
from ketacli.screens.screen import Row, plain

if TYPE_CHECKING:
    from ketacli.screens.graph import Graph
    from ketacli.screens.screen import Table

WIDTH = 860.0
RADIUS, FLAT = 190.0, 0.8
"""Of the circle across, and how much lower it is than wide."""
DOT_LEAST, DOT_MOST = 5.0, 22.0
LINE_LEAST, LINE_MOST = 1.2, 9.0
LABEL_LETTERS = 30
ROOM = 70.0
"""Above and below the circle, for labels."""
WHITE = "#ffffff"
NUMBER_AT = 0.42
"""Along a line, where its number stands: not in the middle, where lines cross."""


def network(graph: Graph, parts: list[str], y: float) -> float:
    """Draw the network from ``y`` on; where it ends."""
    middle = (WIDTH / 2, y + ROOM + RADIUS * FLAT)
    places = [place(at, len(graph.vertices), middle) for at in range(len(graph.vertices))]
    most = max((link.trials for link in graph.links), default=1)
    for link in graph.links:
        (x1, y1), (x2, y2) = places[link.first], places[link.second]
        width = LINE_LEAST + (LINE_MOST - LINE_LEAST) * (link.trials - 1) / max(most - 1, 1)
        parts.append(line_to(x1, y1, x2, y2, stroke=FAINT, width=width))
    for link in graph.links:
        (x1, y1), (x2, y2) = places[link.first], places[link.second]
        parts += numbered(x1 + NUMBER_AT * (x2 - x1), y1 + NUMBER_AT * (y2 - y1), str(link.trials))
    people = max(vertex.people for vertex in graph.vertices) or 1
    for vertex, (x, at) in zip(graph.vertices, places, strict=True):
        radius = max(DOT_LEAST, DOT_MOST * sqrt(vertex.people / people))
        parts.append(f'<circle cx="{number(x)}" cy="{number(at)}" r="{number(radius)}" fill="{INK}"/>')
        parts += labelled(vertex.label, vertex.count, x, at, radius, middle)
    return middle[1] + RADIUS * FLAT + ROOM + LINE


def place(at: int, among: int, middle: tuple[float, float]) -> tuple[float, float]:
    """Where a vertex stands: the first at the top, the others clockwise."""
    angle = 2 * pi * at / among - pi / 2
    return middle[0] + RADIUS * cos(angle), middle[1] + RADIUS * FLAT * sin(angle)


def numbered(x: float, y: float, text: str) -> list[str]:
    """The number of trials on a line, on white so that it can be read."""
    half = len(text) * ADVANCE / 2 + 3
    return [
        f'<rect x="{number(x - half)}" y="{number(y - SIZE / 2 - 2)}" width="{number(2 * half)}" '
        f'height="{number(SIZE + 4)}" fill="{WHITE}"/>',
        text_at(x, y + SIZE / 3, text, anchor="middle"),
    ]


def labelled(label: str, count: str, x: float, y: float, radius: float, middle: tuple[float, float]) -> list[str]:
    """A vertex's name and count outside the circle."""
    lines = broken(label, LABEL_LETTERS)
    gap = radius + 8
    if abs(x - middle[0]) < 1:
        top = y - gap - LINE * len(lines) + 6 if y < middle[1] else y + gap + SIZE
        anchor = "middle"
    else:
        top = y - LINE * len(lines) / 2 + SIZE / 3
        x += gap if x > middle[0] else -gap
        anchor = "start" if x > middle[0] else "end"
    out = [text_at(x, top + at * (LINE - 6), each, anchor=anchor, bold=True) for at, each in enumerate(lines)]
    return [*out, text_at(x, top + len(lines) * (LINE - 6), count, anchor=anchor, fill=FAINT)]


def estimates(table: Table, parts: list[str], y: float) -> float:
    """Write a table under the drawing; where it ends."""
    rows = [row for row in table.rows if isinstance(row, Row)]
    shown = [at for at in range(len(table.columns)) if any(plain(row.cells[at]) for row in rows)]
    lines = [[table.columns[at].label for at in shown], *([plain(row.cells[at]) for at in shown] for row in rows)]
    x = float(MARGIN)
    for column, at in enumerate(shown):
        wide = max(width_of(line[column]) for line in lines) * ADVANCE
        right = table.columns[at].align == "right"
        for at_row, line in enumerate(lines):
            parts.append(text_at(x + wide if right else x, y + at_row * LINE, line[column],
                                 anchor="end" if right else "start", bold=not at_row))  # fmt: skip
        x += wide + 2 * ADVANCE
    return y + len(lines) * LINE
