"""Studies with an arm that got a dose: what for, at which occasion, and whether as a dose given at one time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.evidence.arithmetic.regimens import UNCLEAR
from ketacli.evidence.arithmetic.single import apart, has_dose
from ketacli.evidence.dose_patterns import PUBLISHED, STUDIED, use_of
from ketacli.records import wording
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

    from ketacli.evidence.arithmetic.quantities import Typed
    from ketacli.records.base import Dose
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Arm, Trial


class Studied(NamedTuple):
    """A study with an arm that got a dose."""

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
    exact: bool = True
    """False where the dose lies inside of a range."""
    dose: str = ""
    """That range, as published."""
    kind: str = "trial"
    """As of the record: a trial or a kind of observational study."""


def arms_of(dataset: Dataset, route: str, forms: AbstractSet[str]) -> Iterator[tuple[Trial, int, Arm]]:
    """Arms by a route of published studies in people, with their place in the study; no forms are any form."""
    asked = [("species", ("human",)), ("status", PUBLISHED), ("route", (route,))]
    asked += [("form", tuple(sorted(forms)))] if forms else []
    for trial in dataset.trials.partly(*STUDIED, of=dataset.store.meeting("trials", asked)):
        for at, arm in enumerate(trial.arms):
            if arm.route == route and arm.form is not None and (not forms or arm.form in forms):
                yield trial, at, arm


def studied(
    dataset: Dataset, route: str, forms: AbstractSet[str], wanted: set[Typed], chosen: Callable[[Trial], bool]
) -> tuple[Studied, ...]:
    """Published studies in people with an arm of such a form that got one of these doses by a route.

    Those of what was asked for first; those with a range that includes the dose behind those with just this one, and
    those whose dose was not given at one time last. No forms are any form.
    """
    held: dict[str, tuple[Trial, list[_Has]]] = {}
    for trial, at, arm in arms_of(dataset, route, forms):
        for dose in arm.doses:
            how = {has_dose(dose, each) for each in wanted} - {""}
            # A ceiling alone is no precedent for whatever is below it.
            if how and ("exact" in how or dose.low is not None):
                held.setdefault(trial.id, (trial, []))[1].append(_Has(at, arm, dose, "exact" in how))
    found = [_studied(dataset, trial, has, chosen(trial)) for trial, has in held.values()]
    return tuple(sorted(found, key=lambda each: (bool(each.apart), not each.exact, not each.chosen)))


class _Has(NamedTuple):
    """A dose of an arm."""

    at: int
    arm: Arm
    dose: Dose
    exact: bool


def _studied(dataset: Dataset, trial: Trial, has: list[_Has], chosen: bool) -> Studied:
    single = [each for each in has if not apart(each.dose, each.arm.given_over)] or has
    shown = [each for each in single if each.exact] or single
    doubt = any(
        bool(disputes.of_field(dataset, "trials", trial.id, f"arms.{each.at}.doses"))
        or any(text and UNCLEAR.search(text) for text in (each.dose.when, each.dose.note))
        for each in shown
    )
    first = shown[0]
    return Studied(
        trial.id,
        tuple(dict.fromkeys(each.arm.form for each in shown if each.arm.form)),
        use_of(trial),
        trial.indications,
        next((each.arm.occasion for each in shown if each.arm.occasion), ""),
        apart(first.dose, first.arm.given_over),
        doubt,
        chosen,
        first.exact,
        "" if first.exact else wording.dose(first.dose),
        trial.kind,
    )
