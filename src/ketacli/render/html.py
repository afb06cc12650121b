"""A screen as one HTML page: nothing is fetched, nothing runs, and everything that is drawn is also said.

It is well-formed XML as well, so that programs of either kind read it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacli.render.html_style import STYLE
from ketacli.render.svg_elements import escaped
from ketacli.screens.graph import Graph
from ketacli.screens.plot import Plot
from ketacli.screens.screen import Cited, Facts, Group, Heading, Note, Row, Table, plain, spans

if TYPE_CHECKING:
    from ketacli.screens.screen import Block, Column, Prose, Screen, Value, Words

LONG = 40
"""Letters of a cell from which on its column is not squeezed on a narrow screen: the table scrolls instead."""
LONG_PAGE = 5
"""Parts with parts of their own from which on a page begins with links to them."""
MARKS = re.compile(r"\[(\d+(?:,\d+)*)\]")
DOI = re.compile(r"doi:(10\.\S+)")


def page(screen: Screen) -> str:
    """The whole page; the commands that go on belong to a terminal and are left out."""
    from ketacli import __version__

    title = screen.title or "Sources"
    numbers = {number for number, _ in map(_numbered, screen.sources)}
    main = [f"<h1>{_text(title)}</h1>"]
    if screen.currency:
        main.append(f'<p class="dim">{_text(screen.currency)}</p>')
    main += _contents(screen.blocks)
    name = title
    for at, block in enumerate(screen.blocks, 1):
        name = block.title if isinstance(block, Heading) else name
        main += _block(block, name, at, numbers)
    if screen.notes:
        main += ['<ul class="notes">', *(f"<li>{_value(note, numbers)}</li>" for note in screen.notes), "</ul>"]
    main += _sources(screen)
    foot = [f"<footer><p>{_value(screen.advice, set())}</p></footer>"] if screen.advice else []
    return "\n".join([
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>',
        f"<title>{_text(title)}</title>",
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        f'<meta name="generator" content="keta {__version__}"/>',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>",
        f"<style>{' '.join(STYLE.split())}</style>\n</head>\n<body>\n<main>",
        *main, "</main>", *foot, "</body>\n</html>\n",
    ])  # fmt: skip


def _contents(blocks: list[Block]) -> list[str]:
    """Links to the parts of a long page."""
    parts = [(at, each) for at, each in enumerate(blocks, 1) if isinstance(each, Heading) and not each.within]
    if len(parts) < LONG_PAGE or not any(isinstance(each, Heading) and each.within for each in blocks):
        return []
    links = (f'<li><a href="#part-{at}">{_text(each.title)}</a></li>' for at, each in parts)
    return ['<nav aria-label="Contents">', "<ul>", *links, "</ul>", "</nav>"]


def _block(block: Block, name: str, at: int, numbers: set[str]) -> list[str]:
    """A block; ``name`` is the heading that it stands under, ``at`` its place on the page."""
    if isinstance(block, Table):
        return _scrolling(_table(block, name, numbers), f"Table: {name}")
    if isinstance(block, Facts):
        return _facts(block, numbers)
    if isinstance(block, Heading):
        note = [f'<p class="dim">{_linked(block.note, numbers)}</p>'] if block.note else []
        tag = "h3" if block.within else "h2"
        return [f'<{tag} id="part-{at}">{_text(block.title)}</{tag}>', *note]
    if isinstance(block, Plot | Graph):
        return _figure(block, name)
    return _paragraph(block, numbers)


def _paragraph(block: Prose, numbers: set[str]) -> list[str]:
    styled = spans(block.text, block.style)
    if not plain(block.text).strip():
        return []
    boxed = ' class="boxed"' if any(style == "danger" for _, style in styled) else ""
    return [f"<p{boxed}>{_words(styled, numbers)}</p>"]


def _facts(facts: Facts, numbers: set[str]) -> list[str]:
    """Labels and values; a value without a label goes on under the one before."""
    out: list[str] = []
    labelled = False
    for label, value in facts.pairs:
        shown = _value(value, numbers)
        if label.strip():
            out += [*([] if labelled else ["<dl>"]), f"<dt>{_text(label)}</dt>", f"<dd>{shown}</dd>"]
            labelled = True
        else:
            out.append(f"<dd>{shown}</dd>" if labelled else f"<p>{shown}</p>")
    return [*out, "</dl>"] if labelled else out


def _table(table: Table, name: str, numbers: set[str]) -> list[str]:
    """Columns that hold something; the first one heads its row, a group its rows."""
    rows = [row for row in table.rows if isinstance(row, Row)]
    shown = [at for at in range(len(table.columns)) if any(plain(row.cells[at]).strip() for row in rows)]
    shown = shown or list(range(len(table.columns)))
    kinds = {at: _kind(table.columns[at], [row.cells[at] for row in rows]) for at in shown}
    out = ["<table>", f'<caption class="unseen">{_text(name)}</caption>']
    if table.headings:
        heads = [_head(table.columns[at].label, kinds[at]) for at in shown]
        out += ["<thead>", f"<tr>{''.join(heads)}</tr>", "</thead>"]
    open_ = False
    for row in table.rows:
        if isinstance(row, Group):
            note = f' <span class="dim">{_linked(row.note, numbers)}</span>' if row.note else ""
            head = f'<tr><th scope="rowgroup" colspan="{len(shown)}">{_text(row.title)}{note}</th></tr>'
            out += [*(["</tbody>"] if open_ else []), "<tbody>", head]
            open_ = True
            continue
        if not open_:
            out.append("<tbody>")
            open_ = True
        first, *rest = shown
        cells = [_cell(row.cells[at], table.columns[at].style, kinds[at], numbers) for at in rest]
        lead = _cell(row.cells[first], table.columns[first].style, kinds[first], numbers, heads=not row.continued)
        out.append(f"<tr>{lead}{''.join(cells)}</tr>")
    return [*out, *(["</tbody>"] if open_ else []), "</table>"]


def _kind(column: Column, cells: list[Words]) -> str:
    """The class of a column's cells: numbers stand at the right, long texts keep some width."""
    if column.align == "right":
        return ' class="number"'
    return ' class="long"' if any(len(plain(cell)) > LONG for cell in cells) else ""


def _head(label: str, kind: str) -> str:
    return f'<th scope="col"{kind}>{_text(label)}</th>' if label.strip() else f"<td{kind}></td>"


def _cell(cell: Words, style: str, kind: str, numbers: set[str], heads: bool = False) -> str:
    """A cell; a heading of its row where it holds a text to be one."""
    text = plain(cell).strip()
    found = DOI.fullmatch(text)
    shown = _anchor(f"https://doi.org/{found.group(1)}", text) if found else _words(spans(cell, style), numbers)
    return f'<th scope="row"{kind}>{shown}</th>' if heads and text else f"<td{kind}>{shown}</td>"


def _figure(drawn: Plot | Graph, name: str) -> list[str]:
    """The drawing, and what it shows as a table."""
    from ketacli.render.svg import figure

    table = _plot_table(drawn) if isinstance(drawn, Plot) else _graph_table(drawn)
    return [
        f"<figure>\n{''.join(_scrolling([figure(drawn, name).rstrip()], f'Drawing: {name}'))}",
        "<details>\n<summary>The same as a table</summary>",
        *_scrolling(_table(table, name, set()), f"Figures: {name}"),
        "</details>\n</figure>",
    ]


def _plot_table(plot: Plot) -> Table:
    from ketacli.screens.screen import Column

    columns = [Column("Study or pool"), *plot.columns]
    rows: list[Row | Group] = [Row([mark.label, *mark.cells]) for mark in plot.marks]
    return Table(columns, rows)


def _graph_table(graph: Graph) -> Table:
    from ketacli.screens.screen import Column

    names = [vertex.label for vertex in graph.vertices]
    rows: list[Row | Group] = [Row([names[link.first], names[link.second], link.count]) for link in graph.links]
    return Table([Column("Treatment"), Column("compared with"), Column("in")], rows)


def _scrolling(inner: list[str], name: str) -> list[str]:
    """What may be wider than the window, to be scrolled by itself, by keys too."""
    return [f'<div class="wide" role="group" tabindex="0" aria-label="{_text(name)}">', *inner, "</div>"]


def _sources(screen: Screen) -> list[str]:
    """The documents under the numbers that the text marks them with, each with the address that leads to it."""
    if not screen.sources:
        return []
    out = ['<h2 id="sources">Sources</h2>'] if screen.title else []
    out.append("<ol>")
    for source in screen.sources:
        number, text = _numbered(source)
        text = source.reference if isinstance(source, Cited) else text
        link = f" {_anchor(source.address, source.address)}" if isinstance(source, Cited) and source.address else ""
        place = f' id="source-{number}" value="{number}"' if number else ""
        out.append(f"<li{place}>{_text(text)}.{link}</li>")
    return [*out, "</ol>"]


def _numbered(source: Words) -> tuple[str, str]:
    """The number of a document, empty where it has none, and its line without it."""
    found = re.match(r"\[(\d+)\] ", plain(source))
    return (found.group(1), plain(source)[found.end() :]) if found else ("", plain(source))


def _anchor(address: str, text: str) -> str:
    """A link to an address on the web; the text alone for any other."""
    if not address.startswith(("https://", "http://")):
        return _text(text)
    return f'<a href="{_text(address)}">{_text(text)}</a>'


def _value(value: Value, numbers: set[str]) -> str:
    """A text, or a note with its commands."""
    if not isinstance(value, Note):
        return _words(spans(value), numbers)
    mark = [("! ", value.caution)] if value.caution else []
    styled = [*mark, *((text, own or value.caution) for text, own in spans(value.text))]
    commands = ", ".join(f"<code>{_text(each)}</code>" for each in value.commands)
    return " ".join(part for part in (_words(tuple(styled), numbers), commands) if part)


def _words(styled: tuple[tuple[str, str], ...], numbers: set[str]) -> str:
    """Spans as elements; neighbours of one style are one."""
    joined: list[list[str]] = []
    for text, style in styled:
        if joined and joined[-1][1] == style:
            joined[-1][0] += text
        else:
            joined.append([text, style])
    out = []
    for text, style in joined:
        shown = _linked(text, numbers)
        if style == "name":
            out.append(f"<strong>{shown}</strong>")
        else:
            out.append(f'<span class="{style}">{shown}</span>' if style else shown)
    return "".join(out)


def _linked(text: str, numbers: set[str]) -> str:
    """A text whose marks lead to the documents of the page."""

    def linked(found: re.Match[str]) -> str:
        marks = found.group(1).split(",")
        if not numbers.issuperset(marks):
            return found.group()
        links = (f'<a href="#source-{mark}" aria-label="source {mark}">{mark}</a>' for mark in marks)
        return f"[{','.join(links)}]"

    return MARKS.sub(linked, _text(text))


def _text(text: str) -> str:
    """Text as it stands in an element or attribute; what has to stay on one line does."""
    return escaped(text, tied=True)
