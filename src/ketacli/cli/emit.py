"""Records and rows in every format but the two that are quickest, and the choice among them.

A format is one function in ``render``; here it is decided what goes into it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacli import fields
from ketacli.errors import UsageError
from ketacli.screen import Column, Facts, Group, Prose, Row, Screen, Table, plain, spans

if TYPE_CHECKING:
    from ketacli.cli.session import Session
    from ketacli.fields import Field, Fields


class Rows(NamedTuple):
    """The rows of a report: what CSV, TSV and JSONL hold of it, and what --fields and --where see."""

    word: str
    """What the rows are called in messages, in the plural."""
    columns: Mapping[str, str | tuple[str, ...]]
    """The columns with their types, a constant of ``fields`` each, or the words that a column can hold."""
    flat: list[dict[str, Any]]
    """The rows, one value a column."""
    full: list[Any] | None = None
    """The same rows as the JSON has them, where it has them otherwise."""
    items: list[Any] | None = None
    """What the screen is made of, an item a row; the rows themselves when left out."""
    key: str | None = None
    """The member of the JSON's data that holds the rows; None when data is the list, or holds none."""


def choose_records(session: Session, kind: str, found: list[Any]) -> tuple[list[Any], int, dict[str, Any]]:
    """The records that --where, --sort, --limit and --offset leave, how many match, and what to say of it."""
    return choose(session, fields.of_kind(kind), found, session.dataset)


def choose(session: Session, known: Fields, found: list[Any], dataset: Any) -> tuple[list[Any], int, dict[str, Any]]:
    """The same for any rows."""
    if session.where is not None:
        from ketacli.where import compile_condition

        meets = compile_condition(session.where, known, dataset)
        found = [item for item in found if meets(item)]
    if session.sort is not None:
        from ketacli.records import read_order, sort

        found = [found[at] for at in sort(found, read_order(session.sort, known))]
    total = len(found)
    start = session.offset or 0
    end = total if session.limit is None else min(start + session.limit, total)
    every, found = found, found[start:end]
    following = end if end < total and found else None
    if len(found) < total:
        said_of(session, len(found), total, start, following)
    asked = {"where": session.where, "sort": session.sort, "limit": session.limit, "offset": session.offset}
    chosen = {"query": asked, "next_offset": following}
    return found, total, chosen if len(found) == total else {**chosen, "every": every}


def part(screen: Callable[[list[Any]], Screen], found: list[Any], chosen: dict[str, Any]) -> Screen:
    """The screen of a part of what matches: its title counts all, and says how many are shown."""
    every = chosen.get("every")
    if every is None:
        return screen(found)
    whole = screen(every)
    title = f"{whole.title}, {len(found):,} shown"
    if not found:
        # Something matches: the screen of nothing would deny it.
        return Screen(title, whole.currency, next=whole.next, advice=whole.advice)
    shown = screen(found)
    shown.title = title
    return shown


def said_of(session: Session, shown: int, total: int, start: int, following: int | None) -> None:
    """What was left out, on standard error."""
    first = f"{start + 1} to {start + shown}" if shown > 1 else str(start + 1)
    text = f"keta: {first} of {total:,}" if shown else f"keta: none of {total:,}"
    if following is not None:
        text += f"; --offset {following} goes on"
    elif not shown and start >= total:
        text += f": --offset {start} is past the last"
    session.note(text)


def listing(
    session: Session,
    schema: str,
    kind: str,
    query: dict[str, Any],
    found: list[Any],
    screen: Callable[[list[Any]], Screen],
    line: Callable[[Any], str] | None,
    more: Callable[[list[Any]], dict[str, Any]] | None,
    single: bool,
    total: int,
    chosen: dict[str, Any],
) -> None:
    """Write records of one kind; see ``Session.listing``."""
    known = fields.of_kind(kind)
    extra = more(found) if more is not None else {}
    if session.fields is not None:
        picked = [known.find(name) for name in fields.split(session.fields)]
        asked = {**query, **chosen.get("query", {}), "fields": [field.path for field in picked]}
        data = [fields.pick(item, picked) for item in found]
        if session.format == "json":
            session.document(schema, asked, data, total=total, next_offset=chosen.get("next_offset"),
                             chosen=bool(chosen), **extra)  # fmt: skip
            return
        if session.format in ("table", "markdown"):
            shown = part(screen, found, chosen)
            write_screen(session, of_fields(shown, picked, found))
            return
    else:
        picked = [known.find(name) for name in known.columns()] if session.format in ("csv", "tsv") else []
        data = []
    if extra.get("boxed_warnings") and session.format != "markdown":
        session.note("keta: there are boxed warnings on forms in this list; the screen and the JSON have them")
    if session.format == "jsonl":
        write = line or (lambda item: session.dataset.kind(kind).line(item.id))
        lines = [compact(item) for item in data] if session.fields is not None else [write(item) for item in found]
        session.write("".join(each + "\n" for each in lines))
    elif session.format in ("csv", "tsv"):
        session.write(as_cells(session, picked, found))
    elif session.format == "markdown":
        write_screen(session, part(screen, found, chosen))
    elif session.format == "toml":
        from ketacli.render import toml

        if session.fields is not None:
            session.write(toml.document(data[0] if single else {kind: data}))
        else:
            raw = [json.loads(session.dataset.kind(kind).line(item.id)) for item in found]
            session.write(toml.record(kind, raw[0]) if single else toml.records(kind, raw))
    else:
        raise unfit(session.format)


def report(
    session: Session,
    schema: str,
    query: dict[str, Any],
    data: Any,
    rows: Rows,
    screen: Callable[[list[Any]], Screen],
    formats: dict[str, Callable[[], str]],
    fail_empty: bool,
    more: dict[str, Any],
) -> int:
    """Write an object with rows; see ``Session.report``."""
    known = fields.of_rows(rows.word, rows.columns)
    picked = None if session.fields is None else [known.find(name) for name in fields.split(session.fields)]
    places = list(range(len(rows.flat)))
    chosen: dict[str, Any] = {}
    if any(each is not None for each in (session.where, session.sort, session.limit, session.offset)):
        numbered = [{**row, PLACE: at} for at, row in enumerate(rows.flat)]
        kept, matched, chosen = choose(session, known, numbered, None)
        places = [row[PLACE] for row in kept]
        if "every" in chosen and rows.key is None:
            sources = rows.items or rows.flat
            chosen["every"] = [sources[row[PLACE]] for row in chosen["every"]]
        else:
            # What counts the rows of an object is no title of a list.
            chosen.pop("every", None)
    else:
        matched = len(places)
    flat = [rows.flat[at] for at in places]
    full = [rows.full[at] for at in places] if rows.full is not None else flat
    items = [(rows.items or rows.flat)[at] for at in places]
    if picked is not None:
        full = [fields.pick(row, picked) for row in flat]
    if rows.key is not None and (chosen or picked is not None):
        data = {**data, rows.key: full}
    elif isinstance(data, list):
        data = full
    asked = {**query, **chosen.get("query", {}), "fields": [field.path for field in picked or ()]}
    total = matched if isinstance(data, list) or chosen else None
    if session.format in formats:
        session.write(formats[session.format]())
    elif session.format == "json":
        session.document(schema, asked, data, total=total, next_offset=chosen.get("next_offset"),
                         chosen=bool(chosen), **more)  # fmt: skip
    elif session.format in ("table", "markdown"):
        shown = part(screen, items, chosen)
        shown = ungroup(shown) if session.sort and picked is None else shown
        write_screen(session, shown if picked is None else of_fields(shown, picked, flat))
    elif session.format in ("csv", "tsv"):
        session.write(as_cells(session, picked or [known.find(name) for name in known.columns()], flat))
    elif session.format == "jsonl":
        session.write("".join(compact(row) + "\n" for row in full))
    elif session.format == "toml":
        from ketacli.render import toml

        session.write(toml.document({schema: data} if isinstance(data, list) else data))
    else:
        raise unfit(session.format)
    return session.empty(matched > 0, fail_empty)


PLACE = "\0"
"""A key that no column has: which row it was."""


def unfit(name: str) -> UsageError:
    """The error for a format that a command has declared and does not write."""
    return UsageError(f"this cannot be written as {name}", "Choose another format.", field="output_format", value=name)


def compact(value: Any) -> str:
    """One JSON value on a line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_cells(session: Session, columns: Sequence[Field], records: Sequence[Any]) -> str:
    """The text of CSV or TSV."""
    from ketacli.render import cells

    write = cells.csv if session.format == "csv" else cells.tsv
    header = [field.path for field in columns] if session.header else None
    text = write(header, ([fields.cell(field, record) for field in columns] for record in records))
    return (cells.BOM if session.bom else "") + text


def write_screen(session: Session, shown: Screen) -> None:
    """Write a screen as a table or as Markdown."""
    if session.format == "markdown":
        from ketacli.render import markdown

        session.write(markdown.text(shown))
    else:
        session.screen(shown)


def of_fields(shown: Screen, picked: Sequence[Field], records: Sequence[Any]) -> Screen:
    """A screen with the fields picked in the place of its own blocks: a table, or of one record a list.

    Boxed warnings stay above whatever is picked, with their sources.
    """
    texts = [[words(field, record) for field in picked] for record in records]
    out = Screen(shown.title, shown.currency, advice=shown.advice)
    out.blocks = [block for block in shown.blocks if isinstance(block, Prose) and is_warning(block)]
    text = " ".join(plain(block.text) for block in out.blocks if isinstance(block, Prose))
    marks = tuple(f"[{number}] " for found in re.findall(r"\[([\d,]+)\]", text) for number in found.split(","))
    out.sources = [source for source in shown.sources if plain(source).startswith(marks)]
    if len(texts) == 1:
        out.blocks += [Facts([(field.path, text) for field, text in zip(picked, texts[0], strict=True)])]
    elif texts:
        right = [
            field.compared().type == fields.NUMBER and not any("; " in row[at] for row in texts)
            for at, field in enumerate(picked)
        ]
        columns = [Column(f.path, 1, "right" if r else "left") for f, r in zip(picked, right, strict=True)]
        out.blocks += [Table(columns, [Row(list(row)) for row in texts])]
    else:
        out.notes = shown.notes
    return out


def is_warning(block: Prose) -> bool:
    """Whether a paragraph is a boxed warning."""
    return any(style == "danger" for _, style in spans(block.text))


def words(field: Field, record: Any) -> str:
    """A field for a person: why there is no value where the record says it."""
    text = fields.written(fields.cell(field, record))
    if text:
        return text
    absent = fields.step(field.read(record), "absent") if field.node.main is not None else None
    return str(absent).replace("-", " ") if absent else ""


def ungroup(shown: Screen) -> Screen:
    """The screen with the headings between its rows as a column: after --sort they would stand between single rows."""
    for block in shown.blocks:
        if not isinstance(block, Table) or not any(isinstance(row, Group) for row in block.rows):
            continue
        rows: list[Row | Group] = []
        group = ""
        for row in block.rows:
            if isinstance(row, Group):
                group = row.title
            else:
                rows.append(Row([*row.cells, "" if row.continued else group], row.continued))
        block.columns = [*block.columns, Column("Group", 2)]
        block.rows = rows
    return shown
