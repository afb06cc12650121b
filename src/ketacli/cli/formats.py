"""Records in every form that a writer takes, and the choice among records and rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ketacli.cli.forms import Forms, hides_warnings, write
from ketacli.records import fields
from ketacli.records.base import as_plain
from ketacli.render.document import compact
from ketacli.screens.screen import Block, Column, Facts, Group, Note, Prose, Row, Screen, Table, plain, spans

if TYPE_CHECKING:
    from ketacli.cli.session import Session
    from ketacli.records.fields import Field, Fields


def choose_records(session: Session, kind: str, found: list[Any]) -> tuple[list[Any], int, dict[str, Any]]:
    """The records that --where, --sort, --limit and --offset leave, how many match, and what to say of it."""
    return choose(session, fields.of_kind(kind), found, session.dataset)


def choose(session: Session, known: Fields, found: list[Any], dataset: Any) -> tuple[list[Any], int, dict[str, Any]]:
    """The same for any rows."""
    if session.where is not None:
        from ketacli.records.conditions import compile_condition

        meets = compile_condition(session.where, known, dataset)
        found = [item for item in found if meets(item)]
    if session.sort is not None:
        from ketacli.records.collection import read_order, sort

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
    more: Callable[[list[Any]], dict[str, Any]] | None,
    single: bool,
    total: int,
    chosen: dict[str, Any],
) -> None:
    """Write records of one kind; see ``Session.listing``."""
    known = fields.of_kind(kind)
    extra = more(found) if more is not None else {}
    asked = {**query, **chosen.get("query", {})}
    picked = None if session.fields is None else [known.find(name) for name in fields.split(session.fields)]
    data = None if picked is None else [fields.pick(item, picked) for item in found]
    if picked is not None:
        asked["fields"] = [field.path for field in picked]

    compiled = session.dataset.kind(kind).line

    def line(item: Any) -> str:
        return compact(as_plain(item)) if query.get("as_of") else compiled(item.id)

    def shown() -> Screen:
        made = part(screen, found, chosen)
        return made if picked is None else of_fields(made, picked, found)

    def tables() -> dict[str, Any]:
        held = data
        if held is None:
            from ketacli.build.write import authored

            held = [authored(kind, json.loads(line(item))) for item in found]
        return held[0] if single else {kind: held}

    if extra.get("boxed_warnings") and hides_warnings(session):
        session.note("keta: there are boxed warnings on forms in this list; the screen and the JSON have them")
    for each in extra.get("injection_cautions", ()) if hides_warnings(session) else ():
        session.note(f"keta: caution: {each['text']}")
    forms = Forms(
        terminal=lambda: session.screen(shown()),
        envelope=lambda: session.document(schema, asked, data, total=total, next_offset=chosen.get("next_offset"),
                                          chosen=bool(chosen), **extra),
        screen=shown,
        cells=lambda: (picked or [known.find(name) for name in known.columns()], found),
        lines=lambda: list(map(line, found)) if data is None else map(compact, data),
        tables=tables,
    )  # fmt: skip
    write(session, forms)


def of_fields(shown: Screen, picked: Sequence[Field], records: Sequence[Any]) -> Screen:
    """A screen with the fields picked in the place of its own blocks: a table, or of one record a list.

    Boxed warnings, and what labels caution of, stay above whatever is picked, with their sources.
    """
    texts = [[words(field, record) for field in picked] for record in records]
    out = Screen(shown.title, shown.currency, advice=shown.advice)
    out.blocks = [block for block in shown.blocks if is_warning(block)]
    text = " ".join(map(warned, out.blocks))
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


def is_warning(block: Block) -> bool:
    """Whether a block is a boxed warning, or cautions alone."""
    if isinstance(block, Facts):
        return bool(block.pairs) and all(
            isinstance(value, Note) and value.caution == "caution" for _, value in block.pairs
        )
    return isinstance(block, Prose) and any(style == "danger" for _, style in spans(block.text))


def warned(block: Block) -> str:
    """The text of a warning, with the marks of its sources."""
    if isinstance(block, Facts):
        return " ".join(plain(value.text if isinstance(value, Note) else value) for _, value in block.pairs)
    return plain(block.text) if isinstance(block, Prose) else ""


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
