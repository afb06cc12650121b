"""What a row of a person's own table comes to: figures that can be used, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.evidence.contrasts import Counts, Means
    from ketacli.stats.estimate import Estimate


class Problem(NamedTuple):
    """A row that cannot be used, or one that looks mistaken."""

    row: int
    """As a spreadsheet numbers it: the line of names is row 1."""
    study: str
    code: str
    """events-above-n, percent-for-events, se-for-sd, sd-for-se, variance-for-se, se-for-variance, reversed-arms,
    interval, log-for-ratio, ratio-for-log, or what is missing."""
    reason: str
    drawn: bool = False
    """Whether the row is drawn, because it is only doubted."""
    pooled: bool = False
    """Whether it is pooled all the same: it may as well be right, and a study that disagrees is not left out for it."""


class Study(NamedTuple):
    """One study as its row has it."""

    row: int
    label: str
    year: int | None
    counts: Counts | None = None
    means: Means | None = None
    effect: Estimate | None = None
    """With its standard error on the analysis scale."""
    derived: str | None = None
    """How counts, means or standard deviations were worked out."""
    n: float | None = None
    """People in all, where the row says so."""


class Own(NamedTuple):
    """The table as it was understood."""

    studies: tuple[Study, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...]
    """Columns whose names say nothing here."""
