"""``keta sources``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed, unplaced
from ketacli.cli.session import Session
from ketacli.cli.table import split

if TYPE_CHECKING:
    from ketacli.records.source import Source
    from ketacli.screens.screen import Screen


def run(*, words: list[str], fail_empty: bool, **values: Any) -> int:
    """List documents, or show one."""
    filters, settings = split("sources", values)
    session = Session(**settings)
    rest: list[str] = []
    filters, found = placed(session.dataset, "sources", "sources", words, filters, rest)
    if found is not None:
        one = found[1]

        def page(_: list[Source]) -> Screen:
            from ketacli.screens.show import show_screen

            return show_screen(session.dataset, "sources", one)

        return session.listing("sources", "sources", {"name": one}, [session.dataset.sources[one]], page)
    wanted = chosen(session.dataset, "sources", "sources", filters, session.where)

    items = written(wanted.found(), rest)
    if rest and not items:
        raise unplaced(session.dataset, "sources", "sources", rest, words)

    def screen(shown: list[Source]) -> Screen:
        if session.full:
            from ketacli.screens.sources import sources_screen

            return sources_screen(session.dataset, shown)
        from ketacli.screens.lists.sources import sources_list

        return sources_list(session.dataset, shown, ", ".join([*filter(None, [wanted.title()]), *rest]))

    asked = {**wanted.asked, "words": rest}
    return session.listing("sources", "sources", asked, items, screen, fail_empty=fail_empty)


def written(found: list[Source], words: list[str]) -> list[Source]:
    """The documents that have an author of every name given; where nobody is called so, those with it in the title."""
    from ketacli.records.search_words import words_of

    wanted = {part for word in words for part in words_of(word)}
    by = [item for item in found if wanted <= {part for name in item.author for part in words_of(name)}]
    return by or [item for item in found if wanted <= set(words_of(item.title))]
