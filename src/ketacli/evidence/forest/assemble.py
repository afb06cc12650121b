"""A forest plot from trials: collect, judge, pool, arrange.

Everything that would make a pooled number dishonest is a refusal with its reason: one control group
counted twice, different questions, times, scales or kinds of estimate, sources that do not hold.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ketacli.evidence.contrasts import contrasts, measured
from ketacli.evidence.forest.arms import resolve_arms
from ketacli.evidence.forest.honesty import apart, caveats, different_questions, weightless
from ketacli.evidence.forest.rows import (
    MEASURES,
    MOST_LEFT_OUT,
    Ask,
    Forest,
    Row,
    Undrawn,
    people,
    point,
    pooled,
    standard_error,
)
from ketacli.evidence.forest.select import NO_EVENTS, draw, likeliest, one_direction, rows_of, select, settle_basis
from ketacli.evidence.outcomes import CONTINUOUS
from ketacli.records.store import fold
from ketacli.stats.estimate import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.evidence.contrasts import Measured
    from ketacli.evidence.own.study import Own
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Trial
    from ketacli.stats.pooling import Pooling


MOST_TOLD, MOST_TOLD_TIMES = 8, 3
"""Outcomes, and times of each, that are named where nothing can be drawn."""


def forest(dataset: Dataset, trials: Iterable[Trial], ask: Ask, own: Own | None = None) -> Forest:
    """Collect, judge and pool; with studies of the person's ``own`` beside the trials, or alone.

    Raises LookupError, with what there is, when no trial has such an outcome.
    """
    held = [(trial, item) for trial in trials for item in measured(trial)]
    chosen = select(held, ask)
    beside = beside_own(own, ask, usual(chosen, ask)) if own is not None else []
    candidates = [(trial, item, found) for trial, item in (*chosen, *beside) for found in contrasts(trial, item)]
    measure = ask.measure or likeliest(candidates, ask, held)
    rows, undrawn = draw(candidates, measure, ask)
    if own is None:
        made = judged(dataset, rows, undrawn, measure, ask)
        return made if made.rows else made._replace(notes=(*made.notes, *what_there_is(held, ask)))
    read_from = {trial.id: study.row for (trial, _), study in zip(beside, own.studies, strict=True)}
    doubts = {each.row: each.reason for each in own.problems if each.drawn and not each.pooled}
    rows = [row._replace(reason=doubts.get(read_from.get(row.trial.id, 0), "")) for row in rows]
    return judged(dataset, rows, undrawn, measure, ask)._replace(own=read_from, problems=own.problems)


def what_there_is(held: list[tuple[Trial, Measured]], ask: Ask) -> list[str]:
    """Where nothing can be drawn: the outcomes of these trials that can, by the word that asks for each, with times."""
    found: dict[str, dict[str, None]] = {}
    for trial, item in held:
        word = item.scale if item.kind in CONTINUOUS and item.scale else item.id if item.kind == "other" else item.kind
        if item.kind != "harm" and any(
            rows_of(trial, item, each, m, ask) for each in contrasts(trial, item) for m in MEASURES
        ):
            found.setdefault(word, {})[item.timepoint or "time not stated"] = None
    if not found:
        return []
    told = [f"{word} ({', '.join([*times][:MOST_TOLD_TIMES])})" for word, times in [*found.items()][:MOST_TOLD]]
    left = len(found) - MOST_TOLD
    return [f"Outcomes of these trials with figures: {'; '.join([*told, *([f'{left} more'] if left > 0 else [])])}."]


def judged(dataset: Dataset, rows: list[Row], undrawn: list[Undrawn], measure: str, ask: Ask) -> Forest:
    """The plot of rows that were drawn: which are kept apart and why, and the pool of the others or its refusal."""
    rows, void, basis_note, refusals = judge(dataset, rows, measure, ask)
    undrawn += void
    pooling: Pooling | None = None
    left_out: dict[str, Pooling] = {}
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


def judge(
    dataset: Dataset, rows: list[Row], measure: str, ask: Ask
) -> tuple[list[Row], list[Undrawn], str, list[Refusal]]:
    """Rows with the reason where one is kept apart; what is no row any more; a note on the basis; why not to pool."""
    rows = [row._replace(reason=row.reason or apart(dataset, row)) for row in rows]
    rows, basis_note = settle_basis(rows, ask)
    rows, undrawn = one_direction(rows)
    rows, refusal = resolve_arms(rows, measure, ask)
    undrawn += [Undrawn(row.trial.id, row.measured.id, NO_EVENTS) for row in rows if row.void]
    rows = [row._replace(reason=row.reason or weightless(row)) for row in rows if not row.void]
    refusals = [*different_questions(dataset, rows, measure, ask), *([refusal] if refusal is not None else [])]
    return rows, undrawn, basis_note, refusals


def usual(chosen: list[tuple[Trial, Measured]], ask: Ask) -> tuple[Trial, Measured] | None:
    """Of the trials chosen one with the outcome that most of them are drawn by; None without any."""
    candidates = [(trial, item, found) for trial, item in chosen for found in contrasts(trial, item)]
    rows = draw(candidates, ask.measure or likeliest(candidates, ask), ask)[0] if candidates else []
    if not rows:
        return None
    label = Counter(row.measured.label for row in rows).most_common(1)[0][0]
    return next((row.trial, row.measured) for row in rows if row.measured.label == label)


def beside_own(own: Own, ask: Ask, like: tuple[Trial, Measured] | None) -> list[tuple[Trial, Measured]]:
    """The person's own studies as trials; what their table does not say is taken to be as in a trial on record."""
    from ketacli.evidence.own.trial import as_trials

    if like is None:
        return as_trials(own, ask, None, "none")
    return as_trials(own, ask, like[1], like[0].design.comparator)


def combine(rows: list[Row], ask: Ask) -> tuple[Pooling, dict[str, Pooling]]:
    """Pool what nothing keeps apart; Refusal where that is not to be."""
    from ketacli.stats.pooling import Study, leave_one_out, pool

    studies = [Study(row.name, point(row), standard_error(row)) for row in pooled(rows)]
    found = pool(studies, ask.level, ask.tau_method)
    if not 3 <= len(studies) <= MOST_LEFT_OUT:
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
    for name, entry in dataset.indications.raw.items():
        if fold(asked) in (name, fold(entry["short"] or "")):
            return str(entry["short"] or entry["label"])
    return asked[:1].upper() + asked[1:]
