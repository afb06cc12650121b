"""Arithmetic on a published regimen: exact decimals, the formula beside every figure.

Nothing is recommended and nothing is guessed. What no source reports is refused: a fixed dose by
weight, a regimen without a dose, a weight that no adult study covers.
"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, NamedTuple

from ketacli import fmt
from ketacli.errors import Refused, UsageError

if TYPE_CHECKING:
    from ketacli.models.base import Dose
    from ketacli.models.regimen import Phase, Regimen

WEIGHT = (Decimal(30), Decimal(250))
STRENGTH = (Decimal("0.1"), Decimal(200))
VOLUME = (Decimal("0.1"), Decimal(1000))
IN_AN_HOUR = {"s": 3600, "min": 60, "h": 1}
PLAIN = re.compile(r"-?([0-9]{1,6}(\.[0-9]{0,6})?|\.[0-9]{1,6})")
UNITS = {"--weight": "kg", "--strength": "mg/ml", "--volume": "ml"}
EXAMPLES = {"--weight": "70", "--strength": "50"}
BY_WEIGHT = {"mg/kg": "mg", "mcg/kg": "mcg", "mg/kg/h": "mg/h", "mg/kg/min": "mg/min", "mcg/kg/min": "mcg/min"}


class Step(NamedTuple):
    """One line of arithmetic."""

    phase: str
    what: str
    formula: str
    value: Decimal
    unit: str
    exact: bool


def number(text: str, option: str) -> Decimal:
    """A plain decimal number typed by a user; UsageError for anything else.

    Exponents, underscores and digits of other scripts are refused: a number for a
    dose is written as it would be on a prescription.
    """
    if not PLAIN.fullmatch(text.strip()):
        # Only with the unit that the option has anyway is it known which number was meant.
        bare = text.strip().lower().removesuffix(UNITS.get(option, " ")).strip()
        example = bare if PLAIN.fullmatch(bare) else EXAMPLES.get(option, "100")
        raise UsageError(
            f'{option} takes a number, not "{text}"', f"Write it without a unit, such as {option} {example}.",
            field=option.lstrip("-"), value=text,
        )  # fmt: skip
    return Decimal(text.strip())


def within(value: Decimal, limits: tuple[Decimal, Decimal], option: str, unit: str, why: str) -> Decimal:
    """The value, or Refused when it is implausible."""
    low, high = limits
    if not low <= value <= high:
        raise Refused(
            f"{option} {show(value)} {unit} is refused: {why} {show(low)} to {show(high)} {unit}",
            "Check the number and its unit.",
            field=option.lstrip("-"),
            value=str(value),
        )
    return value


def work_out(
    regimen: Regimen, weight: Decimal, strength: Decimal | None = None, volume: Decimal | None = None
) -> list[Step]:
    """Every dose of a regimen for one body weight, with its volume and rate where asked.

    ``weight`` in kg, ``strength`` in mg/mL, ``volume`` (what the dose is given in) in mL.
    Raises Refused for what no source reports, UsageError for a request that makes no sense.
    """
    within(weight, WEIGHT, "--weight", "kg", "the arithmetic covers adults of")
    if strength is not None:
        within(strength, STRENGTH, "--strength", "mg/mL", "plausible strengths are")
    if volume is not None:
        within(volume, VOLUME, "--volume", "mL", "plausible volumes are")
    weighed = [
        (phase, dose) for phase in regimen.phases for dose in phase.doses if dose.unit in BY_WEIGHT and amounts(dose)
    ]
    if not weighed:
        _refuse_fixed(regimen)
    steps: list[Step] = []
    for phase, dose in weighed:
        for amount in amounts(dose):
            steps += _one(regimen, phase, dose, amount, weight, strength)
        if volume is not None:
            steps += _rates(phase, volume)
    if volume is not None and not any(step.what == "Rate" for step in steps):
        raise UsageError(
            f"{regimen.id} is not given over a stated time, so a volume has no rate",
            "Leave --volume out.", field="volume",
        )  # fmt: skip
    if strength is not None and not any(step.unit.startswith("mL") and step.what != "Rate" for step in steps):
        raise UsageError(
            f"{regimen.id} is not dosed in milligrams, so a strength in mg/mL gives no volume",
            "Leave --strength out.", field="strength",
        )  # fmt: skip
    return list(dict.fromkeys(steps))


def amounts(dose: Dose) -> list[Decimal]:
    """The separate amounts of a dose: its steps, or both ends of its range."""
    found = dose.steps or tuple(end for end in (dose.low, dose.high) if end is not None)
    return [Decimal(str(end)) for end in found]


def show(value: Decimal) -> str:
    """A decimal without trailing zeros and without exponent, thousands from 1,000."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _refuse_fixed(regimen: Regimen) -> None:
    if any(amounts(dose) for phase in regimen.phases for dose in phase.doses):
        raise Refused(
            f"{regimen.id} is a fixed-dose regimen: no source gives it by weight",
            f"keta show {regimen.id} has its doses.",
            field="regimen",
            value=regimen.id,
        )
    raise Refused(
        f"{regimen.id} has no dose in its source",
        f"keta show {regimen.id} says why.",
        field="regimen",
        value=regimen.id,
    )


def _one(
    regimen: Regimen, phase: Phase, dose: Dose, amount: Decimal, weight: Decimal, strength: Decimal | None
) -> list[Step]:
    unit = BY_WEIGHT[dose.unit or ""]
    when = f", {dose.when}" if dose.when else ""
    value = amount * weight
    name = "Rate of drug" if "/" in unit else "Dose"
    if dose.low is None and not dose.steps:
        name += ", at most"
    steps = [Step(phase.name, name + when, f"{show(amount)} {dose.unit} x {show(weight)} kg", value, unit, True)]
    limit = _limit(regimen, unit, weight)
    if limit is not None and value > limit:
        steps.append(Step(phase.name, "Limit of the source", f"not above {show(limit)} {unit}", limit, unit, True))
        value = limit
    if strength is not None and unit in ("mg", "mg/h", "mg/min"):
        drawn, exact = _divide(value, strength)
        per = unit.removeprefix("mg")
        label = "Draw up" if unit == "mg" else "Rate of solution"
        steps.append(
            Step(phase.name, label + when, f"{show(value)} {unit} / {show(strength)} mg/mL", drawn, f"mL{per}", exact)
        )
    return steps


def _limit(regimen: Regimen, unit: str, weight: Decimal) -> Decimal | None:
    maximum = regimen.maximum
    if maximum is None or (maximum.value is None and maximum.high is None):
        return None
    found = Decimal(str(maximum.value if maximum.value is not None else maximum.high))
    own = maximum.unit or ""
    if own in BY_WEIGHT:
        found, own = found * weight, BY_WEIGHT[own]
    if own == unit:
        return found
    if own.replace("mcg", "mg") == unit:
        return found / 1000
    return found * 1000 if unit.replace("mcg", "mg") == own else None


def _rates(phase: Phase, volume: Decimal) -> list[Step]:
    over = phase.given_over
    if over is None or over.unit not in IN_AN_HOUR:
        return []
    steps = []
    ends = dict.fromkeys(end for end in (over.value, over.low, over.high) if end is not None)
    for end in ends:
        rate, exact = _divide(volume * IN_AN_HOUR[over.unit], Decimal(str(end)))
        formula = f"{show(volume)} mL over {show(Decimal(str(end)))} {over.unit}"
        steps.append(Step(phase.name, "Rate", formula, rate, "mL/h", exact))
    return steps


def _divide(a: Decimal, b: Decimal) -> tuple[Decimal, bool]:
    """The quotient to four decimals at most, and whether that is exact."""
    with localcontext() as context:
        context.prec = 40
        value = a / b
        rounded = value.quantize(Decimal("0.0001"))
        return rounded, rounded * b == a


def printed(step: Step) -> str:
    """The result of a step as people read it."""
    about = "" if step.exact else "about "
    return fmt.tie(f"{about}{show(step.value)} {step.unit}")
