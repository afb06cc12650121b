"""How near two numbers have to be."""

from __future__ import annotations

from math import isinf

CLOSED = 1e-6
"""Relative agreement asked of closed forms; most agree to 1e-12."""
ITERATED = 1e-4
"""Relative agreement asked of what is found by iteration elsewhere."""


def near(found: float, expected: float, relative: float, absolute: float = 1e-12) -> bool:
    """Whether two numbers agree; an infinity only with itself."""
    if isinf(found) or isinf(expected):
        return found == expected
    return abs(found - expected) <= max(relative * abs(expected), absolute)
