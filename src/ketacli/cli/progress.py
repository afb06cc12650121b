"""How far long work is, on standard error, for a person at a terminal alone."""

from __future__ import annotations

import os
import sys
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

PATIENCE = 1.0
"""Seconds for which nothing is said: most work is done by then."""
PAUSE = 0.1
"""Seconds between two drawings of the bar."""


class Progress:
    """A bar that is gone at the end, or for a listener a line each ten percent; silent in a pipe, a file and in CI.

    ``what`` is counted: files, documents. While it is open it hears of steps of the work (``ketacli.records.steps``).
    """

    def __init__(self, what: str = "", accessible: bool | None = None) -> None:
        self.what = what
        spoken = os.environ.get("ACCESSIBLE", "") not in ("", "0") if accessible is None else accessible
        self.spoken = spoken
        dumb = os.environ.get("TERM") == "dumb" and not spoken
        self.wanted = sys.stderr.isatty() and os.environ.get("CI", "") in ("", "0", "false") and not dumb
        self.heard = self.wanted
        self.before: Any = None
        self.start = self.drawn = monotonic()
        self.said: tuple[str, int] = ("", 0)
        self.bar: Any = None
        self.task: Any = None

    def __enter__(self) -> Progress:
        from ketacli.records.steps import listen

        self.before = listen(self.step) if self.heard else None
        return self

    def tick(self, done: int, total: int) -> None:
        """Say that so much of all is done."""
        self.step(self.what, done, total)

    def step(self, what: str, done: int, total: int) -> None:
        """The same, of work that has several parts."""
        now = monotonic()
        if not self.wanted or not total or now - self.start < PATIENCE:
            return
        try:
            if self.spoken:
                self._say(what, done, total)
            elif now - self.drawn >= PAUSE or self.bar is None:
                self.drawn = now
                self._draw(what, done, total)
        except (OSError, ValueError):
            # A terminal that is gone: the work goes on.
            self.wanted = False

    def _say(self, what: str, done: int, total: int) -> None:
        tenth = 10 * done // total
        # A part of the work that begins is told of at its next ten percent, as all are.
        before = self.said[1] if self.said[0] == what else 0
        if tenth > before:
            self.said = (what, tenth)
            sys.stderr.write(f"keta: {10 * tenth} percent of {total:,} {what}\n")
            sys.stderr.flush()

    def _draw(self, what: str, done: int, total: int) -> None:
        if self.bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn
            from rich.progress import Progress as Bar

            cells = BarColumn(30, style="dim", complete_style="bold", finished_style="bold")
            words = TextColumn("{task.completed:,.0f} of {task.total:,.0f} {task.description}", markup=False)
            # Without a thread of its own: it is drawn when there is something to tell.
            self.bar = Bar(TextColumn("keta:"), cells, words, console=Console(stderr=True), transient=True,
                           auto_refresh=False)  # fmt: skip
            self.task = self.bar.add_task(what, total=total)
            self.bar.start()
        self.bar.update(self.task, description=what, completed=done, total=total, refresh=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self.heard:
            from ketacli.records.steps import listen

            listen(self.before)
        if self.bar is not None:
            try:
                self.bar.stop()
            except (OSError, ValueError):
                return
