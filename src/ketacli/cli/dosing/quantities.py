"""Body weight, strength, volume and time of a line, by option or among its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def beside(typed: dict[str, str | None], taken: dict[str, str]) -> dict[str, str | None]:
    """The options with the quantities that stood among the words; UsageError where both have one."""
    for name, text in taken.items():
        if typed[name] is not None:
            from ketacli.evidence.arithmetic.words import twice

            raise twice(name, text, f"--{name} {typed[name]}")
    return {**typed, **taken}


def assumed(typed: dict[str, str | None]) -> list[str]:
    """In which unit each quantity was read that was typed without one."""
    from ketacli.evidence.arithmetic.quantities import ASSUMED, bare

    return [f"{name} {text} as {text} {ASSUMED[name]}" for name, text in typed.items() if text and name in ASSUMED
            and bare(text)]  # fmt: skip


def read_quantities(typed: dict[str, str | None]) -> dict[str, Any]:
    """What was typed for --weight, --strength, --volume and --over; None for what was not."""
    from ketacli.evidence.arithmetic import quantities

    readers: dict[str, Callable[[str], Any]] = {
        "weight": quantities.weight,
        "strength": quantities.strength,
        "volume": quantities.volume,
        "over": quantities.over,
    }
    return {name: readers[name](text) if text is not None else None for name, text in typed.items()}
