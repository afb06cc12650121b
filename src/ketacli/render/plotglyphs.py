"""Which character of a plot's set means what."""

from __future__ import annotations

from ketacli.tuples import NamedTuple


class PlotGlyphs(NamedTuple):
    """What a forest plot is drawn with, one cell each."""

    line: str
    left: str
    right: str
    study: str
    small: str
    """A study with little weight."""
    apart: str
    """A study that is not pooled."""
    pooled_line: str
    pooled_left: str
    pooled_right: str
    pooled: str
    dots: str
    null: str
    cross: str
    """An interval's line where it passes no effect."""
    pooled_cross: str
    clip_left: str
    clip_right: str
    axis: str
    tick: str
