"""Trials with an arm that got a dose: what for, at which occasion, and whether as a dose given at one time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketacli.evidence import disputes
from ketacli.evidence.arithmetic.regimens import UNCLEAR
from ketacli.evidence.arithmetic.single import apart, has_dose
from ketacli.evidence.dose_patterns import PUBLISHED, STUDIED, use_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.evidence.arithmetic.quantities import Typed
    from ketacli.records.base import Dose
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Arm, Trial


class Studied(NamedTuple):
    """A trial with an arm of just a dose."""

    id: str
    forms: tuple[str, ...]
    use: str
    """As of a regimen."""
    indications: tuple[str, ...]
    occasion: str
    """Of a dose at ECT, an operation, a birth or another anaesthetic; empty for none."""
    apart: str
    """What the dose is instead of one given at one time; empty where it is one."""
    doubt: bool
    """Whether the dose of such an arm is in doubt."""
    chosen: bool
    """Whether the trial is of what was asked for."""


def studied(
    dataset: Dataset, route: str, forms: set[str], wanted: set[Typed], chosen: Callable[[Trial], bool]
) -> tuple[Studied, ...]:
    """Published trials in people with an arm of such a form that got just one of these doses by a route.

    Those of what was asked for first; those whose dose was not given at one time last.
    """
    found = []
    asked = [("species", ("human",)), ("status", PUBLISHED), ("route", (route,)), ("form", tuple(sorted(forms)))]
    for trial in dataset.trials.partly(*STUDIED, of=dataset.store.meeting("trials", asked) if forms else []):
        if trial.kind != "trial":
            continue
        has = [
            (at, arm, dose)
            for at, arm in enumerate(trial.arms) if arm.route == route and arm.form in forms
            for dose in arm.doses if any(has_dose(dose, each) == "exact" for each in wanted)
        ]  # fmt: skip
        if has:
            found.append(_studied(dataset, trial, has, chosen(trial)))
    return tuple(sorted(found, key=lambda each: (bool(each.apart), not each.chosen)))


def _studied(dataset: Dataset, trial: Trial, has: list[tuple[int, Arm, Dose]], chosen: bool) -> Studied:
    single = [each for each in has if not apart(each[2], each[1].given_over)]
    shown = single or has
    doubt = any(
        bool(disputes.of_field(dataset, "trials", trial.id, f"arms.{at}.doses"))
        or any(text and UNCLEAR.search(text) for text in (dose.when, dose.note))
        for at, _, dose in shown
    )
    return Studied(
        trial.id,
        tuple(dict.fromkeys(arm.form for _, arm, _ in shown if arm.form)),
        use_of(trial),
        trial.indications,
        next((arm.occasion for _, arm, _ in shown if arm.occasion), ""),
        "" if single else apart(has[0][2], has[0][1].given_over),
        doubt,
        chosen,
    )
