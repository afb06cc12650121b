"""What the trials of a question give for each of its outcomes: worked out when data is compiled, never on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.contrasts import Contrast, Measured, contrasts, measured, set_of
from ketacli.evidence.forest.arms import COMBINED
from ketacli.evidence.forest.assemble import judged
from ketacli.evidence.forest.describe import group_sizes, pooled_estimate, row_sources
from ketacli.evidence.forest.rows import Ask, Forest, Row, Undrawn, arm_of, people, pooled
from ketacli.evidence.forest.select import ROLES, draw, unit_of
from ketacli.evidence.outcomes import within
from ketacli.evidence.quoting import matching
from ketacli.records.question import OutcomeEvidence, TrialInPool, TrialUnused
from ketacli.records.structure import build
from ketacli.stats.baseline import rebased
from ketacli.stats.estimate import RATIOS, Estimate, covers_null, null

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.question import Favours, OutcomeAsked, Question, ReviewQuoted
    from ketacli.records.trial import Trial

LACKING = "the outcome is not on record"
NO_FIGURES = "no trial on record has usable figures"

Values = dict[str, Any]


def unlisted(dataset: Dataset, question: Question) -> tuple[str, ...]:
    """Randomised trials that look like the question's own and that nobody has judged for it."""
    seen = {*question.trials, *(name for each in question.left_out for name in each.trials)}
    return tuple(trial.id for trial in dataset.trials.light() if trial.id not in seen and alike(question, trial))


def alike(question: Question, trial: Trial) -> bool:
    """Whether a randomised trial in people with results has the question's forms, routes, people and comparators."""
    return (
        (trial.species, trial.status, trial.design.allocation) == ("human", "reported", "randomised")
        and trial.design.comparator in question.comparators
        and not set(question.forms).isdisjoint(trial.forms)
        and not set(question.indications).isdisjoint(trial.indications)
        and (not question.routes or not set(question.routes).isdisjoint(trial.routes))
        and set(question.populations) <= set(trial.populations)
    )


def found(dataset: Dataset, question: Question, asked: OutcomeAsked) -> OutcomeEvidence:
    """The pool of an outcome, one trial's figures, a review's estimate, or nothing with the reasons."""
    plot = forest_of(dataset, question, asked)
    values = estimate_of(plot)
    if values["basis"] != "pooled" and asked.published is not None:
        values = as_published(dataset, asked.published, asked.better)
    values |= absolute(values)
    values |= {
        name: favoured(values, asked.better, limits)
        for name, limits in (("favours", ("lower", "upper")), ("z_favours", ("z_lower", "z_upper")))
    }
    rows = [row for row in plot.rows if row.reason != COMBINED]
    made = {
        **values,
        "parts": tuple(part(row) for row in rows),
        "unused": tuple(
            build(TrialUnused, {"trial": each.trial, "reason": each.reason})
            for each in plot.undrawn
            if each.trial not in {row.trial.id for row in plot.rows}
        ),
        "refusals": reasons(plot) if values["basis"] in ("published", "none") else (),
        "notes": plot.notes if values["basis"] == "pooled" else (),
        "certainty": tuple(matching(dataset, each, "certainty") for each in asked.judged),
    }
    return build(OutcomeEvidence, {name: value for name, value in made.items() if value is not None})  # type: ignore[no-any-return]


def reasons(plot: Forest) -> tuple[str, ...]:
    """Why nothing is pooled; where no trial has figures and all lack the same, what that is."""
    if pooled(list(plot.rows)):
        return tuple(each.reason for each in plot.refusals)
    lacking = {each.reason for each in plot.undrawn} - {LACKING}
    return (f"{NO_FIGURES}: {lacking.pop()}" if len(lacking) == 1 else NO_FIGURES,)


def forest_of(dataset: Dataset, question: Question, asked: OutcomeAsked) -> Forest:
    """The forest plot of what counts as the outcome in the question's trials."""
    span = None if asked.from_day is None or asked.to_day is None else (asked.from_day, asked.to_day)
    ask = Ask(
        outcome=asked.name, span=span, measure=asked.measure, basis=asked.basis, tau_method=asked.tau_method,
        multiarm=asked.multiarm,
    )  # fmt: skip
    rows: list[Row] = []
    undrawn = [Undrawn(name, asked.id, each.value) for each in asked.left_out for name in each.trials]
    left_out = {each.trial for each in undrawn}
    for name in question.trials:
        if name in left_out:
            continue
        trial = dataset.trials[name]
        drawn, lacking = drawn_of(trial, counting(trial, asked, span), asked, ask)
        rows += drawn
        undrawn += lacking[:1]
    return judged(dataset, rows, undrawn, asked.measure, ask)


def counting(trial: Trial, asked: OutcomeAsked, span: tuple[float, float] | None) -> list[Measured]:
    """The outcomes of a trial that count, the preferred first: by scale, then by analysis set, then by their role."""

    def counts(item: Measured) -> bool:
        return (
            item.kind in asked.kinds
            and (not asked.names or item.id in asked.names)
            and (not asked.scales or item.scale in asked.scales)
            and (not asked.sets or item.kind == "harm" or set_of(trial, item) in asked.sets)
            and (item.kind == "harm" or within(item.days, span))
            and item.role != "subgroup"
            and item.phase != "follow-up"
        )

    def preferred(item: Measured) -> tuple[int, int, int]:
        sets = asked.sets if item.kind != "harm" else ()
        return (
            asked.scales.index(item.scale or "") if asked.scales else 0,
            asked.sets.index(set_of(trial, item)) if sets else 0,
            ROLES.index(item.role),
        )

    return sorted(filter(counts, measured(trial)), key=preferred)


def drawn_of(trial: Trial, items: list[Measured], asked: OutcomeAsked, ask: Ask) -> tuple[list[Row], list[Undrawn]]:
    """The rows of the first outcome with figures; where none has, why not."""
    lacking: list[Undrawn] = []
    for item in items:
        pairs = [(trial, item, each) for each in compared(trial, item, asked)]
        rows, undrawn = draw(pairs, asked.measure, ask)
        if any(not row.void for row in rows):
            return rows, []
        lacking += undrawn or [Undrawn(trial.id, item.id, "its arms are not compared")]
    return [], lacking or [Undrawn(trial.id, "", LACKING)]


def compared(trial: Trial, item: Measured, asked: OutcomeAsked) -> list[Contrast]:
    """The comparisons of the arms that count; two doses or forms of ketamine only where there is nothing else."""
    pairs = contrasts(trial, item)
    pairs = [each for each in pairs if each.arm in asked.arms] or pairs
    without = {arm.id for arm in trial.arms if arm.form is None}
    return [each for each in pairs if each.versus in without] or pairs


def estimate_of(plot: Forest) -> Values:
    """The pooled value with its Hartung-Knapp interval, the only trial's own, or none."""
    rows = pooled(list(plot.rows))
    common: Values = {
        "trials": len({row.trial.id for row in rows}),
        "people": size(rows),
        "measure": plot.measure,
        "unit": unit_of(rows[0]) if plot.measure == "MD" and rows else None,
        "risk_without": rate(rows),
    }
    if plot.pooling is not None:
        main = pooled_estimate(plot.measure, plot.pooling.hartung_knapp)
        by_z = pooled_estimate(plot.measure, plot.pooling.random)
        spread = plot.pooling.heterogeneity
        return {
            **common, **values_of(main), "basis": "pooled", "z_lower": by_z.lower, "z_upper": by_z.upper,
            "tau": spread.tau, "i2": spread.i2,
        }  # fmt: skip
    if len(rows) == 1:
        return {**common, **values_of(rows[0].estimate), "basis": "one-trial"}
    return {"basis": "none"}


def values_of(made: Estimate) -> Values:
    """An estimate's fields."""
    return {
        "value": made.value, "lower": made.lower, "upper": made.upper, "level": made.level, "method": made.method
    }  # fmt: skip


def size(rows: list[Row]) -> int | None:
    """The people in all rows together; None where those of a row are not known."""
    sizes = [behind(row) for row in rows]
    return None if not sizes or None in sizes else round(sum(each for each in sizes if each is not None))


def behind(row: Row) -> float | None:
    """The people behind an estimate: of the figures, of the two arms as analysed or randomised, or of the trial."""
    if row.basis == "raw":
        return people(row)
    if row.trial.design.model == "crossover":
        return row.trial.n
    arms = [arm_of(row.trial, name) for name in (row.arm, row.versus)]
    results = {result.arm: result.n for result in row.measured.results}
    for sizes in (
        group_sizes(row),
        (results.get(row.arm), results.get(row.versus)),
        [arm.n_randomised.value if arm is not None and arm.n_randomised is not None else None for arm in arms],
    ):
        known = [each for each in sizes if each is not None]
        if len(known) == len(arms):
            return sum(known)
    return row.trial.n if len(row.trial.arms) == len(arms) else None


def rate(rows: list[Row]) -> float | None:
    """Events of people in all comparators together, per 1; None where a trial has no counts."""
    counts = [row.counts for row in rows if row.counts is not None]
    if not counts or len(counts) < len(rows):
        return None
    return sum(each.control_events for each in counts) / sum(each.control_n for each in counts)


def absolute(values: Values) -> Values:
    """What a ratio makes of the risk without: the risk with, and the difference with its interval, per 1."""
    before = values.get("risk_without")
    if values.get("value") is None:
        return {}
    if values["measure"] == "RD":
        value, lower, upper = (values[name] for name in ("value", "lower", "upper"))
    elif before is None:
        return {}
    elif values["measure"] in ("RR", "OR") and 0 < before < 1:
        value, lower, upper = (values[name] for name in ("value", "lower", "upper"))
        made = rebased(Estimate(values["measure"], value, lower, upper, values["level"], ""), before)
        value, lower, upper = made.value, made.lower, made.upper
    else:
        return {}
    risk_with = None if before is None else before + value
    return {
        "risk_with": risk_with, "difference": value, "difference_lower": lower, "difference_upper": upper
    }  # fmt: skip


def favoured(values: Values, better: str, limits: tuple[str, str]) -> Favours | None:
    """The side on which the whole interval lies."""
    lower, upper = (values.get(name) for name in limits)
    if lower is None or upper is None:
        return None
    made = Estimate(values["measure"], values["value"], lower, upper, values["level"], "")
    if covers_null(made):
        return "neither"
    return "treatment" if (lower > null(made.measure)) == (better == "higher") else "comparator"


def part(row: Row) -> TrialInPool:
    """One comparison as the question keeps it."""
    counts = row.counts if row.basis == "raw" else None
    n, control_n = group_sizes(row)
    values: Values = {
        "trial": row.trial.id,
        "outcome": row.measured.id,
        "days": row.measured.days,
        "analysis_set": set_of(row.trial, row.measured) if row.measured.kind != "harm" else None,
        "arm": row.arm,
        "versus": row.versus,
        "basis": row.basis,
        "value": row.estimate.value,
        "lower": row.estimate.lower,
        "upper": row.estimate.upper,
        "events": counts.events if counts is not None else None,
        "n": n,
        "control_events": counts.control_events if counts is not None else None,
        "control_n": control_n,
        "control_mean": row.means.control.mean if row.means is not None and row.basis == "raw" else None,
        "weight": row.weight,
        "reason": row.reason or None,
        "sources": tuple(dict.fromkeys(row_sources(row))),
    }
    return build(TrialInPool, {name: value for name, value in values.items() if value is not None})  # type: ignore[no-any-return]


def as_published(dataset: Dataset, quoted: ReviewQuoted, better: str) -> Values:
    """The estimate of a review as it printed it, turned so that its sign is that of the outcome and of the arm."""
    held = matching(dataset, quoted, "pooled")
    by = 0.01 if held.measure == "RD" and held.unit == "per 100" else 1.0
    value, lower, upper = held.value, held.lower, held.upper
    if held.measure in RATIOS:
        turned = quoted.turned
        found = [None if each is None else 1 / each if turned else each for each in (value, lower, upper)]
    else:
        turned = quoted.turned != (held.better is not None and held.better != better)
        found = [None if each is None else -by * each if turned else by * each for each in (value, lower, upper)]
    value, lower, upper = (found[0], found[2], found[1]) if turned else found
    return {
        "basis": "published", "published": held, "trials": held.studies or 0, "people": held.participants,
        "measure": held.measure, "unit": held.unit if by == 1 else None, "value": value, "lower": lower,
        "upper": upper, "level": held.level,
        "risk_without": None if quoted.percent_without is None else quoted.percent_without / 100,
    }  # fmt: skip
