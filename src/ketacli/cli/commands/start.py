"""``keta`` alone: twelve lines that teach the tool."""

from __future__ import annotations

from ketacli.cli.session import Session

LINES = """\
keta: ketamine and its enantiomers, published evidence with a source behind every number

  keta compare esketamine racemic       how two forms differ
  keta trials --indication ptsd         which trials exist and what they found
  keta dosing iv                        what is given, and on whose authority
  keta guidelines --body canmat         what guidelines say, in their own grades
  keta show transform-2                 one record whole, every value with its source
  keta find midazolam                   search everything

Add --json for scripts.  keta --help lists the commands, keta help TOPIC explains words and rules.
"""


def run() -> int:
    """Print the start screen."""
    session = Session()
    session.write(LINES + session.dataset.meta["advice"] + "\n")
    return 0
