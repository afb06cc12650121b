"""A forest plot as the answer of ``keta forest``, and its rows: risk differences per 1, ratios as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.answers.answer import Columns, columns
from ketacli.evidence.answers.forest import (
    Asymmetry,
    Disagreement,
    ForestAnswer,
    ForestRow,
    NotDrawn,
    PooledEffect,
    PooledWithout,
    Predicted,
    RowOfTable,
)
from ketacli.evidence.answers.forest import Refused as ReasonNotPooled
from ketacli.evidence.bias import of_trial
from ketacli.evidence.contrasts import set_of
from ketacli.evidence.effect_answer import estimate_values, finite
from ketacli.evidence.forest.describe import group_sizes, intervals, pooled_estimate, row_name, row_sources, sides
from ketacli.evidence.forest.rows import pooled
from ketacli.evidence.forest.select import unit_of
from ketacli.stats.estimate import Refusal, null
from ketacli.stats.published import natural

if TYPE_CHECKING:
    from ketacli.evidence.forest.rows import Forest, Row
    from ketacli.records.dataset import Dataset
    from ketacli.stats.pooling import Interval, Pooling


NOT_STATED = "not stated"
"""Which side a value favours, where nobody said whether higher is good."""


def forest_answer(dataset: Dataset, found: Forest, model: str, funnel: bool = False) -> ForestAnswer:
    """The whole plot; ``model`` is common or random."""
    arm, versus = sides(dataset, found)
    higher = found.better != "lower"
    about: dict[str, Any] = {"outcome": found.outcome, "measure": found.measure, "unit": plot_unit(found)}
    return ForestAnswer(
        **about,
        null=null(found.measure),
        level=found.level,
        higher_favours=NOT_STATED if found.better is None else arm if higher else versus,
        lower_favours=NOT_STATED if found.better is None else versus if higher else arm,
        rows=tuple(forest_row(found, row) for row in found.rows),
        pooled=tuple(PooledEffect(**pooled_values(found, each)) for each in pool_intervals(found.pooling, model)),
        heterogeneity=disagreement(found.pooling) if found.pooling is not None else None,
        prediction=predicted(found, model),
        leave_one_out=leave_one_out(found, model),
        refusals=tuple(
            ReasonNotPooled(code=each.code, reason=each.reason, instead=each.instead or None) for each in found.refusals
        ),
        problems=tuple(RowOfTable(**each._asdict()) for each in found.problems)
        if found.own or found.problems
        else None,
        asymmetry=asymmetry(found) if funnel else None,
        not_drawn=tuple(NotDrawn(**each._asdict()) for each in found.undrawn),
        notes=found.notes,
    )


def asymmetry(found: Forest) -> Asymmetry:
    """Egger's regression over the pooled rows, or why there is none."""
    from ketacli.evidence.forest.rows import point, standard_error
    from ketacli.stats.asymmetry import egger
    from ketacli.stats.pooling import Study

    nothing: dict[str, Any] = dict.fromkeys(("slope", "se", "t", "df", "p", "limit"))
    if found.pooling is None:
        return Asymmetry(**nothing, reason="nothing is pooled")
    try:
        made = egger([Study(row.name, point(row), standard_error(row)) for row in pooled(list(found.rows))])
    except Refusal as said:
        return Asymmetry(**nothing, reason=said.reason)
    return Asymmetry(**made._asdict(), reason=None)


def plot_unit(found: Forest) -> str | None:
    """The unit of every value: "per 1" for risk differences, that of the outcome for differences in means."""
    if found.measure == "RD":
        return "per 1"
    return unit_of(found.rows[0]) if found.measure == "MD" and found.rows else None


def leave_one_out(found: Forest, model: str) -> tuple[PooledWithout, ...]:
    """The pool without each pooled row in turn; empty below three and above a hundred."""
    return tuple(
        PooledWithout(
            without=row.trial.id,
            arm=row.arm,
            **pooled_values(found, intervals(found.left_out[row.name], model)[-1]),
            tau=found.left_out[row.name].heterogeneity.tau,
        )
        for row in pooled(list(found.rows))
        if row.name in found.left_out
    )


def pool_intervals(found: Pooling | None, model: str) -> list[Interval]:
    """Every pooled interval, none where nothing is pooled."""
    if found is None:
        return []
    if model == "common":
        return [found.common]
    return [found.random, found.hartung_knapp, found.hartung_knapp_plain]


def forest_row(found: Forest, row: Row) -> ForestRow:
    """One row of the plot."""
    counts = row.counts if row.basis == "raw" else None
    n, control_n = group_sizes(row)
    sources = tuple(row_sources(row))
    values: dict[str, Any] = {**estimate_values(row.estimate, unit_of(row)), "basis": row.basis}
    return ForestRow(
        trial=row.trial.id,
        label=row_name(found, row),
        year=row.trial.year,
        outcome=row.measured.id,
        timepoint=row.measured.timepoint or None,
        days=row.measured.days,
        arm=row.arm,
        versus=row.versus,
        **values,
        adjusted=row.effect.adjusted if row.effect is not None else False,
        events=counts.events if counts is not None else None,
        n=n,
        control_events=counts.control_events if counts is not None else None,
        control_n=control_n,
        analysis_set=None
        if row.measured.kind == "harm" or row.trial.id in found.own
        else set_of(row.trial, row.measured),
        derived=row.derived,
        weight=row.weight,
        pooled=not row.reason and found.pooling is not None,
        reason=row.reason or None,
        table_row=found.own.get(row.trial.id),
        rearranged=row.combined,
        risk_of_bias=of_trial(row.trial),
        sources=sources,
        source=sources[0] if sources else None,
    )


def pooled_values(plot: Forest, found: Interval) -> dict[str, Any]:
    """The fields of a ``PooledEffect``."""
    unit = unit_of(plot.rows[0]) if plot.rows else ""
    return {**estimate_values(pooled_estimate(plot.measure, found), unit), "model": found.model, "p": found.p}


def disagreement(found: Pooling) -> Disagreement:
    """Q, tau and I-squared, on the analysis scale."""
    values: dict[str, Any] = {"tau_method": found.tau_method, **found.heterogeneity._asdict()}
    return Disagreement(k=found.k, **values)


def predicted(found: Forest, model: str) -> Predicted:
    """The prediction interval, or why there is none."""
    ahead = found.pooling.prediction if found.pooling is not None else None
    if ahead is not None and model != "common":
        lower, upper = (finite(natural(found.measure, limit)) for limit in (ahead.lower, ahead.upper))
        return Predicted(lower=lower, upper=upper, level=ahead.level, df=ahead.df, absent=None)
    nothing: dict[str, Any] = dict.fromkeys(("lower", "upper", "level", "df"))
    if found.pooling is None:
        return Predicted(**nothing, absent="not-pooled")
    return Predicted(**nothing, absent="common-effect" if model == "common" else "too-few-studies")


KINDS_OF_ROW = ("study", "pooled", "prediction")


def row_columns() -> Columns:
    """The columns of the rows: what a row is of, then the fields of a ``ForestRow``."""
    return {"row": KINDS_OF_ROW, **columns(ForestRow, "note", "rearranged", "sources")}


def rows(found: ForestAnswer) -> list[dict[str, Any]]:
    """One row a comparison, then the pooled ones, every row with the same keys."""
    study, pool, prediction = KINDS_OF_ROW
    out: list[dict[str, Any]] = [{"row": study, **vars(each)} for each in found.rows]
    out += [{"row": pool, "label": f"pooled, {each.model}", **vars(each)} for each in found.pooled]
    if found.prediction.absent is None:
        about = {"row": prediction, "label": "prediction interval", "measure": found.measure}
        out.append({**about, **vars(found.prediction)})
    return [{key: row.get(key) for key in row_columns()} for row in out]
