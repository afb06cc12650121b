"""The facts of a question: what it asks, what counts, and what is on record for each outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.question_words import certainty_words, estimate, trials_words
from ketacli.evidence.questions import held
from ketacli.records.names import label
from ketacli.screens.facts.fact import Fact, noted, words
from ketacli.screens.facts.trial import ANALYSIS_SETS

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.question import OutcomeAsked, Question, TrialsLeftOut


def facts(dataset: Dataset, question: Question) -> list[Fact]:
    """The question, its trials, then each outcome with what counts, what it gives and what is missing."""
    found = [
        Fact("Question", name, title, words(getattr(question, name)), (getattr(question, name),))
        for name, title in (
            ("population", "People"), ("intervention", "Treatment"), ("comparator", "Against"), ("setting", "Setting"),
        )
    ]  # fmt: skip
    found.append(Fact("Question", "trials", "Trials", ", ".join(question.trials)))
    found += [left_out(f"left_out.{at}", each) for at, each in enumerate(question.left_out)]
    found.append(Fact("Question", "unlisted", "Not judged yet", ", ".join(question.unlisted)))
    for at, asked in enumerate(question.outcomes):
        found += outcome(dataset, question, asked, f"outcomes.{at}")
    return [fact for fact in found if fact.text]


def left_out(path: str, each: TrialsLeftOut) -> Fact:
    """Trials that do not count, with the reason."""
    return Fact("Question", path, "Left out", f"{', '.join(each.trials)}: {noted(each.value, each)}", (each,))


def outcome(dataset: Dataset, question: Question, asked: OutcomeAsked, path: str) -> list[Fact]:
    """What counts as an outcome, what the trials give, and who judged it."""
    found = held(asked)
    claims = (found.published,) if found.published is not None else ()
    facts = [
        Fact(asked.name, f"{path}.found", "On record", estimate(question, asked), claims),
        Fact(asked.name, f"{path}.found.trials", "From", trials_words(asked)),
        Fact(asked.name, f"{path}.found.certainty", "Certainty", certainty_words(dataset, asked), found.certainty),
        Fact(asked.name, f"{path}.kinds", "Counts", counting(dataset, asked)),
        Fact(asked.name, f"{path}.pooling", "Pooled", asked.pooling),
        Fact(asked.name, f"{path}.found.refusals", "Not pooled", "; ".join(found.refusals)),
        Fact(asked.name, f"{path}.found.notes", "To mind", " ".join(found.notes)),
        Fact(asked.name, f"{path}.found.unused", "Gives nothing", unused(asked)),
    ]
    return facts + [left_out(f"{path}.left_out.{at}", each) for at, each in enumerate(asked.left_out)]


def counting(dataset: Dataset, asked: OutcomeAsked) -> str:
    """Which outcomes of the trials count: kinds, scales, days and whom they are of."""
    parts = [", ".join(asked.names or asked.kinds)]
    parts.append(", ".join(label(dataset, "scales", name, short=True) for name in asked.scales))
    if asked.from_day is not None and asked.to_day is not None:
        last = "" if asked.from_day == asked.to_day else f" to {asked.to_day:g}"
        parts.append(f"day {asked.from_day:g}{last}")
    parts.append(", ".join(ANALYSIS_SETS[name] for name in asked.sets))
    return "; ".join(part for part in parts if part)


def unused(asked: OutcomeAsked) -> str:
    """Trials of the question without figures for it, by reason."""
    reasons: dict[str, list[str]] = {}
    for each in held(asked).unused:
        reasons.setdefault(each.reason, []).append(each.trial)
    return "; ".join(f"{', '.join(names)} ({reason})" for reason, names in reasons.items())
