"""Trials: arms add up, ids inside a trial resolve, means fit their scale, no two trials are one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ketacli.build.problems import Problem
from ketacli.build.read import Authored
from ketacli.build.rules.registry import Place, of_data, of_record

SUMMED_MODELS = ("parallel", "randomised-withdrawal", "cohort")
OCCASIONS = ("ect-anaesthesia", "perioperative")
"""Populations whose doses all belong to an anaesthetic or an operation."""
WORD = re.compile(r"\w+")
TWIN_MINIMUM = 60
"""Two trials below this size can share their arm sizes by chance."""


def count(value: Any) -> int | None:
    """The number in a count, if there is one."""
    number = None if value is None else value.value
    return number if isinstance(number, int) else None


@of_record("trials")
def ids(trial: Any, here: Place) -> Iterator[tuple[str, str]]:
    """Ids that are there twice, arms that nobody has, and effects of which nobody can say what is better."""
    arms = [arm.id for arm in trial.arms]
    for at, arm in enumerate(arms):
        if arms.index(arm) != at:
            yield f"arms.{at}.id", f"{arm!r} is there twice"
    outcomes = [outcome.id for outcome in trial.outcomes]
    for at, outcome in enumerate(trial.outcomes):
        if outcomes.index(outcome.id) != at:
            yield f"outcomes.{at}.id", f"{outcome.id!r} is there twice"
        for place, result in enumerate(outcome.results):
            if result.arm not in (*arms, "all"):
                yield f"outcomes.{at}.results.{place}.arm", f"no arm called {result.arm!r}"
        for place, effect in enumerate(outcome.effects):
            for side in ("arm", "versus"):
                if getattr(effect, side) not in (None, "all", *arms):
                    yield f"outcomes.{at}.effects.{place}.{side}", f"no arm called {getattr(effect, side)!r}"
            if effect.arm == effect.versus:
                yield f"outcomes.{at}.effects.{place}", "compares an arm with itself"
            if outcome.better is None and not effect.sign_unclear and effect.measure != "other":
                yield f"outcomes.{at}.better", "an outcome with effects says which direction is better"
    for at, harm in enumerate(trial.harms):
        for place, result in enumerate(harm.results):
            if result.arm not in (*arms, "all"):
                yield f"harms.{at}.results.{place}.arm", f"no arm called {result.arm!r}"


@of_record("trials")
def beside(trial: Any, here: Place) -> Iterator[tuple[str, str]]:
    """What is said to be given beside a dose that the words for the treatment do not name."""
    for at, arm in enumerate(trial.arms):
        said = set(WORD.findall(arm.treatment.casefold()))
        for place, name in enumerate(arm.beside):
            if not said.issuperset(WORD.findall(name.casefold())):
                yield f"arms.{at}.beside.{place}", f"{name!r} is not in the treatment"


@of_record("trials")
def occasion(trial: Any, here: Place) -> Iterator[tuple[str, str]]:
    """Doses at an anaesthetic or an operation that do not say so, and would pass for a course of treatment."""
    settings = [name for name in OCCASIONS if name in trial.populations]
    for at, arm in enumerate(trial.arms):
        if settings and arm.form is not None and arm.occasion is None:
            yield f"arms.{at}.occasion", f"missing; the people are {settings[0]}"


@of_record("trials")
def counts(trial: Any, here: Place) -> Iterator[tuple[str, str]]:
    """People who multiply on their way through the trial, and arms that do not add up."""
    order = ("n_enrolled", "n_randomised", "n_treated")
    known = [(field, number) for field in order if (number := count(getattr(trial, field))) is not None]
    for (more, most), (fewer, number) in pairwise(known):
        if number > most:
            yield fewer, f"{number} is more than the {most} of {more}"
    if not trial.arms:
        return
    for field in ("n_randomised", "n_treated", "n_analysed"):
        total = count(getattr(trial, field))
        sizes = [count(getattr(arm, field)) for arm in trial.arms]
        if total is None:
            continue
        for at, size in enumerate(sizes):
            if size is not None and size > total:
                yield f"arms.{at}.{field}", f"{size} is more than the trial's {total}"
        if trial.design.model in SUMMED_MODELS and all(size is not None for size in sizes):
            added = sum(size for size in sizes if size is not None)
            if added != total:
                yield field, f"the arms add up to {added}, not {total}"
    for at, arm in enumerate(trial.arms):
        randomised, treated = count(arm.n_randomised), count(arm.n_treated)
        if randomised is not None and treated is not None and treated > randomised and not arm.n_treated.note:
            yield (
                f"arms.{at}.n_treated",
                f"{treated} is more than the {randomised} randomised; if people are counted as treated, a note says so",
            )


@of_record("trials")
def analysed(trial: Any, here: Place) -> Iterator[tuple[str, str]]:
    """Nobody is analysed who was not in the trial or the arm, unless a note says how."""
    whole = _most(trial, "n_enrolled", "n_randomised", "n_treated", "n_analysed")
    arms = {arm.id: _most(arm, "n_randomised", "n_treated", "n_analysed") for arm in trial.arms}
    places = [("", trial), *((f"arms.{at}.", arm) for at, arm in enumerate(trial.arms))]
    for start, part in places:
        randomised, analysed = count(part.n_randomised), count(part.n_analysed)
        if randomised is not None and analysed is not None and analysed > randomised and not part.n_analysed.note:
            yield f"{start}n_analysed", f"{analysed} is more than the {randomised} randomised, without a note why"
    for kind, items in (("outcomes", trial.outcomes), ("harms", trial.harms)):
        for at, item in enumerate(items):
            for place, result in enumerate(item.results):
                most = whole if result.arm == "all" else arms.get(result.arm)
                if result.n is not None and most is not None and result.n > most and result.note is None:
                    reason = f"{result.n} is more than the {most} there were, without a note why"
                    yield f"{kind}.{at}.results.{place}.n", reason


def _most(part: Any, *names: str) -> int | None:
    """The largest of the counts that are known."""
    return max((number for name in names if (number := count(getattr(part, name))) is not None), default=None)


@of_record("trials")
def comparator(trial: Any, here: Place) -> Iterator[tuple[str, str]]:
    """A design that contradicts itself."""
    if trial.design.allocation == "single-group" and trial.design.comparator != "none":
        yield "design.comparator", "a single-group study has no comparator"
    if trial.design.framework == "noninferiority" and trial.design.margin is None and trial.design.note is None:
        yield "design.margin", "a non-inferiority trial has a margin, or a note why it is not known"


@of_record("trials")
def scales(trial: Any, here: Place) -> Iterator[tuple[str, str]]:
    """Means outside of their scale."""
    known = here.authored.records.get("scales", {})
    for at, outcome in enumerate(trial.outcomes):
        scale = known.get(outcome.scale or "")
        if scale is None or scale.low is None or scale.high is None:
            continue
        for place, result in enumerate(outcome.results):
            if result.mean is None or result.unit not in (None, "points"):
                continue
            low, high = (
                (scale.low, scale.high) if outcome.kind == "score" else (scale.low - scale.high, scale.high - scale.low)
            )
            if outcome.kind in ("score", "change") and not low <= result.mean <= high:
                yield f"outcomes.{at}.results.{place}.mean", f"{result.mean} lies outside the range of {scale.label}"


@of_data
def twins(authored: Authored) -> Iterator[Problem]:
    """Two trials that are one: of one condition, with the same arm sizes."""
    seen: dict[tuple[int, ...], list[tuple[str, Any]]] = {}
    for name, trial in sorted(authored.records.get("trials", {}).items()):
        sizes = tuple(sorted(count(arm.n_randomised) or 0 for arm in trial.arms))
        if trial.design.model == "crossover" or len(sizes) < 2 or 0 in sizes or sum(sizes) < TWIN_MINIMUM:
            continue
        alike = seen.setdefault(sizes, [])
        for other, held in alike:
            if set(held.indications) & set(trial.indications):
                yield Problem(
                    authored.file("trials", name), "arms", f"the same arm sizes as {other!r}: one study twice?"
                )
        alike.append((name, trial))


def _figures(item: Any) -> bool:
    """Whether an outcome or a harm has a figure or an effect; that there is none may be said."""
    return any(result.absent is None for result in item.results) or bool(getattr(item, "effects", ()))


@of_record("trials")
def unreported(trial: Any, here: Place) -> Iterator[tuple[str, str]]:
    """A study without results on record that has some, or a date of completion that says nothing."""
    if trial.status != "reported":
        for name in ("outcomes", "harms"):
            if any(_figures(item) for item in getattr(trial, name)):
                yield name, f"has results, but the study is {trial.status}"
        if trial.result_seen != "none":
            yield "result_seen", f"is {trial.result_seen!r}, but the study is {trial.status}: none"
    elif trial.completion is not None and trial.kind != "trial":
        yield "completion", "goes with a trial, or with a status other than reported"
