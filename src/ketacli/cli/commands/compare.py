"""``keta compare A B [C ...] [SECTION]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.session import Session
from ketacli.records.names import owners
from ketacli.records.store import fold
from ketacli.screens.lineup import compare, met
from ketacli.screens.subjects import SECTIONS, subjects

if TYPE_CHECKING:
    from ketacli.cli.report import Rows
    from ketacli.evidence.answers.compare import Compared
    from ketacli.screens.lineup import Line
    from ketacli.screens.screen import Screen


def run(*, names: list[str], all: bool, **settings: Any) -> int:  # noqa: A002 - the option's name
    """Line up two or more records of one kind, or one section of them."""
    session = Session(**settings)
    kind, ids, section, bodies = subjects(session.dataset, names)
    if kind == "compounds" and any(fold(word) in owners(session.dataset, "routes") for word in names):
        session.note("keta: forms are lined up with all their routes; the route that was named narrows nothing down")
    brief = section is None and not (all or session.full or session.chooses)
    if brief and session.plain_table:
        from ketacli.screens.compare import short_screen

        short = short_screen(session.dataset, met(session.dataset, kind, ids, bodies))
        if short is not None:
            return session.screen(short)
    found = compare(session.dataset, kind, ids, bodies)
    if section is not None:
        groups = SECTIONS[kind][section]
        found = found._replace(lines=tuple(line for line in found.lines if line.group in groups))

    def screen(lines: list[Line]) -> Screen:
        from ketacli.screens.compare import compare_screen, short_screen

        chosen = found._replace(lines=tuple(lines))
        if brief and (short := short_screen(session.dataset, found)) is not None:
            return short
        return compare_screen(session.dataset, chosen, all or section is not None, section)

    def rows(answer: Compared) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.screens.compare import flat, row_columns

        flat_rows = [flat(row) for row in answer.rows]
        return Rows("rows of a comparison", row_columns(answer), flat_rows, list(answer.rows), "rows")

    def answer() -> Compared:
        from ketacli.screens.compare import compared

        return compared(session.dataset, found)

    asked = {"names": list(ids), "all": all, "section": section}
    return session.report("compare", asked, answer, rows, screen, items=list(found.lines))
