"""A forest plot as a block of a screen: texts and numbers, neutral of how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from ketacli.screen import Column


@dataclass(slots=True, eq=False, repr=False)
class Mark:
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


@dataclass(slots=True, eq=False, repr=False)
class Plot:
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

    @property
    def sides(self) -> str:
        """Both directions in a sentence."""
        return f"Left of no effect favours {self.left}, right of it favours {self.right}."
