"""The axis of a plot: which span it shows, where its ticks stand, and where a value falls on it."""

from __future__ import annotations

from math import ceil, exp, floor, isfinite, log, log10
from typing import TYPE_CHECKING

from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.screens.plot import Plot

REACH = 1.5
"""How far beyond the estimates, in their own span, the axis follows the limits before they are clipped."""
RATIO_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
STEPS = (1, 2, 5, 10)


class Axis(NamedTuple):
    """A span of values, in the plot's own scale."""

    low: float
    high: float
    log: bool

    def place(self, value: float) -> float:
        """Where a value falls: 0 at the left end, 1 at the right; beyond them outside the span."""
        if self.log:
            if value <= 0:
                return float("-inf")
            return (log(value) - log(self.low)) / (log(self.high) - log(self.low)) if isfinite(value) else value
        return (value - self.low) / (self.high - self.low)

    def ticks(self, most: int) -> list[float]:
        """At most ``most`` round values inside the span."""
        if self.log:
            inside = [tick for tick in RATIO_TICKS if self.low <= tick <= self.high]
            for chosen in (inside, [t for t in inside if str(t).strip("0.")[:1] == "1"], [1.0]):
                if len(chosen) <= most:
                    return list(chosen)
            return [1.0]
        span = self.high - self.low
        power = 10.0 ** floor(log10(span / max(most, 1)))
        step = next(power * each for each in (*STEPS, 20, 50) if span / (power * each) <= most - 1 or each == 50)
        first = ceil(self.low / step - 1e-9)
        last = floor(self.high / step + 1e-9)
        return [round(at * step, 10) for at in range(first, last + 1)]


def axis_of(plot: Plot) -> Axis:
    """A span that holds every estimate, no effect, the pooled limits, and the other limits as far as is fair."""

    def on(value: float) -> float:
        return log(value) if plot.log else value

    def off(value: float) -> float:
        return exp(value) if plot.log else value

    def usable(value: float) -> bool:
        return isfinite(value) and (value > 0 or not plot.log)

    core = [on(plot.null)]
    core += [on(mark.value) for mark in plot.marks if mark.kind != "prediction" and usable(mark.value)]
    core += [on(v) for mark in plot.marks if mark.kind == "pooled" for v in (mark.lower, mark.upper) if usable(v)]
    span = max(core) - min(core) or 1.0
    limits = [on(v) for mark in plot.marks for v in (mark.lower, mark.upper) if usable(v)]
    low = max(min([*limits, *core]), min(core) - REACH * span)
    high = min(max([*limits, *core]), max(core) + REACH * span)
    room = 0.02 * (high - low or 1.0)
    return Axis(off(low - room), off(high + room), plot.log)
