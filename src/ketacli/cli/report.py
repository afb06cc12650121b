"""An answer with rows that are no records: which of its rows are wanted, and what goes into each format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.formats import choose, of_fields, part, ungroup
from ketacli.cli.forms import Forms, write
from ketacli.records import fields
from ketacli.records.base import as_plain
from ketacli.render.document import compact
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ketacli.cli.session import Session
    from ketacli.screens.screen import Screen


class Rows(NamedTuple):
    """The rows of an answer: what formats of rows hold of it, and what --fields and --where see."""

    word: str
    """What the rows are called in messages, in the plural."""
    columns: Mapping[str, str | tuple[str, ...]]
    """The columns with their types, a constant of ``fields`` each, or the words that a column can hold."""
    flat: list[Any]
    """The rows, objects or dicts with a value a column."""
    full: list[Any] | None = None
    """The same rows as the JSON has them, where it has them otherwise."""
    key: str | None = None
    """The member of the JSON's data that holds the rows; None when data is the list, or holds none."""


def report(
    session: Session,
    name: str,
    query: dict[str, Any],
    data: Any,
    rows: Rows,
    items: list[Any],
    screen: Callable[[list[Any]], Screen],
    beside: dict[str, Any],
    envelope: Callable[[], object] | None,
) -> bool:
    """Write an answer with rows; whether any row matched. See ``Session.report``."""
    known = fields.of_rows(rows.word, rows.columns)
    picked = None if session.fields is None else [known.find(path) for path in fields.split(session.fields)]
    places = list(range(len(rows.flat)))
    chosen: dict[str, Any] = {}
    sources = items if len(items) == len(rows.flat) else rows.flat
    if any(each is not None for each in (session.where, session.sort, session.limit, session.offset)):
        place = {id(row): at for at, row in enumerate(rows.flat)}
        kept, matched, chosen = choose(session, known, rows.flat, session.dataset)
        places = [place[id(row)] for row in kept]
        if "every" in chosen and rows.key is None:
            chosen["every"] = [sources[place[id(row)]] for row in chosen["every"]]
        else:
            # What counts the rows of an object is no title of a list.
            chosen.pop("every", None)
    else:
        matched = len(places)
    flat = [rows.flat[at] for at in places]
    full = [(rows.full or rows.flat)[at] for at in places]
    if picked is not None:
        full = [fields.pick(row, picked) for row in flat]
    data = as_plain(data)
    if rows.key is not None and (chosen or picked is not None):
        data = {**data, rows.key: as_plain(full)}
    elif isinstance(data, list):
        data = as_plain(full)
    asked = {**query, **chosen.get("query", {}), "fields": [field.path for field in picked or ()]}
    total = matched if isinstance(data, list) or chosen else None

    def shown() -> Screen:
        made = part(screen, [sources[at] for at in places], chosen)
        made = ungroup(made) if session.sort and picked is None else made
        return made if picked is None else of_fields(made, picked, flat)

    def document() -> int:
        return session.document(name, asked, data, total=total, next_offset=chosen.get("next_offset"),
                                chosen=bool(chosen), **beside)  # fmt: skip

    forms = Forms(
        terminal=lambda: session.screen(shown()),
        envelope=envelope or document,
        screen=shown,
        plot=lambda: screen(items),
        cells=lambda: (picked or [known.find(path) for path in known.columns()], flat),
        lines=lambda: map(compact, as_plain(full)),
        tables=lambda: {name: data} if isinstance(data, list) else data,
    )
    write(session, forms)
    return matched > 0
