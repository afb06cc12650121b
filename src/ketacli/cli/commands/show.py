"""``keta show ID``."""

from __future__ import annotations

from typing import Any

from ketacli.cli.session import Session
from ketacli.names import KIND_WORDS, find_record


def run(*, name: str, **settings: Any) -> int:
    """Print one record whole, with every value's source."""
    session = Session(**settings)
    kind, found = find_record(session.dataset, name)
    if session.format == "json":
        if kind == "trials":
            from ketacli.cli.commands.trials import line_of

            line = line_of(session.dataset, session.dataset.trials[found])
        else:
            line = session.dataset.kind(kind).line(found)
        return session.records("show", {"name": name, "kind": KIND_WORDS[kind]}, [line])
    from ketacli.views.show import show_screen

    return session.screen(show_screen(session.dataset, kind, found))
