"""A trial's effects, recomputed from the counts and means that its record holds.

A percentage is never turned into a count here: where one count alone is possible the build has done it, and the
figure says so (``derived``). People who were measured under both treatments are not taken for two groups.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any, Literal

from ketacli.stats.estimate import Estimate, Refusal
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.records.trial import ArmResult, Effect, Harm, Outcome, Trial
    from ketacli.stats.means import Mean


Better = Literal["lower", "higher"]
"""Which direction of an outcome means benefit."""


class Measured(NamedTuple):
    """An outcome or a harm, alike: what was measured when, and what each arm showed."""

    path: str
    """Dotted key in the record."""
    id: str
    label: str
    kind: str
    """The outcome's kind, or "harm"."""
    role: str
    """The outcome's role, or "harm"."""
    scale: str | None
    timepoint: str
    days: float | None
    better: Better | None
    analysis: str
    results: tuple[ArmResult, ...]
    effects: tuple[Effect, ...]
    definition: str = ""
    phase: str | None = None
    """Of a harm: when it was counted, where the study reports its phases apart."""


class Counts(NamedTuple):
    """Two groups' counts."""

    events: float
    n: float
    control_events: float
    control_n: float


class Means(NamedTuple):
    """Two groups' means."""

    arm: Mean
    control: Mean
    note: str | None = None
    """How a standard deviation was found, where it was not printed."""


class Contrast(NamedTuple):
    """Two arms compared on one outcome: the data, and what was published of them."""

    trial: Trial | None
    """None for figures that a person gave."""
    measured: Measured
    arm: str
    versus: str
    counts: Counts | None
    means: Means | None
    reason: str
    """Why there are neither counts nor means to compute from; empty when there are."""
    published: tuple[Effect, ...]

    @property
    def derived(self) -> str | None:
        """How figures were worked out that no source prints: counts, or standard deviations; None for printed ones."""
        return derived(self.measured, (self.arm, self.versus), self.counts, self.means)


def derived(item: Measured, arms: Iterable[str], counts: Counts | None, means: Means | None) -> str | None:
    """How the counts or means of arms were worked out; None where they are as printed, or there are none."""
    if counts is None and (means is None or means.note):
        return means.note if means is not None else None
    held = set(arms)
    return next((result.derived for result in item.results if result.arm in held and result.derived), None)


def measured(trial: Trial, baseline_too: bool = False) -> list[Measured]:
    """Every outcome and every harm with counts, in the order of the record; what was measured before only if asked."""
    found = [
        _outcome(outcome, at) for at, outcome in enumerate(trial.outcomes) if baseline_too or not baseline(outcome)
    ]
    taken = {item.id for item in found}
    for at, harm in enumerate(trial.harms):
        if any(result.events is not None or result.percent is not None for result in harm.results):
            item = _harm(harm, at)
            name = item.id
            while name in taken:
                name += "-more"
            taken.add(name)
            found.append(item._replace(id=name))
    return found


def set_of(trial: Trial, item: Measured) -> Any:
    """Whom the figures of an outcome are of, in one word; not-stated where the record does not say."""
    kind, _, at = item.path.partition(".")
    return (trial.outcomes[int(at)].analysis_set if kind == "outcomes" else None) or "not-stated"


def baseline(outcome: Outcome) -> bool:
    """Whether something was measured before treatment: a difference then is no effect."""
    point = (outcome.timepoint or "").casefold()
    return point in ("baseline", "screening") or (point.startswith("before") and " to " not in point)


def _outcome(outcome: Outcome, at: int) -> Measured:
    return Measured(
        f"outcomes.{at}", outcome.id, outcome.label, outcome.kind, outcome.role, outcome.scale,
        outcome.timepoint or "", outcome.days, outcome.better, outcome.analysis or "",
        outcome.results, outcome.effects, outcome.definition or "",
    )  # fmt: skip


def _harm(harm: Harm, at: int) -> Measured:
    words = "".join(letter if letter.isalnum() else " " for letter in harm.event.casefold()).split()
    later = harm.phase == "follow-up"
    name = "-".join([*words, *(["serious"] if harm.serious else []), *(["follow-up"] if later else [])])
    label = harm.event[:1].upper() + harm.event[1:]
    label += (" (serious)" if harm.serious else "") + (", follow-up" if later else "")
    return Measured(
        f"harms.{at}", name, label, "harm", "harm", None, harm.definition or "", None, "lower", "", harm.results, (),
        harm.definition or "", harm.phase,
    )  # fmt: skip


def contrasts(trial: Trial, item: Measured) -> list[Contrast]:
    """Every comparison of two arms on one outcome.

    Those that were published come first; an arm that none of them is about is compared with the
    comparator, where there is one only. Arms and several comparators are paired as the trial pairs
    them elsewhere, never all with all: a control group belongs to its own arm.
    """
    shown = {result.arm for result in item.results}
    pairs = _published(item.effects)
    if not pairs:
        elsewhere = [pair for outcome in trial.outcomes for pair in _published(outcome.effects)]
        pairs = [pair for pair in elsewhere if set(pair) <= shown]
    covered = {arm for arm, _ in pairs}
    arms = [arm.id for arm in trial.arms if arm.role == "experimental" and arm.id in shown]
    controls = [arm.id for arm in trial.arms if arm.role == "comparator" and arm.id in shown]
    if not controls and not pairs and len(arms) == 2:
        pairs = [(arms[0], arms[1])]
    elif len(controls) == 1:
        pairs += [(arm, controls[0]) for arm in arms if arm not in covered]
    return [contrast(trial, item, arm, versus) for arm, versus in dict.fromkeys(pairs)]


def _published(effects: tuple[Effect, ...]) -> list[tuple[str, str]]:
    return [(effect.arm, effect.versus) for effect in effects if effect.versus is not None]


def contrast(trial: Trial, item: Measured, arm: str, versus: str) -> Contrast:
    """Two arms of a trial on one outcome, with what can be computed of them or the reason why not."""
    published = tuple(effect for effect in item.effects if (effect.arm, effect.versus) == (arm, versus))
    results = {result.arm: result for result in item.results}
    first, second = results.get(arm), results.get(versus)
    counts = means = None
    reason = ""
    if paired(trial, item):
        reason = "the same people had both treatments, and how the two measurements correlate is not on record"
    elif first is None or second is None:
        reason = "the figures of the two arms were not seen in a source"
    else:
        counts = _counts(first, second)
        means = None if counts is not None else _means(first, second)
        if counts is None and means is None:
            reason = missing(first, second)
    return Contrast(trial, item, arm, versus, counts, means, reason, published)


def paired(trial: Trial, item: Measured) -> bool:
    """Whether the arms are the same people, as in a crossover that is not read from its first period alone."""
    return trial.design.model == "crossover" and "first period" not in f"{item.analysis} {item.label}".casefold()


def _counts(first: ArmResult, second: ArmResult) -> Counts | None:
    if first.events is None or not first.n or second.events is None or not second.n:
        return None
    return Counts(first.events, first.n, second.events, second.n)


def _means(first: ArmResult, second: ArmResult) -> Means | None:
    from ketacli.stats.means import Mean

    spread, control_spread = deviation(first), deviation(second)
    if first.mean is None or second.mean is None or not first.n or not second.n:
        return None
    if spread is None or control_spread is None or first.unit != second.unit or first.n < 2 or second.n < 2:
        return None
    how = dict.fromkeys(note for _, note in (spread, control_spread) if note)
    return Means(
        Mean(first.mean, spread[0], first.n), Mean(second.mean, control_spread[0], second.n), "; ".join(how) or None
    )


def deviation(result: ArmResult) -> tuple[float, str] | None:
    """An arm's standard deviation and how it was found; None where nothing gives it."""
    if result.sd is not None:
        return result.sd, ""
    if result.se is not None and result.n:
        return result.se * sqrt(result.n), "standard deviation from the standard error and n"
    if result.lower is not None and result.upper is not None and result.n and result.n > 1:
        from ketacli.stats.means import sd_from_interval

        sd = sd_from_interval(result.lower, result.upper, result.n, result.level or 0.95)
        return sd, "standard deviation from the interval of the mean"
    return None


def missing(first: ArmResult, second: ArmResult) -> str:
    """Which figures would be needed and are not there."""
    both = (first, second)
    if any(result.percent is not None for result in both) and any(result.events is None for result in both):
        return "percentages were printed without the number of events, and no one count follows from them"
    if all(result.mean is not None for result in both):
        if any(not result.n for result in both):
            return "means were printed without their n"
        if first.unit != second.unit:
            return "the two means are in different units"
        return "means were printed without a standard deviation, standard error or interval"
    return "the figures of the two arms were not seen in a source"


def estimates(found: Contrast, level: float = 0.95, methods: frozenset[str] = frozenset()) -> list[Estimate]:
    """Everything that the data of a contrast give: RD, RR, OR of counts; MD and SMD of means.

    ``methods`` may name an interval for the difference and one for ratios. A ratio that the data say
    nothing of is left out.
    """
    if found.counts is not None:
        return of_counts(found.counts, level, methods)
    if found.means is not None:
        return of_means(found.means, level)
    return []


COUNTED = ("RD", "RR", "OR")
"""What counts give: risk difference, risk ratio and odds ratio."""


def of_counts(
    counts: Counts, level: float = 0.95, methods: frozenset[str] = frozenset(), measures: tuple[str, ...] = COUNTED
) -> list[Estimate]:
    """The measures asked for; a ratio that the counts say nothing of is left out."""
    from ketacli.stats import proportions

    chosen = next((name for name in proportions.DIFFERENCES if name in methods), proportions.DIFFERENCES[0])
    ratio = next((name for name in proportions.RATIO_METHODS if name in methods), proportions.RATIO_METHODS[0])
    out = [proportions.risk_difference(*counts, level, chosen)] if "RD" in measures else []
    for measure, compute in (("RR", proportions.risk_ratio), ("OR", proportions.odds_ratio)):
        if measure not in measures:
            continue
        try:
            out.append(compute(*counts, level, ratio))
        except Refusal:
            continue
    return out


def of_means(means: Means, level: float = 0.95) -> list[Estimate]:
    """Mean difference and Hedges' g; neither where nobody varies."""
    from ketacli.stats.means import mean_difference, standardised_mean_difference

    try:
        return [
            mean_difference(means.arm, means.control, level)._replace(note=means.note),
            standardised_mean_difference(means.arm, means.control, level)._replace(note=means.note),
        ]
    except ValueError:
        return []


def paired_estimates(found: Contrast, correlation: float, level: float = 0.95) -> list[Estimate]:
    """Mean difference and standardised difference of the same people under both treatments.

    Empty where the means, their spread or a common n are not on record.
    """
    from ketacli.stats.means import paired_mean_difference, paired_standardised_difference

    results = {result.arm: result for result in found.measured.results}
    first, second = results.get(found.arm), results.get(found.versus)
    if first is None or second is None or found.trial is None or not paired(found.trial, found.measured):
        return []
    means = _means(first, second)
    if means is None:
        return []
    try:
        return [
            paired_mean_difference(means.arm, means.control, correlation, level)._replace(note=means.note),
            paired_standardised_difference(means.arm, means.control, correlation, level)._replace(note=means.note),
        ]
    except ValueError:
        return []
