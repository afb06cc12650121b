"""Computed effects in words: differences per 100 people, numbers needed, ratios, differences in means."""

from __future__ import annotations

from math import inf, isinf
from typing import TYPE_CHECKING

from ketacli import fmt
from ketacli.agreement import WORDS as AGREEMENT_WORDS
from ketacli.effects.estimate import METHODS, RATIOS, Estimate, covers_null
from ketacli.effects.nnt import people
from ketacli.facts.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.agreement import Agreement
    from ketacli.analysis import Analysis, Counted, Margin, Rebased
    from ketacli.effects.nnt import Limit, NumberNeeded
    from ketacli.models.trial import Outcome, Trial

NAMES = {
    "RD": "Risk difference",
    "RR": "Risk ratio",
    "OR": "Odds ratio",
    "HR": "Hazard ratio",
    "MD": "Mean difference",
    "SMD": "Standardised mean difference",
}

GROUP = "Recomputed"
NNT_METHOD = "its inverse, rounded up"


def fixed(number: float, digits: int) -> str:
    """A computed number with fixed decimals: no minus before zero, thousands from 1,000, infinity in words."""
    if isinf(number):
        return "infinity" if number > 0 else "minus infinity"
    text = f"{number:,.{digits}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.,") else text


def decimals(measure: str) -> int:
    """How many decimals a computed value is shown with: one per 100 people, two for everything else."""
    return 1 if measure == "RD" else 2


def shown(measure: str, value: float) -> str:
    """A value in the unit in which it is shown: a risk difference per 100."""
    return fixed(100 * value if measure == "RD" else value, decimals(measure))


def more_or_fewer(difference: float) -> str:
    """``14.2 more`` or ``3.9 fewer``, of 100 people, for a difference per 1."""
    text = fixed(100 * difference, 1)
    if text == "0.0":
        return "0.0"
    return f"{text.lstrip('-')} {'more' if difference > 0 else 'fewer'}"


def value_words(found: Estimate, unit: str = "") -> str:
    """The estimate with its unit: "14.2 more per 100", "1.35", "-4.40 points"."""
    if found.measure == "RD":
        return fmt.tie(f"{more_or_fewer(found.value)} per 100")
    text = shown(found.measure, found.value)
    return fmt.tie(f"{text} {unit}") if unit and found.measure == "MD" else text


def interval_words(found: Estimate) -> str:
    """The limits: "3.9 to 24.2 more", "17.3 fewer to 26.7 more", "1.08 to 1.68"."""
    if found.measure == "RD":
        ends = [more_or_fewer(found.lower), more_or_fewer(found.upper)]
        side = ends[1].partition(" ")[2]
        if side and ends[0].endswith(side):
            ends[0] = ends[0].partition(" ")[0]
            if side == "fewer":
                # Fewer reads from the smaller number up, as every interval does.
                ends = [ends[1].partition(" ")[0], f"{ends[0]} fewer"]
        return fmt.tie(" to ".join(ends))
    return fmt.tie(f"{shown(found.measure, found.lower)} to {shown(found.measure, found.upper)}")


def needed_words(found: NumberNeeded) -> tuple[str, str, str]:
    """Label, number and interval: ("NNTB", "8", "5 to 26"), or through infinity where the difference spans zero."""
    if found.value == inf:
        return "NNT", "infinity", limits_words(found)
    return found.kind, f"{people(found.value):,}", limits_words(found)


def limits_words(found: NumberNeeded) -> str:
    """The interval of a number needed, both ends labelled where they differ in kind."""
    if found.through_infinity:
        return fmt.tie(f"{limit_words(found.best)} to infinity to {limit_words(found.worst)}")
    if found.best.kind != found.worst.kind:
        return fmt.tie(f"{limit_words(found.best)} to {limit_words(found.worst)}")
    ends = sorted((found.best.value, found.worst.value))
    kind = "" if found.best.kind == found.kind else f"{found.best.kind} "
    return fmt.tie(f"{kind}{number(ends[0])} to {number(ends[1])}")


def limit_words(found: Limit) -> str:
    """``NNTB 4``."""
    return f"{found.kind} {number(found.value)}"


def number(value: float) -> str:
    """People, rounded up, or infinity."""
    return "infinity" if value == inf else f"{people(value):,}"


def direction(found: Estimate, better: str | None, arm: str, versus: str) -> str:
    """Which side the interval favours, in words."""
    if covers_null(found):
        return "no clear difference"
    if better is None:
        return "direction not stated"
    higher = found.lower > (1 if found.measure in RATIOS else 0)
    return f"favours {arm if higher == (better == 'higher') else versus}"


def method_words(found: Estimate) -> str:
    """The method's name, with what was done to get the number."""
    text = METHODS.get(found.method, found.method)
    return f"{text}; {found.note}" if found.note else text


def agreement_words(found: Agreement) -> str:
    """What was published, and whether it follows from the figures."""
    text = fmt.effect(found.effect)
    if found.effect.measure == "NNT":
        text = f"NNT {fmt.result(found.effect.value or 0, found.effect.digits)}"
    elif found.effect.measure == "RD":
        text = f"risk difference {text}"
    elif found.effect.measure == "MD":
        text = f"mean difference {text}"
    said = AGREEMENT_WORDS[found.verdict]
    if found.verdict == "differs" and found.computed is not None:
        said += f": {shown(found.effect.measure, found.computed.value)}"
    if found.verdict == "adjusted":
        said = f"{found.effect.model}: {said}" if found.effect.model else said
    if found.verdict == "agrees" and found.method:
        said += f", interval by {METHODS[found.method]}"
    elif found.verdict == "estimate-agrees" and found.effect.lower is not None:
        said += "; its interval was made in another way"
    if found.effect.nominal:
        said += "; nominal: outside the planned tests"
    return f"{text}; {said}"


def margin_words(found: Margin, better: str | None) -> str:
    """The margin and on which side of it the interval lies."""
    sign, side = ("-", "above") if better == "higher" else ("", "below")
    lies = f"the whole interval lies {side} it" if found.met else "the interval reaches beyond it"
    return f"{fmt.tie(f'{sign}{fmt.amount(found.value)} {found.unit}')}: {lies}"


def counted_words(found: Counted) -> str:
    """Who is counted and who is not."""
    text = f"{found.counted:,} of {found.randomised:,} randomised to the two"
    left = found.randomised - found.counted
    return f"{text}; {left:,} {'is' if left == 1 else 'are'} not counted" if left > 0 else text


def rebased_words(found: Rebased) -> str:
    """What a ratio means at the other baseline."""
    kind, value, limits = needed_words(found.needed)
    text = f"{value_words(found.difference)} ({interval_words(found.difference)}); {kind} {value} ({limits})"
    note = f"; {found.difference.note}" if found.difference.note else ""
    return f"{text}, if the {NAMES[found.ratio.measure].lower()} is the same there{note}"


def absolute(found: Analysis) -> str:
    """One line for a record's page: the difference per 100 people with its NNT, or the raw difference in means."""
    if not found.estimates:
        return ""
    first = found.estimates[0]
    unit = unit_of(found)
    text = f"{value_words(first, unit)} ({interval_words(first)})"
    if found.needed is not None:
        kind, value, limits = needed_words(found.needed)
        text += f"; {kind} {value} ({limits})"
    counts = found.contrast.counts
    if counts is not None:
        text += f"; {fraction(counts.events, counts.n)} against {fraction(counts.control_events, counts.control_n)}"
    return text


def fraction(events: float, n: float) -> str:
    """``108/195``."""
    return f"{count(events)}/{count(n)}"


def count(value: float) -> str:
    """A count of people, a whole number unless a group was split."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def unit_of(found: Analysis) -> str:
    """The unit of a difference in means: points of the scale unless the record says otherwise."""
    units = [result.unit for result in found.contrast.measured.results if result.unit]
    if units:
        return units[0]
    return "points" if found.contrast.measured.scale else ""


def facts(trial: Trial, named: Callable[[str], str]) -> list[Fact]:
    """The recomputed effects of a trial's outcomes, each with its time and comparator."""
    from ketacli.analysis import analyse
    from ketacli.recompute import contrasts, measured

    found = []
    for item in measured(trial):
        if item.kind == "harm":
            continue
        for each in contrasts(trial, item):
            made = analyse(each)
            text = absolute(made)
            if not text:
                continue
            against = f"{named(each.arm)} against {named(each.versus)}"
            claims = tuple(r for r in item.results if r.arm in (each.arm, each.versus))
            agree = "; ".join(f"published: {agreement_words(a)}" for a in made.agreements)
            full = f"{text}; {against}" + (f"; {agree}" if agree else "")
            found.append(Fact(GROUP, f"{item.path}.results", item.label, full, claims, short=f"{text}; {against}"))
    return found


def of_key(trial: Trial, outcome: Outcome) -> str:
    """The recomputed effect of a trial's key outcome, as one line; empty where its figures give none."""
    from ketacli.analysis import analyse
    from ketacli.recompute import contrasts, measured

    path = f"outcomes.{trial.outcomes.index(outcome)}"
    item = next((each for each in measured(trial) if each.path == path), None)
    found = [absolute(analyse(each)) for each in contrasts(trial, item)] if item is not None else []
    return "; ".join(text for text in found if text)
