"""A row an arm, and what every row of results says of its outcome and trial."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ketacli.evidence.answers.results import ArmRow
from ketacli.evidence.contrasts import deviation
from ketacli.evidence.forest.rows import arm_of

if TYPE_CHECKING:
    from ketacli.evidence.contrasts import Measured
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import ArmResult, Trial

FIGURES = ("events", "percent", "mean", "sd", "se", "median", "q1", "q3")


def arm_rows(dataset: Dataset, trial: Trial, item: Measured) -> Iterator[ArmRow]:
    """The arms that have a figure of the outcome."""
    about = outcome_values(dataset, trial, item)
    for result in item.results:
        if any(getattr(result, name) is not None for name in FIGURES):
            yield arm_row(trial, result, about)


def arm_row(trial: Trial, result: ArmResult, about: dict[str, Any]) -> ArmRow:
    """One arm's figures; a standard deviation that is not printed is worked out where the figures give it."""
    figures: dict[str, Any] = {name: getattr(result, name) for name in FIGURES}
    spread = deviation(result) if result.mean is not None else None
    figures["sd"], how = spread if spread is not None else (None, "")
    arm = arm_of(trial, result.arm)
    return ArmRow(
        **about,
        arm=result.arm,
        role=arm.role if arm is not None else None,
        n=result.n,
        **figures,
        unit=result.unit,
        derived="; ".join(filter(None, (result.derived, how))) or None,
        source=result.source,
        place=result.at,
        check=result.check,
    )


def outcome_values(dataset: Dataset, trial: Trial, item: Measured) -> dict[str, Any]:
    """The fields of an ``OutcomeOfTrial``."""
    kind, _, place = item.path.partition(".")
    scale = dataset.scales.get(item.scale or "")
    return {
        "trial": trial.id,
        "name": trial.name,
        "year": trial.year,
        "indication": "; ".join(trial.indications),
        "form": "; ".join(trial.forms),
        "comparison": trial.design.comparator,
        "outcome": item.id,
        "label": item.label,
        "outcome_role": item.role,
        "kind": item.kind,
        "construct": scale.measures if scale is not None else None,
        "scale": item.scale,
        "timepoint": item.timepoint or None,
        "days": item.days,
        "analysis_set": trial.outcomes[int(place)].analysis_set if kind == "outcomes" else None,
        "better": item.better,
    }
