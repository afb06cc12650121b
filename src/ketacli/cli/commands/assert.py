"""``keta assert FILE``: whether the premises of a document still hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.piped import piped
from ketacli.cli.session import Session
from ketacli.errors import BROKEN, OK

if TYPE_CHECKING:
    from ketacli.cli.report import Rows
    from ketacli.evidence.answers.answer import Answer
    from ketacli.screens.screen import Screen


def run(*, file: str, **settings: Any) -> int:
    """Check every premise of a file; exit code 7 when one no longer holds."""
    from ketacli.build.premises import HINT, premises, read_premises
    from ketacli.evidence.premises import checked

    session = Session(**settings)
    lines = premises(piped(HINT, "file"), "standard input") if file == "-" else read_premises(file)
    found = checked(session.dataset, lines)
    broken = [each for each in found if not each.holds]

    def beside() -> Answer:
        from ketacli.evidence.answers.premises import Beside

        return Beside(broken=len(broken))

    def rows(_: Any) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.evidence.answers.answer import columns
        from ketacli.evidence.answers.premises import Premise

        return Rows("premises", columns(Premise), found)

    def screen(items: list[Any]) -> Screen:
        from ketacli.screens.premises import premises_screen

        return premises_screen(session.dataset, items, file)

    session.report("assert", {"file": file}, lambda: found, rows, screen, items=found, beside=beside)
    return BROKEN if broken else OK
