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
        raw = session.dataset.kind(kind).raw[found]
        if kind == "trials":
            from ketacli.cli.commands.trials import result_of

            raw = result_of(raw, session.dataset.trials[found])
        return session.document("show", {"name": name, "kind": KIND_WORDS[kind]}, [raw])
    from ketacli.views.show import show_screen

    return session.screen(show_screen(session.dataset, kind, found))
