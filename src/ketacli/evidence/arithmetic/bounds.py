"""The highest and the lowest dose on record by a route: what lies outside of them no source supports.

A dose is compared with what can be compared, and a sentence claims no more than that: doses by weight and fixed ones
meet only where a body weight is known, and rates are compared by the hour. A rate at which a total dose is given is no
precedent for one that runs on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.errors import Refused
from ketacli.evidence.arithmetic.quantities import WEIGHT, Typed, show
from ketacli.evidence.arithmetic.single import is_rate
from ketacli.evidence.arithmetic.units import by_weight, common, measure, turned
from ketacli.records import wording
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from decimal import Decimal

    from ketacli.evidence.arithmetic.on_record import Given


class Sought(NamedTuple):
    """A dose to be compared."""

    typed: Typed
    """As it was typed."""
    wanted: Typed
    """As it is looked for: by weight where a weight was given."""
    kilograms: Decimal | None
    route: str
    """In words."""
    forms: AbstractSet[str]
    """Those asked for; none for any."""

    @property
    def value(self) -> Decimal:
        """In the common unit."""
        return common(self.wanted).value

    @property
    def unit(self) -> str:
        """The common one."""
        return common(self.wanted).unit

    @property
    def dose(self) -> str:
        """As typed, and as it is compared where that is another unit."""
        value, unit = common(self.typed)
        return self.text if unit == self.typed.unit else f"{self.text} ({show(value)} {unit})"

    @property
    def text(self) -> str:
        """As typed."""
        return f"{show(self.typed.value)} {self.typed.unit}"

    @property
    def of(self) -> str:
        """The forms asked for; empty for any."""
        return f" of {wording.joined(sorted(self.forms), 'and')}" if self.forms else ""

    @property
    def kind(self) -> str:
        """What sort of dose it is, inside of a sentence."""
        return "rate" if is_rate(self.unit) else "dose"

    @property
    def measure(self) -> str:
        """How it is measured."""
        return measure(self.unit)

    def alike(self, found: list[Given]) -> list[Given]:
        """What can be compared with it as it stands."""
        return [each for each in found if each.unit == self.unit and not each.total]

    def other(self, found: list[Given]) -> list[Given]:
        """What can be compared where a body weight is known."""
        return [each for each in found if each.unit == turned(self.unit) and not each.total]


def refuse_unknown(found: list[Given], sought: Sought, route: str) -> None:
    """Raise Refused for a dose by a route by which none of such a kind is on record, or none that can be compared."""
    dose = sought.text
    alike, other = sought.alike(found), sought.other(found)
    if not alike and not other:
        what = f"no {sought.route} {sought.kind}{sought.of}"
        raise Refused(
            f"{what} is on record: none is worked out",
            f"keta dosing {route} lists the doses on record by this route; keta find {route} searches what else is "
            "said of it." if found or sought.forms else
            f"keta find {route} searches what is said of this route; keta dosing lists every dose with its route.",
            field="dose", value=dose,
        )  # fmt: skip
    if alike:
        return
    ask = "Leave --weight out." if not by_weight(sought.typed.unit) else f"keta dosing {route} lists them."
    if not by_weight(sought.unit):
        ask = 'Add --weight, such as --weight "70 kg": with it the dose is compared with those.'
    raise Refused(
        f"{dose} is refused: no {sought.route} {sought.kind}{sought.of} {sought.measure} is on record; "
        f"{_count(other, sought)}",
        ask, field="dose", value=dose,
    )  # fmt: skip


def refuse_above(found: list[Given], sought: Sought) -> None:
    """Raise Refused for a dose above every one on record that it can be compared with."""
    most = max(sought.alike(found), key=lambda each: each.value)
    if sought.value <= most.value:
        return
    other = sought.other(found)
    hint = "Check the number and its unit."
    if other and sought.kilograms is None and not by_weight(sought.unit):
        hint = 'Check the number and its unit; --weight, such as --weight "70 kg", compares it with those by weight.'
    raise Refused(
        f"{sought.dose} is refused: the highest {_which(sought, other)} on record is {_whose(most, sought)}"
        f"{_totals(found, sought, most)}{f'; {_count(other, sought)}' if other else ''}",
        hint, field="dose", value=sought.text,
    )  # fmt: skip


def below(found: list[Given], sought: Sought, meant: str) -> str:
    """That a dose is below those on record that it can be compared with; empty where it is not.

    Raises Refused where it is below them all, whatever somebody weighs. ``meant`` is the dose that may have been meant.
    """
    least = min(sought.alike(found), key=lambda each: each.value)
    if sought.value >= least.value:
        return ""
    other = sought.other(found)
    asks = f" Did you mean {meant}?" if meant else ""
    lowest = min(other, key=lambda each: each.value, default=None)
    if lowest is None or _at_most(sought) < _at_least(lowest, sought):
        raise Refused(
            f"{sought.dose} is refused: the lowest {_which(sought, other)} on record is {_whose(least, sought)}"
            f"{f'; {_count(other, sought)}' if other else ''}",
            f"Check the number and its unit.{asks}", field="dose",
            value=sought.text,
        )  # fmt: skip
    text = f"Below every {_which(sought, other)} on record: the lowest is {_whose(least, sought)}"
    if sought.kilograms is not None:
        return f"{text}; {measure(lowest.unit)} the lowest is {lowest.printed}."
    ask = ": give --weight to compare with those" if not by_weight(sought.unit) else ""
    return f"{text}; {_count(other, sought)}{ask}.{asks}"


def _at_most(sought: Sought) -> Decimal:
    """The most that a dose comes to in milligrams, of whomever the arithmetic covers."""
    return sought.value * (sought.kilograms or WEIGHT[1]) if by_weight(sought.unit) else sought.value


def _at_least(found: Given, sought: Sought) -> Decimal:
    """The least that one on record comes to in milligrams."""
    return found.value * (sought.kilograms or WEIGHT[0]) if by_weight(found.unit) else found.value


def _which(sought: Sought, other: list[Given]) -> str:
    """Which doses are compared: no more than can be."""
    once = "" if sought.kind == "rate" else " given at one time"
    measured = f" {sought.measure}" if other else ""
    return f"{sought.route} {sought.kind}{sought.of}{measured}{once}"


def _whose(found: Given, sought: Sought) -> str:
    return f"{found.printed} ({found.id})" if len(sought.forms) == 1 else f"{found.printed} ({found.form}, {found.id})"


def _totals(found: list[Given], sought: Sought, most: Given) -> str:
    """The rates above the highest that runs on, at which a total is given."""
    totals = [each for each in found if each.total and each.unit == sought.unit and each.value > most.value]
    return "".join(f"; {each.printed} is how fast {each.id} gives its total" for each in totals)


def _count(other: list[Given], sought: Sought) -> str:
    """How many records have the doses that cannot be compared."""
    number = len({each.id for each in other})
    return f"{wording.plural(number, 'record')} {'has' if number == 1 else 'have'} doses {measure(turned(sought.unit))}"


def around(found: list[Given], sought: Sought, uses: dict[str, str]) -> str:
    """That nobody on record has a dose, and between which others it lies, or for what use it is more than any.

    ``uses`` has the uses of regimens inside of a sentence.
    """
    alike = sorted(sought.alike(found), key=lambda each: -each.value)
    other = sought.other(found)
    bare = other and sought.kilograms is None
    text = f"No regimen or study on record has this {_which(sought, other if bare else [])}"
    left = ""
    if bare:
        ask = ": give --weight to compare with those" if not by_weight(sought.unit) else ""
        left = f"; {_count(other, sought)}{ask}"
    most: dict[str, Given] = {}
    for each in alike:
        most.setdefault(each.use, each)
    over = [each for each in most.values() if each.value < sought.value]
    under = [each for each in most.values() if each.value >= sought.value]
    if over:
        named = [f"for {uses[each.use]} ({each.printed}, {each.id})" for each in over]
        rest = wording.joined([f"for {uses[each.use]} ({each.printed}, {each.id})" for each in under], "and")
        return f"{text}: above the highest {wording.joined(named, 'and')}, not above that {rest}{left}."
    low = next(each for each in alike if each.value <= sought.value)
    high = next(each for each in reversed(alike) if each.value >= sought.value)
    return f"{text}: it lies between {low.printed} ({low.id}) and {high.printed} ({high.id}){left}."
