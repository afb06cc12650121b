"""``keta compare A B [C ...]``."""

from __future__ import annotations

from typing import Any

from ketacli.cli.session import Session
from ketacli.compare import compare, subjects


def run(*, names: list[str], all: bool, **settings: Any) -> int:  # noqa: A002 - the option's name
    """Line up two or more records of one kind."""
    session = Session(**settings)
    kind, ids = subjects(session.dataset, names)
    found = compare(session.dataset, kind, ids)
    if session.format == "json":
        from ketacli.views.compare import document

        return session.document("compare", {"names": list(ids), "all": all}, document(session.dataset, found))
    from ketacli.views.compare import compare_screen

    return session.screen(compare_screen(session.dataset, found, all))
