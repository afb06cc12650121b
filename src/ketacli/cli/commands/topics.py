"""``keta topics [TOPIC]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.commands.show import shown
from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed
from ketacli.cli.session import Session
from ketacli.cli.table import split

if TYPE_CHECKING:
    from ketacli.records.topic import Topic
    from ketacli.screens.screen import Screen


def run(*, words: list[str], fail_empty: bool, **values: Any) -> int:
    """List statements by subject."""
    filters, settings = split("topics", values)
    session = Session(**settings)
    dataset = session.dataset
    filters, one = placed(dataset, "topics", "topics", words, filters)
    if one is not None:
        return shown(session, *one, " ".join(words))
    wanted = chosen(dataset, "topics", "topics", filters, session.where)
    subject = wanted.words("subject")

    def screen(found: list[Topic]) -> Screen:
        if session.full:
            from ketacli.screens.topics import topics_screen

            return topics_screen(dataset, found, subject)
        from ketacli.screens.lists.topics import subjects_list, topics_list

        if len(found) == len(dataset.topics) and not session.chooses:
            return subjects_list(dataset, found)
        return topics_list(dataset, found, subject, bool(session.sort))

    return session.listing("topics", "topics", wanted.asked, wanted.found(), screen, fail_empty=fail_empty)
