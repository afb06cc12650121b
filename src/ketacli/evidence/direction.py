"""The direction of a result, by one rule that ``keta help evidence`` states.

For each primary outcome, each formal comparison is read in this order: the interval, then p, then
what the source states in words. A non-inferiority comparison is read against its margin. Only when
no comparison can be read does the study's own verdict on its primary outcome count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.review import Pooled
    from ketacli.records.trial import Design, Effect, Outcome, Trial

RATIOS = ("RR", "OR", "HR")
ALPHA = 0.05

WORDS = {
    "favours-ketamine": "favours ketamine",
    "favours-comparator": "favours comparator",
    "no-clear-difference": "no clear difference",
    "non-inferior": "non-inferior",
    "inferior": "non-inferiority not shown",
    "mixed": "mixed",
    "not-tested": "not tested",
    "not-stated": "direction not stated",
    "not-seen": "result not seen",
}
"""Direction to words; "ketamine" stands for the form under study."""


class Finding(NamedTuple):
    """The direction of a result and what it was read from."""

    direction: str
    """A key of WORDS."""
    basis: str
    """interval, p, stated, margin, verdict or none."""


def covers_null(effect: Effect) -> bool | None:
    """Whether the interval includes no effect; None without an interval."""
    if effect.lower is None or effect.upper is None or effect.measure in ("NNT", "other", "mean-change"):
        return None
    null = 1 if effect.measure in RATIOS else 0
    return effect.lower <= null <= effect.upper


def significant(effect: Effect, alpha: float = ALPHA) -> bool | None:
    """Whether p lies below alpha (two-sided); None when p does not tell."""
    if effect.p is None:
        return None
    return _below(effect.p * (2 if effect.p_sides == 1 else 1), effect.p_bound, alpha)


def _below(p: float, bound: str | None, alpha: float) -> bool | None:
    """Whether a p-value, or the bound that is printed of it, lies below alpha; None when that does not tell."""
    if bound == "below":
        return True if p <= alpha + 1e-9 else None
    if bound == "above":
        return False if p >= alpha - 1e-9 else None
    return p < alpha


def benefit(outcome: Outcome, effect: Effect) -> str | None:
    """Which side the estimate lies on, whatever its precision; None when the sign is not settled."""
    if effect.sign_unclear or effect.value is None or outcome.better is None or effect.measure in ("NNT", "other"):
        return None
    null = 1 if effect.measure in RATIOS else 0
    if effect.value == null:
        return None
    gain = (effect.value > null) == (outcome.better == "higher")
    return "favours-ketamine" if gain else "favours-comparator"


def margin_met(design: Design, outcome: Outcome, effect: Effect) -> bool | None:
    """Whether the interval lies inside the non-inferiority margin; None when that cannot be read."""
    if design.margin is None or effect.unit != design.margin_unit:
        return None
    if outcome.better == "higher":
        return None if effect.lower is None else effect.lower > -design.margin
    return None if effect.upper is None else effect.upper < design.margin


def of_effect(outcome: Outcome, effect: Effect, design: Design | None = None) -> Finding | None:
    """The direction of one published comparison, or None when nothing shows it."""
    if design is not None and design.framework == "noninferiority":
        met = margin_met(design, outcome, effect)
        if met is not None:
            return Finding("non-inferior" if met else "inferior", "margin")
        if effect.stated in ("non-inferior", "inferior"):
            return Finding(effect.stated, "stated")
    covers = covers_null(effect)
    side = benefit(outcome, effect)
    if covers is True:
        return Finding("no-clear-difference", "interval")
    if covers is False and side is not None:
        return Finding(side, "interval")
    below = significant(effect)
    if below is False:
        return Finding("no-clear-difference", "p")
    if below is True and side is not None:
        return Finding(side, "p")
    if effect.stated is not None:
        return Finding(effect.stated, "stated")
    return None


def formal(outcome: Outcome) -> list[Effect]:
    """The comparisons between arms that the study planned to test."""
    return [e for e in outcome.effects if not e.nominal and e.versus is not None and e.measure != "mean-change"]


def of_trial(trial: Trial) -> Finding:
    """The direction of a study's primary result."""
    if trial.design.comparator == "none" or trial.primary_met.value == "not-applicable":
        return Finding("not-tested", "none")
    if trial.result_seen == "none":
        return Finding("not-seen", "none")
    read: list[Finding] = []
    for outcome in trial.outcomes:
        if outcome.role == "primary":
            read += [found for e in formal(outcome) if (found := of_effect(outcome, e, trial.design)) is not None]
    directions = {found.direction for found in read}
    if len(directions) > 1:
        return Finding("mixed", read[0].basis)
    if directions:
        return read[0]
    return _verdict(trial)


def _verdict(trial: Trial) -> Finding:
    met = trial.primary_met.value
    noninferiority = trial.design.framework == "noninferiority"
    if met == "met":
        return Finding("non-inferior" if noninferiority else "favours-ketamine", "verdict")
    if met == "missed":
        return Finding("inferior" if noninferiority else "no-clear-difference", "verdict")
    if met == "mixed":
        return Finding("mixed", "verdict")
    return Finding("not-stated" if trial.result_seen in ("numbers", "partial") else "not-seen", "none")


def side(found: Pooled) -> str | None:
    """Whom a review's pooled estimate favours: ``first`` or ``second`` of its comparison, or ``neither``.

    Read from the interval, else from p and the side of the estimate; None where better is not said, where there is
    neither interval nor p, or where the estimate sets no two groups against each other.
    """
    null = {"RR": 1, "OR": 1, "HR": 1, "MD": 0, "SMD": 0, "RD": 0}.get(found.measure)
    if null is None or found.better is None or " against " not in found.comparison:
        return None
    if found.lower is not None and found.upper is not None:
        if found.lower <= null <= found.upper:
            return "neither"
        above = found.lower > null
    elif found.p is not None and found.value is not None:
        clear = _below(found.p, found.p_bound, ALPHA)
        if not clear:
            return None if clear is None else "neither"
        above = found.value > null
    else:
        return None
    return "first" if above == (found.better == "higher") else "second"


def within_one_group(found: Pooled) -> bool:
    """Whether an estimate compares people with nothing but their own state before."""
    return "before" in found.comparison.split()


def pooled_side(found: Pooled) -> str:
    """The same in words, such as ``favours esketamine``; empty where that cannot be read.

    A change within one group favours nothing: nobody was without the treatment.
    """
    chosen = side(found)
    if chosen is None:
        return ""
    if chosen == "neither":
        return WORDS["no-clear-difference"]
    if within_one_group(found):
        return f"{'better' if chosen == 'first' else 'worse'} after than before, no comparison group"
    first, _, second = found.comparison.partition(" against ")
    return f"favours {(first if chosen == 'first' else second).partition(',')[0]}"


def sense(measure: str | None, better: str | None, first: str) -> str:
    """Which sign of a difference is better for the first side: ``below 0 favours ECT``; empty for other figures.

    Reviews subtract either way round, so that a figure without it may seem to contradict another.
    """
    if measure not in ("SMD", "MD") or better is None or not first:
        return ""
    return f"{'below' if better == 'lower' else 'above'} 0 favours {first}"


def pooled_sense(found: Pooled) -> str:
    """The same of a review's estimate, where it says what it compares with what."""
    first, against, _ = found.comparison.partition(" against ")
    known = found.value is not None and against and not within_one_group(found)
    return sense(found.measure, found.better, first.partition(",")[0]) if known else ""
