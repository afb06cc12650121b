"""Which doses on record are given at one time: a day's dose, a part of a dose or days of infusion are no such dose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacli.evidence.arithmetic.quantities import IN_AN_HOUR, Typed
from ketacli.evidence.arithmetic.regimens import amounts
from ketacli.evidence.arithmetic.units import common
from ketacli.records import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.records.base import Dose, Quantity
    from ketacli.records.regimen import Phase, Regimen

MOST_HOURS = 4
"""A total that runs for longer is no precedent for a dose given at one time."""
PART = re.compile(r"(part )?of that\b")
FIRST_DAY = re.compile(r"day 1\b")
"""How the occasion of the dose begins with which a course starts."""
READINGS = ("either:", "or:")
"""How the names of phases begin that are two readings of the same weeks."""
ARM = re.compile(r"\b(arm|cohort|trial|pilot|alternative)\b")


def apart(dose: Dose, over: Quantity | None) -> str:
    """What a dose on record is instead of one given at one time, such as "in a day"; empty where it is one.

    A rate is told by its unit, and is none of these.
    """
    if is_rate(dose.unit or ""):
        return ""
    if PART.match(dose.when or ""):
        return "a part of a dose"
    long = over is not None and over.absent is None and _hours(over) > MOST_HOURS
    time = f" over {wording.quantity(over)}" if long and over is not None else ""
    if dose.per == "day":
        return f"in a day{time and f',{time}'}"
    if dose.per == "continuous":
        told = time or ", ".join(("", *filter(None, [dose.when or (dose.note or "").rstrip(".")])))
        return f"a running infusion{told}"
    return f"in all{time}" if time else ""


def has_dose(dose: Dose, typed: Typed) -> str:
    """How a published dose has the one asked for: "exact", "range" or "" for not at all.

    Units are compared and not their spelling: a rate in a minute is one in an hour.
    """
    wanted = common(typed)
    found = [common(Typed(end, dose.unit or "")) for end in amounts(dose)]
    if not found or found[0].unit != wanted.unit:
        return ""
    ends = [each.value for each in found]
    if dose.steps or len(ends) == 1:
        exact = wanted.value in ends and (dose.low is not None or bool(dose.steps))
        return "exact" if exact else "range" if dose.low is None and not dose.steps and wanted.value <= ends[0] else ""
    return "range" if ends[0] <= wanted.value <= ends[-1] else ""


def of_a_total(dose: Dose, doses: Iterable[Dose]) -> bool:
    """Whether a rate is how fast a total dose beside it is given, and no precedent for one that runs on."""
    return is_rate(dose.unit or "") and any(other.when == "total" for other in doses)


def is_rate(unit: str) -> bool:
    """Whether a dose in such a unit is so much in a time."""
    return unit.endswith(("/h", "/min"))


def _hours(over: Quantity) -> float:
    """The longest time in hours; none is long where its unit is no time of the clock."""
    ends = [end for end in (over.value, over.low, over.high) if end is not None]
    if not ends or over.unit not in IN_AN_HOUR:
        return 24.0 * max(ends, default=0) if over.unit in ("day", "days") else 0
    return max(ends) / IN_AN_HOUR[over.unit]


def starts(regimen: Regimen) -> list[Phase]:
    """The phases that a course can begin with: the first, other readings of it, alternatives, other arms of a study."""
    return [
        phase for at, phase in enumerate(regimen.phases)
        if at == 0 or phase.name.startswith(READINGS) or ARM.search(phase.name)
    ]  # fmt: skip


def first_doses(phase: Phase) -> list[Dose]:
    """The doses of day 1 of a phase that sets them apart from later ones; none where it does not."""
    return [dose for dose in phase.doses if FIRST_DAY.match(dose.when or "")]


def in_words(doses: Iterable[Dose]) -> str:
    """Doses of day 1 with their occasion, as the record has it."""
    return "; ".join(f"{wording.dose(dose)} on {dose.when}" for dose in doses)
