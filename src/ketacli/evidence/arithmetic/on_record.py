"""Every amount on record by a route, in units that can be compared."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ketacli.evidence.arithmetic.quantities import Typed, show
from ketacli.evidence.arithmetic.regimens import amounts
from ketacli.evidence.arithmetic.single import apart, of_a_total
from ketacli.evidence.arithmetic.studied import arms_of
from ketacli.evidence.arithmetic.units import common
from ketacli.evidence.dose_patterns import use_of
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from ketacli.records.base import Dose, Quantity
    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Regimen


class Given(NamedTuple):
    """An amount on record, and whose it is."""

    value: Decimal
    """In the common unit."""
    unit: str
    printed: str
    """As recorded."""
    form: str
    id: str
    use: str
    """As of a regimen."""
    total: bool
    """Whether it is the rate at which a total is given."""


def on_record(dataset: Dataset, regimens: Iterable[Regimen], route: str, forms: AbstractSet[str]) -> list[Given]:
    """Every amount that regimens or published studies gave at one time, or as a rate, by a route; no forms are any."""
    found: list[Given] = []
    for item in regimens:
        for phase in item.phases:
            found += _given(phase.doses, phase.given_over, item.form, item.id, item.use)
    for trial, _, arm in arms_of(dataset, route, forms):
        found += _given(arm.doses, arm.given_over, arm.form or "", trial.id, use_of(trial))
    return found


def _given(doses: tuple[Dose, ...], over: Quantity | None, form: str, name: str, use: str) -> list[Given]:
    found = []
    for dose in doses:
        if apart(dose, over):
            continue
        for amount in amounts(dose):
            value, unit = common(Typed(amount, dose.unit or ""))
            found.append(Given(value, unit, f"{show(amount)} {dose.unit}", form, name, use, of_a_total(dose, doses)))
    return found


def doses(regimens: Iterable[Regimen], unit: str) -> list[tuple[Decimal, Regimen]]:
    """Every amount of regimens that can be compared with a unit, in the common one, with whose it is."""
    wanted = common(Typed(Decimal(1), unit)).unit
    found = [
        (common(Typed(amount, dose.unit or "")), item)
        for item in regimens for phase in item.phases for dose in phase.doses for amount in amounts(dose)
    ]  # fmt: skip
    return [(each.value, item) for each, item in found if each.unit == wanted]
