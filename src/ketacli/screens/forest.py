"""A forest plot as a screen: rows, pooled rows, what the trials disagree on, and what is not pooled and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.bias import DOMAINS, in_words, letters
from ketacli.evidence.forest.answer import asymmetry
from ketacli.evidence.forest.describe import (
    group_sizes,
    intervals,
    pooled_estimate,
    row_name,
    row_sources,
    sides,
)
from ketacli.evidence.forest.rows import MOST_LEFT_OUT, Forest, Row, pooled
from ketacli.evidence.forest.select import BESIDE, unit_of
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.records.wording import fixed, plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.facts.effect import (
    NAMES,
    count,
    decimals,
    fraction,
    interval_words,
    needed_words,
    shown,
    value_words,
)
from ketacli.screens.plot import Mark, Plot
from ketacli.screens.screen import Block, Column, Facts, Heading, Marks, Note, Prose, Screen, Table, Words
from ketacli.screens.screen import Row as TableRow
from ketacli.stats.estimate import METHODS, null
from ketacli.stats.nnt import number_needed
from ketacli.stats.pooling import FEW
from ketacli.stats.published import natural

if TYPE_CHECKING:
    from ketacli.evidence.answers.forest import Asymmetry
    from ketacli.evidence.forest.rows import Undrawn
    from ketacli.records.dataset import Dataset
    from ketacli.stats.pooling import Pooling

MOST_UNDRAWN = 12

STANDING = {
    (False, False): "is not used",
    (True, False): "is drawn, not pooled",
    (True, True): "is pooled as it is, but look again",
}
"""What becomes of a row of one's own table, by whether it is drawn and pooled."""

SHORT = {"z": "z", "hartung-knapp": "Hartung-Knapp"}

UNITS = {"RD": "per 100 people", "MD": "in points", "SMD": "in standard deviations"}
BASIS = {"raw": "recomputed from the figures of the arms", "published": "as published"}


def forest_screen(
    dataset: Dataset, found: Forest, model: str, baseline: float | None, leave: bool, funnel: bool = False,
    marks: Marks | None = None,
) -> Screen:  # fmt: skip
    """The plot with everything that a reader needs beside it."""
    plot = plot_of(dataset, found, model)
    shown_ = screen(dataset, title(dataset, found))
    marks = marks or Marks()
    for row in found.rows:
        marks.mark(*row_sources(row))
    if not found.rows:
        text = "Nothing can be drawn: no matching trial has figures for this outcome. Fewer filters find more."
        shown_.notes.append(Note(text))
    else:
        shown_.blocks += [Prose(subtitle(dataset, found), "dim"), Prose(""), plot, Prose("")]
    if found.pooling is not None:
        shown_.blocks.append(Facts(pool_facts(found, found.pooling, model, baseline)))
        if leave and found.left_out:
            shown_.blocks += leave_one_out(found, model)
        elif leave and found.pooling.k > MOST_LEFT_OUT:
            shown_.notes.append(Note(f"Leaving one out is worked out of at most {MOST_LEFT_OUT} comparisons."))
    if funnel:
        shown_.notes.append(Note(asymmetry_words(asymmetry(found))))
    for refusal in found.refusals if found.rows else ():
        instead = f" {refusal.instead}." if refusal.instead else ""
        shown_.notes.append(Note(f"Not pooled: {refusal.reason}.{instead}", caution="caution"))
    shown_.notes += own_notes(found)
    shown_.notes += error_notes(found)
    shown_.notes += apart_notes(found)
    shown_.notes += map(Note, found.notes)
    shown_.notes += bias_notes(found)
    if found.pooling is not None and found.pooling.k < FEW and model == "random":
        text = f"{plural(found.pooling.k, 'trial')}: the interval depends on the method, so both are shown."
        shown_.notes.append(Note(text, ("keta help pooling",), "caution"))
    shown_.notes += undrawn_notes(found)
    name_sources(dataset, shown_, marks)
    first = next((row.trial.id for row in found.rows if row.trial.id not in found.own), "")
    more = ["keta results --wide -o csv"] if found.own else ["keta trials"]
    shown_.next = ([f"keta effect {first}"] if first else more) + ["keta forest --help", "keta help pooling"]
    return shown_


def error_notes(found: Forest) -> list[Note]:
    """Which published estimates came with a standard error instead of an interval."""
    names = [f"{row.trial.name} (SE {wording.amount(row.effect.se)})" for row in found.rows
             if row.from_error and row.effect is not None and row.effect.se is not None]  # fmt: skip
    if not names:
        return []
    return [Note(f"Interval worked out from the published SE, none is printed: {', '.join(dict.fromkeys(names))}.")]


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
    said += " or from its SE" if any(row.from_error for row in found.rows) else ""
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
    return f" in points of {label(dataset, 'scales', name, short=True)}" if name and name in dataset.scales else ""


def level_words(level: float) -> str:
    """``95%``."""
    return f"{wording.amount(round(100 * level, 6))}%"


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
        Column("Bias", 4),
    ]
    rows = [row_mark(found, row) for row in found.rows] + pool_marks(found, model)
    return Plot(
        columns, rows, 100 * null(found.measure) if found.measure == "RD" else null(found.measure), ratio, left, right,
        spoken(found, rows, left, right), found.better is not None,
    )  # fmt: skip


def heading(name: str, counts: bool) -> str:
    """The head of a group's column: events of people, or people."""
    return name[:1].upper() + name[1:] + ("" if counts else " n")


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
        " ".join(map(letters, row.trial.risk_of_bias)),
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
                 f"{shown(found.measure, made.lower)} to {shown(found.measure, made.upper)}", "", ""]  # fmt: skip
        out.append(Mark(name, cells, by * made.value, by * made.lower, by * made.upper, "pooled"))
    ahead = found.pooling.prediction
    if ahead is not None and model == "random":
        low, high = natural(found.measure, ahead.lower), natural(found.measure, ahead.upper)
        middle = natural(found.measure, found.pooling.random.value)
        cells = ["", "", "", f"{shown(found.measure, low)} to {shown(found.measure, high)}", "", ""]
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
            from ketacli.stats.baseline import rebased

            again = rebased(made, baseline)
            words = f"{value_words(again)} ({interval_words(again)})"
            if found.better is not None:
                words += "; {} {} ({})".format(*needed_words(number_needed(again, found.better)))
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
        f"Q {fixed(held.q, 2)} on {held.df} df, {wording.p_words(held.p)}"
    )
    return f"{text}. With {pooling.k} trials this says almost nothing" if pooling.k < FEW else text


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


def asymmetry_words(found: Asymmetry) -> str:
    """Egger's regression in words, or why there is none."""
    if found.reason is not None or found.t is None or found.p is None:
        return f"Not looked at, whether small trials differ: {found.reason}."
    test = f"t {fixed(found.t, 2)} on {found.df} df, {wording.p_words(found.p)}"
    means = "A small p says that small trials show other effects than large ones, not why"
    return f"Egger's test of small studies: {test}. {means}."


def own_notes(found: Forest) -> list[Note]:
    """What must be said of studies of the person's own: which rows are not used or doubted, and what is assumed."""
    if not found.own and not found.problems:
        return []
    notes = [
        Note(f"Row {each.row} ({each.study}) {STANDING[each.drawn, each.pooled]}: {each.reason}.", caution="caution")
        for each in found.problems
    ]  # fmt: skip
    if found.own and len(found.own) < len({row.trial.id for row in found.rows}):
        notes.append(Note("Your studies are taken to measure the same thing at the same time, against the same kind of "
                          "comparator; only you can know that."))  # fmt: skip
    if found.own and found.better is None:
        notes.append(
            Note("Which direction is good was not said, so nothing is called a benefit: --better higher or lower.")
        )
    if found.own:
        notes.append(Note("Your own studies have no source here, and nobody here has checked them."))
    return notes


def bias_notes(found: Forest) -> list[Note]:
    """Risk of bias by trial in letters, what they stand for, and who judged; empty where nobody did."""
    held: dict[tuple[str, str], dict[str, str]] = {}
    for row in found.rows:
        for each in row.trial.risk_of_bias:
            held.setdefault((each.tool, each.by), {})[row.trial.name] = letters(each)
    meaning = "L low, S some concerns, U unclear, H high, N not seen"
    return [
        Note(
            f"Risk of bias as judged by {by}: {'; '.join(f'{name} {code}' for name, code in codes.items())}. In this "
            f"order: {', '.join(DOMAINS[tool].values())}; {meaning}."
        )
        for (tool, by), codes in held.items()
    ]


def apart_notes(found: Forest) -> list[Note]:
    """Which rows are drawn and not pooled, and why."""
    reasons: dict[str, list[str]] = {}
    told = {each.row for each in found.problems}
    for row in found.rows:
        if row.reason and found.own.get(row.trial.id) not in told:
            reasons.setdefault(row.reason, []).append(row_name(found, row))
    return [Note(f"Drawn, not pooled: {'; '.join(names)} ({reason}).") for reason, names in reasons.items()]


def undrawn_notes(found: Forest) -> list[Note]:
    """Trials that have the outcome but no figure that could be drawn."""
    return undrawn_words(found.undrawn)


def undrawn_words(undrawn: tuple[Undrawn, ...], head: str = "Not drawn") -> list[Note]:
    """A line for each reason why trials with the outcome are not drawn, or not in a network."""
    reasons: dict[str, list[str]] = {}
    for each in undrawn:
        reasons.setdefault(each.reason, []).append(
            f"{each.trial} {each.outcome}" if each.reason == BESIDE else each.trial
        )
    notes: list[Note] = []
    for reason, said in reasons.items():
        names = list(dict.fromkeys(said))
        more = f" and {len(names) - MOST_UNDRAWN} more" if len(names) > MOST_UNDRAWN else ""
        what = plural(len(names), "outcome" if reason == BESIDE else "trial")
        notes.append(Note(f"{head}, {what}: {', '.join(names[:MOST_UNDRAWN])}{more} ({reason})."))
    return notes


def spoken(found: Forest, marks: list[Mark], left: str, right: str) -> list[str]:
    """The plot as sentences, one a row."""
    unit = f" {UNITS[found.measure]}" if found.measure in UNITS else ""
    start = "1" if null(found.measure) == 1 else "0"
    verb = "favours" if found.better is not None else "means more with"
    out = [
        f"Forest plot, {plural(len(found.rows), 'row')}. Measure: {NAMES[found.measure].lower()}{unit}. "
        f"Lower {verb} {left}, higher {verb} {right}. No effect is {start}."
    ]
    for at, (mark, row) in enumerate(zip(marks, found.rows, strict=False), 1):
        state = "Not pooled." if row.reason else f"Weight {fixed(100 * (row.weight or 0), 1)} percent."
        if found.pooling is None and not row.reason:
            state = ""
        judged = "".join(f" Risk of bias by {each.by}: {in_words(each)}." for each in row.trial.risk_of_bias)
        out.append(f"{at}. {sentence(found, mark)} {state}".strip() + judged)
    out += [f"{sentence(found, mark)}" for mark in marks[len(found.rows) :]]
    return out


def spoken_value(measure: str, value: float) -> str:
    """A value as it is said, with minus spelled out."""
    text = fixed(value, decimals(measure, value))
    return f"minus {text[1:]}" if text.startswith("-") else text


def sentence(found: Forest, mark: Mark) -> str:
    """One row in words, with minus spelled out."""

    def say(value: float) -> str:
        return spoken_value(found.measure, value)

    reach = f"from {say(mark.lower)} to {say(mark.upper)}"
    if mark.kind == "prediction":
        return f"{mark.label}: {reach}."
    base = times(found.measure) * null(found.measure)
    if mark.cells[0]:
        people = "" if "/" in mark.cells[0] else " people"
        reach = f"{reach}; {mark.cells[0]} against {mark.cells[1]}{people}"
    crosses = "Includes no effect." if mark.lower <= base <= mark.upper else "Excludes no effect."
    return f"{mark.label}: {say(mark.value)}, {reach}. {crosses}"
