"""Quantities as people type them: ``82kg``, ``180 lb``, ``50 mg/mL``, ``40min``, ``0.5mg/kg``.

A number is written as it would be on a prescription: no exponent, no comma, no digit of another script. What may mean
two things is not read but refused, with what to type instead.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

from ketacli.errors import Refused, UsageError
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

WEIGHT = (Decimal(30), Decimal(250))
BARE_WEIGHT = (Decimal(30), Decimal(150))
"""Outside of this a weight without a unit may as well be in pounds."""
STRENGTH = (Decimal("0.1"), Decimal(200))
VOLUME = (Decimal("0.1"), Decimal(1000))
MINUTES = (Decimal("0.5"), Decimal(1440))
ASSUMED = {"weight": "kg", "strength": "mg/mL", "volume": "mL"}
"""The unit of a quantity that is typed without one, by option; a time and a dose have none."""
KILOGRAMS_A_POUND = Decimal("0.45359237")
IN_AN_HOUR = {"s": 3600, "min": 60, "h": 1}

TYPED = re.compile(r"(-?(?:[0-9]{1,6}(?:\.[0-9]{0,6})?|\.[0-9]{1,6}))(?![0-9.])(.*)", re.DOTALL)
COMMA = re.compile(r"(-?)([0-9]{0,12}),([0-9]{1,12})((?:,[0-9]{1,12})*)(.*)", re.DOTALL)
LONGEST = 40
"""Letters of what was typed that an error repeats."""

KILOGRAMS = dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"), "kg")
POUNDS = dict.fromkeys(("lb", "lbs", "pound", "pounds"), "lb")
MILLILITRES = dict.fromkeys(("ml", "millilitre", "millilitres", "milliliter", "milliliters"), "mL")
TIMES = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), "s"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
}
HOURS = {"h": "h", "hr": "h", "hour": "h", "min": "min", "minute": "min"}
MASSES: dict[str, str] = {"mg": "mg", "mcg": "mcg", "ug": "mcg", "\u00b5g": "mcg", "\u03bcg": "mcg"}
DOSES = {
    **MASSES,
    **{f"{mass}/kg": f"{unit}/kg" for mass, unit in MASSES.items()},
    **{f"{mass}/{time}": f"{unit}/{per}" for mass, unit in MASSES.items() for time, per in HOURS.items()},
    **{f"{mass}/kg/{time}": f"{unit}/kg/{per}" for mass, unit in MASSES.items() for time, per in HOURS.items()},
}


class Typed(NamedTuple):
    """A number with the unit that was typed behind it."""

    value: Decimal
    unit: str
    """As keta writes it; empty when none was typed."""


class Weight(NamedTuple):
    """A body weight."""

    kilograms: Decimal
    pounds: Decimal | None = None
    """As typed, when it was typed in pounds."""

    @property
    def exact(self) -> bool:
        """Whether the kilograms are what was typed, unrounded."""
        return self.pounds is None or self.pounds * KILOGRAMS_A_POUND == self.kilograms


def weight(text: str) -> Weight:
    """A body weight; pounds are converted and rounded to 0.1 kg.

    Raises Refused for a weight that no adult study covers, or without a unit where it may be in pounds.
    """
    typed = read(text, "--weight", '"70 kg"', {**KILOGRAMS, **POUNDS}, "a weight is in kg or pounds")
    if typed.value <= 0:
        raise Refused(
            f"--weight {short(text)} is refused: a body weight is above 0, and the arithmetic covers adults of 30 to "
            "250 kg", 'Write it without a sign, as "70 kg".', field="weight", value=text,
        )  # fmt: skip
    if not typed.unit and not BARE_WEIGHT[0] <= typed.value <= BARE_WEIGHT[1]:
        value = show(typed.value)
        raise Refused(
            f"--weight {value} is refused without a unit: it may be kilograms or pounds",
            f'Write "{value} kg" or "{value} pounds"; the arithmetic covers adults of 30 to 250 kg.',
            field="weight",
            value=text,
        )
    if typed.unit != "lb":
        return Weight(adult(typed.value))
    return Weight(adult((typed.value * KILOGRAMS_A_POUND).quantize(Decimal("0.1"))), typed.value)


def adult(kilograms: Decimal) -> Decimal:
    """The weight, or Refused when no adult study covers it."""
    young = "most people of such a weight are children, and " if kilograms < WEIGHT[0] else ""
    return within(kilograms, WEIGHT, "--weight", "kg", f"{young}the arithmetic covers adults of")


def strength(text: str) -> Decimal:
    """The strength of a solution in mg/mL."""
    if "%" in text:
        raise UsageError(
            f'--strength takes mg/mL, not "{short(text)}": a percentage is easily read ten-fold wrong',
            'Read the mg/mL off the label, and write it as "50 mg/mL".', field="strength", value=text,
        )  # fmt: skip
    typed = read(text, "--strength", '"50 mg/mL"', {"mg/ml": "mg/mL"}, "a strength is in mg in 1 mL")
    return plausible_strength(typed.value)


def plausible_strength(value: Decimal) -> Decimal:
    """The strength, or Refused when no solution has it."""
    return within(value, STRENGTH, "--strength", "mg/mL", "plausible strengths are")


def volume(text: str) -> Decimal:
    """The whole volume that a dose is given in, in mL."""
    return plausible_volume(read(text, "--volume", '"50 mL"', MILLILITRES, "a volume is in mL").value)


def plausible_volume(value: Decimal) -> Decimal:
    """The volume, or Refused when nobody gives a dose in it."""
    return within(value, VOLUME, "--volume", "mL", "plausible volumes are")


def over(text: str) -> Typed:
    """The time over which a dose is given; its unit must be typed."""
    typed = read(text, "--over", '"40 min"', TIMES, "a time is in s, min or h")
    if not typed.unit:
        value = show(typed.value)
        raise UsageError(
            f"--over {value} has no unit: it may be minutes or hours", f'Write "{value} min" or "{value} h".',
            field="over", value=text,
        )  # fmt: skip
    low, high = MINUTES
    if not low * IN_AN_HOUR[typed.unit] <= typed.value * 60 <= high * IN_AN_HOUR[typed.unit]:
        raise Refused(
            f"--over {show(typed.value)} {typed.unit} is refused: plausible times are 30 s to 24 h",
            "Check the number and its unit.", field="over", value=text,
        )  # fmt: skip
    return typed


def dose(text: str) -> Typed:
    """A dose with its unit; UsageError for anything else."""
    typed = read(text, "dose", "0.5 mg/kg", DOSES, f"doses are in {', '.join(dict.fromkeys(DOSES.values()))}")
    if not typed.unit:
        value = show(typed.value)
        raise UsageError(
            f"the dose {value} has no unit", f"Write {value} mg/kg or {value} mg.", field="dose", value=text
        )
    if typed.value <= 0:
        raise UsageError(f'a dose is above 0, not "{short(text)}"', "Write it as 0.5 mg/kg.", field="dose", value=text)
    return typed


def bare(text: str) -> bool:
    """Whether a quantity was typed without a unit."""
    found = TYPED.fullmatch(text.strip())
    return found is not None and not found[2].strip()


def is_dose(text: str) -> bool:
    """Whether a word begins as a dose does: with a digit, or a point and a digit."""
    return re.match(r"\s*-?[.,]?[0-9]", text) is not None


def read(text: str, option: str, example: str, units: Mapping[str, str], allowed: str) -> Typed:
    """A number and its unit; UsageError for what is none, with an example of what is."""
    found = TYPED.fullmatch(text.strip())
    if found is None or found[2].lstrip()[:1] in (",", "_"):
        _not_a_number(text.strip(), option, example)
    unit = "".join(found[2].split())
    known = units.get(unit.casefold(), units.get(unit, ""))
    if unit and not known:
        if not re.match(r"[^\W\d_]", unit):
            _not_a_number(text.strip(), option, example)
        name = option if option.startswith("--") else f"a {option}"
        gram = "Write it in kg." if option == "--weight" else "Write it in mg."
        hint = {"cc": "Write mL.", "g": gram}.get(unit.casefold(), f"Write it as {example}.")
        if len(text.split()) > 2:
            hint = 'Write a value and its unit in quotes, such as --weight "82 kg".'
        raise UsageError(
            f'{name} takes a number such as {example}, not "{short(text)}": {allowed}', hint,
            field=option.lstrip("-"), value=text,
        )  # fmt: skip
    return Typed(Decimal(found[1]), known)


def _not_a_number(text: str, option: str, example: str) -> NoReturn:
    name = option if option.startswith("--") else f"a {option}"
    hint = f"Write it as {example}, with a plain number."
    comma = COMMA.fullmatch(text)
    if comma is not None:
        sign, whole, decimals, more, rest = comma.groups()
        unit = f" {rest.strip()}" if rest.strip() else ""
        point = f"{sign}{whole or '0'}.{decimals}"
        thousands = f"{sign}{whole}{decimals}{more.replace(',', '')}"
        if more:
            hint = f"Write {short(thousands + unit)}."
        elif len(decimals) == 3 and whole.strip("0"):
            hint = f"Write {short(thousands + unit)} for thousands, {short(point + unit)} for decimals."
        else:
            hint = f"Write {short(point + unit)}: decimals have a point."
    raise UsageError(f'{name} takes a number such as {example}, not "{short(text)}"', hint,
                     field=option.lstrip("-"), value=text)  # fmt: skip


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


def show(value: Decimal) -> str:
    """A decimal without trailing zeros and without exponent, thousands from 1,000."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def short(text: str) -> str:
    """What was typed, cut where it is very long."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
