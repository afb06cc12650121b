"""Whether a published effect follows from the published data, within what rounding allows."""

from __future__ import annotations

from math import isclose, sqrt
from typing import TYPE_CHECKING, Literal

from ketacli.evidence.contrasts import Contrast, of_counts, of_means
from ketacli.stats.estimate import Estimate, Refusal
from ketacli.stats.published import analysis, from_interval
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.trial import ArmResult, Effect

PRECISION = 1e-9
Verdict = Literal["agrees", "estimate-agrees", "differs", "adjusted", "not-comparable"]


class Agreement(NamedTuple):
    """A published effect beside what its data give."""

    verdict: Verdict
    """agrees (estimate and interval), estimate-agrees (no interval printed, or one made in another way),
    differs, adjusted (a model's estimate, which need not agree), or not-comparable."""
    effect: Effect
    computed: Estimate | None
    tolerance: float
    """How far the estimate may lie off for rounding alone, in the unit printed."""
    method: str
    """The method whose interval is the published one; empty for none."""
    level: float = 0.95
    """Of the two-sided interval that was compared with the published one."""


WORDS = {
    "agrees": "agrees with the recalculation",
    "estimate-agrees": "the estimate agrees with the recalculation",
    "differs": "differs from the recalculation",
    "adjusted": "from a model, so not the same quantity as the raw one",
    "not-comparable": "not the same quantity as what can be recalculated",
}


def scale(effect: Effect) -> float:
    """What a computed value is multiplied by to stand in the unit that was printed."""
    return 100.0 if effect.measure == "RD" and effect.unit == "per 100" else 1.0


def agreements(found: Contrast) -> list[Agreement]:
    """Every published effect of a contrast with a value, compared; none where nothing can be computed."""
    if found.counts is None and found.means is None:
        return []
    return [compare(found, effect) for effect in found.published if effect.value is not None]


def compare(found: Contrast, effect: Effect) -> Agreement:
    """One published effect of a contrast against the data of the same contrast."""
    level = 2 * effect.level - 1 if effect.one_sided else effect.level
    computed = computed_like(found, effect, level)
    if computed is None:
        return Agreement("not-comparable", effect, None, 0.0, "")
    tolerance = rounding(effect.digits) + input_error(found, effect.measure)
    published = effect.value or 0.0
    if effect.measure == "NNT":
        # A number needed to treat is rounded up by custom, so it may lie a whole unit above.
        near = -tolerance <= published - computed.value < 1
    else:
        near = abs(published - computed.value * scale(effect)) <= tolerance
    if effect.adjusted:
        return Agreement("adjusted", effect, computed, tolerance, "")
    if not near or turned(found, effect, computed):
        return Agreement("differs", effect, computed, tolerance, "")
    method = interval_method(found, effect, level)
    return Agreement("agrees" if method else "estimate-agrees", effect, computed, tolerance, method, level)


def turned(found: Contrast, effect: Effect, computed: Estimate) -> bool:
    """Whether a number needed to benefit was published of figures that show harm."""
    if effect.measure != "NNT" or found.measured.better is None:
        return False
    return (computed.lower + computed.upper > 0) != (found.measured.better == "higher")


def implausible(found: Agreement) -> str:
    """Why a model's estimate cannot be of these figures, however it was adjusted; empty when it can.

    A model moves an estimate and its error; it does not turn a clear effect round, move it by more
    than three standard errors, or change its error more than two and a half times.
    """
    effect, made = found.effect, found.computed
    if made is None or made.se is None or effect.measure not in ("RD", "MD", "SMD", "RR", "OR"):
        return ""
    times = scale(effect)
    try:
        value, raw = (analysis(effect.measure, each) for each in ((effect.value or 0.0) / times, made.value))
        error = printed_error(effect, times)
    except (Refusal, ValueError):
        return ""
    if abs(value - raw) > 3 * made.se:
        return f"lies {abs(value - raw) / made.se:.1f} standard errors from what the figures of the arms give"
    if error is not None and not 0.4 <= error / made.se <= 2.5:
        return f"has {error / made.se:.1f} times the standard error that the figures of the arms give"
    return ""


def printed_error(effect: Effect, times: float) -> float | None:
    """The standard error that a published effect implies, on the analysis scale; None where it implies none."""
    if effect.se is not None:
        return effect.se / times
    if effect.lower is None or effect.upper is None or effect.one_sided:
        return None
    value = (effect.value or 0.0) / times
    return from_interval(effect.measure, value, effect.lower / times, effect.upper / times, effect.level).se


def computed_like(found: Contrast, effect: Effect, level: float, method: str = "") -> Estimate | None:
    """The computed estimate of the measure that was published, or None where the data do not give it."""
    methods = frozenset((method,)) if method else frozenset()
    try:
        if found.counts is not None:
            wanted = "RD" if effect.measure == "NNT" else effect.measure
            made = next((e for e in of_counts(found.counts, level, methods) if e.measure == wanted), None)
            if made is None or effect.measure != "NNT":
                return made
            # Limits of a number needed to treat run through infinity, so only the number itself is compared.
            # They stay those of the difference, so that its direction is still known.
            return None if made.value == 0 else made._replace(measure="NNT", value=1 / abs(made.value))
        if found.means is not None:
            return next((e for e in of_means(found.means, level) if e.measure == effect.measure), None)
    except (Refusal, ValueError):
        return None
    return None


def interval_method(found: Contrast, effect: Effect, level: float) -> str:
    """The first method whose interval is the published one within rounding; empty for none, or none printed."""
    if effect.lower is None and effect.upper is None:
        return ""
    methods = {"RD": ("miettinen-nurminen", "newcombe", "wald"), "RR": ("log-wald", "score"),
               "OR": ("log-wald", "score")}  # fmt: skip
    slack = rounding(effect.limit_digits) + input_error(found, effect.measure, limits=True)
    for method in methods.get(effect.measure, ("",)):
        made = computed_like(found, effect, level, method)
        if made is None:
            continue
        times = scale(effect)
        pairs = ((effect.lower, made.lower * times), (effect.upper, made.upper * times))
        if all(printed is None or abs(printed - value) <= slack for printed, value in pairs):
            return made.method
    return ""


def rounding(digits: int | None) -> float:
    """Half a unit in the last place that was printed."""
    return float(0.5 * 10.0 ** -(digits or 0)) + PRECISION


def input_error(found: Contrast, measure: str, limits: bool = False) -> float:
    """How far a difference in means may be off because the means were printed rounded; 0 for counts.

    With ``limits``, also what rounded standard deviations add to the half-width, at twice the error.
    """
    if found.means is None:
        return 0.0
    results = [result for result in found.measured.results if result.arm in (found.arm, found.versus)]
    error = sum(rounding(result.digits) for result in results)
    sd = sqrt((found.means.arm.sd**2 + found.means.control.sd**2) / 2)
    if limits:
        error += 2 * sum(spread_error(result) for result in results)
    return error if measure == "MD" else error / sd + 0.01 if sd else error


def spread_error(result: ArmResult) -> float:
    """How much a rounded standard deviation or error can change an arm's standard error."""
    if result.sd is not None and result.n:
        return rounding(_decimals(result.sd)) / sqrt(result.n)
    return rounding(_decimals(result.se)) if result.se is not None else 0.0


def _decimals(number: float) -> int:
    text = repr(float(number))
    decimals = text.partition(".")[2]
    return 0 if isclose(number, round(number)) else len(decimals)
