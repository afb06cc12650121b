"""What is said of a list as it was by a date: on the screen, and with rows on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.records.dated import since
from ketacli.records.kinds import many_of, word_of
from ketacli.records.wording import plural
from ketacli.render.writers import FORMATS
from ketacli.screens.screen import Note

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.cli.session import Session
    from ketacli.screens.screen import Screen


LATER = {"guidelines": "positions", "regimens": "licences"}


def told(
    session: Session, kind: str, by: str, found: list[Any], screen: Callable[[list[Any]], Screen]
) -> Callable[[list[Any]], Screen]:
    """The screen with a note on how far dates go; in formats of rows the note goes to standard error at once."""
    undated = sum(since(session.dataset, kind, record) is None for record in found)
    kept = f"{plural(undated, word_of(kind), many_of(kind))} without a date to judge by kept; " if undated else ""
    later = f"{LATER[kind]} of a later date are left out; else " if kind in LATER else ""
    text = f"As of {by}: {kept}{later}each record stands as it is now, with what was added to it later"
    if FORMATS[session.format].takes not in ("terminal", "screen"):
        session.note(f"keta: {text[:1].lower()}{text[1:]}")

    def noted(some: list[Any]) -> Screen:
        shown = screen(some)
        shown.notes.append(Note(f"{text}."))
        return shown

    return noted
