"""Doses lie inside their unit's plausible range, so that a ten-fold slip cannot pass; a maximum can be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ketacli.build.rules.registry import Place, of_part, of_record
from ketacli.evidence.arithmetic.steps import BY_WEIGHT

KETAMINE: dict[str, tuple[float, float]] = {
    "mg": (1, 300),
    "mg/kg": (0.05, 15),
    "mg/h": (1, 50),
    "mg/kg/h": (0.05, 6),
    "mg/kg/min": (0.05, 1),
    "mcg/kg/min": (0.5, 100),
}
"""Lowest and highest dose that any source in hand reports for a form of ketamine in people, with room."""

OTHERS: dict[str, tuple[float, float]] = {
    "mg": (0.5, 1200),
    "mcg": (10, 500),
    "mg/kg": (0.005, 10),
    "mcg/kg": (0.5, 500),
    "mg/h": (0.5, 100),
    "mg/kg/h": (0.001, 6),
}
"""The same for what ketamine was compared with."""

ANIMAL: dict[str, tuple[float, float]] = {"mg/kg": (0.01, 200)}

FORMS = ("racemic", "esketamine", "arketamine")


@of_part("Dose")
def dose(value: Any, at: Place) -> Iterator[str]:
    """A dose out of range, with an unknown unit, or with ends in the wrong order."""
    amounts = [amount for amount in (value.low, value.high, *value.steps) if amount is not None]
    if not amounts:
        if value.absent is None:
            yield "has neither a dose nor a reason why there is none"
        return
    if value.low is not None and value.high is not None and value.low >= value.high:
        yield f"low {value.low} is not below high {value.high}"
    if value.steps and list(value.steps) != sorted(set(value.steps)):
        yield "steps must rise"
    if value.unit is None:
        yield "has no unit"
        return
    table = limits_of(at)
    limits = table.get(value.unit)
    if limits is None:
        yield f"unit {value.unit!r} is not one of {', '.join(table)}"
        return
    for amount in amounts:
        if not limits[0] <= amount <= limits[1]:
            yield f"{amount:g} {value.unit} is outside the plausible {limits[0]:g} to {limits[1]:g}"


@of_record("regimens")
def maximum_kept(value: Any, _: Place) -> Iterator[tuple[str, str]]:
    """A regimen's maximum that has no upper end, or a unit that none of its doses has or comes to for a body weight."""
    maximum = value.maximum
    if maximum is None or (maximum.value is None and maximum.low is None and maximum.high is None):
        return
    if maximum.value is None and maximum.high is None:
        yield "maximum", "has no upper end: give value or high"
    units = list(dict.fromkeys(dose.unit for phase in value.phases for dose in phase.doses if dose.unit))
    if units and maximum.unit and maximum.unit not in (*units, *(BY_WEIGHT.get(unit) for unit in units)):
        yield "maximum.unit", f"{maximum.unit!r} is not a unit of its doses: {', '.join(units)}"


def limits_of(at: Place) -> dict[str, tuple[float, float]]:
    """The plausible range of each unit, for whom and of what the dose is."""
    if at.kind == "trials":
        if at.record.species != "human":
            return ANIMAL
        words = at.key.split(".")
        form = at.record.arms[int(words[1])].form if words[0] == "arms" else at.record.forms[0]
    else:
        form = at.record.form
    return KETAMINE if form in FORMS else OTHERS
