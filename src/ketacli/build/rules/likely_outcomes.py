"""What is likely of outcomes: times in words and days agree, the better direction and the kind of figures fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ketacli.build.rules.registry import Place, likely, of_record
from ketacli.evidence.direction import RATIOS
from ketacli.records.store import fold

UNITS = {"min": 1 / 1440, "minute": 1 / 1440, "h": 1 / 24, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4,
         "year": 365.25}  # fmt: skip
NUMBER = r"[0-9]{1,4}(?:\.[0-9]{1,2})?"
SEVERAL = rf"{NUMBER}(?:(?:, | and | to | or |-){NUMBER}(?![.0-9])){{0,4}}"
BEFORE = re.compile(rf"\b(day|week|month|hour|year)s?[ -]({SEVERAL})(?![.0-9])")
AFTER = re.compile(rf"\b({NUMBER})[ -]?(minute|min|hour|h|day|week|month|year)s?\b")
RELATIVE = re.compile(
    r"\b(after|before|last|kept|held|maintained|period|extension|maintenance|follow-up|phase|withdrawal|further|more|into)\b"
)
"""Words of a time that is not counted from the first dose."""


def times_in(text: str) -> list[float]:
    """The times that a text names, in days."""
    text = text.casefold()
    found = [
        float(number) * UNITS[unit] for unit, numbers in BEFORE.findall(text) for number in re.findall(NUMBER, numbers)
    ]
    return found + [float(number) * UNITS[unit] for number, unit in AFTER.findall(text)]


def fits(days: float, said: float) -> bool:
    """Whether a time in days is the one in words; the first day may be counted as 0 or 1."""
    return abs(days - said) <= max(1.01 if said >= 1.5 or days >= 1 else 0.3, 0.04 * said)


@of_record("trials")
@likely
def time_in_words(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A timepoint in words or in an id that is not the one in days."""
    for place, outcome in enumerate(trial.outcomes):
        if outcome.days is None:
            continue
        texts = (outcome.timepoint or "", outcome.id, outcome.label)
        if RELATIVE.search(" ".join(texts).replace("-", " ").casefold()):
            continue
        for text in texts:
            said = times_in(text)
            if said and not any(fits(outcome.days, each) for each in said):
                yield f"outcomes.{place}.days", f"{outcome.days:g} days, but {text!r}"
        words = times_in(outcome.timepoint or "")
        named = times_in(f"{outcome.id} {outcome.label}")
        if len(words) == 1 and named and not any(fits(words[0], each) for each in named):
            yield f"outcomes.{place}.timepoint", f"{outcome.timepoint!r}, but {outcome.label!r}"


def numbers_in(text: str) -> dict[str, set[str]]:
    """The numbers of a text by the unit of time that they stand with."""
    text = text.casefold()
    found = [(unit, number) for unit, held in BEFORE.findall(text) for number in re.findall(NUMBER, held)]
    found += [(unit, number) for number, unit in AFTER.findall(text)]
    units: dict[str, set[str]] = {}
    for unit, number in found:
        units.setdefault(unit[:1] if unit in ("h", "hour") else unit, set()).add(number)
    return units


@of_record("trials")
@likely
def time_of_the_id(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A timepoint whose number is not the one that the outcome's id and label have with the same unit."""
    for place, outcome in enumerate(trial.outcomes):
        words = numbers_in(outcome.timepoint or "")
        for text in (outcome.id, outcome.label):
            said = numbers_in(text)
            for unit in words.keys() & said.keys():
                if not words[unit] & said[unit]:
                    yield f"outcomes.{place}.timepoint", f"{outcome.timepoint!r}, but {text!r}"


BETTER = {"response": "higher", "remission": "higher", "relapse": "lower"}


@of_record("trials")
@likely
def better(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A better direction that is not the scale's, or not that of a response or relapse."""
    scales = at.authored.records.get("scales", {})
    for place, outcome in enumerate(trial.outcomes):
        scale = scales.get(outcome.scale or "")
        usual = BETTER.get(outcome.kind)
        units = {each.unit for each in outcome.results}
        if outcome.kind in ("change", "score") and scale is not None and units <= {None, "points"}:
            usual = scale.better
        if usual and outcome.better and outcome.better != usual:
            yield f"outcomes.{place}.better", f"is {outcome.better}, but {usual} is better here"


@of_record("trials")
@likely
def kind_of_figures(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """An outcome whose kind is not that of its figures, its effects or its name."""
    for place, outcome in enumerate(trial.outcomes):
        key = f"outcomes.{place}.kind"
        means = any(each.mean is not None or each.sd is not None for each in outcome.results)
        shares = any(each.events is not None or each.percent is not None for each in outcome.results)
        if outcome.kind in ("change", "score") and shares and not means:
            yield key, f"is {outcome.kind}, but its figures are numbers of people"
        if outcome.kind in ("response", "remission", "relapse", "event") and means and not shares:
            yield key, f"is {outcome.kind}, but its figures are means"
        text = f"{outcome.id.replace('-', ' ')} {outcome.label}".casefold()
        if re.search(r"\bchange\b", text) and outcome.kind not in ("change", "other"):
            yield key, f"is {outcome.kind}, but it is called a change"
        own = WORDS.get(outcome.kind)
        said = [word for word in WORDS.values() if word in f"{text} {outcome.definition or ''}".casefold()]
        if own and said and own not in said:
            yield key, f"is {outcome.kind}, but it is called {said[0]}..."
        if outcome.kind in ("change", "score"):
            signs = {each.mean > 0 for each in outcome.results if each.mean}
            if outcome.kind == "score" and signs == {False}:
                yield key, "is score, but every mean is below zero"
        for number, effect in enumerate(outcome.effects):
            spot = f"outcomes.{place}.effects.{number}.measure"
            if effect.measure in ("MD", "SMD") and outcome.kind in ("response", "remission", "relapse"):
                yield spot, f"is {effect.measure} of a {outcome.kind}"
            if effect.measure in (*RATIOS, "RD", "NNT") and outcome.kind in ("change", "score"):
                yield spot, f"is {effect.measure} of a {outcome.kind}"
            if effect.measure == "HR" and outcome.kind not in ("time-to-event", "relapse", "event"):
                yield spot, f"is HR of a {outcome.kind}"
            if effect.measure in (*RATIOS, "SMD") and effect.unit is not None:
                yield spot, f"is {effect.measure}, which has no unit, but {effect.unit!r} is one"


WORDS = {"response": "respon", "remission": "remi", "relapse": "relap"}
"""Kinds of outcome with the beginnings of their words."""


@of_record("trials")
@likely
def scale_in_the_name(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """An outcome whose name says another scale than it has."""
    known = _names(at)
    for place, outcome in enumerate(trial.outcomes):
        if outcome.scale is None:
            continue
        text = fold(f"{outcome.id}{outcome.label}{outcome.definition or ''}")
        said = {name for word, name in known.items() if word in text}
        if said and outcome.scale not in said and not any(_kin(outcome.scale, each) for each in said):
            yield f"outcomes.{place}.scale", f"is {outcome.scale}, but its name says {' and '.join(sorted(said))}"


def _kin(one: str, other: str) -> bool:
    """Whether two scales are versions of one."""
    return one.partition("-")[0] == other.partition("-")[0] or one in other or other in one


def _names(at: Place) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, scale in at.authored.records.get("scales", {}).items():
        for word in (name, scale.label, *scale.synonyms):
            if len(_folded(word)) >= 4:
                found[_folded(word)] = name
    return found


@cache
def _folded(word: str) -> str:
    """A name folded; those of scales are asked for with every trial."""
    return fold(word)
