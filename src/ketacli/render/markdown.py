"""A screen as Markdown that renders to the same words: headings, pipe tables, lists."""

from __future__ import annotations

import re

from ketacli.records.wording import TIE
from ketacli.screens.graph import Graph
from ketacli.screens.plot import Plot
from ketacli.screens.screen import Block, Cited, Facts, Group, Heading, Row, Screen, Table, Words, plain

SPECIAL = re.compile(r"[\\`*<>|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w+;)|\](?=[(\[:])|!(?=\[)")
OPENING = re.compile(r"(\s*)([#+=-]|\d+[.)])")
"""What would make a list or a heading of a line that begins with it."""


def text(screen: Screen) -> str:
    """The whole screen, or a bare list of sources; the commands that go on belong to a terminal and are left out."""
    parts = [f"# {line(screen.title)}"] if screen.title else []
    if screen.currency:
        parts.append(start(line(screen.currency)))
    for block in screen.blocks:
        parts += _block(block)
    if screen.notes:
        parts.append("\n".join(f"- {start(line(plain(note)))}" for note in screen.notes))
    if screen.sources:
        parts += [*(["## Sources"] if parts else []), _sources(screen.sources)]
    if screen.advice:
        parts.append(start(line(plain(screen.advice))))
    return "\n\n".join(part for part in parts if part) + "\n"


def line(text: str) -> str:
    """Text on one line, with every character that Markdown reads as a mark escaped."""
    flat = " ".join(text.replace(TIE, " ").split())
    return SPECIAL.sub(lambda found: "\\" + found.group(), flat)


def start(text: str) -> str:
    """The same at the beginning of a paragraph or list item."""
    found = OPENING.match(text)
    if found is None:
        return text
    marker = found.group(2)
    return f"{text[: found.end() - 1]}\\{text[found.end() - 1 :]}" if len(marker) > 1 or not marker.isdigit() else text


def _block(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [_table(block)]
    if isinstance(block, Facts):
        return [_facts(block)]
    if isinstance(block, Heading):
        return [f"{'###' if block.within else '##'} {line(block.title)}", start(line(block.note))]
    if isinstance(block, Plot):
        return [start(line(block.sides)), _plot(block)]
    if isinstance(block, Graph):
        return [_graph(block)]
    return [start(line(plain(block.text)))]


def _facts(facts: Facts) -> str:
    """A list of labels and values; a value without a label goes on under the one before."""
    out: list[str] = []
    labelled = False
    for label, value in facts.pairs:
        shown = line(plain(value))
        if label.strip():
            out.append(f"- **{line(label)}:** {shown}")
            labelled = True
        else:
            out.append(f"  - {start(shown)}" if labelled else f"- {start(shown)}")
    return "\n".join(out)


def _table(table: Table) -> str:
    rows = [row for row in table.rows if isinstance(row, Row)]
    shown = [at for at in range(len(table.columns)) if any(plain(row.cells[at]) for row in rows)]
    shown = shown or list(range(len(table.columns)))
    columns = [table.columns[at] for at in shown]
    out = [_row([line(column.label) if table.headings else "" for column in columns])]
    out.append(_row(["---:" if column.align == "right" else "---" for column in columns]))
    for row in table.rows:
        if isinstance(row, Group):
            title = f"**{line(row.title)}**" + (f" {line(row.note)}" if row.note else "")
            out.append(_row([title, *[""] * (len(columns) - 1)]))
        else:
            out.append(_row([line(plain(row.cells[at])) for at in shown]))
    return "\n".join(out)


def _plot(plot: Plot) -> str:
    """The numbers of a plot as a table: pooled rows and prediction in bold, the drawing left to -o svg."""
    shown = [at for at in range(len(plot.columns)) if any(mark.cells[at] for mark in plot.marks)]
    out = [_row(["", *(line(plot.columns[at].label) for at in shown)])]
    out.append(_row(["---", *("---:" if plot.columns[at].align == "right" else "---" for at in shown)]))
    for mark in plot.marks:
        label = line(mark.label)
        bold = mark.kind in ("pooled", "prediction")
        out.append(_row([f"**{label}**" if bold else label, *(line(mark.cells[at]) for at in shown)]))
    return "\n".join(out)


def _graph(graph: Graph) -> str:
    """What joins the treatments as a table, the drawing left to -o svg."""
    names = [vertex.label for vertex in graph.vertices]
    rows = [[line(names[link.first]), line(names[link.second]), line(link.count)] for link in graph.links]
    return "\n".join(map(_row, [["Treatment", "compared with", "in"], ["---"] * 3, *rows]))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _sources(sources: list[Words]) -> str:
    """A numbered list of references; the numbers are those that the text marks documents with."""
    out = []
    for at, source in enumerate(sources, 1):
        shown = re.sub(r"^\[(\d+)\] ", "", plain(source))
        link = ""
        if isinstance(source, Cited):
            shown = source.reference
            link = f". <{source.address}>" if source.address else ""
        out.append(f"{at}. {start(line(shown))}{link}")
    return "\n".join(out)
