"""One comparison of a trial, worked out: estimates, numbers needed, agreement, margin, who is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence import contrasts
from ketacli.evidence.agreement import Agreement, agreements
from ketacli.stats.estimate import Estimate
from ketacli.stats.nnt import NumberNeeded, number_needed
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.evidence.contrasts import Contrast


class Margin(NamedTuple):
    """A non-inferiority margin beside the recomputed interval."""

    value: float
    """As the trial set it, a positive number in ``unit``."""
    unit: str
    met: bool
    """Whether the whole interval lies on the right side of it."""


class Counted(NamedTuple):
    """Who stands behind the figures."""

    counted: int
    randomised: int
    """In the same two arms."""


class Rebased(NamedTuple):
    """A ratio applied to another baseline risk."""

    baseline: float
    """Per 1."""
    ratio: Estimate
    difference: Estimate
    needed: NumberNeeded | None
    """None where no direction is better."""


class Analysis(NamedTuple):
    """Everything that can be said of a contrast."""

    contrast: Contrast
    estimates: tuple[Estimate, ...]
    needed: NumberNeeded | None
    agreements: tuple[Agreement, ...]
    margin: Margin | None
    counted: Counted | None
    rebased: tuple[Rebased, ...]
    reason: str
    """Why nothing was computed; empty when something was."""

    @property
    def unit(self) -> str:
        """The unit of a difference in means: points of the scale unless the record says otherwise."""
        units = [result.unit for result in self.contrast.measured.results if result.unit]
        if units:
            return units[0]
        return "points" if self.contrast.measured.scale else ""


NOT_PAIRED = "a correlation was given, but no two means of the same people with their spread and n are on record"


def analyse(
    found: Contrast,
    level: float = 0.95,
    methods: frozenset[str] = frozenset(),
    baseline: float | None = None,
    correlation: float | None = None,
) -> Analysis:
    """Work a contrast out. ``baseline`` is a risk per 1, ``correlation`` that of paired measurements."""
    made = tuple(contrasts.estimates(found, level, methods))
    reason = "" if made else found.reason or "the figures do not vary, so nothing can be computed"
    if not made and correlation is not None:
        made = tuple(contrasts.paired_estimates(found, correlation, level))
        reason = "" if made else NOT_PAIRED
    difference = next((each for each in made if each.measure == "RD"), None)
    better = found.measured.better
    return Analysis(
        found,
        made,
        number_needed(difference, better) if difference is not None and better is not None else None,
        tuple(agreements(found)),
        margin(found, made),
        counted(found),
        tuple(rebase(made, baseline, better)) if baseline is not None else (),
        reason,
    )


def rebase(made: tuple[Estimate, ...], baseline: float, better: str | None) -> list[Rebased]:
    """What each ratio would mean at a baseline risk (per 1)."""
    from ketacli.stats.baseline import rebased

    found = []
    for ratio in made:
        if ratio.measure in ("RR", "OR"):
            difference = rebased(ratio, baseline)
            needed = number_needed(difference, better) if better is not None else None
            found.append(Rebased(baseline, ratio, difference, needed))
    return found


def margin(found: Contrast, made: tuple[Estimate, ...]) -> Margin | None:
    """The margin of a non-inferiority trial's primary outcome, read against the recomputed interval."""
    if found.trial is None:
        return None
    design = found.trial.design
    if design.framework != "noninferiority" or design.margin is None or found.measured.role != "primary":
        return None
    wanted, times = ("RD", 100.0) if design.margin_unit == "per 100" else ("MD", 1.0)
    estimate = next((each for each in made if each.measure == wanted), None)
    if estimate is None or design.margin_unit is None:
        return None
    if found.measured.better == "higher":
        met = estimate.lower * times > -design.margin
    else:
        met = estimate.upper * times < design.margin
    return Margin(design.margin, design.margin_unit, met)


def counted(found: Contrast) -> Counted | None:
    """How many of those randomised to the two arms stand behind the figures; None where either is not known."""
    if found.trial is None or contrasts.paired(found.trial, found.measured):
        return None
    if found.trial.design.model == "randomised-withdrawal":
        # Its strata are randomised apart: who is in another one is not missing from this.
        return None
    results = {result.arm: result.n for result in found.measured.results}
    arms = {arm.id: arm.n_randomised for arm in found.trial.arms}
    sizes, seen = [], []
    for name in (found.arm, found.versus):
        size = arms.get(name)
        n = results.get(name)
        if size is None or size.value is None or n is None:
            return None
        sizes.append(size.value)
        seen.append(n)
    return Counted(sum(seen), sum(sizes))
