"""A trial's effects as the answer of ``keta effect``, and its rows: risk differences per 1."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING, Any

from ketacli.evidence.agreement import scale
from ketacli.evidence.answers.effects import (
    ArmFigures,
    ComparisonOfArms,
    ComputedEffect,
    CountedPeople,
    EffectAnswer,
    MarginRead,
    NeededLimit,
    NumberNeededToTreat,
    OutcomeWorkedOut,
    PublishedEffect,
    RebasedEffect,
)
from ketacli.evidence.answers.estimate_row import EstimateRow
from ketacli.records.base import defaults

if TYPE_CHECKING:
    from ketacli.evidence.agreement import Agreement
    from ketacli.evidence.analysis import Analysis
    from ketacli.evidence.contrasts import Measured
    from ketacli.stats.estimate import Estimate
    from ketacli.stats.nnt import Limit, NumberNeeded


def effect_answer(
    trial: str | None, found: list[Analysis], others: list[Measured], safety: tuple[str, ...] | None = None
) -> EffectAnswer:
    """What was worked out, by outcome; ``others`` are outcomes with figures that were not asked for.

    ``safety`` are the ids of the safety records whose groups are compared.
    """
    items = {each.contrast.measured.path: each.contrast.measured for each in found}
    outcomes = tuple(outcome(item, found) for item in items.values())
    return EffectAnswer(trial=trial, outcomes=outcomes, also=tuple(item.id for item in others), safety=safety)


def finite(number: float) -> float | None:
    """A number for JSON; None for infinity, which JSON does not have."""
    return None if isinf(number) else number


def estimate_values(found: Estimate, unit: str = "") -> dict[str, Any]:
    """The fields of a ``ComputedEffect``; ``unit`` is that of a difference in means."""
    return {
        "measure": found.measure,
        "value": finite(found.value),
        "lower": finite(found.lower),
        "upper": finite(found.upper),
        "level": found.level,
        "method": found.method,
        "unit": "per 1" if found.measure == "RD" else (unit or None) if found.measure == "MD" else None,
        "se": found.se,
        "note": found.note,
    }


def needed(found: NumberNeeded) -> NumberNeededToTreat:
    """A number needed, None for infinity."""
    return NumberNeededToTreat(
        measure="NNT",
        kind=found.kind or None,
        value=finite(found.value),
        best=_limit(found.best),
        worst=_limit(found.worst),
        through_infinity=found.through_infinity,
        level=found.level,
    )


def _limit(found: Limit) -> NeededLimit:
    return NeededLimit(kind=found.kind, value=finite(found.value))


def outcome(item: Measured, found: list[Analysis]) -> OutcomeWorkedOut:
    """One outcome with its comparisons."""
    return OutcomeWorkedOut(
        id=item.id,
        path=item.path or None,
        label=item.label,
        kind=item.kind,
        role=item.role or None,
        scale=item.scale or None,
        timepoint=item.timepoint or None,
        days=item.days,
        better=item.better,
        analysis=item.analysis or None,
        comparisons=tuple(comparison(each) for each in found if each.contrast.measured is item),
    )


def comparison(found: Analysis) -> ComparisonOfArms:
    """Two arms compared."""
    contrast, unit = found.contrast, found.unit
    results = {result.arm: result for result in contrast.measured.results}
    margin, counted = found.margin, found.counted
    return ComparisonOfArms(
        arm=arm(contrast.arm, results.get(contrast.arm)),
        versus=arm(contrast.versus, results.get(contrast.versus)),
        effects=tuple(ComputedEffect(**estimate_values(each, unit)) for each in found.estimates),
        nnt=needed(found.needed) if found.needed is not None else None,
        reason=found.reason or None,
        published=tuple(published(each) for each in found.agreements),
        margin=MarginRead(value=margin.value, unit=margin.unit, met=margin.met) if margin is not None else None,
        counted=CountedPeople(counted=counted.counted, randomised=counted.randomised) if counted is not None else None,
        rebased=tuple(
            RebasedEffect(
                baseline=each.baseline,
                ratio="RR" if each.ratio.measure == "RR" else "OR",
                effect=ComputedEffect(**estimate_values(each.difference)),
                nnt=needed(each.needed) if each.needed is not None else None,
            )
            for each in found.rebased
        ),
    )


def arm(name: str, found: Any) -> ArmFigures:
    """One arm's figures with their source; all None for an arm without a result."""
    keys = ("n", "events", "percent", "mean", "sd", "se", "unit", "derived", "source", "at", "check", "checked")
    return ArmFigures(id=name, **{key: getattr(found, key, None) for key in keys})


def published(found: Agreement) -> PublishedEffect:
    """A published effect in the unit that is computed: a risk difference per 1, without the dust of division."""
    effect, times = found.effect, scale(found.effect)

    def per_one(value: float | None) -> float | None:
        return None if value is None else round(value / times, 12)

    return PublishedEffect(
        measure=effect.measure,
        value=round((effect.value or 0.0) / times, 12),
        lower=per_one(effect.lower),
        upper=per_one(effect.upper),
        level=effect.level,
        one_sided=effect.one_sided,
        adjusted=effect.adjusted,
        nominal=effect.nominal,
        p=effect.p,
        p_bound=effect.p_bound,
        se=per_one(effect.se),
        as_printed=effect.unit,
        verdict=found.verdict,
        method=found.method or None,
        tolerance=round(found.tolerance / times, 12),
        source=effect.source,
        at=effect.at,
    )


def rows(trial: str | None, found: Analysis) -> list[EstimateRow]:
    """One row an estimate, or one that says why there is none."""
    whole = comparison(found)
    first, second, item = whole.arm, whole.versus, found.contrast.measured
    counts, means = found.contrast.counts, found.contrast.means
    base: dict[str, Any] = {
        "trial": trial, "outcome": item.id, "label": item.label, "timepoint": item.timepoint or None,
        "arm": first.id, "versus": second.id, "reason": whole.reason, "source": first.source,
        "events": counts.events if counts else None, "control_events": counts.control_events if counts else None,
        "n": counts.n if counts else means.arm.n if means else first.n,
        "control_n": counts.control_n if counts else means.control.n if means else second.n,
        "mean": means.arm.mean if means else first.mean, "sd": means.arm.sd if means else first.sd,
        "control_mean": means.control.mean if means else second.mean,
        "control_sd": means.control.sd if means else second.sd,
        "derived": found.contrast.derived,
    }  # fmt: skip
    return [_row(base, each, whole) for each in whole.effects or (None,)]


def _row(base: dict[str, Any], made: ComputedEffect | None, whole: ComparisonOfArms) -> EstimateRow:
    row: dict[str, Any] = dict.fromkeys(defaults(EstimateRow)) | base
    if made is None:
        return EstimateRow(**row)
    row |= {name: getattr(made, name) for name in ("measure", "value", "lower", "upper", "level", "method", "unit")}
    if made.measure == "RD" and whole.nnt is not None:
        row |= {"nnt_kind": whole.nnt.kind, "nnt": whole.nnt.value}
        row["published_nnt"] = next((each.value for each in whole.published if each.measure == "NNT"), None)
    said = next((each for each in whole.published if each.measure == made.measure), None)
    if said is not None:
        row |= {f"published_{name}": getattr(said, name) for name in ("value", "lower", "upper", "verdict")}
    return EstimateRow(**row)
