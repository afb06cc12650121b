"""Make a review's pools again, and say what differs from what it published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ketacli.evidence.answers.reproduce import (
    Because,
    Reproduced,
    ReproducedEstimate,
    ReproducedRow,
    ReproducedTrial,
    ReproducibleReview,
)
from ketacli.evidence.contrasts import Measured, contrasts, measured
from ketacli.evidence.forest.arms import COMBINED
from ketacli.evidence.forest.assemble import judged
from ketacli.evidence.forest.describe import group_sizes, pooled_estimate, row_sources
from ketacli.evidence.forest.rows import Ask, Forest, Row, Undrawn, people, pooled
from ketacli.evidence.forest.select import ROLES, draw
from ketacli.evidence.outcomes import CONTINUOUS, within
from ketacli.evidence.reproduce.meant import Meant, meant
from ketacli.evidence.reproduce.trials import fitting, telling
from ketacli.records import wording
from ketacli.records.meaning import narrower
from ketacli.stats.estimate import RATIOS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.records.dataset import Dataset
    from ketacli.records.review import Pooled, Review
    from ketacli.records.trial import Trial

ALWAYS = (0.0, 1e6)
"""Any day: the last one of each trial is taken, and that they differ is said."""
FAR = 0.05
"""Share of the published value by which a pool is called near it."""
OPTIONS = re.compile(r"[;.]\s+--.*$|\.$")
"""The end of a note on a forest plot, and what it says of that command's options."""
LACKING = "no figures of this outcome at this time"


def reproducible(dataset: Dataset, reviews: Iterable[Review]) -> list[ReproducibleReview]:
    """The reviews of which something can be made again, or whose trials a source shows, those with most first."""
    found = [
        ReproducibleReview(
            review=review.id, name=review.name, studies=count(review.n_studies), linked=len(review.trials),
            estimates=sum(not isinstance(meant(dataset, pooled), str) for pooled in review.pooled),
        )
        for review in reviews
        if review.species == "human"
    ]  # fmt: skip
    kept = [each for each in found if each.estimates]
    return sorted(kept, key=lambda each: (-each.linked, -each.estimates, each.review))


def count(value: Any) -> int | None:
    """A number that a record gives; None where it has none."""
    return value.value if value is not None else None


def reproduced(dataset: Dataset, review: Review) -> Reproduced:
    """A review made again from the trials on record."""
    read = [(at, pooled, meant(dataset, pooled)) for at, pooled in enumerate(review.pooled)]
    depressed = depression_scales(dataset, review)
    wanted = [
        (at, pooled, held if held.scales else held._replace(scales=depressed))
        for at, pooled, held in read
        if not isinstance(held, str)
    ]
    sure = set(review.trials)
    left = review.n_studies is None or review.n_studies.value is None or len(sure) < review.n_studies.value
    guesses = {at: fitting(dataset, review, held) if left else [] for at, _, held in wanted}
    most = max(map(len, guesses.values()), default=0)
    for at, published, _ in wanted:
        if not telling(guesses[at], len(sure), published.studies or count(review.n_studies)):
            guesses[at] = []
    linked = [dataset.trials[name] for name in review.trials]
    because: dict[str, Because] = dict.fromkeys(review.trials, "listed")
    for found in guesses.values():
        for trial in found:
            because.setdefault(trial.id, "fitting")
    estimates = [
        estimate(dataset, review, at, pooled, held,
                 [*(trial for trial in linked if trial.design.comparator in held.comparators), *guesses[at]])
        for at, pooled, held in wanted
    ]  # fmt: skip
    return Reproduced(
        review=review.id,
        name=review.name,
        studies=count(review.n_studies),
        participants=count(review.n_participants),
        found_by=found_by(review, because, most),
        trials=tuple(ReproducedTrial(trial=name, because=why) for name, why in because.items()),
        estimates=tuple(estimates),
        others=tuple(f"{pooled.outcome}: {held}" for _, pooled, held in read if isinstance(held, str)),
    )


def depression_scales(dataset: Dataset, review: Review) -> tuple[str, ...]:
    """The scales of depression for a review of it, whose response is none of another thing; else none."""
    people = set(narrower(dataset, {"depression"}))
    if people.isdisjoint(review.indications):
        return ()
    return tuple(scale.id for scale in dataset.scales if scale.measures == "depression")


def found_by(review: Review, because: dict[str, Because], most: int) -> str:
    """How the trials were found, in words; ``most`` is how many on record fit one of its estimates."""
    listed, others = len(review.trials), len(because) - len(review.trials)
    studies = count(review.n_studies)
    if not listed:
        seen = "its list of studies was not seen"
    elif studies is None or listed <= studies:
        seen = f"{listed}{f' of {wording.count(studies)}' if studies is not None else ''} linked by a source"
    else:
        seen = f"{listed} linked by a source, and it counts {wording.count(studies)}"
    if others:
        return f"{seen}; {others} on record fit its question and year, and whether it has them was not seen"
    if most:
        return f"{seen}; {most} on record fit its question and year, too many to be taken for its own"
    return seen


def forest_of(dataset: Dataset, trials: list[Trial], pooled: Pooled, held: Meant) -> Forest:
    """The forest plot of what an estimate is of: of means by the trials' own estimates, where those can be pooled."""
    ask = Ask(
        outcome=pooled.outcome, span=held.span or ALWAYS, measure=pooled.measure, tau_method="DL", multiarm="combine",
        level=pooled.level,
    )  # fmt: skip
    made = [drawn(dataset, trials, held, ask._replace(basis=basis)) for basis in (None, "raw")]
    return next((plot for plot in made if plot.pooling is not None), made[0])


def drawn(dataset: Dataset, trials: list[Trial], held: Meant, ask: Ask) -> Forest:
    """The plot on one basis."""
    assert ask.measure is not None
    rows: list[Row] = []
    undrawn: list[Undrawn] = []
    for trial in trials:
        made, lacking = drawn_of(trial, held, ask.measure, ask)
        rows += made
        undrawn += lacking
    return judged(dataset, rows, undrawn, ask.measure, ask)


def drawn_of(trial: Trial, held: Meant, measure: str, ask: Ask) -> tuple[list[Row], list[Undrawn]]:
    """The rows of a trial's last outcome that counts and has figures, the most important of that time first."""
    lacking: list[Undrawn] = []
    for item in counting(trial, held):
        pairs = contrasts(trial, item)
        forms = {arm.id: arm.form for arm in trial.arms}
        pairs = [each for each in pairs if forms.get(each.versus) is None and forms.get(each.arm) in held.forms]
        rows, undrawn = draw([(trial, item, each) for each in pairs], measure, ask)
        if any(not row.void for row in rows):
            return rows, []
        lacking += undrawn
    return [], lacking[:1] or [Undrawn(trial.id, "", LACKING)]


def counting(trial: Trial, held: Meant) -> list[Measured]:
    """The outcomes of a trial that count: the latest first where no time is named, then by their role."""

    def counts(item: Measured) -> bool:
        return (
            item.kind in held.kinds
            and (not held.scales or item.scale in held.scales or (item.scale is None and held.kinds != CONTINUOUS))
            and within(item.days, held.span)
            and item.days is not None
            and item.role != "subgroup"
            and item.phase != "follow-up"
            # What had to last over a span of time is another outcome than what was at its end.
            and " to " not in item.timepoint
        )

    def first(item: Measured) -> tuple[float, int]:
        return -(item.days or 0) if held.span is None else 0, ROLES.index(item.role)

    return sorted(filter(counts, measured(trial)), key=first)


def kept_apart(plot: Forest) -> list[Row]:
    """The rows that count people once: an arm that stands in a combined row is left out."""
    return [row for row in plot.rows if row.reason != COMBINED]


def estimate(
    dataset: Dataset, review: Review, at: int, published: Pooled, held: Meant, trials: list[Trial]
) -> ReproducedEstimate:
    """One estimate beside its pool."""
    plot = forest_of(dataset, trials, published, held)
    flip = turned(plot, published, held)
    by = 100.0 if published.measure == "RD" and published.unit == "per 100" else 1.0
    rows = kept_apart(plot)
    value = lower = upper = None
    if plot.pooling is not None:
        made = pooled_estimate(plot.measure, plot.pooling.random)
        value, lower, upper = signed((made.value, made.lower, made.upper), published.measure, flip, by)
    inside = pooled(rows)
    assert published.value is not None
    return ReproducedEstimate(
        path=f"reviews/{review.id}.pooled.{at}",
        outcome=published.outcome,
        comparison=published.comparison,
        timepoint=published.timepoint,
        measure=published.measure,
        published=published.value,
        published_lower=published.lower,
        published_upper=published.upper,
        studies=published.studies,
        participants=published.participants,
        rows=tuple(row_of(row, published.measure, flip, by) for row in rows),
        trials=len({row.trial.id for row in inside}),
        people=size(inside),
        value=value,
        lower=lower,
        upper=upper,
        lacking=tuple(f"{each.trial}: {each.reason}" for each in plot.undrawn
                      if each.trial not in {row.trial.id for row in rows}),
        refusals=tuple(each.reason for each in plot.refusals),
        differs=tuple(differences(published, value, inside)),
        notes=tuple(wording.inside(OPTIONS.sub("", note)) for note in plot.notes),
    )  # fmt: skip


def size(rows: list[Row]) -> int | None:
    """The people behind rows; None where those of a row are not known."""
    sizes = [people(row) for row in rows]
    return round(sum(sizes)) if sizes and all(sizes) else None


def turned(plot: Forest, published: Pooled, held: Meant) -> bool:
    """Whether a figure here is turned round to stand in the sign of the review."""
    if published.measure in RATIOS:
        return held.turned
    opposite = plot.better is not None and published.better is not None and plot.better != published.better
    return held.turned != opposite


def signed(
    values: tuple[float, float, float], measure: str, flip: bool, by: float
) -> tuple[float, float, float]:  # fmt: skip
    """A value and its limits in the review's sign and unit."""
    value, lower, upper = (by * each for each in values)
    if not flip:
        return value, lower, upper
    if measure in RATIOS:
        return 1 / value, 1 / upper, 1 / lower
    return -value, -upper, -lower


def row_of(row: Row, measure: str, flip: bool, by: float) -> ReproducedRow:
    """One comparison."""
    made = row.estimate
    value, lower, upper = signed((made.value, made.lower, made.upper), measure, flip, by)
    n, control_n = group_sizes(row)
    counts = row.counts if row.basis == "raw" else None
    return ReproducedRow(
        trial=row.trial.id, outcome=row.measured.id, days=row.measured.days, n=people(row) or None,
        events=counts.events if counts is not None else None, group_n=n,
        control_events=counts.control_events if counts is not None else None, control_n=control_n, value=value,
        lower=lower, upper=upper, weight=row.weight, reason=row.reason or None,
        sources=tuple(dict.fromkeys(row_sources(row))),
    )  # fmt: skip


def differences(published: Pooled, value: float | None, rows: list[Row]) -> list[str]:
    """What differs between a pool here and the published one, as far as it is known."""
    found = []
    inside, behind = len({row.trial.id for row in rows}), size(rows)
    if rows and published.studies not in (None, inside):
        found.append(f"{inside} {'trial' if inside == 1 else 'trials'} here, {published.studies} there")
    if published.participants is not None and behind not in (None, published.participants):
        found.append(f"{wording.count(behind)} people here, {wording.count(published.participants)} there")
    if value is not None and published.value is not None:
        found.append(nearness(value, published))
    return found


def nearness(value: float, published: Pooled) -> str:
    """How far a pool is from the published one, in words."""
    assert published.value is not None
    digits = published.digits if published.digits is not None else 2
    if round(value, digits) == round(published.value, digits):
        return "the same value to the digits printed"
    inside = published.lower is not None and published.upper is not None and published.lower <= value <= published.upper
    where = "; it lies within the published interval" if inside else ""
    if published.lower is not None and published.upper is not None and not inside:
        where = "; it lies outside the published interval"
    apart = abs(value - published.value)
    near = "close to" if apart <= FAR * abs(published.value) else f"{apart:.{digits}f} from"
    return f"the value here is {near} the published one{where}"
