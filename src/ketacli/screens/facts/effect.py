"""Computed effects in words: differences per 100 people, numbers needed, ratios, differences in means."""

from __future__ import annotations

from math import floor, inf, isclose, log10
from typing import TYPE_CHECKING

from ketacli.evidence.agreement import WORDS as AGREEMENT_WORDS
from ketacli.records import wording
from ketacli.records.wording import fixed
from ketacli.screens.facts.fact import Fact
from ketacli.stats.estimate import METHODS, RATIOS, Estimate, covers_null
from ketacli.stats.nnt import people

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.evidence.agreement import Agreement
    from ketacli.evidence.analysis import Analysis, Counted, Margin, Rebased
    from ketacli.records.trial import Outcome, Trial
    from ketacli.stats.nnt import Limit, NumberNeeded

NAMES = {
    "RD": "Risk difference",
    "RR": "Risk ratio",
    "OR": "Odds ratio",
    "HR": "Hazard ratio",
    "MD": "Mean difference",
    "SMD": "Standardised mean difference",
}

SMALL_RATIO = 0.1
"""Below this two decimals are fewer than two figures."""

GROUP = "Recomputed"
NNT_METHOD = "its inverse, rounded up"
WORKED_OUT = "counts worked out from percentages"


def decimals(measure: str, value: float) -> int:
    """How many decimals a computed value is shown with: one per 100 people, two for everything else.

    A ratio has as many as its two leading digits need: 0.0033 is not 0.00.
    """
    if measure == "RD":
        return 1
    if measure in RATIOS and 0 < value < SMALL_RATIO:
        return 1 - floor(log10(value))
    return 2


def shown(measure: str, value: float) -> str:
    """A value in the unit in which it is shown: a risk difference per 100."""
    return fixed(100 * value if measure == "RD" else value, decimals(measure, value))


def more_or_fewer(difference: float) -> str:
    """``14.2 more`` or ``3.9 fewer``, of 100 people, for a difference per 1."""
    return wording.turned(100 * difference, 1, wording.COUNTED)


def value_words(found: Estimate, unit: str = "") -> str:
    """The estimate with its unit: "14.2 more per 100", "1.35", "-4.40 points"."""
    if found.measure == "RD":
        return wording.tie(f"{more_or_fewer(found.value)} per 100")
    text = shown(found.measure, found.value)
    return wording.tie(f"{text} {unit}") if unit and found.measure == "MD" else text


def interval_words(found: Estimate) -> str:
    """The limits: "3.9 to 24.2 more", "17.3 fewer to 26.7 more", "1.08 to 1.68"."""
    if found.measure == "RD":
        return wording.ends(100 * found.lower, 100 * found.upper, 1, wording.COUNTED)
    return wording.tie(f"{shown(found.measure, found.lower)} to {shown(found.measure, found.upper)}")


def needed_words(found: NumberNeeded) -> tuple[str, str, str]:
    """Label, number and interval: ("NNTB", "8", "5 to 26"), or through infinity where the difference spans zero."""
    if found.value == inf:
        return "NNT", "infinity", limits_words(found)
    return found.kind, f"{people(found.value):,}", limits_words(found)


def one_event_words(found: Estimate) -> tuple[str, str, str]:
    """Label, number and interval of the people for one event more or fewer, where nobody said which is good."""
    ends = [f"{number(abs(1 / limit))} {'more' if limit > 0 else 'fewer'}" if limit else "infinity"
            for limit in (found.upper, found.lower)]  # fmt: skip
    spans = found.lower < 0 < found.upper
    if not spans:
        ends = [end.partition(" ")[0] for end in sorted(ends, key=lambda end: (end == "infinity", len(end), end))]
    value = number(abs(1 / found.value)) if found.value else "infinity"
    label = "One event fewer in" if found.value < 0 else "One event more in"
    return label, value, wording.tie(" to infinity to ".join(ends) if spans else " to ".join(ends))


def limits_words(found: NumberNeeded) -> str:
    """The interval of a number needed, both ends labelled where they differ in kind."""
    if found.through_infinity:
        return wording.tie(f"{limit_words(found.best)} to infinity to {limit_words(found.worst)}")
    if found.best.kind != found.worst.kind:
        return wording.tie(f"{limit_words(found.best)} to {limit_words(found.worst)}")
    ends = sorted((found.best.value, found.worst.value))
    kind = "" if found.best.kind == found.kind else f"{found.best.kind} "
    return wording.tie(f"{kind}{number(ends[0])} to {number(ends[1])}")


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
    text = wording.effect(found.effect)
    if found.effect.measure == "NNT":
        text = f"NNT {wording.result(found.effect.value or 0, found.effect.digits)}"
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
        level = "" if isclose(found.level, 0.95) else f"{wording.result(100 * found.level, 0)}% "
        said += f", {level}interval by {METHODS[found.method]}"
        said += ": a one-sided limit is that of a two-sided interval of this level" if found.effect.one_sided else ""
    elif found.verdict == "estimate-agrees" and found.effect.lower is not None:
        said += "; its interval was made in another way"
    if found.effect.nominal:
        said += "; nominal: outside the planned tests"
    return f"{text}; {said}"


def margin_words(found: Margin, better: str | None) -> str:
    """The margin and on which side of it the interval lies."""
    sign, side = ("-", "above") if better == "higher" else ("", "below")
    lies = f"the whole interval lies {side} it" if found.met else "the interval reaches beyond it"
    return f"{wording.tie(f'{sign}{wording.amount(found.value)} {found.unit}')}: {lies}"


def counted_words(found: Counted) -> str:
    """Who is counted and who is not."""
    text = f"{found.counted:,} of {found.randomised:,} randomised to the two"
    left = found.randomised - found.counted
    return f"{text}; {left:,} {'is' if left == 1 else 'are'} not counted" if left > 0 else text


def rebased_words(found: Rebased) -> str:
    """What a ratio means at the other baseline."""
    text = f"{value_words(found.difference)} ({interval_words(found.difference)})"
    if found.needed is not None:
        text += "; {} {} ({})".format(*needed_words(found.needed))
    note = f"; {found.difference.note}" if found.difference.note else ""
    return f"{text}, if the {NAMES[found.ratio.measure].lower()} is the same there{note}"


def absolute(found: Analysis) -> str:
    """One line for a record's page: the difference per 100 people with its NNT, or the raw difference in means."""
    if not found.estimates:
        return ""
    first = found.estimates[0]
    unit = found.unit
    text = f"{value_words(first, unit)} ({interval_words(first)})"
    if found.needed is not None:
        kind, value, limits = needed_words(found.needed)
        text += f"; {kind} {value} ({limits})"
    counts = found.contrast.counts
    if counts is not None:
        text += f"; {fraction(counts.events, counts.n)} against {fraction(counts.control_events, counts.control_n)}"
        text += f", {WORKED_OUT}" if found.contrast.derived else ""
    return text


def fraction(events: float, n: float) -> str:
    """``108/195``."""
    return f"{count(events)}/{count(n)}"


def count(value: float) -> str:
    """A count of people, a whole number unless a group was split."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def facts(trial: Trial, named: Callable[[str], str]) -> list[Fact]:
    """The recomputed effects of a trial's outcomes, each with its time and comparator."""
    from ketacli.evidence.analysis import analyse
    from ketacli.evidence.contrasts import contrasts, measured

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
    from ketacli.evidence.analysis import analyse
    from ketacli.evidence.contrasts import contrasts, measured

    path = f"outcomes.{trial.outcomes.index(outcome)}"
    item = next((each for each in measured(trial) if each.path == path), None)
    found = [absolute(analyse(each)) for each in contrasts(trial, item)] if item is not None else []
    return "; ".join(text for text in found if text)
