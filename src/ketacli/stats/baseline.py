"""An effect at another baseline risk: what it would mean for people whose own rate is given.

Source: Cochrane Handbook, chapter on interpreting results (corresponding risks from a ratio and an
assumed risk). It holds only if the ratio is the same at that risk, so the ratio is always named.
"""

from __future__ import annotations

from math import inf

from ketacli.stats.estimate import Estimate


def rebased(ratio: Estimate, baseline: float) -> Estimate:
    """The risk difference (per 1) that a risk ratio or odds ratio gives at a baseline risk (per 1).

    Risks above 1 that a risk ratio would give are held at 1, which the note says. ValueError for
    another measure, or a baseline that is not between 0 and 1.
    """
    if not 0 < baseline < 1:
        raise ValueError(f"a baseline risk lies between 0 and 1, not {baseline:g}")
    if ratio.measure not in ("RR", "OR"):
        raise ValueError("a baseline is applied to a risk ratio or an odds ratio")
    if not 0 <= ratio.lower <= ratio.value <= ratio.upper:
        raise ValueError(f"a ratio of {ratio.value:g} with an interval from {ratio.lower:g} to {ratio.upper:g}")

    def risk(value: float) -> float:
        if ratio.measure == "RR":
            return min(baseline * value, 1.0)
        return 1.0 if value == inf else baseline * value / (1 - baseline + baseline * value)

    held = ratio.measure == "RR" and baseline * ratio.upper > 1
    note = "a risk above 100 in 100 is held there" if held else None
    value, lower, upper = (risk(each) - baseline for each in (ratio.value, ratio.lower, ratio.upper))
    return Estimate("RD", value, lower, upper, ratio.level, ratio.method, None, note)
