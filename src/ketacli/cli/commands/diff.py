"""``keta diff A [B]``: what differs between two states of the data, in clinical words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.progress import Progress
from ketacli.cli.session import Session
from ketacli.errors import BROKEN, OK

if TYPE_CHECKING:
    from ketacli.cli.report import Rows
    from ketacli.evidence.answers.diff import Diff
    from ketacli.screens.screen import Screen


def run(*, before: str, after: str | None, exit_code: bool, **settings: Any) -> int:
    """Compare two states; with ``exit_code`` 7 where anything differs."""
    from ketacli.build.diff.answer import compared
    from ketacli.build.diff.sides import of_store, read_state

    session = Session(**settings)
    with Progress("steps", session.output.accessible) as progress:
        progress.tick(0, 3)
        first = read_state(before)
        progress.tick(1, 3)
        second = of_store(session.dataset.store, "this data") if after is None else read_state(after)
        progress.tick(2, 3)
        found = compared(first, second)

    def rows(answer: Diff) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.evidence.answers.answer import columns
        from ketacli.evidence.answers.diff import Difference

        return Rows("differences", columns(Difference), list(answer.changes), key="changes")

    def screen(items: list[Any]) -> Screen:
        from ketacli.screens.diff import diff_screen

        return diff_screen(session.dataset, found, items, session.full)

    asked = {"before": before, "after": after, "exit_code": exit_code}
    session.report("diff", asked, lambda: found, rows, screen, items=list(found.changes))
    return BROKEN if exit_code and (found.changes or found.conclusions) else OK
