"""``keta status``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ketacli.cli.session import Session

if TYPE_CHECKING:
    from ketacli.screen import Screen


def run(**settings: Any) -> int:
    """Version, dates, counts, and how well the values were checked."""
    from ketacli.status import summarise

    session = Session(**settings)
    found = summarise(session.dataset)

    def screen(_: list[Any]) -> Screen:
        from ketacli.views.status import status_screen

        return status_screen(session.dataset, found)

    if session.plain_table:
        return session.screen(screen([]))
    if session.plain_json:
        return session.document("status", {}, found)
    from ketacli.cli.emit import Rows

    rows = Rows("figures", {"key": "text", "value": "text"}, [{"key": k, "value": v} for k, v in figures(found)])
    return session.report("status", {}, found, rows, screen)


def figures(found: dict[str, Any], head: str = "") -> Iterator[tuple[str, Any]]:
    """Every figure with its dotted name."""
    for name, value in found.items():
        if isinstance(value, dict):
            yield from figures(value, f"{head}{name}.")
        else:
            yield f"{head}{name}", value
