"""``keta`` alone: twelve lines that teach the tool."""

from __future__ import annotations

from ketacli.cli import stamp, text_page
from ketacli.cli.session import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.cli.invocation import Invocation

WHAT = "keta: published evidence on ketamine, each number with its source. Ask:"

STEPS = (
    ("keta compare esketamine racemic", "how two forms differ"),
    ("keta ptsd", "what is known of it; so with any name"),
    ("keta how long does it last", "a question in your own words"),
    ("keta trials ptsd", "its studies, a line each, with results"),
    ("keta dosing iv", "doses as published, licensed or not"),
    ("keta safety esketamine", "harms, contraindications, monitoring"),
    ("keta guidelines trd", "what guidelines say, in their own grades"),
)

MORE = "--full shows all of an answer; keta help has everything; --json is for scripts."


def run(*, invocation: Invocation) -> int:
    """Print the start screen; for a screen reader without columns."""
    session = Session(invocation=invocation)
    blocks = [text_page.text(WHAT), text_page.pairs(*STEPS), text_page.text(MORE)]
    if session.output.accessible:
        from ketacli.screens.screen import Note

        shown = text_page.screen("keta", blocks)
        shown.advice = Note(advice(session))
        return session.screen(shown)
    width = session.output.page_width
    session.write(text_page.render(blocks, width) + "\n".join(text_page.wrap(advice(session), width)) + "\n")
    return 0


def advice(session: Session) -> str:
    """The line of advice of the data, which need not be opened for it."""
    described = stamp.text() if session.chosen.base is None else None
    # A checkout's data may have to be compiled again first.
    quick = stamp.value(described, "advice") if described is not None and '"editable"' not in described else ""
    return quick or str(session.dataset.meta["advice"])
