"""The line of a trial in lists, made of its record: what was set against what, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.listed.by_arm import primary_figures
from ketacli.evidence.listed.contrast import contrast
from ketacli.evidence.listed.doubts import doubts
from ketacli.evidence.listed.result import result_words
from ketacli.evidence.listed.trial_row import GROUPS, TrialRow
from ketacli.records import wording
from ketacli.records.names import label

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Outcome, Trial


def rows(dataset: Dataset, trials: list[Trial]) -> list[TrialRow]:
    """The lines of trials, in their order."""
    doubted = doubts(dataset, (trial.source for trial in trials))
    return [_row(dataset, trial, doubted.get(trial.source, "")) for trial in trials]


def _row(dataset: Dataset, trial: Trial, doubt: str) -> TrialRow:
    status = "" if trial.status == "reported" else trial.status.replace("-", " ")
    return TrialRow(
        id=trial.id,
        group=group(trial),
        size=str(trial.n or 0),
        direction=trial.direction,
        doubt=doubt,
        year=str(trial.year or ""),
        n=wording.count(trial.n) if trial.n is not None else "",
        counted=size_basis(trial) if trial.n is not None else "",
        contrast=contrast(dataset, trial),
        outcome=primary_words(trial),
        effect=primary_figures(trial) or by_arm(trial),
        result=status or result_words(trial),
        indications=", ".join(label(dataset, "indications", name, short=True) for name in trial.indications),
        masking=trial.design.masking if trial.design.masking != "not-stated" else "",
        phase=(trial.phase or "").replace("PHASE", "").replace("EARLY_", "early ").replace("|", "/"),
    )


def group(trial: Trial) -> str:
    """The heading that a study stands under."""
    if trial.species != "human":
        return GROUPS[3]
    if trial.status != "reported":
        return GROUPS[4]
    if trial.kind == "observational":
        return GROUPS[2]
    return GROUPS[0] if trial.design.allocation == "randomised" else GROUPS[1]


def size_basis(trial: Trial) -> str:
    """Which count ``trial.n`` is: "", "treated", "analysed" or "enrolled"; empty for randomised."""
    named = (("", trial.n_randomised), ("treated", trial.n_treated), ("analysed", trial.n_analysed),
             ("enrolled", trial.n_enrolled))  # fmt: skip
    return next((word for word, count in named if count is not None and count.value is not None), "")


def primary_words(trial: Trial) -> str:
    """The primary outcome, with its timepoint unless the label already says it."""
    outcome = next((each for each in trial.outcomes if each.role == "primary"), None)
    if outcome is None:
        return ""
    point = outcome.timepoint or ""
    said = point.split(",")[0].lower() in outcome.label.lower()
    return outcome.label if said else f"{outcome.label}, {point}"


def by_arm(trial: Trial) -> str:
    """Events of each group in the primary outcome, where no formal effect is printed and there are two groups."""
    outcome: Outcome | None = next((each for each in trial.outcomes if each.role == "primary"), None)
    if outcome is None or len(outcome.results) != 2:
        return ""
    roles = {arm.id: arm.role for arm in trial.arms}
    first, second = sorted(outcome.results, key=lambda each: roles.get(each.arm) == "comparator")
    if first.events is None or second.events is None or not first.n or not second.n:
        return ""
    return f"{first.events}/{first.n} v {second.events}/{second.n}"
