"""``keta timeline``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.commands.show import shown
from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed
from ketacli.cli.session import Session
from ketacli.cli.table import split

if TYPE_CHECKING:
    from ketacli.records.event import Event
    from ketacli.screens.screen import Screen


def run(*, words: list[str], fail_empty: bool, **values: Any) -> int:
    """List dated events in order of time."""
    filters, settings = split("timeline", values)
    session = Session(**settings)
    filters, one = placed(session.dataset, "timeline", "events", words, filters)
    if one is not None:
        return shown(session, *one, " ".join(words))
    wanted = chosen(session.dataset, "timeline", "events", filters, session.where)

    def screen(found: list[Event]) -> Screen:
        if session.full:
            from ketacli.screens.timeline import timeline_screen

            return timeline_screen(session.dataset, found)
        from ketacli.screens.lists.timeline import timeline_list

        return timeline_list(session.dataset, found, wanted.title())

    return session.listing("timeline", "events", wanted.asked, wanted.found(), screen, fail_empty=fail_empty)
