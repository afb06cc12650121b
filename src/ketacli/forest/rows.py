"""What a forest plot is made of: what was asked, its rows, and the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacli.effects import published
from ketacli.effects.estimate import RATIOS, Estimate, Refusal

if TYPE_CHECKING:
    from ketacli.effects.pooling import Pooling
    from ketacli.models.trial import Arm, Effect, Trial
    from ketacli.recompute import Counts, Means, Measured

MEASURES = ("RD", "MD", "SMD", "RR", "OR", "HR")
BASES = ("raw", "published")
MULTIARM = ("combine", "split", "keep")
SORTS = ("year", "name", "effect", "weight", "n")


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
    """By the name of a pooled row, the pool without it; empty below three."""
    undrawn: tuple[Undrawn, ...]
    notes: tuple[str, ...]
    better: str | None


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


def dose(row: Row) -> float:
    """The highest dose that an arm was given; 0 where none is on record."""
    arm = arm_of(row.trial, row.arm)
    doses = arm.doses if arm is not None else ()
    return max(
        (number for each in doses for number in (each.low, each.high, *each.steps) if number is not None), default=0
    )


def standard_error(row: Row) -> float:
    """The standard error on the analysis scale; where both risks lie at 0 or 1, with a half added to each cell."""
    if row.estimate.se is not None:
        return row.estimate.se
    if row.counts is None:
        raise Refusal("no-error", f"{row.trial.name} has no standard error")
    from ketacli.effects.proportions import odds_ratio, risk_difference, risk_ratio

    c = row.counts
    compute = {"RD": risk_difference, "RR": risk_ratio, "OR": odds_ratio}[row.estimate.measure]
    made = compute(c.events + 0.5, c.n + 1, c.control_events + 0.5, c.control_n + 1)
    if made.se is None:
        raise Refusal("no-error", f"{row.trial.name} has no standard error")
    return made.se


def point(row: Row) -> float:
    """The estimate on the analysis scale."""
    value = row.estimate.value
    if row.estimate.measure in RATIOS and not 0 < value < float("inf"):
        raise Refusal("no-error", f"the ratio of {row.trial.name} has no logarithm", "--method log-wald adds a half")
    return published.analysis(row.estimate.measure, value)
