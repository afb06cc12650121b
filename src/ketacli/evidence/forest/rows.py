"""What a forest plot is made of: what was asked, its rows, and the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.contrasts import derived
from ketacli.stats import published
from ketacli.stats.estimate import RATIOS, Estimate, Refusal
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ketacli.evidence.contrasts import Better, Counts, Means, Measured
    from ketacli.evidence.own.study import Problem
    from ketacli.records.trial import Arm, Effect, Trial
    from ketacli.stats.pooling import Pooling

MEASURES = ("RD", "MD", "SMD", "RR", "OR", "HR")
BASES = ("raw", "published")
MULTIARM = ("combine", "split", "keep")
SORTS = ("year", "name", "effect", "weight", "n")
MOST_LEFT_OUT = 100
"""Comparisons up to which each is left out in turn: the work grows with their square."""


class Ask(NamedTuple):
    """What a forest plot was asked for."""

    outcome: str | None = None
    span: tuple[float, float] | None = None
    """Days, both ends included."""
    measure: str | None = None
    basis: str | None = None
    """raw: from counts and means; published: the study's own estimate; None: what covers most trials."""
    level: float = 0.95
    methods: frozenset[str] = frozenset()
    tau_method: str = "REML"
    model: str = "random"
    multiarm: str | None = None
    sort: str = "year"
    analysis_set: str | None = None
    """Whose figures: observed, carried-forward and the like; None takes what stands first in each trial."""
    better: Better | None = None
    """Of a person's own figures: whether higher or lower is good; None where nobody said it."""


class Row(NamedTuple):
    """One comparison of one trial."""

    trial: Trial
    measured: Measured
    arm: str
    versus: str
    estimate: Estimate
    basis: str
    """raw or published."""
    effect: Effect | None
    """The published effect that the row shows, on that basis."""
    counts: Counts | None
    means: Means | None
    reason: str = ""
    """Why it is drawn but not pooled; empty when it is pooled."""
    weight: float | None = None
    """Share in the pooled value, per 1."""
    combined: bool = False
    """True for arms put together, or a control group that was split."""
    void: bool = False
    """True where the figures say nothing of the measure: a ratio without any event. Its people still count."""

    @property
    def derived(self) -> str | None:
        """How figures behind a recomputed estimate were worked out; None for printed ones."""
        if self.basis != "raw":
            return None
        return derived(self.measured, (*self.arm.split("+"), self.versus), self.counts, self.means)

    @property
    def from_error(self) -> bool:
        """Whether the interval of a published estimate follows from a printed standard error."""
        return self.basis == "published" and self.effect is not None and self.effect.lower is None

    @property
    def name(self) -> str:
        """``trial-id arm``, unique in a plot."""
        return f"{self.trial.id} {self.arm} {self.versus}"


class Undrawn(NamedTuple):
    """A trial with the outcome but without a figure that could be drawn."""

    trial: str
    outcome: str
    reason: str


class Forest(NamedTuple):
    """A plot: rows in order, the pool or the reason why there is none."""

    measure: str
    outcome: str
    level: float
    rows: tuple[Row, ...]
    pooling: Pooling | None
    refusals: tuple[Refusal, ...]
    """Why nothing is pooled; empty when it is."""
    left_out: dict[str, Pooling]
    """By the name of a pooled row, the pool without it; empty below three and above a hundred."""
    undrawn: tuple[Undrawn, ...]
    notes: tuple[str, ...]
    better: str | None
    own: Mapping[str, int] = {}
    """By the id of a study of the person's own, the row of the table that it was read from."""
    problems: tuple[Problem, ...] = ()
    """Of that table: rows that cannot be used, and rows that look mistaken."""


def arm_of(trial: Trial, name: str) -> Arm | None:
    """The arm of that id."""
    return next((arm for arm in trial.arms if arm.id == name), None)


def pooled(rows: list[Row]) -> list[Row]:
    """The rows that nothing keeps apart."""
    return [row for row in rows if not row.reason]


def people(row: Row) -> float:
    """How many people stand behind a row."""
    if row.counts is not None:
        return row.counts.n + row.counts.control_n
    if row.means is not None:
        return row.means.arm.n + row.means.control.n
    sizes = [result.n or 0 for result in row.measured.results if result.arm in (row.arm, row.versus)]
    return sum(sizes)


def dose(row: Row) -> tuple[float, str] | None:
    """The highest dose that a row's arm was given, with its unit; None where none is on record or units differ."""
    arm = arm_of(row.trial, row.arm)
    return highest_dose(arm) if arm is not None else None


def highest_dose(arm: Arm) -> tuple[float, str] | None:
    """The highest dose that an arm could be given, with its unit; None where none is on record or units differ."""
    doses = [each for each in arm.doses if each.absent is None]
    amounts = [number for each in doses for number in (each.low, each.high, *each.steps) if number is not None]
    units = {each.unit for each in doses}
    return (max(amounts), units.pop() or "") if amounts and len(units) == 1 else None


def ketamine_in_both(row: Row) -> bool:
    """Whether both groups had a form of ketamine, so that the row says nothing of ketamine against anything else."""
    versus = arm_of(row.trial, row.versus)
    return versus is not None and versus.form is not None


def weighing(row: Row) -> Estimate:
    """The estimate that is pooled: of counts the ratio with its log error, whatever interval is drawn."""
    if row.counts is None or row.basis == "published" or row.estimate.measure not in ("RR", "OR"):
        return row.estimate
    from ketacli.stats.proportions import odds_ratio, risk_ratio

    compute = risk_ratio if row.estimate.measure == "RR" else odds_ratio
    return compute(*row.counts, row.estimate.level)


def standard_error(row: Row) -> float:
    """The standard error on the analysis scale; Refusal where the figures imply none."""
    found = weighing(row).se
    if found is None:
        raise Refusal("no-error", f"{row.trial.name} has no standard error")
    return found


def point(row: Row) -> float:
    """The estimate on the analysis scale."""
    value = weighing(row).value
    if row.estimate.measure in RATIOS and not 0 < value < float("inf"):
        raise Refusal("no-error", f"the ratio of {row.trial.name} has no logarithm", "--method log-wald adds a half")
    return published.analysis(row.estimate.measure, value)
