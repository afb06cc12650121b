"""Lines of arithmetic: what is drawn up, what it is diluted with, how strong it becomes and how fast it runs."""

from __future__ import annotations

from decimal import Decimal, localcontext

from ketacli.errors import Refused
from ketacli.evidence.arithmetic.quantities import IN_AN_HOUR, KILOGRAMS_A_POUND, Typed, Weight, show
from ketacli.records import wording
from ketacli.tuples import NamedTuple

BY_WEIGHT = {"mg/kg": "mg", "mcg/kg": "mcg", "mg/kg/h": "mg/h", "mg/kg/min": "mg/min", "mcg/kg/min": "mcg/min"}
PLACES = Decimal("0.0001")
SMALL = Decimal("0.01")
"""Below this four decimals are too few: three significant digits are kept."""


class Step(NamedTuple):
    """One line of arithmetic."""

    phase: str
    what: str
    formula: str
    value: Decimal
    unit: str
    exact: bool


def in_kilograms(weight: Weight) -> list[Step]:
    """How pounds became kilograms; nothing for a weight in kilograms."""
    if weight.pounds is None:
        return []
    formula = f"{show(weight.pounds)} pounds x {KILOGRAMS_A_POUND} kg in a pound, to 0.1 kg"
    return [Step("", "Weight", formula, weight.kilograms, "kg", weight.exact)]


def drawn_up(
    phase: str, amount: Decimal, strength: Decimal | None, volume: Decimal | None, when: str = ""
) -> list[Step]:
    """Volume of drug, of diluent, and final concentration of a dose in mg, as far as strength and volume tell.

    Raises Refused where the drug alone needs more than the volume: that is how a wrong strength looks.
    """
    steps = []
    if strength is not None:
        drawn, exact = divide(amount, strength)
        steps.append(Step(phase, f"Draw up{when}", f"{show(amount)} mg / {show(strength)} mg/mL", drawn, "mL", exact))
        if volume is not None:
            if amount > strength * volume:
                about = "" if exact else "about "
                raise Refused(
                    f"{show(amount)} mg at {show(strength)} mg/mL is {about}{show(drawn)} mL of drug, more than the "
                    f"{show(volume)} mL that it is to be given in",
                    "Check the strength on the vial, then the volume.", field="strength", value=str(strength),
                )  # fmt: skip
            formula = f"{show(volume)} mL - {about_mark(exact)}{show(drawn)} mL"
            steps.append(Step(phase, f"Diluent{when}", formula, max(volume - drawn, Decimal(0)), "mL", exact))
    if volume is not None:
        value, exact = divide(amount, volume)
        formula = f"{show(amount)} mg / {show(volume)} mL"
        steps.append(Step(phase, f"Final concentration{when}", formula, value, "mg/mL", exact))
    return steps


def about_mark(exact: bool) -> str:
    """The word before a figure that was rounded; nothing before an exact one."""
    return "" if exact else "about "


def rate(phase: str, volume: Decimal, time: Typed) -> Step:
    """How fast a volume runs that is given over a time."""
    value, exact = divide(volume * IN_AN_HOUR[time.unit], time.value)
    return Step(phase, "Rate", f"{show(volume)} mL over {show(time.value)} {time.unit}", value, "mL/h", exact)


def divide(a: Decimal, b: Decimal) -> tuple[Decimal, bool]:
    """The quotient to four decimals, or to three digits where it is small, and whether that is exact."""
    with localcontext() as context:
        context.prec = 40
        value = a / b
        places = PLACES if value == 0 or abs(value) >= SMALL else Decimal(1).scaleb(value.adjusted() - 2)
        rounded = value.quantize(places)
        return rounded, rounded * b == a


def printed(step: Step) -> str:
    """The result of a step as people read it."""
    return wording.tie(f"{about_mark(step.exact)}{show(step.value)} {step.unit}")
