"""A forest plot as a block of a screen: texts and numbers, neutral of how they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.screens.piece import Piece
from ketacli.screens.screen import Column

if TYPE_CHECKING:
    from ketacli.screens.curve import Curve


class Mark(Piece):
    """One row of a plot: its texts, and where its estimate and interval lie."""

    label: str
    cells: list[str]
    """Texts beside the plot, one a column."""
    value: float
    lower: float
    upper: float
    kind: str = "study"
    """study, apart (drawn, not pooled), pooled or prediction (interval only)."""
    weight: float = 0.0
    """Share in the pooled value, per 1; sizes the square."""


class Plot(Piece):
    """A forest plot: rows of texts with intervals over one axis."""

    columns: list[Column]
    """Headings of the cells; the last one stands nearest to the plot."""
    marks: list[Mark]
    null: float
    """No effect."""
    log: bool
    """Whether the axis is logarithmic, as for ratios."""
    left: str
    """What a value below no effect favours."""
    right: str
    """What a value above it favours."""
    spoken: list[str]
    """The same as sentences, for accessible output."""
    judged: bool = True
    """Whether it is known which direction is good; without, the ends say where the values are higher."""
    curve: Curve | None = None
    """What SVG draws in its place: every analysis of a multiverse."""

    @property
    def ends(self) -> tuple[str, str]:
        """What stands at the left and at the right end of the axis."""
        verb = "favours" if self.judged else "higher with"
        return f"{verb} {self.left}", f"{verb} {self.right}"

    @property
    def sides(self) -> str:
        """Both directions in a sentence."""
        left, right = self.ends
        return f"Left of no effect {left}, right of it {right}."
