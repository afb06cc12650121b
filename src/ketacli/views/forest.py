"""A forest plot as a screen: rows, pooled rows, what the trials disagree on, and what is not pooled and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli import fmt
from ketacli.effects.estimate import METHODS, Estimate, null
from ketacli.effects.nnt import number_needed
from ketacli.effects.published import natural
from ketacli.facts.effect import NAMES, count, fixed, fraction, interval_words, needed_words, shown, value_words
from ketacli.forest.rows import Forest, Row, arm_of, pooled
from ketacli.forest.select import BESIDE, unit_of
from ketacli.names import inline, label
from ketacli.plot import Mark, Plot
from ketacli.recompute import contrasts
from ketacli.screen import Block, Column, Facts, Heading, Marks, Prose, Screen, Table, Words
from ketacli.screen import Row as TableRow
from ketacli.views.common import name_sources, plural, screen

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.effects.pooling import Interval, Pooling

MOST_UNDRAWN = 12
FEW = 5

SHORT = {"z": "z", "hartung-knapp": "Hartung-Knapp"}

UNITS = {"RD": "per 100 people", "MD": "in points", "SMD": "in standard deviations"}
BASIS = {"raw": "recomputed from the figures of the arms", "published": "as published"}


def forest_screen(dataset: Dataset, found: Forest, model: str, baseline: float | None, leave: bool) -> Screen:
    """The plot with everything that a reader needs beside it."""
    plot = plot_of(dataset, found, model)
    shown_ = screen(dataset, title(dataset, found))
    marks = Marks()
    for row in found.rows:
        marks.mark(*row_sources(row))
    if not found.rows:
        shown_.notes.append(
            "Nothing can be drawn: no matching trial has figures for this outcome. Fewer filters find more."
        )
    else:
        shown_.blocks += [Prose(subtitle(dataset, found), "dim"), Prose(""), plot, Prose("")]
    if found.pooling is not None:
        shown_.blocks.append(Facts(pool_facts(found, found.pooling, model, baseline)))
        if leave and found.left_out:
            shown_.blocks += leave_one_out(found, model)
    for refusal in found.refusals if found.rows else ():
        instead = f" {refusal.instead}." if refusal.instead else ""
        shown_.notes.append(((f"! Not pooled: {refusal.reason}.{instead}", "caution"),))
    shown_.notes += apart_notes(found)
    shown_.notes += list(found.notes)
    if found.pooling is not None and found.pooling.k < FEW and model == "random":
        shown_.notes.append(
            ((f"! {plural(found.pooling.k, 'trial')}: the interval depends on the method, so both are shown.  "
              "keta help pooling", "caution"),)
        )  # fmt: skip
    shown_.notes += undrawn_notes(found)
    name_sources(dataset, shown_, marks)
    first = found.rows[0].trial.id if found.rows else ""
    shown_.next = ([f"keta effect {first}"] if first else ["keta trials"]) + ["keta forest --help", "keta help pooling"]
    return shown_


def title(dataset: Dataset, found: Forest) -> str:
    """What is compared with what, on which outcome."""
    if not found.rows:
        return f"{found.outcome}: no figures"
    arm, versus = sides(dataset, found)
    return f"{found.outcome}: {arm} against {versus}"


def subtitle(dataset: Dataset, found: Forest) -> str:
    """The measure, its unit, the level, and what the estimates are."""
    bases = list(dict.fromkeys(row.basis for row in found.rows))
    unit = unit_words(dataset, found)
    said = " or ".join(BASIS[basis] for basis in bases)
    methods = list(dict.fromkeys(METHODS[row.estimate.method] for row in found.rows if row.basis == "raw"))
    by = f" ({', '.join(methods)})" if methods else ""
    return f"{NAMES[found.measure]}{unit}, {level_words(found.level)} interval, {said}{by}"


def unit_words(dataset: Dataset, found: Forest) -> str:
    """What the measure counts in: of people, of a scale's points, or of standard deviations."""
    if found.measure != "MD":
        return f" {UNITS[found.measure]}" if found.measure in UNITS else ""
    scales = {row.measured.scale for row in found.rows}
    name = next(iter(scales))
    if len(scales) > 1:
        return " in points, each of its own scale" if {unit_of(row) for row in found.rows} == {"points"} else ""
    unit = unit_of(found.rows[0])
    if unit != "points":
        return f" in {unit}"
    return f" in points of {label(dataset, 'scales', name, short=True)}" if name else ""


def level_words(level: float) -> str:
    """``95%``."""
    return f"{fmt.amount(round(100 * level, 6))}%"


def sides(dataset: Dataset, found: Forest) -> tuple[str, str]:
    """What the arms of all rows are called together, and what they are compared with."""
    rows = list(found.rows)
    given = [arm_of(row.trial, name) for row in rows for name in row.arm.split("+")]
    forms = {each.form for each in given if each is not None and each.form}
    arm = "ketamine" if forms else "the treatment"
    if len(forms) == 1:
        arm = inline(label(dataset, "compounds", next(iter(forms))))
    kinds: set[str] = set()
    for row in rows:
        versus = arm_of(row.trial, row.versus)
        if versus is not None and versus.form:
            kinds.add(inline(label(dataset, "compounds", versus.form)))
        elif row.trial.design.comparator == "placebo":
            kinds.add("placebo")
        elif row.trial.design.comparator == "active-placebo":
            kinds.add("active placebo")
        else:
            kinds.add(inline(versus.label) if versus is not None else "comparator")
    other = next(iter(kinds)) if len(kinds) == 1 else "comparator"
    return arm, "comparator" if other == arm else other


def plot_of(dataset: Dataset, found: Forest, model: str) -> Plot:
    """Rows and pooled rows over one axis."""
    arm, versus = sides(dataset, found)
    higher = found.better != "lower"
    left, right = (versus, arm) if higher else (arm, versus)
    ratio = null(found.measure) == 1
    counts = any(row.counts is not None for row in found.rows)
    columns = [
        Column(heading(arm, counts), 3, "right"),
        Column(heading(versus, counts), 3, "right"),
        Column(found.measure, 1, "right"),
        Column(f"{level_words(found.level)} interval", 1),
        Column("Weight", 2, "right"),
    ]
    rows = [row_mark(found, row) for row in found.rows] + pool_marks(found, model)
    return Plot(
        columns, rows, 100 * null(found.measure) if found.measure == "RD" else null(found.measure), ratio, left, right,
        spoken(found, rows, left, right),
    )  # fmt: skip


def heading(name: str, counts: bool) -> str:
    """The head of a group's column: events of people, or people."""
    return name[:1].upper() + name[1:] + ("" if counts else " n")


def row_name(found: Forest, row: Row) -> str:
    """The trial; its arm where it has several, its comparator and outcome where these differ."""
    parts = [f"{row.trial.name} {row.trial.year}" if needs_year(row) else row.trial.name]
    arm, versus = arm_of(row.trial, row.arm), arm_of(row.trial, row.versus)
    if "+" in row.arm:
        parts.append(f"{len(row.arm.split('+'))} arms together")
    elif arm is not None and len(contrasts(row.trial, row.measured)) > 1:
        parts.append(arm.label.partition(" plus ")[0])
    same = [each for each in found.rows if each.trial.id == row.trial.id]
    if versus is not None and len({each.versus for each in same}) > 1:
        parts[-1] += f" against {versus.label.partition(' plus ')[0]}"
    if len({each.measured.label for each in found.rows}) > 1:
        parts.append(row.measured.label)
    if row.effect is not None and row.effect.nominal:
        parts.append("nominal")
    return ", ".join(parts)


def needs_year(row: Row) -> bool:
    """Whether a trial's name does not hold its year already."""
    return bool(row.trial.year) and str(row.trial.year) not in row.trial.name


def times(measure: str) -> float:
    """What a value is multiplied by to be drawn: risk differences are drawn per 100."""
    return 100.0 if measure == "RD" else 1.0


def row_mark(found: Forest, row: Row) -> Mark:
    """One comparison as a row of the plot."""
    each, by = row.estimate, times(found.measure)
    sizes = group_cells(row, any(r.counts is not None for r in found.rows))
    weight = "" if row.weight is None else f"{fixed(100 * row.weight, 1)}%"
    limits = f"{shown(each.measure, each.lower)} to {shown(each.measure, each.upper)}"
    cells = [
        *sizes,
        shown(each.measure, each.value),
        limits,
        "none" if row.reason and found.pooling is not None else weight,
    ]
    return Mark(
        row_name(found, row), cells, by * each.value, by * each.lower, by * each.upper,
        "apart" if row.reason else "study", row.weight or 0.0,
    )  # fmt: skip


def group_cells(row: Row, counts: bool) -> list[str]:
    """Events of people in each group, or the people."""
    if row.basis == "raw" and row.counts is not None:
        held = row.counts
        return [fraction(held.events, held.n), fraction(held.control_events, held.control_n)]
    return ["", ""] if counts else ["" if size is None else count(size) for size in group_sizes(row)]


def group_sizes(row: Row) -> tuple[float | None, float | None]:
    """People in each group: those behind the figures, or those that a published estimate is of."""
    if row.basis == "raw" and row.counts is not None:
        return row.counts.n, row.counts.control_n
    if row.basis == "raw" and row.means is not None:
        return row.means.arm.n, row.means.control.n
    # A model's estimate is of those it analysed, who need not be those whose raw means were printed.
    arms = [arm_of(row.trial, name) for name in (row.arm, row.versus)]
    first, second = (arm.n_analysed.value if arm is not None and arm.n_analysed is not None else None for arm in arms)
    return first, second


def intervals(found: Pooling, model: str) -> list[Interval]:
    """The pooled rows: of few studies both intervals, of more the Hartung-Knapp one, or the common effect."""
    if model == "common":
        return [found.common]
    return [found.random, found.hartung_knapp] if found.k < FEW else [found.hartung_knapp]


def pooled_estimate(measure: str, found: Interval) -> Estimate:
    """A pooled interval on the measure's own scale."""
    return Estimate(
        measure, natural(measure, found.value), natural(measure, found.lower), natural(measure, found.upper),
        found.level, found.method, found.se,
    )  # fmt: skip


def pool_marks(found: Forest, model: str) -> list[Mark]:
    """The pooled rows and the prediction interval."""
    if found.pooling is None:
        return []
    by = times(found.measure)
    out = []
    for each in intervals(found.pooling, model):
        made = pooled_estimate(found.measure, each)
        name = f"Pooled ({found.pooling.k}), {SHORT[each.method]}"
        cells = ["", "", shown(found.measure, made.value),
                 f"{shown(found.measure, made.lower)} to {shown(found.measure, made.upper)}", ""]  # fmt: skip
        out.append(Mark(name, cells, by * made.value, by * made.lower, by * made.upper, "pooled"))
    ahead = found.pooling.prediction
    if ahead is not None and model == "random":
        low, high = natural(found.measure, ahead.lower), natural(found.measure, ahead.upper)
        middle = natural(found.measure, found.pooling.random.value)
        cells = ["", "", "", f"{shown(found.measure, low)} to {shown(found.measure, high)}", ""]
        name = "Prediction"
        out.append(Mark(name, cells, by * middle, by * low, by * high, "prediction"))
    return out


def pool_facts(found: Forest, pooling: Pooling, model: str, baseline: float | None) -> list[tuple[str, Words]]:
    """In words, as a number needed, and how far the trials disagree."""
    pairs: list[tuple[str, Words]] = [("Model", model_words(pooling, model))]
    for each in intervals(pooling, model):
        made = pooled_estimate(found.measure, each)
        by = SHORT[each.method]
        if found.measure == "RD" and found.better is not None:
            kind, value, limits = needed_words(number_needed(made, found.better))
            pairs.append((f"{kind}, {by}", f"{value} ({limits})"))
        if baseline is not None and found.measure in ("RR", "OR"):
            from ketacli.effects.baseline import rebased

            again = rebased(made, baseline)
            kind, value, limits = needed_words(number_needed(again, found.better or "higher"))
            words = f"{value_words(again)} ({interval_words(again)}); {kind} {value} ({limits})"
            pairs.append((f"At {fixed(100 * baseline, 1)} per 100, {by}", words))
    pairs.append(("Disagreement", disagreement(found, pooling)))
    if pooling.k < FEW:
        pairs.append(("Prediction", f"no prediction interval below {FEW} trials: it would rest on a guess of tau"))
    return pairs


def model_words(pooling: Pooling, model: str) -> str:
    """How the pooled rows were made."""
    if model == "common":
        return "common effect: one true effect is assumed for all"
    text = f"random effects, tau by {pooling.tau_method}; Hartung-Knapp never narrower than z"
    return f"{text}; prediction by t on {pooling.prediction.df} df" if pooling.prediction is not None else text


def disagreement(found: Forest, pooling: Pooling) -> str:
    """Tau first, in the unit of the effect, then I-squared and Q."""
    held = pooling.heterogeneity
    by, digits = times(found.measure), 1 if found.measure == "RD" else 2
    scale = " on the log scale" if null(found.measure) == 1 else " per 100" if found.measure == "RD" else ""
    high = fixed(by * held.tau2_upper**0.5, digits)
    low = fixed(by * held.tau2_lower**0.5, digits)
    text = (
        f"tau {fixed(by * held.tau, digits)}{scale} ({low} to {high}), by {pooling.tau_method}; "
        f"I-squared {fixed(held.i2, 0)}% ({fixed(held.i2_lower, 0)} to {fixed(held.i2_upper, 0)}); "
        f"Q {fixed(held.q, 2)} on {held.df} df, {p_words(held.p)}"
    )
    return f"{text}. With {pooling.k} trials this says almost nothing" if pooling.k < FEW else text


def p_words(p: float) -> str:
    """``p = 0.173`` or ``p < 0.001``."""
    return fmt.tie("p < 0.001" if p < 0.001 else f"p = {fixed(p, 3)}")


def leave_one_out(found: Forest, model: str) -> list[Block]:
    """The pooled value without each trial in turn."""
    rows = []
    for row in pooled(list(found.rows)):
        without = found.left_out[row.name]
        made = pooled_estimate(found.measure, intervals(without, model)[-1])
        rows.append(
            TableRow([
                row_name(found, row), shown(found.measure, made.value),
                f"{shown(found.measure, made.lower)} to {shown(found.measure, made.upper)}",
                fixed(times(found.measure) * without.heterogeneity.tau, 1 if found.measure == "RD" else 2),
            ])
        )  # fmt: skip
    columns = [Column("Without", 1, style="name"), Column(found.measure, 1, "right"),
               Column(f"{level_words(found.level)} interval", 1), Column("tau", 2, "right")]  # fmt: skip
    return [Heading("Leaving one out"), Table(columns, list(rows))]


def apart_notes(found: Forest) -> list[Words]:
    """Which rows are drawn and not pooled, and why."""
    reasons: dict[str, list[str]] = {}
    for row in found.rows:
        if row.reason:
            reasons.setdefault(row.reason, []).append(row_name(found, row))
    return [f"Drawn, not pooled: {'; '.join(names)} ({reason})." for reason, names in reasons.items()]


def undrawn_notes(found: Forest) -> list[Words]:
    """Trials that have the outcome but no figure that could be drawn."""
    reasons: dict[str, list[str]] = {}
    for each in found.undrawn:
        reasons.setdefault(each.reason, []).append(
            f"{each.trial} {each.outcome}" if each.reason == BESIDE else each.trial
        )
    if not found.rows and not reasons:
        return []
    notes: list[Words] = []
    for reason, said in reasons.items():
        names = list(dict.fromkeys(said))
        more = f" and {len(names) - MOST_UNDRAWN} more" if len(names) > MOST_UNDRAWN else ""
        what = plural(len(names), "outcome" if reason == BESIDE else "trial")
        notes.append(f"Not drawn, {what}: {', '.join(names[:MOST_UNDRAWN])}{more} ({reason}).")
    return notes


def row_sources(row: Row) -> list[str]:
    """The documents that a row rests on."""
    if row.effect is not None:
        return [row.effect.source]
    arms = (*row.arm.split("+"), row.versus)
    return [result.source for result in row.measured.results if result.arm in arms]


def spoken(found: Forest, marks: list[Mark], left: str, right: str) -> list[str]:
    """The plot as sentences, one a row."""
    unit = f" {UNITS[found.measure]}" if found.measure in UNITS else ""
    start = "1" if null(found.measure) == 1 else "0"
    out = [
        f"Forest plot, {plural(len(found.rows), 'row')}. Measure: {NAMES[found.measure].lower()}{unit}. "
        f"Lower favours {left}, higher favours {right}. No effect is {start}."
    ]
    for at, (mark, row) in enumerate(zip(marks, found.rows, strict=False), 1):
        state = "Not pooled." if row.reason else f"Weight {fixed(100 * (row.weight or 0), 1)} percent."
        if found.pooling is None and not row.reason:
            state = ""
        out.append(f"{at}. {sentence(found, mark)} {state}".strip())
    out += [f"{sentence(found, mark)}" for mark in marks[len(found.rows) :]]
    return out


def sentence(found: Forest, mark: Mark) -> str:
    """One row in words, with minus spelled out."""
    digits = 1 if found.measure == "RD" else 2

    def say(value: float) -> str:
        text = fixed(value, digits)
        return f"minus {text[1:]}" if text.startswith("-") else text

    reach = f"from {say(mark.lower)} to {say(mark.upper)}"
    if mark.kind == "prediction":
        return f"{mark.label}: {reach}."
    base = times(found.measure) * null(found.measure)
    if mark.cells[0]:
        people = "" if "/" in mark.cells[0] else " people"
        reach = f"{reach}; {mark.cells[0]} against {mark.cells[1]}{people}"
    crosses = "Includes no effect." if mark.lower <= base <= mark.upper else "Excludes no effect."
    return f"{mark.label}: {say(mark.value)}, {reach}. {crosses}"
