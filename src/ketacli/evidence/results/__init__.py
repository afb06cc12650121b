"""Results of trials as a tidy table: which outcomes are meant, a row an arm, or a row a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.contrasts import measured
from ketacli.evidence.outcomes import GROUPS, matching, within
from ketacli.evidence.results.table import Results

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.evidence.answers.results import ArmRow, ComparisonRow
    from ketacli.evidence.contrasts import Measured
    from ketacli.evidence.forest.rows import Ask
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Trial


def arms(dataset: Dataset, trials: Iterable[Trial], ask: Ask) -> Results[ArmRow]:
    """A row for each arm of each outcome at each time; LookupError, with what there is, for an unknown outcome."""
    from ketacli.evidence.results.by_arm import arm_rows

    held = [(trial, item) for trial in trials for item in measured(trial, baseline_too=True)]
    return Results(row for trial, item in meant(held, ask) for row in arm_rows(dataset, trial, item))


def comparisons(dataset: Dataset, trials: Iterable[Trial], ask: Ask, every: bool = False) -> Results[ComparisonRow]:
    """A row for each comparison of two arms.

    With an outcome these are the rows that a forest plot of it pools: one outcome a trial, without what is not
    randomised or not sound. ``every``, and what is no one outcome, give all comparisons of all outcomes that are meant.
    """
    from ketacli.evidence.results.by_comparison import all_comparisons, pooled_comparisons

    every_trial = list(trials)
    chosen = meant([(trial, item) for trial in every_trial for item in measured(trial)], ask)
    if every or ask.outcome is None or ask.outcome.casefold() in GROUPS:
        return all_comparisons(dataset, chosen, ask)
    return pooled_comparisons(dataset, every_trial, chosen, ask)


def meant(held: list[tuple[Trial, Measured]], ask: Ask) -> list[tuple[Trial, Measured]]:
    """The outcomes that are meant, all without a wish, at the time that is meant."""
    if ask.outcome is not None:
        wanted = {id(item) for item in matching([item for _, item in held], ask.outcome)}
        if not wanted and held:
            raise LookupError(sorted({item.kind for _, item in held} | {item.scale or "" for _, item in held} - {""}))
        held = [(trial, item) for trial, item in held if id(item) in wanted]
    return [(trial, item) for trial, item in held if within(item.days, ask.span)]
