"""``keta find TEXT``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.session import Session
from ketacli.errors import UsageError
from ketacli.find import Hit, search
from ketacli.kinds import RECORDS
from ketacli.names import fold

if TYPE_CHECKING:
    from ketacli.screen import Screen


def run(*, text: list[str], fail_empty: bool, **settings: Any) -> int:
    """Search everything for the words given."""
    session = Session(**settings)
    asked = " ".join(text)
    if not fold(asked):
        raise UsageError("find takes words to look for", "For example: keta find midazolam.")
    hits, stand_ins = search(session.dataset, asked)

    def screen(chosen: list[Hit]) -> Screen:
        from ketacli.views.find import find_screen

        return find_screen(session.dataset, asked, chosen, stand_ins)

    if session.plain_table:
        session.screen(screen(hits))
        return session.empty(bool(hits), fail_empty)
    data = [{**hit._asdict(), "words": list(hit.words)} for hit in hits]
    if session.plain_json:
        session.document("find", {"text": asked}, data, also=stand_ins)
        return session.empty(bool(hits), fail_empty)
    from ketacli.cli.emit import Rows

    columns: dict[str, str | tuple[str, ...]] = dict.fromkeys(Hit._fields, "text")
    columns |= {"kind": tuple(RECORDS), "score": "number"}
    rows = Rows("hits", columns, data, items=hits)
    return session.report("find", {"text": asked}, data, rows, screen, fail_empty=fail_empty, also=stand_ins)
