"""Effects of figures that a person gives: the same working out, without a trial behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.analysis import Analysis, rebase
from ketacli.evidence.contrasts import Better, Contrast, Counts, Means, Measured, of_counts, of_means
from ketacli.stats.nnt import number_needed

if TYPE_CHECKING:
    from ketacli.stats.estimate import Estimate

NOTHING = "neither group varies, so nothing can be computed"


def counts(
    arm: tuple[int, int],
    control: tuple[int, int],
    better: Better | None = None,
    level: float = 0.95,
    methods: frozenset[str] = frozenset(),
    baseline: float | None = None,
) -> Analysis:
    """The effect of events of people in two groups; ``baseline`` is a risk per 1.

    Without ``better`` it is not known whether the event is a benefit or a harm: no number needed is named.
    """
    held = Counts(*arm, *control)
    made = tuple(of_counts(held, level, methods))
    needed = number_needed(made[0], better) if better is not None else None
    again = tuple(rebase(made, baseline, better)) if baseline is not None else ()
    return _analysis(_contrast("event", better, counts=held), made)._replace(needed=needed, rebased=again)


def means(
    arm: tuple[float, float, int],
    control: tuple[float, float, int],
    better: Better | None = None,
    level: float = 0.95,
    methods: frozenset[str] = frozenset(),  # noqa: ARG001 - there is one method for means
    baseline: float | None = None,  # noqa: ARG001 - a baseline risk belongs to counts
) -> Analysis:
    """The effect of mean, standard deviation and n in two groups."""
    from ketacli.stats.means import Mean

    held = Means(Mean(*arm), Mean(*control))
    return _analysis(_contrast("score", better, means=held), tuple(of_means(held, level)))


def _contrast(kind: str, better: Better | None, counts: Counts | None = None, means: Means | None = None) -> Contrast:
    item = Measured("", "given", "figures given", kind, "", None, "", None, better, "", (), ())
    return Contrast(None, item, "given", "control", counts, means, "", ())


def _analysis(found: Contrast, made: tuple[Estimate, ...]) -> Analysis:
    return Analysis(found, made, None, (), None, None, (), "" if made else NOTHING)
