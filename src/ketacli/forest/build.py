"""A forest plot from trials: collect, judge, pool, arrange.

Everything that would make a pooled number dishonest is a refusal with its reason: one control group
counted twice, different questions, times, scales or kinds of estimate, sources that do not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.effects.estimate import Refusal
from ketacli.forest.arms import resolve_arms
from ketacli.forest.honesty import apart, caveats, different_questions, weightless
from ketacli.forest.rows import Ask, Forest, Row, Undrawn, people, point, pooled, standard_error
from ketacli.forest.select import NO_EVENTS, draw, likeliest, one_direction, select, settle_basis
from ketacli.recompute import contrasts, measured

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.dataset import Dataset
    from ketacli.effects.pooling import Pooling
    from ketacli.models.trial import Trial


def forest(dataset: Dataset, trials: Iterable[Trial], ask: Ask) -> Forest:
    """Collect, judge and pool. Raises LookupError, with what there is, when no trial has such an outcome."""
    held = [(trial, item) for trial in trials for item in measured(trial)]
    chosen = select(held, ask)
    candidates = [(trial, item, found) for trial, item in chosen for found in contrasts(trial, item)]
    measure = ask.measure or likeliest(candidates, ask)
    rows, undrawn = draw(candidates, measure, ask)
    rows = [row._replace(reason=apart(dataset, row)) for row in rows]
    rows, basis_note = settle_basis(rows, ask)
    rows, turned = one_direction(rows)
    rows, refusal = resolve_arms(rows, measure, ask)
    undrawn += [*turned, *(Undrawn(row.trial.id, row.measured.id, NO_EVENTS) for row in rows if row.void)]
    rows = [row._replace(reason=row.reason or weightless(row)) for row in rows if not row.void]
    pooling: Pooling | None = None
    left_out: dict[str, Pooling] = {}
    refusals = [*different_questions(dataset, rows, measure, ask), *([refusal] if refusal is not None else [])]
    if not refusals:
        try:
            pooling, left_out = combine(rows, ask)
        except Refusal as said:
            refusals.append(said)
    rows = weigh(rows, pooling, ask)
    return Forest(
        measure, outcome_words(dataset, rows, ask), ask.level, tuple(arranged(rows, ask.sort)), pooling,
        tuple(refusals), left_out, tuple(undrawn),
        tuple(note for note in (basis_note, *caveats(rows, measure, ask)) if note),
        next((row.measured.better for row in rows), None),
    )  # fmt: skip


def combine(rows: list[Row], ask: Ask) -> tuple[Pooling, dict[str, Pooling]]:
    """Pool what nothing keeps apart; Refusal where that is not to be."""
    from ketacli.effects.pooling import Study, leave_one_out, pool

    studies = [Study(row.name, point(row), standard_error(row)) for row in pooled(rows)]
    found = pool(studies, ask.level, ask.tau_method)
    if len(studies) < 3:
        return found, {}
    without = leave_one_out(studies, ask.level, ask.tau_method)
    return found, {study.label: each for study, each in zip(studies, without, strict=True)}


def weigh(rows: list[Row], found: Pooling | None, ask: Ask) -> list[Row]:
    """The rows with their share in the pooled value."""
    if found is None:
        return rows
    shares = iter(found.common_weights if ask.model == "common" else found.weights)
    return [row if row.reason else row._replace(weight=next(shares)) for row in rows]


def arranged(rows: list[Row], sort: str) -> list[Row]:
    """The rows in the order asked for; arms of one trial stay together unless sorted by a figure."""
    keys = {
        "year": lambda row: (row.trial.year or 9999, row.trial.name),
        "name": lambda row: (row.trial.name.casefold(),),
        "effect": lambda row: (row.estimate.value,),
        "weight": lambda row: (-(row.weight or 0),),
        "n": lambda row: (-people(row),),
    }
    return sorted(rows, key=keys[sort])


def outcome_words(dataset: Dataset, rows: list[Row], ask: Ask) -> str:
    """The outcome in words: the label that all share, else what they have in common."""
    labels = list(dict.fromkeys(row.measured.label for row in rows))
    if len(labels) == 1:
        return labels[0]
    asked = ask.outcome or "primary outcome"
    scale = dataset.scales.get(asked.casefold())
    if scale is not None:
        return scale.short or scale.label
    return asked[:1].upper() + asked[1:]
