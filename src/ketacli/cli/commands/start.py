"""``keta`` alone: twelve lines that teach the tool."""

from __future__ import annotations

from ketacli.cli import page
from ketacli.cli.session import Session

WHAT = "keta: published evidence on ketamine, each number with its source. To begin:"

STEPS = (
    ("keta find ptsd", "where a condition or medicine is mentioned"),
    ("keta trials --indication ptsd", "its studies, and what came of each"),
    ("keta show abdallah-2022", "one study whole, each value with its source"),
    ("keta help evidence", "how to read a result, in plain words"),
    ("keta compare esketamine racemic", "how two forms differ"),
    ("keta dosing iv", "doses as published, licensed or not"),
    ("keta guidelines --indication ptsd", "what guidelines say, in their own grades"),
)

MORE = "keta help lists everything; each command has --help, and --json for scripts."


def run() -> int:
    """Print the start screen; for a screen reader without columns."""
    session = Session()
    blocks = [page.text(WHAT), page.pairs(*STEPS), page.text(MORE)]
    if session.accessible:
        shown = page.screen("keta", blocks)
        shown.advice = session.dataset.meta["advice"]
        return session.screen(shown)
    advice = page.wrap(session.dataset.meta["advice"], session.width)
    session.write(page.render(blocks, session.width) + "\n".join(advice) + "\n")
    return 0
