"""The card of a question: whom it is about, what is compared, and what the trials on record give for each outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.evidence.question_words import certainty_words, estimate, trials_words
from ketacli.evidence.questions import held
from ketacli.screens.cards.card import Card, Line, add_doubts, said
from ketacli.screens.evidence import unused_words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.question import Question


def card(dataset: Dataset, question: Question) -> Card:
    """The question in three lines, then a line an outcome."""
    found = Card(f"{question.name}: question", source=question.source)
    found.add("People", said(question.population), rank=0)
    found.add("Given", said(question.intervention), rank=0)
    found.add("Against", said(question.comparator), rank=0)
    lines = []
    for at, asked in enumerate(question.outcomes):
        published = held(asked).published
        parts = [estimate(question, asked), trials_words(asked), f"certainty: {certainty_words(dataset, asked)}"]
        wrong = bool(disputes.of_field(dataset, "questions", question.id, f"outcomes.{at}"))
        sources = (published.source,) if published is not None else ()
        lines.append(Line(f"{asked.name}: {'; '.join(part for part in parts if part)}", sources, wrong))
    found.add("Outcomes", lines, rank=1, least=3)
    found.add("Trials", [", ".join(question.trials)], rank=0)
    found.add("In no row", [unused_words(dataset, question)], rank=1)
    left_out = [Line(f"{', '.join(each.trials)}: {each.value}", (each.source,)) for each in question.left_out]
    found.add("Left out", left_out, rank=2, most=3)
    found.add("Not judged yet", [", ".join(question.unlisted)], rank=0)
    add_doubts(dataset, found, "questions", question)
    found.next = [f"keta show {question.id} --full", "keta help pooling"]
    return found
