"""``keta forest``: several trials' effects on one outcome, drawn, and pooled where that is honest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query
from ketacli.cli import numbers
from ketacli.cli.filters import asked, trial_filter
from ketacli.cli.session import Session
from ketacli.cli.spec import FORMATS
from ketacli.errors import UsageError
from ketacli.names import missing, near, resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.dataset import Dataset
    from ketacli.forest.rows import Ask, Forest
    from ketacli.models.trial import Trial
    from ketacli.screen import Screen

TAU_METHODS = {"reml": "REML", "pm": "PM", "dl": "DL"}
INTERVALS = ("miettinen-nurminen", "newcombe", "wald", "log-wald", "score")
METHODS = (*TAU_METHODS, "common", *INTERVALS)
MEASURES = ("rd", "rr", "or", "md", "smd", "hr")
BASES = ("raw", "published")
MULTIARM = ("combine", "split", "keep")
ORDERS = ("year", "name", "effect", "weight", "n")


def run(
    *,
    outcome: str | None,
    timepoint: str | None,
    measure: str | None,
    basis: str | None,
    method: list[str],
    multiarm: str | None,
    baseline: str | None,
    leave_one_out: bool,
    order: str | None,
    exclude: list[str],
    level: str | None,
    indication: list[str],
    form: list[str],
    route: list[str],
    design: list[str],
    comparator: list[str],
    masking: list[str],
    phase: list[str],
    year: str | None,
    min_n: int | None,
    result: list[str],
    registry: str | None,
    species: list[str],
    condition: str | None,
    fail_empty: bool,
    **settings: Any,
) -> int:
    """Draw the trials that meet every filter, and pool them or say why not."""
    session = Session(**settings, formats=(*FORMATS, "svg"))
    dataset = session.dataset
    methods = query.one_of(method, METHODS, "--method")
    if len(methods & {*TAU_METHODS, "common"}) > 1:
        raise UsageError("--method names two ways of pooling", "Give one of reml, pm, dl, common.", field="method")
    model = "common" if "common" in methods else "random"
    ask = asked_for(outcome, timepoint, measure, basis, methods, multiarm, order, level)
    rate = None if baseline is None else numbers.decimal(baseline, "--baseline", 0, 100, "25") / 100
    if rate is not None and ask.measure not in ("RR", "OR"):
        raise UsageError(
            "--baseline goes with a pooled ratio", "Add --measure rr or --measure or.", field="baseline", value=baseline
        )
    left_out = {resolve(dataset, "trials", word) for word in query.words(exclude)}
    wanted = trial_filter(
        dataset, indication=indication, form=form, route=route, design=design, comparator=comparator, masking=masking,
        phase=phase, year=year, min_n=min_n, result=result, registry=registry, species=species,
    )  # fmt: skip
    meets = condition_of(dataset, condition)
    trials = [trial for trial in query.trials(dataset, wanted) if trial.id not in left_out and meets(trial)]
    found = build(dataset, trials, ask)

    def screen(_: list[Any]) -> Screen:
        from ketacli.views.forest import forest_screen

        shown = forest_screen(dataset, found, model, rate, leave_one_out)
        if left_out:
            shown.notes.append(f"Left out at your wish: {', '.join(sorted(left_out))}.")
        return shown

    if session.plain_table:
        session.screen(screen([]))
        return session.empty(bool(found.rows), fail_empty)
    from ketacli.cli.emit import Rows
    from ketacli.views.forest_document import COLUMNS, document, flat

    said = {
        "outcome": outcome, "timepoint": timepoint, "measure": measure, "basis": basis, "method": sorted(methods),
        "multiarm": multiarm, "exclude": sorted(left_out), "where": condition, **asked(wanted, year),
    }  # fmt: skip
    rows = Rows("rows of the plot", COLUMNS, flat(found, model))
    session.report(
        "forest", said, document(dataset, found, model), rows, screen, formats={"svg": lambda: draw(screen([]))}
    )
    return session.empty(bool(found.rows), fail_empty)


def condition_of(dataset: Dataset, text: str | None) -> Callable[[Trial], bool]:
    """Whether a trial meets what --where says; UsageError for a condition that cannot be read."""
    if text is None:
        return lambda _: True
    from ketacli import fields
    from ketacli.where import compile_condition

    return compile_condition(text, fields.of_kind("trials"), dataset)


def draw(shown: Screen) -> str:
    """The plot as SVG; UsageError where there is nothing to draw."""
    from ketacli.render.svg import svg

    try:
        return svg(shown)
    except ValueError:
        raise UsageError(
            "there is nothing to draw: no matching trial has figures for this outcome",
            "Fewer filters find more; without -o svg the reasons are named.", field="outcome",
        ) from None  # fmt: skip


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
    from ketacli.forest.rows import Ask
    from ketacli.outcomes import timespan

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
        level=numbers.level(level),
        methods=numbers.intervals(methods & set(INTERVALS)),
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
    return None if text is None else next(iter(query.one_of([text], allowed, option)), None)


def build(dataset: Dataset, trials: list[Trial], ask: Ask) -> Forest:
    """The forest; UsageError with what there is when no trial has such an outcome."""
    from ketacli.forest.build import forest

    try:
        return forest(dataset, trials, ask)
    except LookupError as error:
        known = tuple(error.args[0])
        asked_ = ask.outcome or "primary"
        raise missing(
            "outcome in these trials", asked_, near(asked_, {name.replace("-", ""): name for name in known}), known,
            UsageError,
        ) from None  # fmt: skip
