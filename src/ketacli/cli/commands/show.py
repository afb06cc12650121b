"""``keta show ID``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.session import Session
from ketacli.names import KIND_WORDS, find_record

if TYPE_CHECKING:
    from ketacli.screen import Screen


def run(*, name: str, **settings: Any) -> int:
    """Print one record whole, with every value's source."""
    session = Session(**settings)
    kind, found = find_record(session.dataset, name)

    def screen(_: list[Any]) -> Screen:
        from ketacli.views.show import show_screen

        return show_screen(session.dataset, kind, found)

    def line(record: Any) -> str:
        if kind != "trials":
            return session.dataset.kind(kind).line(found)
        from ketacli.cli.commands.trials import line_of

        return line_of(session.dataset, record)

    record = session.dataset.kind(kind)[found]
    asked = {"name": name, "kind": KIND_WORDS[kind]}
    return session.listing("show", kind, asked, [record], screen, line=line, single=True)
