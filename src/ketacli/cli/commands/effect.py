"""``keta effect TRIAL`` and ``keta effect --events A/N --control B/N``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query
from ketacli.cli import numbers
from ketacli.cli.session import Session
from ketacli.errors import UsageError
from ketacli.names import missing, near, resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.analysis import Analysis
    from ketacli.models.trial import Trial
    from ketacli.recompute import Measured
    from ketacli.screen import Screen

METHODS = ("miettinen-nurminen", "newcombe", "wald", "log-wald", "score")
DIRECTIONS = ("higher", "lower")


def run(
    *,
    trial: str | None,
    outcome: str | None,
    events: str | None,
    control: str | None,
    mean: str | None,
    control_mean: str | None,
    better: str | None,
    baseline: str | None,
    method: list[str],
    level: str | None,
    correlation: str | None,
    **settings: Any,
) -> int:
    """Work out the effect of a trial's outcome, or of figures that were given."""
    session = Session(**settings)
    given = [word for word in (events, control, mean, control_mean) if word is not None]
    options: dict[str, Any] = {
        "level": numbers.level(level),
        "methods": numbers.intervals(query.one_of(method, METHODS, "--method")),
        "baseline": None if baseline is None else numbers.decimal(baseline, "--baseline", 0, 100, "25") / 100,
    }
    if trial is None and correlation is not None:
        raise UsageError("--correlation goes with a crossover trial", "Leave it out.", field="correlation")
    if trial is None:
        return direct(session, events, control, mean, control_mean, better, baseline, options)
    if given or better is not None:
        raise UsageError(
            "a trial has its own figures", "Leave the trial out, or --events, --control, --mean and --better.",
            field="trial",
        )  # fmt: skip
    if correlation is not None:
        options["correlation"] = numbers.decimal(correlation, "--correlation", -1, 1, "0.5")
    record = session.dataset.trials[resolve(session.dataset, "trials", trial)]
    if correlation is not None and record.design.model != "crossover":
        raise UsageError(
            f"{record.id} is no crossover: its arms are different people",
            "Leave --correlation out.",
            field="correlation",
        )
    found, others = work_out(record, outcome, options)

    def screen(_: list[Any]) -> Screen:
        from ketacli.views.effect import effect_screen

        return effect_screen(session.dataset, record, found, others)

    asked = {"trial": record.id, "outcome": outcome, "baseline": baseline}
    return told(session, asked, record.id, found, others, screen)


def told(
    session: Session,
    asked: dict[str, Any],
    trial: str | None,
    found: list[Analysis],
    others: list[Measured],
    screen: Callable[[list[Any]], Screen],
) -> int:
    """Write the answer in whatever format was asked for: a row an estimate where rows are wanted."""
    if session.plain_table:
        return session.screen(screen([]))
    data = answer(trial, found, others)
    if session.plain_json:
        return session.document("effect", asked, data)
    from ketacli.cli.emit import Rows
    from ketacli.views.effect import COLUMNS, flat

    rows = Rows("estimates", COLUMNS, [row for each in found for row in flat(trial, each)])
    return session.report("effect", asked, data, rows, screen)


def work_out(record: Trial, outcome: str | None, options: dict[str, Any]) -> tuple[list[Analysis], list[Measured]]:
    """Every comparison of the outcomes asked for, and the other outcomes with figures.

    Raises UsageError for an outcome that the trial does not have.
    """
    from ketacli.analysis import analyse
    from ketacli.outcomes import choose
    from ketacli.recompute import contrasts, measured

    items = measured(record)
    try:
        chosen, rest = choose(items, outcome)
    except LookupError:
        ids = [item.id for item in items]
        known = {name.replace("-", ""): name for name in ids}
        asked = outcome or ""
        raise missing(
            f"outcome of {record.id}", asked, near(asked, known), (*ids, "all", "harms"), UsageError
        ) from None
    found = [analyse(each, **options) for item in chosen for each in contrasts(record, item)]
    if outcome is None and not any(each.estimates for each in found):
        # Nothing of the primary outcome can be worked out: what can be is named, the primary one still shown.
        rest = sorted(rest, key=lambda item: not workable(record, item))
    others = [item for item in rest if item.kind != "harm" and workable(record, item)]
    return found, others


def workable(record: Trial, item: Measured) -> bool:
    """Whether anything can be computed of an outcome."""
    from ketacli.recompute import contrasts

    return any(each.counts is not None or each.means is not None for each in contrasts(record, item))


def answer(trial: str | None, found: list[Analysis], others: list[Measured]) -> dict[str, Any]:
    """The ``data`` object: outcomes with their comparisons as plain values."""
    from ketacli.views.effect import outcome_document

    items = {each.contrast.measured.path: each.contrast.measured for each in found}
    return {
        "trial": trial,
        "outcomes": [outcome_document(item, found) for item in items.values()],
        "also": [item.id for item in others],
    }


def direct(
    session: Session,
    events: str | None,
    control: str | None,
    mean: str | None,
    control_mean: str | None,
    better: str | None,
    asked_baseline: str | None,
    options: dict[str, Any],
) -> int:
    """Work out figures from the command line."""
    from ketacli.given import counts, means

    if better not in (None, *DIRECTIONS):
        raise UsageError(
            f'--better takes higher or lower, not "{better}"', "For harms: --better lower.", field="better"
        )
    binary = events is not None or control is not None
    if binary == (mean is not None or control_mean is not None):
        raise UsageError(
            "effect takes a trial, or two groups' figures",
            "For example: keta effect elekt-d, or keta effect --events 10/34 --control 7/29.",
        )
    if binary:
        if events is None or control is None:
            raise UsageError("two groups are needed", "Give both --events A/N and --control B/N.", field="events")
        sides = numbers.counts(events, "--events"), numbers.counts(control, "--control")
        found = counts(*sides, better or "higher", **options)
        query_, said = {"events": events, "control": control}, f"{events} against {control}"
    else:
        if mean is None or control_mean is None:
            raise UsageError(
                "two groups are needed", "Give both --mean M,SD,N and --control-mean M,SD,N.", field="mean"
            )
        if options["baseline"] is not None:
            raise UsageError("--baseline goes with counts, not with means", "Leave it out.", field="baseline")
        found = means(numbers.mean(mean, "--mean"), numbers.mean(control_mean, "--control-mean"), better, **options)
        query_, said = {"mean": mean, "control_mean": control_mean}, f"{mean} against {control_mean}"

    def screen(_: list[Any]) -> Screen:
        from ketacli.views.effect import direct_screen

        return direct_screen(session.dataset, found, said)

    return told(session, {**query_, "baseline": asked_baseline}, None, [found], [], screen)
