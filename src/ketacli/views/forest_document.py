"""A forest plot as plain values: the JSON object and the rows of a table of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.effects.estimate import null
from ketacli.effects.published import natural
from ketacli.forest.rows import pooled
from ketacli.forest.select import unit_of
from ketacli.views.effect import estimate_document, finite
from ketacli.views.forest import group_sizes, intervals, pooled_estimate, row_name, row_sources, sides

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.effects.pooling import Interval, Pooling
    from ketacli.forest.rows import Forest, Row


def document(dataset: Dataset, found: Forest, model: str) -> dict[str, Any]:
    """The ``data`` object of ``keta forest --json``: risk differences per 1, ratios as they are."""
    arm, versus = sides(dataset, found)
    higher = found.better != "lower"
    return {
        "outcome": found.outcome,
        "measure": found.measure,
        "unit": plot_unit(found),
        "null": null(found.measure),
        "level": found.level,
        "higher_favours": arm if higher else versus,
        "lower_favours": versus if higher else arm,
        "rows": [row_document(found, row) for row in found.rows],
        "pooled": [interval_document(found, each) for each in pool_intervals(found.pooling, model)],
        "heterogeneity": heterogeneity_document(found.pooling),
        "prediction": prediction_document(found, model),
        "leave_one_out": leave_one_out_document(found, model),
        "refusals": [
            {"code": each.code, "reason": each.reason, "instead": each.instead or None} for each in found.refusals
        ],
        "not_drawn": [each._asdict() for each in found.undrawn],
        "notes": list(found.notes),
    }  # fmt: skip


def plot_unit(found: Forest) -> str | None:
    """The unit of every value: "per 1" for risk differences, that of the outcome for differences in means."""
    if found.measure == "RD":
        return "per 1"
    return unit_of(found.rows[0]) if found.measure == "MD" and found.rows else None


def leave_one_out_document(found: Forest, model: str) -> list[dict[str, Any]]:
    """The pool without each pooled row in turn; empty below three."""
    return [
        {
            "without": row.trial.id,
            "arm": row.arm,
            **interval_document(found, intervals(found.left_out[row.name], model)[-1]),
            "tau": found.left_out[row.name].heterogeneity.tau,
        }
        for row in pooled(list(found.rows))
        if row.name in found.left_out
    ]


def pool_intervals(found: Pooling | None, model: str) -> list[Interval]:
    """Every pooled interval, none where nothing is pooled."""
    if found is None:
        return []
    if model == "common":
        return [found.common]
    return [found.random, found.hartung_knapp, found.hartung_knapp_plain]


def row_document(found: Forest, row: Row) -> dict[str, Any]:
    """One row as plain values."""
    counts = row.counts if row.basis == "raw" else None
    sizes = group_sizes(row)
    return {
        "trial": row.trial.id,
        "label": row_name(found, row),
        "year": row.trial.year,
        "outcome": row.measured.id,
        "timepoint": row.measured.timepoint or None,
        "days": row.measured.days,
        "arm": row.arm,
        "versus": row.versus,
        **estimate_document(row.estimate, unit_of(row)),
        "basis": row.basis,
        "adjusted": row.effect.adjusted if row.effect is not None else False,
        "events": counts.events if counts is not None else None,
        "n": sizes[0],
        "control_events": counts.control_events if counts is not None else None,
        "control_n": sizes[1],
        "weight": row.weight,
        "pooled": not row.reason and found.pooling is not None,
        "reason": row.reason or None,
        "rearranged": row.combined,
        "sources": row_sources(row),
        "source": row_sources(row)[0] if row_sources(row) else None,
    }


def interval_document(plot: Forest, found: Interval) -> dict[str, Any]:
    """One pooled interval as plain values."""
    made = pooled_estimate(plot.measure, found)
    unit = unit_of(plot.rows[0]) if plot.rows else ""
    return {**estimate_document(made, unit), "model": found.model, "p": found.p}


def heterogeneity_document(found: Pooling | None) -> dict[str, Any] | None:
    """Q, tau and I-squared, on the analysis scale."""
    if found is None:
        return None
    return {"k": found.k, "tau_method": found.tau_method, **found.heterogeneity._asdict()}


def prediction_document(found: Forest, model: str) -> dict[str, Any]:
    """The prediction interval, or why there is none."""
    ahead = found.pooling.prediction if found.pooling is not None else None
    if ahead is None or model == "common":
        why = "not-pooled" if found.pooling is None else "common-effect" if model == "common" else "too-few-studies"
        return {"lower": None, "upper": None, "level": None, "df": None, "absent": why}
    return {
        "lower": finite(natural(found.measure, ahead.lower)),
        "upper": finite(natural(found.measure, ahead.upper)),
        "level": ahead.level,
        "df": ahead.df,
        "absent": None,
    }


COLUMNS: dict[str, str | tuple[str, ...]] = {
    "row": ("study", "pooled", "prediction"),
    **dict.fromkeys(("trial", "label"), "text"),
    "year": "number",
    **dict.fromkeys(("outcome", "timepoint"), "text"),
    "days": "number",
    **dict.fromkeys(("arm", "versus", "measure"), "text"),
    **dict.fromkeys(("value", "lower", "upper", "level"), "number"),
    **dict.fromkeys(("method", "unit"), "text"),
    "se": "number",
    "basis": "text",
    "adjusted": "yes or no",
    **dict.fromkeys(("events", "n", "control_events", "control_n", "weight"), "number"),
    "pooled": "yes or no",
    **dict.fromkeys(("reason", "source"), "text"),
}
"""The columns of the rows of ``keta forest``, with their types."""


def flat(found: Forest, model: str) -> list[dict[str, Any]]:
    """One flat row a comparison, then the pooled ones, every row with the same keys."""
    rows = [{"row": "study", **row_document(found, row)} for row in found.rows]
    rows += [
        {"row": "pooled", "label": f"pooled, {each.model}", **interval_document(found, each)}
        for each in pool_intervals(found.pooling, model)
    ]
    ahead = prediction_document(found, model)
    if ahead["absent"] is None:
        rows.append({"row": "prediction", "label": "prediction interval", "measure": found.measure, **ahead})
    return [{key: row.get(key) for key in COLUMNS} for row in rows]
