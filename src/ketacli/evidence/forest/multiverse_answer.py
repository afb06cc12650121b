"""A multiverse as the answer of ``keta forest --multiverse``, and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.answers.answer import Columns, columns
from ketacli.evidence.answers.multiverse import (
    CombinationsRefused,
    LevelOfChoice,
    MeasureInMultiverse,
    MultiverseOfPlot,
    Specification,
)
from ketacli.evidence.effect_answer import finite
from ketacli.evidence.forest.multiverse import above, below, middle
from ketacli.stats.published import natural

if TYPE_CHECKING:
    from ketacli.evidence.forest.multiverse import Multiverse, Spec


def multiverse_answer(found: Multiverse) -> MultiverseOfPlot:
    """The whole multiverse on the measures' own scales."""
    measure: Any = found.measure
    return MultiverseOfPlot(
        measure=measure,
        measures=tuple(of_measure(found, each) for each in dict.fromkeys(spec.measure for spec in found.specs)),
        levels=tuple(
            LevelOfChoice(**{**each._asdict(), "middle": scaled(measure, each.middle)}) for each in found.levels
        ),
        analyses=tuple(map(specification, found.specs)),
        refused=tuple(CombinationsRefused(**each._asdict()) for each in found.refused),
    )


def scaled(measure: str, value: float | None) -> float | None:
    """A value on the measure's own scale; None where it is infinite, or none."""
    return None if value is None else finite(natural(measure, value))


def of_measure(found: Multiverse, measure: Any) -> MeasureInMultiverse:
    """How the analyses in a measure come out."""
    specs = found.of(measure)
    up, down = sum(map(above, specs)), sum(map(below, specs))
    positive = sum(spec.value > 0 for spec in specs)
    values = [spec.value for spec in specs]
    return MeasureInMultiverse(
        measure=measure, analyses=len(specs), above=up, below=down, across=len(specs) - up - down,
        same_sign=max(positive, sum(spec.value < 0 for spec in specs)), lowest=scaled(measure, values[0]),
        middle=scaled(measure, middle(values)), highest=scaled(measure, values[-1]),
    )  # fmt: skip


def specification(spec: Spec) -> Specification:
    """One analysis."""
    words: dict[str, Any] = spec.choices
    measure: Any = spec.measure
    value, lower, upper = (scaled(measure, each) for each in (spec.value, spec.lower, spec.upper))
    return Specification(
        measure=measure, model=words["model"][0], interval=words["interval"][0], basis=words["basis"],
        people=words["people"], time=words["time"], arms=words["arms"], placebo=words["placebo"],
        left_out=words["trials"], trials=spec.trials, k=spec.k, value=value, lower=lower, upper=upper, p=spec.p,
        side="above" if above(spec) else "below" if below(spec) else "across", usual=spec.usual,
    )  # fmt: skip


def spec_columns() -> Columns:
    """The columns of the rows, one an analysis."""
    return columns(Specification)
