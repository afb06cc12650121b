"""What every computation gives: an estimate with its interval and method, or a refusal with its reason."""

from __future__ import annotations

from typing import NamedTuple

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
    """The level itself; ValueError unless it lies between 0 and 1."""
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    return level
