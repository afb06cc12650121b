"""``keta reviews``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.commands.show import shown
from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed
from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.screens.screen import Note

if TYPE_CHECKING:
    from ketacli.records.review import Review
    from ketacli.screens.screen import Screen


def run(*, words: list[str], fail_empty: bool, **values: Any) -> int:
    """List meta-analyses, systematic reviews and pharmacovigilance analyses."""
    filters, settings = split("reviews", values)
    session = Session(**settings)
    filters, one = placed(session.dataset, "reviews", "reviews", words, filters)
    if one is not None:
        return shown(session, *one, " ".join(words))
    wanted = chosen(session.dataset, "reviews", "reviews", filters, session.where)

    def screen(found: list[Review]) -> Screen:
        if session.full:
            from ketacli.screens.reviews import reviews_screen

            return reviews_screen(session.dataset, found)
        from ketacli.screens.lists.reviews import reviews_list

        asked = wanted.words("indication")
        shown = reviews_list(session.dataset, found, wanted.title(), asked, bool(session.sort))
        routes = wanted.words("route")
        if routes and found:
            own = sum(1 for each in found if routes & set(each.routes))
            shown.notes.insert(0, Note(f"{own} of these name the route; the others name none and are not about it."))
        return shown

    return session.listing("reviews", "reviews", wanted.asked, wanted.found(), screen, fail_empty=fail_empty)
