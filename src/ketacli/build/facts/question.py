"""The facts of a question: what it asks, and what is on record for each outcome."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketacli.build.facts.fact import Fact, Names, capital, fact, joined
from ketacli.evidence.question_words import estimate, trials_words
from ketacli.evidence.questions import documents, held

if TYPE_CHECKING:
    from ketacli.records.question import Question


def facts(names: Names, question: Question) -> Iterator[Fact]:
    """The question, then a line an outcome."""
    parts = (question.population, question.intervention, question.comparator, question.setting)
    also = joined(names.of("indications", question.indications), *(each.value for each in parts), *question.synonyms)
    covers = ("population", "intervention", "comparator", "setting")
    text = f"{capital(question.arm)} against {question.versus}"
    yield fact("name", "question", "Question", text, None, also, covers)
    for at, asked in enumerate(question.outcomes):
        found = held(asked)
        here = "pooled by keta" if found.basis == "pooled" else ""
        words = joined(estimate(question, asked), trials_words(asked), here)
        sort = "pooled-harm" if asked.harm else "pooled" if found.basis != "none" else "not-pooled"
        made = fact(f"outcomes.{at}", sort, asked.name, words, None, "pooled estimate meta-analysis certainty")
        # The figure is that of its own documents, not of the one that the question was asked from.
        yield made._replace(source=next(iter(documents(found)), ""))
