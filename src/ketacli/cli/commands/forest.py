"""``keta forest``: several trials' effects on one outcome, drawn, and pooled where that is honest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.commands.effect import DIRECTIONS
from ketacli.cli.commands.trials import query
from ketacli.cli.filters import chosen
from ketacli.cli.placing import read_as
from ketacli.cli.session import Session
from ketacli.cli.table import FORMATS, PLOTS, split
from ketacli.cli.values import decimal, intervals
from ketacli.cli.values import level as level_of
from ketacli.cli.values import one as one_word
from ketacli.errors import UsageError
from ketacli.records.choose import one_of, parts_of
from ketacli.records.closed import words as closed_words
from ketacli.records.names import missing, near, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ketacli.cli.report import Rows
    from ketacli.errors import KetaError
    from ketacli.evidence.answers.forest import ForestAnswer
    from ketacli.evidence.forest.multiverse import Multiverse
    from ketacli.evidence.forest.rows import Ask, Forest
    from ketacli.evidence.own import Own, Problem
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Trial
    from ketacli.screens.screen import Screen

TAU_METHODS = {"reml": "REML", "pm": "PM", "dl": "DL"}
INTERVALS = ("miettinen-nurminen", "newcombe", "wald", "log-wald", "score")
METHODS = (*TAU_METHODS, "common", *INTERVALS)
MEASURES = ("rd", "rr", "or", "md", "smd", "hr")
BASES = ("raw", "published")
MULTIARM = ("combine", "split", "keep")
MEDIANS = ("luo", "wan")
MOST_PROBLEMS = 50
"""Rows of a table that an error tells of."""
ORDERS = ("year", "name", "effect", "weight", "n")


def run(
    *,
    words: list[str],
    outcome: str | None,
    timepoint: str | None,
    measure: str | None,
    basis: str | None,
    analysis_set: str | None,
    method: list[str],
    multiarm: str | None,
    baseline: str | None,
    leave_one_out: bool,
    order: str | None,
    exclude: list[str],
    level: str | None,
    from_file: str | None,
    with_trials: bool,
    medians: str | None,
    better: str | None,
    funnel: bool,
    multiverse: bool,
    condition: str | None,
    fail_empty: bool,
    **values: Any,
) -> int:
    """Draw the trials that meet every filter, and pool them or say why not."""
    filters, settings = split("forest", values)
    session = Session(**settings, formats=(*FORMATS, *PLOTS))
    dataset = session.dataset
    filters, read = read_as(dataset, "forest", words, filters)
    methods = one_of(method, METHODS, "--method")
    if len(methods & {*TAU_METHODS, "common"}) > 1:
        raise UsageError("--method names two ways of pooling", "Give one of reml, pm, dl, common.", field="method")
    model = "common" if "common" in methods else "random"
    ask = asked_for(outcome, timepoint, measure, basis, methods, multiarm, order, level)
    ask = ask._replace(analysis_set=one(analysis_set, closed_words("trials", "set"), "--set"))
    ask = ask._replace(better=DIRECTIONS.get(one(better, tuple(DIRECTIONS), "--better") or ""))
    if multiverse:
        refuse_beside_multiverse(from_file, leave_one_out, funnel, baseline)
    own = None
    if from_file is None:
        refuse_without_file(with_trials, medians, better)
    else:
        refuse_filters_alone(with_trials, filters, exclude, condition)
        own = own_studies(from_file, ask, one(medians, MEDIANS, "--medians"))
    rate = None if baseline is None else decimal(baseline, "--baseline", 0, 100, "25") / 100
    if rate is not None and ask.measure not in ("RR", "OR"):
        raise UsageError(
            "--baseline goes with a pooled ratio", "Add --measure rr or --measure or.", field="baseline", value=baseline
        )
    left_out = {resolve(dataset, "trials", word) for word in parts_of(exclude)}
    wanted = chosen(dataset, "forest", "trials", filters, condition)
    meets = condition_of(dataset, condition)
    trials = [trial for trial in wanted.found() if trial.id not in left_out and meets(trial)]
    found = build(dataset, trials if own is None or with_trials else [], ask, own)
    every = everything(session, trials, ask, methods) if multiverse else None

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.screen import Note

        if every is not None:
            from ketacli.screens.multiverse import multiverse_screen

            shown = multiverse_screen(dataset, found, every)
        else:
            from ketacli.screens.forest import forest_screen

            shown = forest_screen(dataset, found, model, rate, leave_one_out, funnel)
        shown.notes += [Note(f"Read as {read}.")] if read else []
        if left_out:
            shown.notes.append(Note(f"Left out at your wish: {', '.join(sorted(left_out))}."))
        return shown

    def answer() -> ForestAnswer:
        from ketacli.evidence.forest.answer import forest_answer

        made = forest_answer(dataset, found, model, funnel)
        if every is None:
            return made
        from dataclasses import replace

        from ketacli.evidence.forest.multiverse_answer import multiverse_answer

        return replace(made, multiverse=multiverse_answer(every))

    refuse_empty_plot(session, found, every)
    said = {
        "outcome": outcome, "timepoint": timepoint, "measure": measure, "basis": basis, "method": sorted(methods),
        "multiarm": multiarm, "set": analysis_set, "exclude": sorted(left_out), "from": from_file, "with": with_trials,
        "medians": medians,
        "better": better, "funnel": funnel, "multiverse": multiverse, "where": condition, **query(wanted),
    }  # fmt: skip
    return session.report("forest", said, answer, rows, screen, items=list(found.rows), fail_empty=fail_empty)


def refuse_beside_multiverse(from_file: str | None, leave_one_out: bool, funnel: bool, baseline: str | None) -> None:
    """Raise UsageError for what --multiverse does by itself, or cannot do."""
    if from_file is not None:
        raise UsageError("--multiverse takes trials on record", "A table of your own says nothing of what was chosen.",
                         field="multiverse")  # fmt: skip
    for flag, given in (("--leave-one-out", leave_one_out), ("--funnel", funnel), ("--baseline", baseline)):
        if given:
            why = "It leaves each trial out by itself." if flag == "--leave-one-out" else f"Ask for {flag} without it."
            raise UsageError(f"{flag} does not go with --multiverse", why, field=flag.strip("-").replace("-", "_"))


def everything(session: Session, trials: list[Trial], ask: Ask, methods: set[str]) -> Multiverse:
    """Every defensible analysis; a way of pooling that was named is no choice any more."""
    from ketacli.cli.progress import Progress
    from ketacli.evidence.forest.multiverse import multiverse
    from ketacli.stats.models import MODELS

    named = {TAU_METHODS.get(each, "") for each in methods & {*TAU_METHODS, "common"}}
    models = tuple(each for each in MODELS if not named or each.tau_method in named)
    with Progress("sets of trials", session.output.accessible) as progress:
        return multiverse(session.dataset, trials, ask, models, progress.tick)


def rows(made: ForestAnswer) -> Rows:
    """The rows of the plot, or with --multiverse a row an analysis."""
    from ketacli.cli.report import Rows

    if made.multiverse is not None:
        from ketacli.evidence.forest.multiverse_answer import spec_columns

        return Rows("analyses", spec_columns(), list(made.multiverse.analyses))
    from ketacli.evidence.forest.answer import row_columns
    from ketacli.evidence.forest.answer import rows as plot_rows

    return Rows("rows of the plot", row_columns(), plot_rows(made))


def refuse_empty_plot(session: Session, found: Forest, every: Multiverse | None) -> None:
    """Raise UsageError for a drawing of nothing."""
    if session.format not in PLOTS:
        return
    if every is not None and not every.specs:
        raise UsageError("there is nothing to draw: no analysis of these trials can be made",
                         f"Without -o {session.format} the reasons are named.", field="outcome")  # fmt: skip
    if not found.rows:
        raise UsageError(
            "there is nothing to draw: no matching trial has figures for this outcome",
            f"Fewer filters find more; without -o {session.format} the reasons are named.", field="outcome",
        )  # fmt: skip


def refuse_without_file(with_trials: bool, medians: str | None, better: str | None) -> None:
    """Raise UsageError for an option that goes with studies of one's own."""
    for flag, given in (("--with", with_trials), ("--medians", medians), ("--better", better)):
        if given:
            raise UsageError(f"{flag} goes with --from", "Trials on record say it themselves.", field=flag.strip("-"))


def refuse_filters_alone(with_trials: bool, filters: dict[str, Any], exclude: list[str], condition: str | None) -> None:
    """Raise UsageError for filters of trials where no trials are asked for."""
    given = [name for name, value in {**filters, "exclude": exclude, "where": condition}.items() if value]
    if given and not with_trials:
        raise UsageError(
            f"--{given[0].replace('_', '-')} chooses among the trials on record, which --from leaves out",
            "Add --with to set your studies beside them.", field=given[0],
        )  # fmt: skip


def own_studies(name: str, ask: Ask, medians: str | None) -> Own:
    """The studies of a file, or of standard input for ``-``.

    UsageError for one that cannot be read, DataError with every row and reason where no row can be used.
    """
    from ketacli.cli.own_file import text_of
    from ketacli.errors import DataError
    from ketacli.evidence.own import read_own

    try:
        own = read_own(text_of(name), ask.measure, medians)
    except ValueError as error:
        raise UsageError(f"{name} is no table of studies: {error}", "keta help own-studies says what is read.",
                         field="from", value=name) from None  # fmt: skip
    if not own.studies:
        unread = f"; columns that say nothing here: {', '.join(own.unread)}" if own.unread else ""
        raise DataError(
            f"no row of {name} can be used{unread}", "keta help own-studies says which columns are read.",
            details=tuple(_rows_told(own.problems)),
        )  # fmt: skip
    return own


def _rows_told(problems: Sequence[Problem]) -> Iterator[str]:
    """What is wrong, row by row; of many rows the first, and how many more there are."""
    for each in problems[:MOST_PROBLEMS]:
        yield f"row {each.row} ({each.study}): {each.reason}"
    if len(problems) > MOST_PROBLEMS:
        yield f"and {len(problems) - MOST_PROBLEMS:,} more"


def condition_of(dataset: Dataset, text: str | None) -> Callable[[Trial], bool]:
    """Whether a trial meets what --where says; UsageError for a condition that cannot be read."""
    if text is None:
        return lambda _: True
    from ketacli.records import fields
    from ketacli.records.conditions import compile_condition

    return compile_condition(text, fields.of_kind("trials"), dataset)


def asked_for(
    outcome: str | None,
    timepoint: str | None,
    measure: str | None,
    basis: str | None,
    methods: set[str],
    multiarm: str | None,
    order: str | None,
    level: str | None,
) -> Ask:
    """The options as one thing that is asked; UsageError for a value that none of them takes."""
    from ketacli.evidence.forest.rows import Ask
    from ketacli.evidence.outcomes import timespan

    span = timespan(timepoint) if timepoint is not None else None
    if timepoint is not None and span is None:
        raise UsageError(
            f'"{timepoint}" is no time or span of time', "Write 28d, 24h, 4w or 21-30d.",
            field="timepoint", value=timepoint,
        )  # fmt: skip
    return Ask(
        outcome=outcome,
        span=span,
        measure=(one(measure, MEASURES, "--measure") or "").upper() or None,
        basis=one(basis, BASES, "--basis"),
        level=level_of(level),
        methods=intervals(methods & set(INTERVALS)),
        tau_method=next((TAU_METHODS[name] for name in TAU_METHODS if name in methods), "REML"),
        model="common" if "common" in methods else "random",
        multiarm=one(multiarm, MULTIARM, "--multiarm"),
        sort=one(order, ORDERS, "--sort") or "year",
    )


def one(text: str | None, allowed: tuple[str, ...], option: str) -> str | None:
    """An option's single value out of a fixed list; UsageError with the list."""
    if text is not None and text.startswith("-"):
        raise UsageError(
            f'{option} takes no direction: "{text}"', f"Write {text.lstrip('-')}.", field=option.lstrip("-")
        )
    return one_word(text, allowed, option)


def build(dataset: Dataset, trials: list[Trial], ask: Ask, own: Own | None = None) -> Forest:
    """The forest; UsageError with what there is when no trial has such an outcome."""
    from ketacli.evidence.forest.assemble import forest

    try:
        return forest(dataset, trials, ask, own)
    except LookupError as error:
        raise unknown_outcome(error, ask) from None


def unknown_outcome(error: LookupError, ask: Ask) -> KetaError:
    """The error for an outcome that no trial has, with those that they have."""
    known = tuple(error.args[0])
    asked_ = ask.outcome or "primary"
    suggestions = near(asked_, {name.replace("-", ""): name for name in known})
    return missing("outcome in these trials", asked_, suggestions, known, UsageError)
