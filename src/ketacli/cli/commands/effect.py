"""``keta effect TRIAL`` and ``keta effect --events A/N --control B/N``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli import values
from ketacli.cli.session import Session
from ketacli.errors import UnknownName, UsageError
from ketacli.records.choose import one_of
from ketacli.records.names import missing, near, resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.cli.report import Rows
    from ketacli.evidence.analysis import Analysis
    from ketacli.evidence.answers.effects import EffectAnswer
    from ketacli.evidence.contrasts import Better, Measured
    from ketacli.records.safety import Safety
    from ketacli.records.trial import Trial
    from ketacli.screens.screen import Screen

METHODS = ("miettinen-nurminen", "newcombe", "wald", "log-wald", "score")
DIRECTIONS: dict[str, Better] = {"higher": "higher", "lower": "lower"}


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
        "level": values.level(level),
        "methods": values.intervals(one_of(method, METHODS, "--method")),
        "baseline": None if baseline is None else values.decimal(baseline, "--baseline", 0, 100, "25") / 100,
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
        options["correlation"] = values.decimal(correlation, "--correlation", -1, 1, "0.5")
    try:
        record = session.dataset.trials[resolve(session.dataset, "trials", trial)]
    except UnknownName:
        from ketacli.evidence.safety_effects import named

        items = named(session.dataset, trial)
        if not items:
            raise
        if outcome is not None or correlation is not None:
            raise UsageError(f"{trial} is a safety record: it has no outcomes to choose among", "Leave --outcome out.",
                             field="outcome") from None  # fmt: skip
        return of_safety(session, trial, items, options, baseline)
    if correlation is not None and record.design.model != "crossover":
        raise UsageError(
            f"{record.id} is no crossover: its arms are different people",
            "Leave --correlation out.",
            field="correlation",
        )
    found, others = work_out(record, outcome, options)

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.effect import effect_screen

        return effect_screen(session.dataset, record, found, others)

    asked = {"trial": record.id, "outcome": outcome, "baseline": baseline}
    return told(session, asked, record.id, found, others, screen)


def of_safety(session: Session, asked: str, items: list[Safety], options: dict[str, Any], baseline: str | None) -> int:
    """Work out the groups of safety records; UsageError where none has two groups to compare."""
    from ketacli.evidence.analysis import analyse
    from ketacli.evidence.safety_effects import comparisons

    found = [analyse(each, **options) for item in items for each in comparisons(item)]
    if not found:
        raise UsageError(f"{asked} has no two groups to compare", f"keta show {items[0].id} has its figures.",
                         field="trial", value=asked)  # fmt: skip
    items = [item for item in items if any(each.contrast.measured.id == item.id for each in found)]

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.effect import safety_screen

        return safety_screen(session.dataset, items, found)

    names = tuple(item.id for item in items)
    return told(session, {"safety": names, "baseline": baseline}, None, found, [], screen, names)


def told(
    session: Session,
    asked: dict[str, Any],
    trial: str | None,
    found: list[Analysis],
    others: list[Measured],
    screen: Callable[[list[Any]], Screen],
    safety: tuple[str, ...] | None = None,
) -> int:
    """Write the answer in whatever format was asked for: a row an estimate where rows are wanted."""

    def answer() -> EffectAnswer:
        from ketacli.evidence.effect_answer import effect_answer

        return effect_answer(trial, found, others, safety)

    def rows(_: EffectAnswer) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.evidence import effect_answer
        from ketacli.evidence.answers.answer import columns
        from ketacli.evidence.answers.estimate_row import EstimateRow

        made = [row for each in found for row in effect_answer.rows(trial, each)]
        return Rows("estimates", columns(EstimateRow), made)

    return session.report("effect", asked, answer, rows, screen, items=[])


def work_out(record: Trial, outcome: str | None, options: dict[str, Any]) -> tuple[list[Analysis], list[Measured]]:
    """Every comparison of the outcomes asked for, and the other outcomes with figures.

    Raises UsageError for an outcome that the trial does not have.
    """
    from ketacli.evidence.analysis import analyse
    from ketacli.evidence.contrasts import contrasts, measured
    from ketacli.evidence.outcomes import choose

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
    from ketacli.evidence.contrasts import contrasts

    return any(each.counts is not None or each.means is not None for each in contrasts(record, item))


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
    from ketacli.evidence.typed_figures import counts, means

    if better not in (None, *DIRECTIONS):
        raise UsageError(
            f'--better takes higher or lower, not "{better}"', "For harms: --better lower.", field="better"
        )
    direction = DIRECTIONS[better] if better is not None else None
    binary = events is not None or control is not None
    if binary == (mean is not None or control_mean is not None):
        raise UsageError(
            "effect takes a trial, or two groups' figures",
            "For example: keta effect elekt-d, or keta effect --events 10/34 --control 7/29.",
        )
    if binary:
        if events is None or control is None:
            raise UsageError("two groups are needed", "Give both --events A/N and --control B/N.", field="events")
        sides = values.counts(events, "--events"), values.counts(control, "--control")
        found = counts(*sides, direction, **options)
        query_, said = {"events": events, "control": control}, f"{events} against {control}"
    else:
        if mean is None or control_mean is None:
            raise UsageError(
                "two groups are needed", "Give both --mean M,SD,N and --control-mean M,SD,N.", field="mean"
            )
        if options["baseline"] is not None:
            raise UsageError("--baseline goes with counts, not with means", "Leave it out.", field="baseline")
        found = means(values.mean(mean, "--mean"), values.mean(control_mean, "--control-mean"), direction, **options)
        query_, said = {"mean": mean, "control_mean": control_mean}, f"{mean} against {control_mean}"

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.effect import direct_screen

        return direct_screen(session.dataset, found, said)

    return told(session, {**query_, "better": better, "baseline": asked_baseline}, None, [found], [], screen)
