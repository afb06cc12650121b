"""One run of the program, passed from ``main`` to what writes the answer."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.cli.output_file import Target
    from ketacli.screens.screen import Screen


class Invocation:
    """The line as typed, and the file that waits for the end of the run."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.file: Target | None = None
        """The file of ``--output``, if there is one: saved when the command has ended without an error."""
        self.listener: Callable[[Screen], None] | None = None
        """Who takes the screen as an object; then none of it is written."""
