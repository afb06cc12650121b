"""Whether small studies show other effects than large ones: Egger's regression.

Source: Egger et al., BMJ 1997;315:629-634: the effect is regressed on its standard error with inverse-variance weights,
and the slope tested by t on k - 2. Refused below ten studies, as the Cochrane Handbook advises (chapter on missing
evidence): with fewer the test cannot tell chance from asymmetry.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from ketacli.stats.distributions import t_cdf
from ketacli.stats.estimate import Refusal
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.stats.pooling import Study

FEWEST = 10
"""Studies below which asymmetry is not looked at."""


class Egger(NamedTuple):
    """Egger's regression."""

    slope: float
    """Change of the effect, on the analysis scale, with its standard error."""
    se: float
    t: float
    df: int
    p: float
    """Two-sided."""
    limit: float
    """The effect that a study without any error would show."""


def egger(studies: list[Study]) -> Egger:
    """Egger's regression; Refusal below ten studies, and where all have the same error."""
    k = len(studies)
    if k < FEWEST:
        raise Refusal(
            "few-studies", f"a funnel plot and Egger's test need {FEWEST} studies at least, and there are {k}: with so "
            "few nobody can tell asymmetry from chance",
        )  # fmt: skip
    w = [1 / each.se**2 for each in studies]
    total = sum(w)
    middle = sum(a * each.se for a, each in zip(w, studies, strict=True)) / total
    mean = sum(a * each.y for a, each in zip(w, studies, strict=True)) / total
    spread = sum(a * (each.se - middle) ** 2 for a, each in zip(w, studies, strict=True))
    if spread <= 0:
        raise Refusal("same-error", "all studies have the same error, so none is smaller than another")
    slope = sum(a * (each.se - middle) * (each.y - mean) for a, each in zip(w, studies, strict=True)) / spread
    limit = mean - slope * middle
    rest = sum(a * (each.y - limit - slope * each.se) ** 2 for a, each in zip(w, studies, strict=True))
    se = sqrt(rest / (k - 2) / spread)
    t = slope / se
    return Egger(slope, se, t, k - 2, 2 * t_cdf(-abs(t), k - 2), limit)
