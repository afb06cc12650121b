"""Words of a line that mean a dose, a body weight, a strength, a volume or a time: each told by its unit alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.errors import UsageError
from ketacli.evidence.arithmetic.quantities import DOSES, KILOGRAMS, MILLILITRES, POUNDS, TIMES, TYPED, is_dose, short
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 6
"""Words that one unit may be written in, such as ``mg / kg``."""
UNITS = {
    **dict.fromkeys((*KILOGRAMS, *POUNDS), "weight"),
    "mg/ml": "strength",
    **dict.fromkeys(MILLILITRES, "volume"),
    **dict.fromkeys(TIMES, "over"),
    **dict.fromkeys(DOSES, "dose"),
}
"""A unit, folded, to the option that it can alone belong to."""
BEFORE = {"weight": ("at", "for", "in", "weighing"), "strength": ("at", "from", "of", "with"),
          "volume": ("in",), "over": ("in", "over"), "dose": ()}  # fmt: skip
"""Small words that may stand before such a quantity."""
CALLED = {"weight": "body weight", "strength": "strength", "volume": "volume", "over": "time"}


class Sorted(NamedTuple):
    """What the words of a line are."""

    names: list[str]
    """Words that are no quantity."""
    dose: list[str]
    """The dose, as typed, with whatever could not be read behind it."""
    taken: dict[str, str]
    """Quantities by the name of the option that they stand for."""


def sort_out(words: list[str], known: Callable[[str], bool]) -> Sorted:
    """What each word is; ``known`` says whether some words with a digit are a name, such as "over 65".

    Raises UsageError where two quantities of a kind are given, for neither may be left out in silence, and for a unit
    without a number.
    """
    names: list[str] = []
    dose: list[str] = []
    taken: dict[str, str] = {}
    at = 0
    while at < len(words):
        size = _name(words[at:], known)
        if size:
            names += words[at : at + size]
            at += size
            continue
        if not is_dose(words[at]):
            if words[at].casefold() in UNITS:
                raise UsageError(
                    f'"{words[at]}" stands without a number',
                    'Write a value and its unit in quotes, such as --weight "82 kg".', field="what", value=words[at],
                )  # fmt: skip
            names.append(words[at])
            at += 1
            continue
        option, size = _quantity(words[at:])
        text = " ".join(words[at : at + size])
        if not option:
            return Sorted(names, [*dose, *words[at:]], taken)
        if names and names[-1].casefold() in BEFORE[option]:
            names.pop()
        if option == "dose":
            dose.append(text)
        elif option in taken:
            raise twice(option, taken[option], text)
        else:
            taken[option] = text
        at += size
    return Sorted(names, dose, taken)


def twice(option: str, first: str, second: str) -> UsageError:
    """The error for two quantities of one kind."""
    name = CALLED[option]
    return UsageError(f'two things are a {name}: "{short(first)}" and "{short(second)}"', "Leave one of them out.",
                      field=option, value=second)  # fmt: skip


def _name(words: list[str], known: Callable[[str], bool]) -> int:
    """How many of the first words are a name with a digit or a unit in it, as Ketanest S; 0 for none."""
    for size in range(min(LONGEST, len(words)), 0, -1):
        if any(is_dose(word) or (size > 1 and word.casefold() in UNITS) for word in words[:size]) and known(
            " ".join(words[:size])
        ):
            return size
    return 0


def _quantity(words: list[str]) -> tuple[str, int]:
    """The option that the first words are a quantity of, and how many they are; an empty name for none."""
    for size in range(min(LONGEST, len(words)), 0, -1):
        found = TYPED.fullmatch("".join(words[:size]).strip())
        if found is None:
            continue
        unit = "".join(found[2].split())
        option = UNITS.get(unit.casefold()) or UNITS.get(unit)
        if option:
            return option, size
    return "", 1
