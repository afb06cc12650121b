"""``keta status``."""

from __future__ import annotations

from typing import Any

from ketacli.cli.session import Session


def run(**settings: Any) -> int:
    """Version, dates, counts, and how well the values were checked."""
    from ketacli.status import summarise

    session = Session(**settings)
    found = summarise(session.dataset)
    if session.format == "json":
        return session.document("status", {}, found)
    from ketacli.views.status import status_screen

    return session.screen(status_screen(session.dataset, found))
