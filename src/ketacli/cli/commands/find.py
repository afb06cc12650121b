"""``keta find TEXT``."""

from __future__ import annotations

from typing import Any

from ketacli.cli.session import Session
from ketacli.errors import UsageError
from ketacli.find import search
from ketacli.names import fold


def run(*, text: list[str], fail_empty: bool, **settings: Any) -> int:
    """Search everything for the words given."""
    session = Session(**settings)
    asked = " ".join(text)
    if not fold(asked):
        raise UsageError("find takes words to look for", "For example: keta find midazolam.")
    hits, stand_ins = search(session.dataset, asked)
    if session.format == "json":
        data = [{**hit._asdict(), "words": list(hit.words)} for hit in hits]
        session.document("find", {"text": asked}, data, also=stand_ins)
    else:
        from ketacli.views.find import find_screen

        session.screen(find_screen(session.dataset, asked, hits, stand_ins))
    return session.empty(bool(hits), fail_empty)
