"""The number needed to treat: the inverse of a risk difference, its limits through infinity where it spans zero.

Sources: Altman, BMJ 1998;317:1309-1312 (NNTB, NNTH, and an interval through infinity); Cochrane
Handbook, chapter on interpreting results. It belongs to one comparison at one time, never to a drug.
"""

from __future__ import annotations

from math import ceil, inf, isfinite
from typing import Literal

from ketacli.stats.estimate import Estimate
from ketacli.tuples import NamedTuple

ROUNDING = 1e-12
Needed = Literal["NNTB", "NNTH"]


class Limit(NamedTuple):
    """One end of the interval."""

    kind: Needed
    """NNTB (to benefit) or NNTH (to harm)."""
    value: float
    """People; infinity where the difference touches zero."""


class NumberNeeded(NamedTuple):
    """How many people for one more event, for good or for ill."""

    kind: Literal[Needed, ""]
    """NNTB, NNTH, or "" where there is no difference at all."""
    value: float
    """Inverse of the difference, not rounded; infinity for no difference."""
    best: Limit
    """The end that favours the arm most."""
    worst: Limit
    """The end that favours it least."""
    through_infinity: bool
    """True when the interval runs from NNTB through infinity to NNTH."""
    level: float


def number_needed(difference: Estimate, better: str) -> NumberNeeded:
    """The number needed to treat of a risk difference (per 1).

    ``better`` is "higher" when the event is wanted, "lower" when it is not. ValueError for another
    measure or direction.
    """
    if difference.measure != "RD":
        raise ValueError("a number needed to treat comes from a risk difference")
    if not difference.lower <= difference.value <= difference.upper:
        raise ValueError(f"{difference.value:g} lies outside its interval {difference.lower:g} to {difference.upper:g}")
    if better not in ("higher", "lower"):
        raise ValueError(f"better is higher or lower, not {better!r}")
    sign = 1 if better == "higher" else -1
    ends = sorted((_settled(sign * difference.lower), _settled(sign * difference.upper)))
    gain = _settled(sign * difference.value)
    return NumberNeeded(
        _kind(gain) if gain else "",
        _inverse(gain),
        Limit(_kind(ends[1]), _inverse(ends[1])),
        Limit(_kind(ends[0]), _inverse(ends[0])),
        ends[0] < 0 < ends[1],
        difference.level,
    )


def _settled(gain: float) -> float:
    """No difference where only rounding is left, as when a control group is split: 1/3 of 31 in 1/3 of 63."""
    return 0.0 if abs(gain) < ROUNDING else gain


def _kind(gain: float) -> Needed:
    return "NNTB" if gain >= 0 else "NNTH"


def _inverse(gain: float) -> float:
    return inf if gain == 0 else 1 / abs(gain)


def people(value: float) -> int:
    """A finite number needed to treat as whole people, rounded up as is the custom. ValueError for infinity."""
    if not isfinite(value):
        raise ValueError("without a difference there is no number of people")
    return ceil(round(value, 9))
