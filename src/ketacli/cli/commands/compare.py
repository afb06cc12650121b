"""``keta compare A B [C ...]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.session import Session
from ketacli.compare import compare, subjects

if TYPE_CHECKING:
    from ketacli.compare import Line
    from ketacli.screen import Screen


def run(*, names: list[str], all: bool, **settings: Any) -> int:  # noqa: A002 - the option's name
    """Line up two or more records of one kind."""
    session = Session(**settings)
    kind, ids = subjects(session.dataset, names)
    found = compare(session.dataset, kind, ids)

    def screen(lines: list[Line]) -> Screen:
        from ketacli.views.compare import compare_screen

        return compare_screen(session.dataset, found._replace(lines=tuple(lines)), all)

    if session.plain_table:
        return session.screen(screen(list(found.lines)))
    from ketacli.views.compare import document, flat

    asked = {"names": list(ids), "all": all}
    data = document(session.dataset, found)
    if session.plain_json:
        return session.document("compare", asked, data)
    from ketacli.cli.emit import Rows

    groups = tuple(dict.fromkeys(line.group for line in found.lines))
    columns: dict[str, str | tuple[str, ...]] = {
        "group": groups,
        "field": "text",
        "label": "text",
        "differs": "yes or no",
    }
    columns |= {**dict.fromkeys(ids, "text"), **{f"{name}_sources": "text" for name in ids}}
    rows = Rows("rows of a comparison", columns, [flat(found, line) for line in found.lines], data["rows"],
                list(found.lines), "rows")  # fmt: skip
    return session.report("compare", asked, data, rows, screen)
