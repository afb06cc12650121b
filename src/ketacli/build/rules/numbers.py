"""Numbers agree with one another: events and percentages, estimates and intervals, intervals and p."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ketacli.build.rules.registry import Place, of_part
from ketacli.evidence.direction import RATIOS, covers_null, significant

FIGURES = ("value", "low", "high", "steps", "events", "percent", "mean", "median", "sessions", "per_week", "text")
"""The fields that say something in one class of claim or another."""


@of_part("Claim")
def one_or_the_other(claim: Any, at: Place) -> Iterator[str]:
    """A claim that says something and says why it says nothing."""
    if getattr(claim, "absent", None) and any(figure(claim, name) for name in FIGURES):
        yield "has a value and a reason for having none"


@of_part("Count", "Text")
def something(claim: Any, at: Place) -> Iterator[str]:
    """A claim that says nothing and not why."""
    if claim.value is None and claim.absent is None:
        yield "has no value and no reason for having none"


def figure(claim: Any, name: str) -> bool:
    """Whether a claim says something in a field."""
    held = getattr(claim, name, None)
    return held is not None and held != ()


@of_part("ArmResult")
def arm_result(result: Any, at: Place) -> Iterator[str]:
    """What is wrong with one arm's figures."""
    if result.n is not None and result.n < 0:
        yield "n is negative"
    if result.events is not None:
        if result.n is None:
            yield "has events without n"
        elif not 0 <= result.events <= result.n:
            yield f"{result.events} events in {result.n} people"
    if result.percent is not None:
        if not 0 <= result.percent <= 100:
            yield f"{result.percent} percent"
        if result.n is None and result.note is None:
            yield "has a percentage without its n; give the n, or say in a note that the source gives none"
        if result.events is None and result.n and result.note is None and not possible(result):
            yield f"no whole number of {result.n} people is {result.percent} percent; a note says whose it is"
        if result.events is not None and result.n:
            exact = 100 * result.events / result.n
            slack = 0.5 * 10 ** -(result.digits or 0) + 1e-9
            if abs(exact - result.percent) > slack and result.note is None:
                yield f"{result.events}/{result.n} is {exact:.2f} percent, not {result.percent}"
    if result.lower is not None or result.upper is not None:
        middle = next((v for v in (result.mean, result.percent, result.median) if v is not None), None)
        yield from _interval(middle, result.lower, result.upper, result.one_sided)
    for name in ("sd", "se"):
        if (getattr(result, name) or 0) < 0:
            yield f"{name} is negative"
    yield from _level(result.level)
    figures = (result.n, result.events, result.percent, result.mean, result.median)
    if all(figure is None for figure in figures) and result.absent is None:
        yield "has no figure and no reason for having none"


def possible(result: Any) -> bool:
    """Whether some whole number of people is the percentage, as printed."""
    slack = 0.5 * 10 ** -(result.digits or 0) + 1e-9
    nearest = round(result.percent * result.n / 100)
    return any(abs(100 * count / result.n - result.percent) <= slack for count in (nearest - 1, nearest, nearest + 1))


@of_part("Effect")
def effect(found: Any, at: Place) -> Iterator[str]:
    """What is wrong with one published effect."""
    yield from _interval(found.value, found.lower, found.upper, found.one_sided)
    if found.measure in RATIOS and any(v is not None and v <= 0 for v in (found.value, found.lower, found.upper)):
        yield "a ratio must be above zero"
    yield from _level(found.level)
    if (found.se or 0) < 0:
        yield "se is negative"
    if found.p is not None and not 0 <= found.p <= 1:
        yield f"p {found.p} must lie between 0 and 1"
    if found.measure == "RD" and found.unit != "per 100":
        yield "a risk difference is entered per 100"
    if found.measure in ("MD", "mean-change") and found.value is not None and found.unit is None:
        yield "a difference in means needs its unit"
    if found.measure != "mean-change" and found.versus is None and found.measure != "other":
        yield "a comparison needs the arm it is compared with"
    below = clearly_significant(found)
    covers = covers_null(found)
    if below is not None and covers is not None and below == covers:
        yield _disagree(below, covers, 1 - found.level)


def _disagree(below: bool, covers: bool, alpha: float) -> str:
    said = "below" if below else "not below"
    has = "includes" if covers else "excludes"
    return f"p is {said} {alpha:.2g} but the interval {has} no effect"


@of_part("Pooled", "Signal")
def estimate(found: Any, at: Place) -> Iterator[str]:
    """What is wrong with a pooled estimate or a signal."""
    one_limit = (found.lower is None) != (found.upper is None)
    yield from _interval(found.value, found.lower, found.upper, one_limit)
    if one_limit and found.note is None:
        yield "has one limit only; a note says why"
    if found.measure in (*RATIOS, "ROR", "PRR") and any(
        v is not None and v <= 0 for v in (found.value, found.lower, found.upper)
    ):
        yield "a ratio must be above zero"
    p = getattr(found, "p", None)
    if p is None:
        return
    if not 0 <= p <= 1:
        yield f"p {p} must lie between 0 and 1"
    null = 1 if found.measure in RATIOS else 0 if found.measure in ("MD", "SMD", "RD") else None
    if null is None or found.lower is None or found.upper is None:
        return
    alpha = round(1 - found.level, 9)
    near = found.p_bound is None and abs(p - alpha) <= 0.1 * alpha
    if found.p_bound == "below":
        below = True if p <= alpha else None
    elif found.p_bound == "above":
        below = False if p >= alpha else None
    else:
        below = p < alpha
    covers = found.lower <= null <= found.upper
    if below is not None and not near and below == covers:
        yield _disagree(below, covers, alpha)


@of_part("Frequency")
def frequency(found: Any, at: Place) -> Iterator[str]:
    """What is wrong with a frequency of a harm."""
    if found.events is not None and found.n is not None and not 0 <= found.events <= found.n:
        yield f"{found.events} events in {found.n} people"
    if found.percent is not None:
        if not 0 <= found.percent <= 100:
            yield f"{found.percent} percent"
        if found.n is None and found.note is None:
            yield "has a percentage without its n; give the n, or say in a note that the source gives none"
        if found.events is None and found.n and found.note is None and not possible(found):
            yield f"no whole number of {found.n} people is {found.percent} percent; a note says whose it is"
        if found.events is not None and found.n and found.note is None:
            exact = 100 * found.events / found.n
            if abs(exact - found.percent) > 0.5 * 10 ** -(found.digits or 0) + 1e-9:
                yield f"{found.events}/{found.n} is {exact:.2f} percent, not {found.percent}"
    if found.low is not None and found.high is not None and found.low > found.high:
        yield f"low {found.low} is above high {found.high}"
    if found.value is not None and found.unit is None:
        yield "has a number without a unit"
    figures = (found.events, found.percent, found.low, found.high, found.value, found.n)
    if all(figure is None for figure in figures) and found.absent is None:
        yield "has no figure and no reason for having none"


def clearly_significant(found: Any) -> bool | None:
    """Whether p lies below alpha; None where rounding or a one-sided test leaves it open."""
    alpha = round(1 - found.level, 9)
    if found.p is not None and found.p_bound is None:
        p = found.p * (2 if found.p_sides == 1 else 1)
        if abs(p - alpha) <= 0.1 * alpha:
            return None
    return significant(found, alpha)


@of_part("Quantity", "Property")
def quantity(found: Any, at: Place) -> Iterator[str]:
    """What is wrong with a range."""
    if found.low is not None and found.high is not None and found.low > found.high:
        yield f"low {found.low} is above high {found.high}"
    numbers = (found.value, found.low, found.high)
    if found.value is not None and (
        (found.low is not None and found.value < found.low) or (found.high is not None and found.value > found.high)
    ):
        yield f"{found.value:g} lies outside its own range"
    wordless = getattr(found, "text", None) is None
    if all(number is None for number in numbers) and found.absent is None and wordless:
        yield "has no value and no reason for having none"
    if any(number is not None for number in numbers) and found.unit is None:
        yield "has a number without a unit"


@of_part("Property")
def plausible(found: Any, at: Place) -> Iterator[str]:
    """A property outside what its vocabulary entry allows."""
    term = at.authored.records.get("properties", {}).get(found.property)
    if term is None:
        return
    numbers = [number for number in (found.value, found.low, found.high) if number is not None]
    if numbers and term.units and found.unit not in term.units:
        yield f"unit {found.unit!r} is not one of {', '.join(term.units)}"
    for number in numbers:
        if (term.low is not None and number < term.low) or (term.high is not None and number > term.high):
            yield f"{number:g} lies outside the plausible range of {term.label}"


def _level(level: float | None) -> Iterator[str]:
    if level is not None and not 0 < level < 1:
        yield f"level {level:g} must lie between 0 and 1"


def _interval(value: float | None, lower: float | None, upper: float | None, one_sided: bool) -> Iterator[str]:
    if one_sided:
        if (lower is None) == (upper is None):
            yield "one_sided goes with exactly one limit"
    elif (lower is None) != (upper is None):
        yield "an interval has two limits; one_sided = true where only one can be given"
    if lower is not None and upper is not None and lower > upper:
        yield f"lower limit {lower} is above upper limit {upper}"
    elif value is not None and not (lower if lower is not None else value) <= value <= (
        upper if upper is not None else value
    ):
        yield f"{value} lies outside its interval {lower} to {upper}"
