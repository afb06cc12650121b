"""``keta conflicts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed
from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.evidence.disputes import of_record

if TYPE_CHECKING:
    from ketacli.records.conflict import Conflict
    from ketacli.screens.screen import Screen


def run(*, words: list[str], fail_empty: bool, **values: Any) -> int:
    """List where sources disagree or one is wrong."""
    filters, settings = split("conflicts", values)
    session = Session(**settings)
    filters, one = placed(session.dataset, "conflicts", "conflicts", words, filters)
    wanted = chosen(session.dataset, "conflicts", "conflicts", filters, session.where)
    found = wanted.found()
    asked = wanted.asked
    if one is not None:
        about = {one[1]} if one[0] == "conflicts" else of_record(session.dataset, *one)
        found = [item for item in found if item.id in about or (one[0] == "sources" and names(item, one[1]))]
        asked = {**asked, "about": "/".join(one)}

    about_words = one[1] if one is not None else wanted.title()

    def screen(shown: list[Conflict]) -> Screen:
        if session.full:
            from ketacli.screens.conflicts import conflicts_screen

            return conflicts_screen(session.dataset, shown)
        from ketacli.screens.lists.conflicts import conflicts_list

        return conflicts_list(session.dataset, shown, about_words, bool(session.sort))

    return session.listing("conflicts", "conflicts", asked, found, screen, fail_empty=fail_empty)


def names(item: Conflict, source: str) -> bool:
    """Whether a document takes part in a conflict."""
    return source in (item.source, *(side.source for side in item.sides))
