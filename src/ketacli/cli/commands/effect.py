"""``keta effect TRIAL`` and ``keta effect --events A/N --control B/N``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query
from ketacli.cli import numbers
from ketacli.cli.session import Session
from ketacli.errors import UsageError
from ketacli.names import missing, near, resolve

if TYPE_CHECKING:
    from ketacli.analysis import Analysis
    from ketacli.models.trial import Trial
    from ketacli.recompute import Measured

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
        "methods": frozenset(query.one_of(method, METHODS, "--method")),
        "baseline": None if baseline is None else numbers.decimal(baseline, "--baseline", 0, 100, "25") / 100,
    }
    if trial is None:
        return direct(session, events, control, mean, control_mean, better, options)
    if given or better is not None:
        raise UsageError(
            "a trial has its own figures", "Leave the trial out, or --events, --control, --mean and --better.",
            field="trial",
        )  # fmt: skip
    if correlation is not None:
        options["correlation"] = numbers.decimal(correlation, "--correlation", -1, 1, "0.5")
    record = session.dataset.trials[resolve(session.dataset, "trials", trial)]
    found, others = work_out(record, outcome, options)
    if session.format == "json":
        from ketacli.views.effect import analysis_document

        data = {
            "trial": record.id,
            "outcomes": [outcome_document(item, found, analysis_document) for item in distinct(found)],
            "also": [item.id for item in others],
        }
        return session.document("effect", {"trial": record.id, "outcome": outcome, "baseline": baseline}, data)
    from ketacli.views.effect import effect_screen

    return session.screen(effect_screen(session.dataset, record, found, others))


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


def distinct(found: list[Analysis]) -> list[Measured]:
    """The outcomes of the comparisons, each once."""
    return list({each.contrast.measured.path: each.contrast.measured for each in found}.values())


def outcome_document(item: Measured, found: list[Analysis], document: Any) -> dict[str, Any]:
    """One outcome with its comparisons as plain values."""
    keys = ("id", "path", "label", "kind", "role", "scale", "timepoint", "days", "better", "analysis")
    return {
        **{key: getattr(item, key) or None for key in keys},
        "comparisons": [document(each) for each in found if each.contrast.measured is item],
    }


def direct(
    session: Session,
    events: str | None,
    control: str | None,
    mean: str | None,
    control_mean: str | None,
    better: str | None,
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
    if session.format == "json":
        from ketacli.views.effect import analysis_document

        return session.document("effect", query_, analysis_document(found))
    from ketacli.views.effect import direct_screen

    return session.screen(direct_screen(session.dataset, found, said))
