"""What an estimate of a review is of, as far as its own words tell: which outcomes, when, and against what.

Only plain words are read. What is of a part of the people, or adjusted, or worded otherwise is left alone: a wrong
match would look like a finding.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacli.evidence.outcomes import CONTINUOUS, timespan
from ketacli.records.names import FORM_ORDER, owners
from ketacli.records.store import fold
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.review import Pooled

MEASURES = ("RR", "OR", "RD", "SMD", "MD")
EVENTS = {"response": "response", "remission": "remission", "transient remission": "remission"}
CONSTRUCTS = {
    "severity of depression": "depression",
    "depressive symptoms": "depression",
    "depression score": "depression",
    "suicidal ideation": "suicidality",
    "suicidality": "suicidality",
}
"""Words of reviews to what a scale measures."""
BRACKETS = re.compile(r"\s*\([^)]*\)")
SCALED = re.compile(r"(?:change in |fall in )?(?:the )?(.+?)(?: change)?")
LATER = re.compile(r" after (?:the|a) first (?:dose|infusion)$")
FORMS_NAMED = {"ketamine": "racemic", "esketamine": "esketamine", "arketamine": "arketamine"}
FORMS = re.compile(r"\b(?:es|ar)?ketamine\b", re.IGNORECASE)


class Meant(NamedTuple):
    """What is to be looked for in the trials."""

    kinds: tuple[str, ...]
    scales: tuple[str, ...]
    """Those that count; none where any does."""
    span: tuple[float, float] | None
    """Days; None for the last time of each trial."""
    comparators: tuple[str, ...]
    """Kinds of comparator."""
    ect: bool
    """Whether it is against electroconvulsive therapy."""
    turned: bool
    """Whether the form under study is named second."""
    forms: tuple[str, ...]
    """The forms under study."""


def meant(dataset: Dataset, pooled: Pooled) -> Meant | str:
    """What an estimate is of, or why that cannot be told."""
    if pooled.value is None:
        return "no figure of it was seen"
    if pooled.measure not in MEASURES:
        return "not a comparison of two groups that can be made again"
    kinds, scales = outcome_of(dataset, pooled.outcome)
    if not kinds:
        return "its outcome is no single one on record"
    if (kinds[0] in EVENTS.values()) != (pooled.measure in ("RR", "OR", "RD")):
        return "its measure is not that of its outcome"
    span = None
    if pooled.timepoint is not None:
        span = timespan(LATER.sub("", pooled.timepoint))
        if span is None:
            return "its time is no single one"
    first, _, second = BRACKETS.sub("", pooled.comparison).partition(" against ")
    turned = not FORMS.search(first)
    against = first if turned else second
    if not second or (turned and not FORMS.search(second)) or (not turned and FORMS.search(second)):
        return "what is compared is not one form of ketamine with something else"
    comparators, ect = comparators_of(against)
    if not comparators:
        return f'what "{against}" was is not told'
    return Meant(kinds, scales, span, comparators, ect, turned, forms_of(second if turned else first))


def outcome_of(dataset: Dataset, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds of outcome and the scales that a review's words mean; nothing where they say more than one thing."""
    words = BRACKETS.sub("", text).strip()
    if words in EVENTS:
        return (EVENTS[words],), ()
    if words in CONSTRUCTS:
        scales = tuple(scale.id for scale in dataset.scales if scale.measures == CONSTRUCTS[words])
        return CONTINUOUS, scales
    found = SCALED.fullmatch(words)
    named = owners(dataset, "scales").get(fold(found.group(1)), ()) if found else ()
    return (CONTINUOUS, named) if len(named) == 1 else ((), ())


def forms_of(text: str) -> tuple[str, ...]:
    """The forms that words name: ketamine alone is the racemate."""
    if "any ketamine" in text.casefold():
        return FORM_ORDER
    named = {FORMS_NAMED[each.group().casefold()] for each in FORMS.finditer(text)}
    return tuple(form for form in FORM_ORDER if form in named)


def comparators_of(text: str) -> tuple[tuple[str, ...], bool]:
    """The kinds of comparator that words name, and whether it is electroconvulsive therapy."""
    low = text.casefold()
    if re.search(r"\bect\b|electroconvulsive", low):
        return ("active",), True
    if "or active" in low:
        return ("placebo", "active-placebo", "active"), False
    if "pseudo-placebo" in low or ("saline" in low and "midazolam" in low):
        return ("placebo", "active-placebo"), False
    if "midazolam" in low:
        return ("active-placebo",), False
    if "placebo" in low or "saline" in low:
        return ("placebo",), False
    return (), False
