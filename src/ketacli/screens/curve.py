"""A specification curve, neutral of how it is drawn: every analysis with its interval, and the choices behind it."""

from __future__ import annotations

from ketacli.screens.piece import Piece


class Point(Piece):
    """One analysis."""

    value: float
    lower: float
    upper: float
    clear: bool
    """Whether its interval holds no effect: False where it does."""
    usual: bool
    rows: frozenset[int]
    """The choices that lead to it, by their place in ``Curve.rows``."""


class Panel(Piece):
    """All analyses in one measure, lowest estimate first."""

    title: str
    points: list[Point]
    null: float
    log: bool


class Curve(Piece):
    """The panels, and the words of the choices that are open, each with the name of its choice."""

    panels: list[Panel]
    rows: list[tuple[str, str]]
