"""``keta --help`` and ``keta COMMAND --help``."""

from __future__ import annotations

from typing import Any

from ketacli.cli.page import render, screen
from ketacli.cli.session import Session
from ketacli.cli.spec import BY_NAME
from ketacli.cli.usage import of_command, of_program, vocabulary


def run(*, command: str | None, **settings: Any) -> int:
    """Print the page of the program or of one command."""
    session = Session(**settings)
    entry = None if command is None else BY_NAME[command]
    blocks = of_program() if entry is None else of_command(entry, vocabulary(entry))
    if session.accessible:
        return session.screen(screen(" ".join(["keta", *([command] if command else [])]), blocks))
    session.write(render(blocks, session.width))
    return 0
