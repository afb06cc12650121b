"""What every computation gives: an estimate with its interval and method, or a refusal with its reason."""

from __future__ import annotations

from math import exp, inf, isfinite

from ketacli.tuples import NamedTuple

EDGE = 1e-9
LARGEST_LOG = 709.0
MOST_PEOPLE = 1e12
"""More than there will ever be; beyond it the methods would lose their digits."""

RATIOS = ("RR", "OR", "HR")
"""Measures that are pooled and drawn on the log scale; no effect is 1."""


class Estimate(NamedTuple):
    """One effect of an arm against another."""

    measure: str
    """RD (per 1), RR, OR, HR, MD (in the outcome's unit) or SMD (in standard deviations)."""
    value: float
    """Arm minus versus, or arm over versus."""
    lower: float
    """Lower limit; minus infinity or 0 where the data do not bound it."""
    upper: float
    """Upper limit; infinity where the data do not bound it."""
    level: float
    """Confidence level of the interval, such as 0.95."""
    method: str
    """How the interval was found, a key of METHODS."""
    se: float | None = None
    """Standard error on the analysis scale: of the logarithm for a ratio."""
    note: str | None = None
    """What was done to get it that a reader must know."""


METHODS = {
    "miettinen-nurminen": "Miettinen-Nurminen score",
    "newcombe": "Newcombe hybrid score",
    "wald": "Wald",
    "log-wald": "log Wald",
    "score": "Miettinen-Nurminen score",
    "welch": "Welch t",
    "paired": "paired t",
    "becker": "paired, in standard deviations of the control measurement",
    "hedges": "Hedges g, exact correction",
    "interval": "from the published interval",
    "se": "from the published standard error",
    "p": "from the published p-value",
    "z": "z",
    "hartung-knapp": "Hartung-Knapp, variance floor",
    "hartung-knapp-plain": "Hartung-Knapp, no floor",
}
"""Method to the words that name it on a screen."""


class Refusal(Exception):
    """Why something is not computed, and what could be done instead."""

    def __init__(self, code: str, reason: str, instead: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.instead = instead


def null(measure: str) -> float:
    """The value that means no effect: 1 for a ratio, else 0."""
    return 1.0 if measure in RATIOS else 0.0


def covers_null(found: Estimate) -> bool:
    """Whether the interval includes no effect, its limits counted in."""
    return found.lower <= null(found.measure) <= found.upper


def check_level(level: float) -> float:
    """The level itself; ValueError unless it lies between 0 and 1, and not within rounding of either."""
    if not EDGE <= level <= 1 - EDGE:
        raise ValueError(f"a confidence level lies between 0 and 1, such as 0.95, not {level}")
    return level


def shown(number: float) -> str:
    """A number for a message, however long it was typed."""
    return f"{number:g}" if not abs(number) > MOST_PEOPLE else "far too many"


def exponential(y: float) -> float:
    """The exponential; infinity where it is more than a number can hold."""
    return exp(y) if y < LARGEST_LOG else inf


def symmetric(
    measure: str, value: float, se: float, times: float, level: float, method: str, note: str | None = None
) -> Estimate:
    """The estimate whose limits lie ``times`` standard errors either side of it.

    ValueError where these are too large for a number, or the error is none at all.
    """
    half = times * se
    lower, upper = value - half, value + half
    if not (isfinite(lower) and isfinite(upper) and se > 0):
        raise ValueError(f"an effect of {value:g} with a standard error of {se:g}")
    return Estimate(measure, value, lower, upper, level, method, se, note)
