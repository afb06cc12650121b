"""Units that can be compared: micrograms beside milligrams, a minute beside an hour.

Two doses are never told apart by how their unit is spelt alone: 0.05 mg/kg/min is 3 mg/kg/h.
"""

from __future__ import annotations

from decimal import Decimal, localcontext

from ketacli.evidence.arithmetic.quantities import Typed

MICROGRAMS = 1000
MINUTES = 60
DIGITS = 20
"""A quotient that does not end is compared to so many digits: a third of an hour, times three, is the hour."""


def common(typed: Typed) -> Typed:
    """The same quantity in mg, and a rate in an hour; a unit that is neither mass nor rate stays as it is."""
    value, unit = typed
    if unit.startswith("mcg"):
        value, unit = value / MICROGRAMS, unit.replace("mcg", "mg", 1)
    if unit.endswith("/min"):
        value, unit = value * MINUTES, f"{unit.removesuffix('min')}h"
    with localcontext() as context:
        context.prec = DIGITS
        return Typed(+value, unit)


def by_weight(unit: str) -> bool:
    """Whether a unit is of a dose by body weight."""
    return "/kg" in unit


def plain(unit: str) -> str:
    """The unit of what a dose by weight comes to."""
    return unit.replace("/kg", "", 1)


def factor(unit: str) -> Decimal:
    """What one of a unit is in the common one."""
    return common(Typed(Decimal(1), unit)).value


def turned(unit: str) -> str:
    """The unit in which the same is measured the other way: by weight, or as it is without."""
    mass, _, time = unit.partition("/")
    return plain(unit) if by_weight(unit) else f"{mass}/kg/{time}" if time else f"{mass}/kg"


def measure(unit: str) -> str:
    """How a dose in a common unit is measured, in words."""
    return "by weight" if by_weight(unit) else f"in plain {unit}"
