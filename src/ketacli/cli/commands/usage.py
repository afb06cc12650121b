"""``keta --help`` and ``keta COMMAND --help``."""

from __future__ import annotations

from ketacli.cli.help_pages import of_command, of_program, vocabulary
from ketacli.cli.session import Session
from ketacli.cli.table import BY_NAME
from ketacli.cli.text_page import render, screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def run(*, command: str | None, **settings: Any) -> int:
    """Print the page of the program or of one command."""
    session = Session(**settings)
    entry = None if command is None else BY_NAME[command]
    blocks = of_program() if entry is None else of_command(entry, vocabulary(entry))
    if session.output.accessible:
        return session.screen(screen(" ".join(["keta", *([command] if command else [])]), blocks))
    session.write(render(blocks, session.output.page_width))
    return 0
