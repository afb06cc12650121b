"""A network in characters: a tree from the reference, every treatment once, then the links that close loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.render.plotglyphs import PlotGlyphs
from ketacli.render.wrap import Line, width_of, wrap

if TYPE_CHECKING:
    from ketacli.screens.graph import Graph

IN_A_PIPE = 100
GAP = 3
CORNER = {"\u2500": "\u2514", "-": "+"}
"""The corner that goes with a line: of box drawings, or of ASCII."""


def draw(graph: Graph, width: int | None, characters: str) -> list[Line]:
    """The network as lines of at most ``width`` cells, drawn with the characters that the stream can carry."""
    glyphs = PlotGlyphs(*characters)
    room = width or IN_A_PIPE
    branch = glyphs.left if glyphs.line == "\u2500" else "|"
    rows = []
    for at, link, last in graph.tree():
        vertex = graph.vertices[at]
        stem = "".join("   " if each else f"{glyphs.null}  " for each in last[:-1])
        if last:
            stem += f"{CORNER[glyphs.line] if last[-1] else branch}{glyphs.line} "
        rows.append((stem, vertex.label, link.count if link is not None else vertex.count))
    lead = max(width_of(stem + label) for stem, label, _ in rows) + GAP
    counts = max(width_of(count) for _, _, count in rows)
    out: list[Line] = []
    for stem, label, count in rows:
        head: Line = [(stem, "dim"), (label, "" if stem else "name")]
        if lead + counts <= room:
            out.append([*head, (" " * (lead - width_of(stem + label)), ""), (count, "dim")])
            continue
        indent = " " * (width_of(stem) + 2)
        for number, line in enumerate(wrap(((label, ""),), room - width_of(stem))):
            out.append([(stem if not number else " " * width_of(stem), "dim"), *line])
        out += [[(indent, ""), *line] for line in wrap(((count, "dim"),), room - len(indent))]
    for link in graph.loops():
        first, second = graph.vertices[link.first].label, graph.vertices[link.second].label
        out += wrap(((f"also {first} {glyphs.line} {second}", ""), (f": {link.count}", "dim")), room)
    return out
