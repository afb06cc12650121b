"""``keta why PATH``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.session import Session

if TYPE_CHECKING:
    from ketacli.cli.report import Rows
    from ketacli.screens.screen import Screen


def run(*, path: str, **settings: Any) -> int:
    """Say where one value comes from and who says otherwise."""
    from ketacli.evidence.why import row_columns, why
    from ketacli.evidence.why import rows as claim_rows

    session = Session(**settings)
    found = why(session.dataset, path)

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.why import why_screen

        return why_screen(session.dataset, found, session.full)

    def rows(_: Any) -> Rows:
        from ketacli.cli.report import Rows

        return Rows("claims", row_columns(), claim_rows(session.dataset, path))

    return session.report("why", {"path": path}, lambda: found, rows, screen, items=[])
