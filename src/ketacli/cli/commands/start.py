"""``keta`` alone: twelve lines that teach the tool."""

from __future__ import annotations

from ketacli.cli.session import Session

TITLE = "keta: ketamine and its enantiomers, published evidence with a source behind every number"
LESSONS = (
    ("keta compare esketamine racemic", "how two forms differ"),
    ("keta trials --indication ptsd", "which trials exist and what they found"),
    ("keta dosing iv", "what is given, and on whose authority"),
    ("keta guidelines --body canmat", "what guidelines say, in their own grades"),
    ("keta show transform-2", "one record whole, every value with its source"),
    ("keta find midazolam", "search everything"),
)
MORE = "Add --json for scripts.  keta --help lists the commands, keta help TOPIC explains words and rules."
COLUMN = 36


def run() -> int:
    """Print the start screen; for a screen reader without columns."""
    session = Session()
    if session.accessible:
        lines = [f"{TITLE}.", *(f"{words[:1].upper()}{words[1:]}: {command}" for command, words in LESSONS)]
    else:
        lines = [TITLE, "", *(f"  {command:{COLUMN}}  {words}" for command, words in LESSONS), ""]
    session.write("\n".join([*lines, MORE, session.dataset.meta["advice"]]) + "\n")
    return 0
