"""Lay a screen out as lines for a width: wide, normal and record layouts, nothing ever cropped.

Columns give way by their declared priority, and the screen says which; below 72 cells, or when the
columns that are left still do not fit, each row becomes a record of one ``Label  value`` a line.
"""

from __future__ import annotations

from ketacli.render.glyphs import Glyphs
from ketacli.render.listing import listing
from ketacli.render.parts import GAP, cells_of, heading, length
from ketacli.render.wrap import Line, as_words, height_of, longest_token, width_of, wrap, wrap_command
from ketacli.screens.screen import Block, Facts, Group, Heading, Prose, Row, Screen, Table, Words, plain, spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacli.screens.graph import Graph
    from ketacli.screens.plot import Plot
    from ketacli.screens.screen import Value

RECORD_BELOW = 72
NARROWEST_TEXT = 14
LABEL_WIDTH = 24
MOST_SOURCE_LINES = 2
TALL = 3
"""From rows of so many lines on, rows are set apart by an empty line."""


def lay_out(screen: Screen, width: int | None, glyphs: Glyphs, one_line: bool = False) -> list[Line]:
    """Every line of the screen; ``None`` for no limit.

    ``one_line`` keeps each row of a list on one line, however long: programs such as ``grep`` read it.
    """
    lines = _title(screen, width)
    body: list[Line] = []
    before: Block | None = None
    for block in screen.blocks:
        if isinstance(block, Table) and isinstance(before, Prose):
            body.append([])
        if isinstance(block, Table) and block.listed:
            body += listing(block, width, one_line)
        else:
            body += _block(block, width, glyphs)
        before = block
    body.append([])
    for note in screen.notes:
        body += _hang("", as_words(note, width), width)
    tail: list[Line] = []
    if screen.sources:
        tail += _sources(screen, width)
    if screen.next:
        tail += _next(screen.next, width)
    if screen.advice:
        tail += wrap(as_words(screen.advice, width, "dim"), width)
    rule = width if width is not None else max((length(line) for line in lines), default=0)
    lines.append([(glyphs.rule * max(rule, 1), "dim")])
    lines += body
    if tail:
        lines += [[], *tail]
    return _squeeze(lines)


def _squeeze(lines: list[Line]) -> list[Line]:
    """No two empty lines in a row, none at the ends, no space at the end of a line."""
    out: list[Line] = []
    for line in lines:
        text = line
        while text and not text[-1][0].strip():
            text = text[:-1]
        if text:
            last, style = text[-1]
            text = [*text[:-1], (last.rstrip(), style)]
        if text or (out and out[-1]):
            out.append(text)
    while out and not out[-1]:
        out.pop()
    return out


def _title(screen: Screen, width: int | None) -> list[Line]:
    title: Line = [(screen.title, "name")]
    if not screen.currency:
        return wrap(tuple(title), width)
    room = (width or 0) - width_of(screen.title) - width_of(screen.currency)
    if width is None:
        return [[*title, ("  ", ""), (screen.currency, "dim")]]
    if room >= GAP:
        return [[*title, (" " * room, ""), (screen.currency, "dim")]]
    return [*wrap(tuple(title), width), *wrap(((screen.currency, "dim"),), width)]


def _block(block: Block, width: int | None, glyphs: Glyphs) -> list[Line]:
    if isinstance(block, Table):
        return _table(block, width)
    if isinstance(block, Facts):
        return _facts(block.pairs, width, block.least)
    if isinstance(block, Heading):
        return [[], *heading(block.title, block.note, width, block.within)]
    if not isinstance(block, Prose):
        return _drawing(block, width, glyphs)
    styled = tuple((part, style or block.style) for part, style in spans(block.text))
    inner = None if width is None else width - block.indent
    return [[(" " * block.indent, ""), *line] if block.indent else line for line in wrap(styled, inner)]


def _drawing(block: Plot | Graph, width: int | None, glyphs: Glyphs) -> list[Line]:
    from ketacli.screens.plot import Plot

    if isinstance(block, Plot):
        from ketacli.render.plot import draw

        return draw(block, width, glyphs.plots)
    from ketacli.render.graph import draw as draw_graph

    return draw_graph(block, width, glyphs.plots)


def _facts(pairs: Sequence[tuple[str, Value]], width: int | None, least: int = 0) -> list[Line]:
    label_width = min(max((len(label) for label, _ in pairs), default=0), LABEL_WIDTH)
    narrow = width is not None and width < RECORD_BELOW
    label_width = min(label_width, 14) if narrow else max(label_width, least)
    out: list[Line] = []
    for label, value in pairs:
        out += _hang(label, as_words(value, width), width, label_width)
    return out


def _hang(label: str, value: Words, width: int | None, label_width: int = 0) -> list[Line]:
    """A label and a value that wraps beside it."""
    if not label and not label_width:
        return wrap(value, width)
    indent = label_width + GAP
    if width is not None and _stands_below(label, value, width - indent, label_width):
        below = _indented(value, width)
        return [*wrap(((label, "name"),), width), *below] if label else below
    room = None if width is None else width - indent
    lines = wrap(value, room)
    heads = wrap(((label, "name"),), label_width) if label else [[]]
    out: list[Line] = []
    for at in range(max(len(heads), len(lines))):
        head = heads[at] if at < len(heads) else []
        line = lines[at] if at < len(lines) else []
        pad = indent - length(head)
        out.append([*head, (" " * max(pad, 1), ""), *line])
    return out


def _stands_below(label: str, value: Words, room: int, label_width: int) -> bool:
    """Whether a value gets more room below its label: beside it, it would be cut thin, or a piece would stick out."""
    return room < NARROWEST_TEXT or longest_token(value) > room or longest_token(label) > label_width


def _indented(value: Words, width: int) -> list[Line]:
    """Lines set in from the margin, unless a piece needs the whole width."""
    indent = GAP if longest_token(value) <= width - GAP else 0
    return [[(" " * indent, ""), *line] for line in wrap(value, max(width - indent, 1))]


def _run(label: str, items: list[Words], width: int | None, style: str) -> list[Line]:
    """A labelled run of items, separated by wide gaps, wrapped between items where possible."""
    indent = 9
    room = None if width is None else width - indent
    if width is not None and any(longest_token(item) > width - indent for item in items):
        styled_items = [tuple((part, own or style) for part, own in spans(item)) for item in items]
        return [[(label, "name")], *(line for item in styled_items for line in _indented(item, width))]
    lines: list[Line] = [[]]
    for item in items:
        styled = tuple((part, own or style) for part, own in spans(item))
        used = length(lines[-1])
        if used and (room is None or used + 3 + width_of(styled) <= room):
            lines[-1] += [("   ", ""), *wrap(styled, None)[0]]
        else:
            wrapped = wrap(styled, room)
            lines = [*lines, *wrapped] if lines[-1] else wrapped
    heads = [label.ljust(indent)] + [" " * indent] * (len(lines) - 1)
    return [[(head, "name" if head.strip() else ""), *line] for head, line in zip(heads, lines, strict=True)]


def _sources(screen: Screen, width: int | None) -> list[Line]:
    """The documents: all, or as many as two lines hold and how many more there are."""
    lines = _run("Sources", list(screen.sources), width, "dim")
    if screen.every_source or width is None or len(lines) <= MOST_SOURCE_LINES:
        return lines
    for named in range(len(screen.sources) - 1, 0, -1):
        if sum(map(width_of, screen.sources[:named])) > MOST_SOURCE_LINES * width:
            continue
        more: Words = f"{len(screen.sources) - named} more: --sources"
        lines = _run("Sources", [*screen.sources[:named], more], width, "dim")
        if len(lines) <= MOST_SOURCE_LINES:
            return lines
    return _run("Sources", [f"{len(screen.sources)}: --sources"], width, "dim")


def _next(commands: list[str], width: int | None) -> list[Line]:
    """Commands that go on from here: beside each other where they fit, else each on a line of its own, to be copied."""
    indent = 9
    if width is None or all(width_of(command) <= width - indent for command in commands):
        return _run("Next", list(commands), width, "")
    out: list[Line] = [[("Next", "name")]]
    # All stand at one indent, the widest that each has room for.
    spare = min([GAP, *(width - width_of(each) for each in commands if width_of(each) <= width)])
    for command in commands:
        size = width_of(command)
        if size <= width:
            out.append([(" " * spare, ""), (command, "")])
        else:
            lines = wrap_command(command, width - 2 * GAP)
            out += [[(" " * (2 * GAP if at else GAP), ""), *line] for at, line in enumerate(lines)]
    return out


def _table(table: Table, width: int | None) -> list[Line]:
    rows = [row for row in table.rows if isinstance(row, Row)]
    columns = list(range(len(table.columns)))
    filled = [at for at in columns if any(plain(row.cells[at]) for row in rows)]
    columns = list(filled or columns)
    if width is None:
        sizes = {at: _natural(table, rows, at) for at in columns}
        return _draw(table, columns, sizes, [], None)
    dropped: list[int] = []
    if width >= RECORD_BELOW or len(columns) <= 2:
        led = table.lead and len(columns) > 2 and not _whole(table, rows, columns, width)
        if led:
            columns.remove(0)
        while True:
            fitted = _fit(table, rows, columns, width - GAP if led else width)
            if fitted is not None and table.compact:
                fitted = _lowest(table, rows, fitted)
            if fitted is not None:
                return _draw(table, columns, fitted, dropped, width, led)
            weakest = max(columns, key=lambda at: (table.columns[at].priority, at))
            if table.columns[weakest].priority <= 1 or len(columns) <= 2:
                break
            columns.remove(weakest)
            dropped.append(weakest)
    return _records(table, filled or columns, width)


def _whole(table: Table, rows: list[Row], columns: list[int], width: int) -> bool:
    """Whether every column fits and the first is not broken."""
    fitted = _fit(table, rows, columns, width)
    return fitted is not None and fitted[0] == _natural(table, rows, 0)


def _natural(table: Table, rows: list[Row], at: int) -> int:
    heading = width_of(table.columns[at].label) if table.headings else 0
    return max([heading, table.columns[at].least, *(width_of(row.cells[at]) for row in rows)])


def _fit(table: Table, rows: list[Row], columns: list[int], width: int) -> dict[int, int] | None:
    """A width for each column, or None when they do not fit without breaking a word."""
    natural = {at: _natural(table, rows, at) for at in columns}
    least = {}
    for at in columns:
        words = max([longest_token(row.cells[at]) for row in rows] + [longest_token(table.columns[at].label)])
        least[at] = min(natural[at], max(words, NARROWEST_TEXT if natural[at] > NARROWEST_TEXT else words))
    room = width - GAP * (len(columns) - 1)
    if sum(natural.values()) <= room:
        return natural
    if sum(least.values()) > room:
        return None
    sizes = dict(least)
    spare = room - sum(sizes.values())
    while spare > 0:
        wanting = [at for at in columns if sizes[at] < natural[at]]
        if not wanting:
            break
        # The tallest column gains a cell first: this evens out the heights of the rows.
        tallest = max(wanting, key=lambda at: (natural[at] / sizes[at], natural[at]))
        sizes[tallest] += 1
        spare -= 1
    return sizes


def _lowest(table: Table, rows: list[Row], sizes: dict[int, int]) -> dict[int, int]:
    """The widths, of the same sum, with which the rows take fewest lines.

    From several widths of the first column cells go from column to column while that helps.
    """
    least = {
        at: max([longest_token(row.cells[at]) for row in rows] + [longest_token(table.columns[at].label)])
        for at in sizes
    }
    known: dict[tuple[int, int], list[int]] = {}
    """By column and width, the lines of its cells."""

    def heights(at: int, size: int) -> list[int]:
        if (at, size) not in known:
            known[at, size] = [height_of(row.cells[at], size) for row in rows]
        return known[at, size]

    totals: dict[tuple[int, ...], int] = {}
    """By the widths, the lines of all rows: different starts come by the same."""

    def height(tried: dict[int, int]) -> int:
        sizes = tuple(tried.values())
        if sizes not in totals:
            totals[sizes] = sum(map(max, zip(*(heights(at, size) for at, size in tried.items()), strict=True)))
        return totals[sizes]

    def lowest(tried: dict[int, int]) -> dict[int, int]:
        lines = height(tried)
        while True:
            moved = [
                {**tried, giver: tried[giver] - step, taker: tried[taker] + step}
                for giver in tried
                for taker in tried
                if taker != giver
                for step in range(1, tried[giver] - least[giver] + 1)
            ]
            best = min(moved, key=height, default=tried)
            if height(best) >= lines:
                return tried
            tried, lines = best, height(best)

    first, *others = sizes
    if not others:
        return sizes
    room = sum(sizes.values())
    starts = [sizes]
    for size in range(least[first], sizes[first] + 1):
        share, rest = divmod(room - size, len(others))
        start = {first: size} | {at: share + (place < rest) for place, at in enumerate(others)}
        if all(start[at] >= least[at] for at in others):
            starts.append(start)
    return min((lowest(start) for start in starts), key=height)


def _draw(
    table: Table, columns: list[int], sizes: dict[int, int], dropped: list[int], width: int | None, led: bool = False
) -> list[Line]:
    """The table with these columns; ``led`` puts the first one on a line above each row, which is set in."""
    margin: Line = [(" " * GAP, "")] if led else []

    def row_of(cells: list[Words]) -> list[Line]:
        return [margin + line for line in cells_of(table.columns, columns, sizes, cells)]

    def lead(text: Words) -> list[Line]:
        return wrap(tuple((part, style or "name") for part, style in spans(text)), width) if led else []

    out: list[Line] = []
    if table.headings:
        out += [*lead(table.columns[0].label), *row_of([((table.columns[at].label, "name"),) for at in columns])]
    drawn = [
        None
        if isinstance(row, Group)
        else [*([] if row.continued else lead(row.cells[0])), *row_of([row.cells[at] for at in columns])]
        for row in table.rows
    ]
    tall = not table.compact and (led or any(lines is not None and len(lines) >= TALL for lines in drawn))
    below_heading = True
    for row, lines in zip(table.rows, drawn, strict=True):
        if isinstance(row, Group):
            out += [[], *heading(row.title, row.note, width, row.named)]
        elif lines is not None:
            out += [[], *lines] if tall and not row.continued and not below_heading else lines
        below_heading = isinstance(row, Group)
    if dropped:
        names = ", ".join(table.columns[at].label or "unnamed" for at in sorted(dropped))
        out += [[], *wrap(((f"Left out at this width: {names}.", "dim"),), width)]
    return out


def _records(table: Table, columns: list[int], width: int) -> list[Line]:
    """One record a row: the first cell as its title, then one labelled line a cell."""
    out: list[Line] = []
    for row in table.rows:
        if isinstance(row, Group):
            out += [[], *heading(row.title, row.note, width, row.named)]
            continue
        first, *rest = columns
        if row.continued:
            rest = columns
        else:
            out += [[], *wrap(tuple((part, style or "name") for part, style in spans(row.cells[first])), width)]
        pairs = [(table.columns[at].label, row.cells[at]) for at in rest if plain(row.cells[at])]
        for line in _facts(pairs, width - GAP):
            out.append([(" " * GAP, ""), *line])
    return out
