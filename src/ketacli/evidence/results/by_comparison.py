"""A row a comparison: those that a forest plot pools, or all there are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ketacli.evidence.answers.forest import NotDrawn, Refused
from ketacli.evidence.answers.results import ComparisonRow
from ketacli.evidence.contrasts import contrasts, derived
from ketacli.evidence.forest.assemble import forest
from ketacli.evidence.forest.honesty import apart
from ketacli.evidence.forest.rows import MEASURES, point, standard_error
from ketacli.evidence.forest.select import BESIDE, NO_EVENTS, rows_of
from ketacli.evidence.results.by_arm import outcome_values
from ketacli.evidence.results.table import Results
from ketacli.stats.estimate import RATIOS, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.evidence.contrasts import Contrast, Measured
    from ketacli.evidence.forest.rows import Ask, Row
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import ArmResult, Effect, Trial

PREFERRED = {"MD": "published", "HR": "published"}
"""Measures whose published estimates stand before recomputed ones, as in forest plots."""


def pooled_comparisons(
    dataset: Dataset, trials: list[Trial], chosen: Iterable[tuple[Trial, Measured]], ask: Ask
) -> Results[ComparisonRow]:
    """The rows that a forest plot pools, or would, and why those of other chosen outcomes are not among them.

    LookupError, with what there is, for an unknown outcome.
    """
    found = forest(dataset, trials, ask)
    rows = [row for row in found.rows if not row.reason]
    left_out = [(row.trial.id, row.measured.id, row.reason) for row in found.rows if row.reason]
    left_out += found.undrawn
    named = {each[:2] for each in left_out} | {(row.trial.id, row.measured.id) for row in rows}
    left_out += [(trial.id, item.id, BESIDE) for trial, item in chosen if (trial.id, item.id) not in named]
    return Results(
        made(dataset, rows),
        tuple(NotDrawn(trial=trial, outcome=outcome, reason=reason) for trial, outcome, reason in left_out),
        tuple(Refused(code=each.code, reason=each.reason, instead=each.instead or None) for each in found.refusals),
    )


def all_comparisons(dataset: Dataset, chosen: Iterable[tuple[Trial, Measured]], ask: Ask) -> Results[ComparisonRow]:
    """Every comparison with a figure, each with the reason why keta would not pool it; those without are left out."""
    rows: list[Row] = []
    left_out: list[NotDrawn] = []
    for trial, item in chosen:
        for found in contrasts(trial, item):
            row = best(trial, item, found, ask)
            if row is None:
                reason = found.reason or f"its figures give no {ask.measure}"
                left_out.append(NotDrawn(trial=trial.id, outcome=item.id, reason=reason))
            else:
                rows.append(row._replace(reason=apart(dataset, row) or (NO_EVENTS if row.void else "")))
    return Results(made(dataset, rows), tuple(left_out))


def best(trial: Trial, item: Measured, found: Contrast, ask: Ask) -> Row | None:
    """The comparison in the measure asked for, else in the first that it has, on the basis that forest plots prefer."""
    for measure in (ask.measure,) if ask.measure else MEASURES:
        offers = rows_of(trial, item, found, measure, ask)
        if offers:
            return min(offers, key=lambda row: row.basis != PREFERRED.get(row.estimate.measure, "raw"))
    return None


def made(dataset: Dataset, rows: list[Row]) -> list[ComparisonRow]:
    """The rows of the table, which know how many of them share a control group."""
    groups = Counter(group(row) for row in rows)
    return [comparison_row(dataset, row, groups[group(row)]) for row in rows]


def group(row: Row) -> tuple[str, str, str]:
    """The control group of a row. Shares of one that was split are groups of their own."""
    return row.trial.id, f"{row.versus} {row.arm}" if row.combined else row.versus, row.measured.path


def comparison_row(dataset: Dataset, row: Row, shared: int) -> ComparisonRow:
    """One comparison in metafor's names."""
    arms = (*row.arm.split("+"), row.versus)
    counts, means = row.counts, row.means
    figures: dict[str, Any] = dict.fromkeys(("ai", "n1i", "ci", "n2i", "m1i", "sd1i", "m2i", "sd2i"))
    if counts is not None:
        figures |= {"ai": counts.events, "n1i": counts.n, "ci": counts.control_events, "n2i": counts.control_n}
    elif means is not None:
        figures |= {"m1i": means.arm.mean, "sd1i": means.arm.sd, "n1i": means.arm.n}
        figures |= {"m2i": means.control.mean, "sd2i": means.control.sd, "n2i": means.control.n}
    claim = row.effect or next(each for each in row.measured.results if each.arm in arms)
    yi, vi = estimate(row)
    values: dict[str, Any] = {
        **outcome_values(dataset, row.trial, row.measured), **figures, **provenance(claim),
        "measure": row.estimate.measure, "yi": yi, "vi": vi,
    }  # fmt: skip
    return ComparisonRow(
        **values,
        arm=row.arm,
        versus=row.versus,
        shared=shared if shared > 1 else None,
        sign="log of arm over versus" if row.estimate.measure in RATIOS else "arm minus versus",
        basis="published" if row.effect is not None else "raw",
        adjusted=row.effect.adjusted if row.effect is not None else False,
        derived=derived(row.measured, arms, counts, means),
        reason=row.reason or None,
    )


def provenance(claim: Effect | ArmResult) -> dict[str, Any]:
    """Where a row's figures are from."""
    return {"source": claim.source, "place": claim.at, "check": claim.check}


def estimate(row: Row) -> tuple[float | None, float | None]:
    """The estimate with its variance as it is pooled; None for what the figures do not give."""
    if row.void:
        return None, None
    try:
        return point(row), standard_error(row) ** 2
    except Refusal:
        return (row.estimate.value if row.estimate.measure not in RATIOS else None), None
