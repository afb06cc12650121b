"""What is likely of figures: spreads and signs alike, percentages that people make up, estimates amid intervals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import erfc, log, sqrt
from statistics import NormalDist
from typing import Any

from ketacli.build.rules.registry import Place, likely, of_part, of_record
from ketacli.evidence.direction import RATIOS, of_trial

WIDEST = 3.0
"""How many times as large one arm's standard deviation is as another's."""
SHARES = ("response", "remission", "relapse")
TIMES = 5.0
"""How far a printed p and that of its interval may lie apart."""


@of_record("trials")
@likely
def spread(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A standard deviation that is far from that of another arm, or too large for the scale."""
    scales = at.authored.records.get("scales", {})
    for place, outcome in enumerate(trial.outcomes):
        known = [(number, each) for number, each in enumerate(outcome.results) if each.sd]
        for (_, one), (number, other) in combinations(known, 2):
            if one.unit == other.unit and not 1 / WIDEST <= one.sd / other.sd <= WIDEST:
                yield f"outcomes.{place}.results.{number}.sd", f"{other.sd:g} in one arm, {one.sd:g} in another"
        scale = scales.get(outcome.scale or "")
        if scale is None or scale.low is None or scale.high is None or outcome.kind not in ("change", "score"):
            continue
        for number, each in known:
            if each.unit in (None, "points") and not 0.01 <= each.sd / (scale.high - scale.low) <= 0.5:
                yield (
                    f"outcomes.{place}.results.{number}.sd",
                    f"{each.sd:g} on a scale of {scale.low:g} to {scale.high:g}",
                )


@of_record("trials")
@likely
def spreads_of_a_scale(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A standard deviation that is far from all the others of its scale."""
    for place, outcome in enumerate(trial.outcomes):
        if outcome.scale is None or outcome.kind not in ("change", "score"):
            continue
        usual = _usual(at, outcome.scale)
        for number, each in enumerate(outcome.results):
            if each.sd and usual is not None and each.unit in (None, "points"):
                low, high = usual
                if not low <= each.sd <= high:
                    reason = f"{each.sd:g} is far from the other spreads of its scale, {low:.3g} to {high:.3g}"
                    yield f"outcomes.{place}.results.{number}.sd", reason


def _usual(at: Place, scale: str) -> tuple[float, float] | None:
    """Within what the spreads of a scale lie, by the middle of those on record; None where there are few."""
    if id(at.authored) not in _spreads:
        _spreads.clear()
        found: dict[str, list[float]] = {}
        for trial in at.authored.records.get("trials", {}).values():
            for outcome in trial.outcomes:
                if outcome.scale and outcome.kind in ("change", "score"):
                    found.setdefault(outcome.scale, []).extend(
                        each.sd for each in outcome.results if each.sd and each.unit in (None, "points")
                    )
        _spreads[id(at.authored)] = {
            name: (sorted(held)[len(held) // 2] / 3.5, 3.5 * sorted(held)[len(held) // 2])
            for name, held in found.items() if len(held) >= 5
        }  # fmt: skip
    return _spreads[id(at.authored)].get(scale)


_spreads: dict[int, dict[str, tuple[float, float]]] = {}


@of_record("trials")
@likely
def means_apart(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """Means of two arms that no treatment puts so far apart, or a change of more than everything."""
    for place, outcome in enumerate(trial.outcomes):
        known = [(number, each) for number, each in enumerate(outcome.results) if each.mean is not None]
        for number, each in known:
            if each.unit and each.unit.startswith("%") and abs(each.mean) > 150:
                yield f"outcomes.{place}.results.{number}.mean", f"{each.mean:g}{each.unit}"
        if outcome.kind not in ("change", "score"):
            continue
        for (_, one), (number, other) in combinations(known, 2):
            spreads = [each.sd or (each.se * sqrt(each.n) if each.se and each.n else None) for each in (one, other)]
            widest = max((each for each in spreads if each), default=None)
            apart = abs(one.mean - other.mean)
            if one.unit == other.unit and (
                (widest and apart > 2.5 * widest)
                or (not widest and apart > 0.8 * max(abs(one.mean), abs(other.mean)) and apart > 6)
            ):
                yield f"outcomes.{place}.results.{number}.mean", f"{other.mean:g} in one arm, {one.mean:g} in another"


@of_record("trials")
@likely
def signs(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """Changes that go opposite ways in two arms, or a score below zero."""
    scales = at.authored.records.get("scales", {})
    for place, outcome in enumerate(trial.outcomes):
        means = [(number, each.mean) for number, each in enumerate(outcome.results) if each.mean is not None]
        key = f"outcomes.{place}.results"
        if outcome.kind == "change":
            for (_, one), (number, other) in combinations(means, 2):
                if one * other < 0 and min(abs(one), abs(other)) > 0.1 * max(abs(one), abs(other)):
                    yield f"{key}.{number}.mean", f"{other:g} and {one:g} go opposite ways"
                    break
        scale = scales.get(outcome.scale or "")
        if (
            outcome.kind == "change"
            and scale is not None
            and scale.better
            and outcome.role in ("primary", "key-secondary")
        ):
            roles = {arm.id: arm.role for arm in trial.arms}
            wrong = [
                number for number, mean in means
                if roles.get(outcome.results[number].arm) == "experimental"
                and mean and (mean > 0) == (scale.better == "lower")
            ]  # fmt: skip
            yield from ((f"{key}.{number}.mean", "a change for the worse in the treated") for number in wrong)
        if outcome.kind == "score" and scale is not None and (scale.low is None or scale.low >= 0):
            yield from ((f"{key}.{number}.mean", f"{mean:g}: a score below zero") for number, mean in means if mean < 0)


@of_record("trials")
@likely
def shares(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A percentage below 1 for a response, or one that no number of its people makes."""
    for place, outcome in enumerate(trial.outcomes):
        for number, each in enumerate(outcome.results):
            if each.percent is None:
                continue
            key = f"outcomes.{place}.results.{number}.percent"
            if outcome.kind in SHARES and 0 < each.percent < 1:
                yield key, f"{each.percent:g} percent: a fraction?"
            if each.n and each.events is None and each.lower is None and outcome.kind != "rate":
                step = 0.5 * 10 ** -(each.digits or 0) + 1e-9
                nearest = round(each.percent * each.n / 100)
                if not any(abs(100 * (nearest + off) / each.n - each.percent) <= step for off in (-1, 0, 1)):
                    yield key, f"{each.percent:g}% of {each.n} is no number of people"


@of_record("trials")
@likely
def shares_of_arms(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """Percentages of two arms that are ten times and more apart."""
    for place, outcome in enumerate(trial.outcomes):
        if outcome.kind not in SHARES:
            continue
        known = [(number, each) for number, each in enumerate(outcome.results) if each.percent and each.n]
        for (_, one), (number, other) in combinations(known, 2):
            few, many = sorted((one.percent, other.percent))
            if many > 9 * few and min(one.n, other.n) >= 20:
                reason = f"{other.percent:g}% and {one.percent:g}% are more than nine times apart"
                yield f"outcomes.{place}.results.{number}.percent", reason


@of_record("trials")
@likely
def people_of_a_figure(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A figure of far fewer people than its arm had, with no word why."""
    sizes = {arm.id: [each.value for each in (arm.n_randomised, arm.n_treated, arm.n_analysed) if each and each.value]
             for arm in trial.arms}  # fmt: skip
    for place, outcome in enumerate(trial.outcomes):
        for number, each in enumerate(outcome.results):
            most = max(sizes.get(each.arm, ()), default=None)
            if each.n and most and each.n < 0.4 * most and not each.note and not outcome.note and not outcome.analysis:
                yield f"outcomes.{place}.results.{number}.n", f"{each.n} of {most} in the arm, without a note why"


def bent(found: Any) -> float | None:
    """How far an estimate lies from the middle of its interval, in half-widths; None where that cannot be said."""
    if found.value is None or found.lower is None or found.upper is None or found.lower >= found.upper:
        return None
    numbers = (found.value, found.lower, found.upper)
    if found.measure in (*RATIOS, "ROR", "PRR"):
        if min(numbers) <= 0:
            return None
        numbers = (log(numbers[0]), log(numbers[1]), log(numbers[2]))
    elif found.measure not in ("MD", "SMD", "RD", "mean-change", "change", "mean"):
        return None
    value, low, high = numbers
    slack = 0.5 * 10 ** -(found.digits or 0) + 0.5 * 10 ** -(found.limit_digits or 0)
    if found.measure in RATIOS:
        slack /= min(found.value, found.lower)
    return float(max(0.0, abs(value - (low + high) / 2) - slack) / ((high - low) / 2))


BENT = {"MD": 0.08, "SMD": 0.12, "mean-change": 0.08, "change": 0.12, "mean": 0.12, "RD": 0.25, "RR": 0.2, "OR": 0.15,
        "HR": 0.15, "ROR": 0.15, "PRR": 0.2}  # fmt: skip
"""How far from the middle the usual methods put an estimate; score intervals and small samples bend more."""


@of_part("Effect", "Pooled", "Signal")
@likely
def middle(found: Any, at: Place) -> Iterator[str]:
    """An estimate that does not lie in the middle of its interval."""
    if getattr(found, "interval", "ordinary") != "ordinary" or getattr(found, "one_sided", False):
        return
    far = bent(found)
    if far is not None and far > BENT.get(found.measure, 1.0):
        yield f"{found.value:g} lies {far:.2f} half-widths from the middle of {found.lower:g} to {found.upper:g}"


@of_part("Effect", "Pooled")
@likely
def p_of_the_interval(found: Any, at: Place) -> Iterator[str]:
    """A p that is not that of its interval."""
    ordinary = getattr(found, "interval", "ordinary") == "ordinary" and not getattr(found, "one_sided", False)
    if found.p is None or bent(found) is None or not ordinary:
        return
    value, low, high = found.value, found.lower, found.upper
    if found.measure in RATIOS:
        value, low, high = log(value), log(low), log(high)
    error = (high - low) / 2 / NormalDist().inv_cdf(0.5 + found.level / 2)
    made = erfc(abs(value) / error / sqrt(2))
    said = found.p * (2 if getattr(found, "p_sides", None) == 1 else 1)
    bound = found.p_bound
    too_small = said < made / TIMES - 0.0005 and bound != "above"
    too_large = said > made * TIMES + 0.0005 and bound != "below"
    if max(said, made) > 0.0005 and (too_small or too_large):
        yield f"p is {found.p:g}, but the interval gives {made:.2g}"


@of_record("trials")
@likely
def sides(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """An effect of the comparator against the treatment, or one that goes against the figures of its arms."""
    roles = {arm.id: arm.role for arm in trial.arms}
    for place, outcome in enumerate(trial.outcomes):
        results = {each.arm: each for each in outcome.results}
        for number, effect in enumerate(outcome.effects):
            key = f"outcomes.{place}.effects.{number}"
            if roles.get(effect.arm) == "comparator" and roles.get(effect.versus) == "experimental":
                yield key, f"compares {effect.arm}, a comparator, with {effect.versus}, a treatment"
            one, other = results.get(effect.arm), results.get(effect.versus)
            if one is None or other is None or effect.value is None:
                continue
            raw = _difference(one, other)
            null = 1 if effect.measure in RATIOS else 0
            if raw is None or effect.measure not in ("MD", "SMD", "RD", *RATIOS) or effect.measure == "HR":
                continue
            side = effect.value - null
            significant = effect.p is not None and effect.p < 0.1 and effect.p_bound != "above"
            if raw * side < 0 and (significant or abs(raw) > 2):
                yield f"{key}.value", f"{effect.value:g} goes against the figures of its arms"


def _difference(one: Any, other: Any) -> float | None:
    for name in ("mean", "percent"):
        first, second = getattr(one, name), getattr(other, name)
        if first is not None and second is not None:
            return float(first - second)
    if one.events is not None and other.events is not None and one.n and other.n:
        return float(100 * one.events / one.n - 100 * other.events / other.n)
    return None


@of_record("trials")
@likely
def sizes_of_effects(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A difference in means that is far from that of the means."""
    for place, outcome in enumerate(trial.outcomes):
        results = {each.arm: each for each in outcome.results}
        for number, effect in enumerate(outcome.effects):
            one, other = results.get(effect.arm), results.get(effect.versus)
            if effect.measure not in ("MD", "RD") or effect.value is None or one is None or other is None:
                continue
            raw = _difference(one, other)
            if raw is None:
                continue
            limits = (effect.lower, effect.upper)
            width = limits[1] - limits[0] if limits[0] is not None and limits[1] is not None else abs(effect.value)
            if abs(raw - effect.value) > max(0.45 * width, 1.0):
                reason = f"{effect.value:g}, but the figures of the arms are {raw:.3g} apart"
                yield f"outcomes.{place}.effects.{number}.value", reason


@of_record("trials")
@likely
def verdict(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A primary outcome that is called met or missed against its own test."""
    said = trial.primary_met.value
    if said not in ("met", "missed"):
        return
    if trial.status != "reported":
        yield "primary_met", f"is {said}, but the study is {trial.status}"
    if not any(outcome.role == "primary" for outcome in trial.outcomes) and trial.result_seen == "numbers":
        yield "primary_met", f"is {said}, but no outcome is primary"
    if trial.design.framework in ("noninferiority", "equivalence"):
        return
    if trial.design.framework == "descriptive":
        yield "primary_met", f"is {said}, but the study was set up to show nothing"
    tests = [
        effect.p <= 1 - effect.level + 1e-9 if effect.p_bound != "above" else False
        for outcome in trial.outcomes if outcome.role == "primary"
        for effect in outcome.effects
        if effect.p is not None and effect.measure != "mean-change"
    ]  # fmt: skip
    seen = of_trial(trial).direction
    if said == "met" and ((tests and not any(tests)) or (not tests and seen == "no-clear-difference")):
        yield "primary_met", "is met, but no test of a primary outcome is significant"
    if said == "missed" and ((tests and all(tests)) or (not tests and seen == "favours-ketamine")):
        yield "primary_met", "is missed, but every test of a primary outcome is significant"


@of_record("reviews")
@likely
def side_of_a_pool(review: Any, at: Place) -> Iterator[tuple[str, str]]:
    """Standardised differences of one outcome and comparison that go opposite ways."""
    groups: dict[tuple[str, str, str], list[tuple[int, float]]] = {}
    for number, each in enumerate(review.pooled):
        if each.value and each.measure in ("MD", "SMD") and abs(each.value) > 0.1:
            groups.setdefault((each.comparison, each.measure, each.better or ""), []).append((number, each.value))
    for held in groups.values():
        up = [number for number, value in held if value > 0]
        down = [number for number, value in held if value < 0]
        if up and down:
            few = min(up, down, key=len)
            yield f"pooled.{few[0]}.value", "goes the other way than the others of its comparison"
