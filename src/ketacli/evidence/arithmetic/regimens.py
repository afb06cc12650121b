"""Arithmetic on one published regimen, its own maximum kept, and what its record does not allow."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ketacli.errors import Refused, UsageError
from ketacli.evidence.arithmetic.quantities import (
    IN_AN_HOUR,
    Typed,
    adult,
    plausible_strength,
    plausible_volume,
    show,
)
from ketacli.evidence.arithmetic.routes import refuse_senseless
from ketacli.evidence.arithmetic.steps import BY_WEIGHT, Step, divide, drawn_up, rate
from ketacli.evidence.arithmetic.units import by_weight, common, factor, plain
from ketacli.records import wording

if TYPE_CHECKING:
    from ketacli.records.base import Dose
    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Phase, Regimen

UNCLEAR = re.compile(r"\b(not clear|unclear|ambiguous|disagree)", re.IGNORECASE)
AT_LEAST = ("above", "at-least")


def work_out(
    regimen: Regimen,
    weight: Decimal,
    strength: Decimal | None = None,
    volume: Decimal | None = None,
    over: Typed | None = None,
) -> list[Step]:
    """Every dose of a regimen for one body weight, with its volume and rate where asked.

    ``weight`` in kg, ``strength`` in mg/mL, ``volume`` (what the dose is given in) in mL; ``over`` takes the place of
    the regimen's own time.
    Raises Refused for what no source reports, UsageError for a request that makes no sense.
    """
    adult(weight)
    refuse_senseless(regimen.routes, strength, volume, over)
    if strength is not None:
        plausible_strength(strength)
    if volume is not None:
        plausible_volume(volume)
    weighed = [
        (phase, dose) for phase in regimen.phases for dose in phase.doses if dose.unit in BY_WEIGHT and amounts(dose)
    ]
    if not weighed:
        _refuse_fixed(regimen)
    reason = unclear_dose(regimen)
    if reason:
        raise refused(regimen, reason)
    refuse_maximum(regimen)
    steps: list[Step] = []
    for phase, dose in weighed:
        for amount in amounts(dose):
            steps += _one(regimen, phase, dose, amount, weight, strength, volume)
        if volume is not None and "/" not in BY_WEIGHT[dose.unit or ""]:
            steps += [rate(phase.name, volume, time) for time in ([over] if over is not None else ends(phase))]
    if volume is not None and all("/" in BY_WEIGHT[dose.unit or ""] for _, dose in weighed):
        raise UsageError(
            f"{regimen.id} is dosed as a rate: how fast it runs follows from the strength, not from a volume",
            "Leave --volume out.", field="volume",
        )  # fmt: skip
    if volume is not None and not any(step.what == "Rate" for step in steps):
        raise UsageError(
            f"{regimen.id} is not given over a stated time, so a volume has no rate",
            'Leave --volume out, or add --over, such as --over "40 min".', field="volume",
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


def ends(phase: Phase) -> list[Typed]:
    """The time over which a phase is given, both ends of a range; none where it is not stated in s, min or h."""
    over = phase.given_over
    if over is None or over.unit not in IN_AN_HOUR:
        return []
    found = dict.fromkeys(end for end in (over.value, over.low, over.high) if end is not None)
    return [Typed(Decimal(str(end)), over.unit) for end in found]


def unclear(dataset: Dataset, regimen: Regimen, phases: tuple[Phase, ...] | None = None) -> str:
    """Why the dose of a regimen, or of some of its phases, is unclear; empty when it is not.

    Either its own record says so, or sources disagree about it.
    """
    reason = unclear_dose(regimen, phases)
    if reason:
        return reason
    numbers = {str(at) for at, phase in enumerate(regimen.phases) if phases is None or phase in phases}
    for key, names in dataset.disputed.get(f"regimens/{regimen.id}", {}).items():
        head, number, part = (*key.split("."), "", "")[:3]
        if key == "maximum" or (head == "phases" and number in {*numbers, ""} and part in ("", "doses")):
            titles = "; ".join(str(dataset.title(f"conflicts/{name}")) for name in names)
            return f"sources disagree about its dose ({titles})"
    return ""


def unclear_dose(regimen: Regimen, phases: tuple[Phase, ...] | None = None) -> str:
    """Why the regimen's own record leaves the dose of its phases unclear; empty when it does not."""
    for phase in regimen.phases if phases is None else phases:
        if not phase.doses:
            return f"no dose is on record for {phase.name}"
        for dose in phase.doses:
            if not amounts(dose):
                if dose.absent == "not-applicable" and dose.when:
                    return f"the dose of {phase.name} is a part of another one: {dose.when}"
                return f"the dose of {phase.name} is {wording.absent(dose.absent)}"
            for text in (dose.when, dose.note):
                if text and UNCLEAR.search(text):
                    return f"its record calls the dose unclear: {text.rstrip('.')}"
    return ""


def refused(regimen: Regimen, reason: str) -> Refused:
    """The refusal of arithmetic on a regimen whose dose is unclear."""
    return Refused(
        f"{regimen.id} is not worked out: {reason}",
        f"keta show {regimen.id} and keta why {regimen.id} have the texts.",
        field="regimen",
        value=regimen.id,
    )


def refuse_maximum(regimen: Regimen) -> None:
    """Raise Refused for a maximum that none of the regimen's doses can be compared with: it could not be kept."""
    maximum = regimen.maximum
    if maximum is None or (maximum.value is None and maximum.high is None and maximum.low is None):
        return
    units = {dose.unit for phase in regimen.phases for dose in phase.doses if dose.unit and amounts(dose)}
    no_upper = maximum.bound in AT_LEAST or (maximum.value is None and maximum.high is None)
    if no_upper or not any(_comparable(maximum.unit or "", BY_WEIGHT.get(unit, unit)) for unit in units):
        raise Refused(
            f"{regimen.id} is not worked out: its maximum, {wording.quantity(maximum).replace(wording.TIE, ' ')}, "
            f"cannot be compared with its doses in {', '.join(sorted(units))}",
            f"keta show {regimen.id} has the doses and the maximum.",
            field="regimen",
            value=regimen.id,
        )


def limit(regimen: Regimen, unit: str, weight: Decimal | None) -> Decimal | None:
    """The regimen's maximum in the unit of a dose worked out (mg, mg/h ...); None where there is none for it."""
    maximum = regimen.maximum
    if maximum is None or (maximum.value is None and maximum.high is None):
        return None
    most = common(Typed(Decimal(str(maximum.value if maximum.value is not None else maximum.high)), maximum.unit or ""))
    if by_weight(most.unit):
        if weight is None:
            return None
        most = Typed(most.value * weight, plain(most.unit))
    return most.value / factor(unit) if most.unit == common(Typed(Decimal(1), unit)).unit else None


def _comparable(own: str, unit: str) -> bool:
    mine, other = (plain(common(Typed(Decimal(1), each)).unit) for each in (own, unit))
    return bool(own) and mine == other


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
    regimen: Regimen,
    phase: Phase,
    dose: Dose,
    amount: Decimal,
    weight: Decimal,
    strength: Decimal | None,
    volume: Decimal | None,
) -> list[Step]:
    unit = BY_WEIGHT[dose.unit or ""]
    when = f", {dose.when}" if dose.when else ""
    value = amount * weight
    name = "Rate of drug" if "/" in unit else "Dose"
    if dose.low is None and not dose.steps:
        name += ", at most"
    steps = [Step(phase.name, name + when, f"{show(amount)} {dose.unit} x {show(weight)} kg", value, unit, True)]
    most = limit(regimen, unit, weight)
    if most is not None and value > most:
        steps.append(Step(phase.name, "Limit of the source", f"not above {show(most)} {unit}", most, unit, True))
        value = most
    if unit == "mg":
        steps += drawn_up(phase.name, value, strength, volume, when)
    elif strength is not None and unit in ("mg/h", "mg/min"):
        steps.append(solution(phase.name, value, unit, strength, when))
    return steps


def solution(phase: str, value: Decimal, unit: str, strength: Decimal, when: str = "") -> Step:
    """How fast a solution runs that carries a rate of drug."""
    drawn, exact = divide(value, strength)
    formula = f"{show(value)} {unit} / {show(strength)} mg/mL"
    return Step(phase, f"Rate of solution{when}", formula, drawn, f"mL{unit.removeprefix('mg')}", exact)
