"""``keta find TEXT``."""

from __future__ import annotations

from ketacli.cli.session import Session
from ketacli.errors import OK, UsageError
from ketacli.evidence.danger import in_danger
from ketacli.evidence.find import search

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ketacli.cli.report import Rows
    from ketacli.evidence.find.hit import Hit
    from ketacli.evidence.find.question import Question
    from ketacli.screens.screen import Screen


SHOWN = 8
"""Facts that a window has at most."""
CONVERTS = ("convert", "conversion", "equianalg", "equipot", "equals")
"""Beginnings of words that ask for one dose as another."""
EQUIVALENT = ("equivalent dose", "dose equivalen")
SPRAY_AND_INFUSION = {"intranasal", "intravenous"}


def refuse_conversion(session: Session, text: str) -> None:
    """Raise Refused for a question for a dose of the spray as one of the infusion, or the other way round."""
    low = text.casefold()
    if not any(word.startswith(CONVERTS) for word in low.split()) and not any(each in low for each in EQUIVALENT):
        return
    from ketacli.evidence.arithmetic.conversion import refuse_conversion as refuse
    from ketacli.evidence.arithmetic.conversion import routes_in

    if set(routes_in(session.dataset, text.split())) >= SPRAY_AND_INFUSION:
        refuse(session.dataset, text.split())


def helped(session: Session, asked: str) -> int:
    """Say where help is, in whatever format was asked for, and show no records: none is of use now."""
    from ketacli.evidence.danger import HELP
    from ketacli.render.writers import FORMATS, writer
    from ketacli.screens.find import help_screen

    if session.format == "json":
        return session.document("find", {"text": asked}, [], also={}, missing=[], lines=[], warnings=[HELP])
    shown = help_screen(session.store.meta())
    if session.format == "table":
        return session.screen(shown)
    if FORMATS[session.format].takes == "screen":
        session.write(writer(session.format)(shown))
    else:
        # Rows have no place for it.
        session.note(HELP)
    return OK


def missing(session: Session, question: Question, hits: list[Hit]) -> list[str]:
    """What the question asks for that is not on record, and what of the answer was left out."""
    from ketacli.evidence.find.cautioned import cautioned
    from ketacli.evidence.find.lines import lines
    from ketacli.evidence.find.unanswered import unanswered

    kinds = {kind for each in question.concepts for kind, _ in each.named}
    question.lines = lines(session.dataset, question)
    told = unanswered(session.dataset, question) + cautioned(session.dataset, question)
    told += [
        f'"{word}" is in too many records: the first were put in order. Add a rarer word.' for word in question.cut
    ]
    if "compounds" not in kinds:
        return told
    from ketacli.evidence.find.hit import of_another_form

    if "comparators" in kinds:
        from ketacli.evidence.meeting import unmet

        told += unmet(session.dataset, question)
    return told + of_another_form(session.store, question, hits[:SHOWN])


def run(*, text: list[str], all: bool, fail_empty: bool, **settings: Any) -> int:  # noqa: A002
    """Answer a question with the facts that fit it best."""
    session = Session(**settings)
    asked = " ".join(text)
    if not any(letter.isalnum() for letter in asked):
        raise UsageError("find takes words to look for", "For example: keta find midazolam.")
    if in_danger(asked):
        return helped(session, asked)
    refuse_conversion(session, asked)
    store = session.store
    if session.plain_table:
        from ketacli.screens.find import MOST, find_screen, lines

        hits, question = search(store, asked, None if all else MOST)
        question.told = missing(session, question, hits)
        if session.unlaid:
            session.write(lines(store, question, hits) + f"{store.meta()['advice']}  keta help safety\n")
        else:
            session.screen(find_screen(store, question, hits, cut=not all))
        return session.empty(bool(hits), fail_empty, "Ask in other words, or shorter.")
    hits, question = search(store, asked)
    question.told = missing(session, question, hits)
    data = [hit.as_dict() for hit in hits]
    if session.plain_json:
        session.document("find", {"text": asked}, data, also=question.also, missing=question.unknown,
                         lines=question.lines, warnings=question.told)  # fmt: skip
        return session.empty(bool(hits), fail_empty, "Ask in other words, or shorter.")
    from ketacli.evidence.answers.find import Beside, Found
    from ketacli.records.kinds import RECORDS

    def screen(chosen: list[Hit]) -> Screen:
        from ketacli.screens.find import find_screen

        return find_screen(store, question, chosen, cut=False)

    def rows(_: Any) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.evidence.answers.answer import columns

        found = [Found(**{**each, "words": tuple(each["words"])}) for each in data]
        return Rows("hits", columns(Found) | {"kind": RECORDS}, found)

    also = {word: tuple(others) for word, others in question.also.items()}
    beside = Beside(also=also, missing=tuple(question.unknown), lines=tuple(question.lines))
    return session.report(
        "find", {"text": asked}, lambda: data, rows, screen, items=hits, beside=lambda: beside, fail_empty=fail_empty
    )
