"""Values that follow from the others in a record, worked out once so that every way out has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ketacli.evidence.bias import worst
from ketacli.evidence.direction import formal, of_trial
from ketacli.evidence.key_facts import SORTS, key_facts, kinetic
from ketacli.records.doses import phase_words
from ketacli.records.source import UNSOUND
from ketacli.records.structure import build
from ketacli.records.wording import TIE
from ketacli.stats.proportions import counts_of

if TYPE_CHECKING:
    from ketacli.build.read import Authored
    from ketacli.records.dataset import Dataset
    from ketacli.records.event import Event
    from ketacli.records.guideline import Guideline
    from ketacli.records.question import Question
    from ketacli.records.regimen import Regimen
    from ketacli.records.safety import Frequency, Safety
    from ketacli.records.source import Source
    from ketacli.records.trial import ArmResult, Trial
    from ketacli.records.vocabulary import Term


def derive(kind: str, record: Any, comparators: Iterable[Term] = ()) -> None:
    """Set the derived fields of a checked record of a kind; ``comparators`` is the vocabulary of that name."""
    if kind in WORK:
        vars(record).update(WORK[kind](record))
    if kind == "trials":
        vars(record).update(comparators=compared_with(record, comparators))


def derive_questions(dataset: Dataset, questions: Iterable[Question]) -> None:
    """Set the derived fields of checked questions from the trials and reviews of a dataset."""
    from ketacli.evidence.question_pools import found, unlisted

    for question in questions:
        for asked in question.outcomes:
            vars(asked)["found"] = found(dataset, question, asked)
        vars(question)["unlisted"] = unlisted(dataset, question)


def derive_across(authored: Authored) -> None:
    """Set the derived fields that follow from several records."""
    kinetics = kinetic(authored.records.get("properties", {}))
    first = Counter(
        fact.claim.source
        for kind in SORTS
        for record in authored.records.get(kind, {}).values()
        for fact in key_facts(kind, record, kinetics)
    )
    for name, source in authored.records.get("sources", {}).items():
        vars(source).update(key_facts=first[name])
    for kind in ("trials", "reviews"):
        for record in authored.records.get(kind, {}).values():
            vars(record).update(source_status=source_status(kind, record, authored.records.get("sources", {})))


def source_status(kind: str, record: Any, sources: Mapping[str, Source]) -> str | None:
    """Why the result of a trial or a review is not to be relied on, by the documents behind it; None where it is."""
    primary = (each for each in getattr(record, "outcomes", ()) if each.role == "primary")
    held = record.pooled if kind == "reviews" else [claim for each in primary for claim in formal(each)]
    own = sources[record.source].status if record.source in sources else ""
    if own in UNSOUND:
        return own
    # A figure at second hand that was not found again leaves the record's own document what it is.
    others = [sources[each.source].status for each in held if each.source in sources]
    return next((each for each in others if each in UNSOUND and each != "untraceable"), None)


def _trial(trial: Trial) -> dict[str, Any]:
    from ketacli.records.trial import Result

    count_trial(trial)
    for judged in trial.risk_of_bias:
        vars(judged)["worst"] = worst(judged)
    return {"n": people(trial), "result": build(Result, of_trial(trial)._asdict())}


def compared_with(trial: Trial, comparators: Iterable[Term]) -> tuple[str, ...]:
    """What the comparator arms were given, by the name of the arm, else by the words on its treatment."""
    named = {entry.id: [*filter(None, (entry.label, entry.short)), *entry.synonyms] for entry in comparators}
    found: dict[str, None] = {}
    for arm in trial.arms:
        if arm.role != "comparator":
            continue
        for text in (arm.label, arm.treatment):
            # What an arm went without it was not given.
            given = text.partition("without")[0]
            held = [name for name, words in named.items() if any(_says(given, word) for word in words)]
            found.update(dict.fromkeys(held))
            if held:
                break
    return tuple(found)


def _says(text: str, word: str) -> bool:
    """Whether a text has a name in it as words of its own."""
    return re.search(rf"(?<![a-z]){re.escape(word.casefold())}(?![a-z])", text.casefold()) is not None


def people(trial: Trial) -> int | None:
    """The number of people by which a trial is known: randomised, else treated, analysed, enrolled."""
    for count in (trial.n_randomised, trial.n_treated, trial.n_analysed, trial.n_enrolled):
        if count is not None and count.value is not None:
            return count.value
    return None


COUNTED = "events from the percentage and n"
"""How a count was worked out, as ``derived`` says it."""
COUNTABLE = ("response", "remission", "relapse", "event", "other")
"""Kinds of outcome whose percentages are of people; those of a time-to-event outcome are estimated."""


def count_trial(trial: Trial) -> None:
    """Set the events that exactly one whole number of people gives a printed percentage, marked as worked out.

    One percentage that no whole number gives shows that its n is not what it is of, or that it is weighted or from a
    model: then none of its outcome is counted, nor any of that arm on that n.
    """
    groups = [each.results for each in trial.outcomes if each.kind in COUNTABLE]
    groups += [each.results for each in trial.harms]
    doubtful = {(result.arm, result.n) for results in groups for result in results if fits(result) == ()}
    for results in groups:
        if not any((result.arm, result.n) in doubtful for result in results):
            for result in results:
                set_count(result)


def _safety(item: Safety) -> dict[str, Any]:
    if not any(fits(each) == () for each in item.frequencies):
        for each in item.frequencies:
            set_count(each)
    return {}


def fits(found: ArmResult | Frequency) -> tuple[int, ...] | None:
    """The counts, two at most, that give a percentage printed with its n; None where no count is to be worked out."""
    if found.events is not None or found.percent is None or not found.n or found.no_count:
        return None
    if getattr(found, "bound", None) is not None:
        return None
    return counts_of(found.percent, found.n, found.digits or 0)


def set_count(found: ArmResult | Frequency) -> None:
    """Set the events of a group where one count alone is possible and none was printed."""
    counts = fits(found)
    if counts is not None and len(counts) == 1:
        vars(found).update(events=counts[0], derived=COUNTED)


def _regimen(regimen: Regimen) -> dict[str, Any]:
    named = len(regimen.phases) > 1
    words = ((f"{each.name}: " if named else "") + phase_words(each).replace(TIE, " ") for each in regimen.phases)
    return {"dose": tuple(words)}


def _event(event: Event) -> dict[str, Any]:
    return {"year": year(event.date)}


def _guideline(guideline: Guideline) -> dict[str, Any]:
    return {"name": f"{guideline.body} {guideline.year or 'undated'}"}


def _source(source: Source) -> dict[str, Any]:
    return {"year": year(source.issued)}


def year(date: str | None) -> int | None:
    """The year of a date, a month or a year; None without one."""
    return int(date[:4]) if date else None


WORK: dict[str, Callable[[Any], dict[str, Any]]] = {
    "trials": _trial,
    "regimens": _regimen,
    "safety": _safety,
    "events": _event,
    "sources": _source,
    "guidelines": _guideline,
}
