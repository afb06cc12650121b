"""``keta status``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ketacli.cli.session import Session
from ketacli.errors import DataError

if TYPE_CHECKING:
    from ketacli.cli.report import Rows
    from ketacli.screens.screen import Screen


def run(*, verify: bool, **settings: Any) -> int:
    """Version, dates, counts, and how well the values were checked."""
    from ketacli.evidence.status import summarise

    session = Session(**settings)
    if verify:
        refuse_altered(session)
    found = summarise(session.dataset)

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.status import status_screen

        return status_screen(session.dataset, found)

    def rows(_: Any) -> Rows:
        from ketacli.cli.report import Rows

        flat = [{"key": key, "value": value} for key, value in figures(found.to_dict())]
        return Rows("figures", {"key": "text", "value": "text"}, flat)

    return session.report("status", {}, lambda: found, rows, screen, items=[])


def refuse_altered(session: Session) -> None:
    """Raise DataError for data files that are not what the build wrote; say so on standard error where they are."""
    from ketacli.build.sound import altered

    # A checkout may have to be compiled again first.
    session.dataset.meta  # noqa: B018
    changed = altered()
    if changed:
        raise DataError(f"not what the build wrote: {', '.join(changed)}", "Install the package again.")
    session.note("keta: the data files are, byte for byte, what the build wrote")


def figures(found: dict[str, Any], head: str = "") -> Iterator[tuple[str, Any]]:
    """Every figure with its dotted name."""
    for name, value in found.items():
        if isinstance(value, dict):
            yield from figures(value, f"{head}{name}.")
        else:
            yield f"{head}{name}", value
