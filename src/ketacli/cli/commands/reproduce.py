"""``keta reproduce [REVIEW]``: a review's pools made again from the trials on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed
from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.errors import UsageError
from ketacli.records.names import missing, near
from ketacli.records.store import fold

if TYPE_CHECKING:
    from ketacli.cli.report import Rows
    from ketacli.evidence.answers.reproduce import Reproduced, ReproducedEstimate, ReproducedRow, Reproduction
    from ketacli.records.review import Review
    from ketacli.screens.screen import Screen


def run(*, words: list[str], outcome: str | None, fail_empty: bool, **values: Any) -> int:
    """List the reviews that can be made again, or make one again."""
    filters, settings = split("reproduce", values)
    session = Session(**settings)
    dataset = session.dataset
    filters, one = placed(dataset, "reproduce", "reviews", words, filters)
    if one is not None:
        return review(session, dataset.reviews[one[1]], outcome)
    if outcome is not None:
        raise UsageError("--outcome goes with a review", "Name one: keta reproduce lists them.", field="outcome")
    wanted = chosen(dataset, "reproduce", "reviews", filters, session.where)
    from ketacli.evidence.reproduce.make import reproducible

    lines = reproducible(dataset, wanted.found())

    def screen(found: list[Any]) -> Screen:
        from ketacli.screens.reproduce import reviews_screen

        return reviews_screen(dataset, found)

    def answer() -> Reproduction:
        from ketacli.evidence.answers.reproduce import Reproduction

        return Reproduction(reviews=tuple(lines), reproduced=None)

    def rows(found: Reproduction) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.evidence.answers.answer import columns
        from ketacli.evidence.answers.reproduce import ReproducibleReview

        return Rows("reviews", columns(ReproducibleReview), list(found.reviews), None, "reviews")

    return session.report("reproduce", wanted.asked, answer, rows, screen, items=lines, fail_empty=fail_empty)


def review(session: Session, record: Review, outcome: str | None) -> int:
    """One review, whole or one of its outcomes."""
    from ketacli.evidence.reproduce.make import reproduced, reproducible

    dataset = session.dataset
    found = reproduced(dataset, record)
    estimates = chosen_of(found, outcome)

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.reproduce import review_screen

        return review_screen(dataset, found, estimates, session.full or outcome is not None)

    def answer() -> Reproduction:
        from dataclasses import replace

        from ketacli.evidence.answers.reproduce import Reproduction

        kept = replace(found, estimates=tuple(estimates))
        return Reproduction(reviews=tuple(reproducible(dataset, [record])), reproduced=kept)

    def rows(_: Reproduction) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.evidence.answers.answer import columns
        from ketacli.evidence.answers.reproduce import ReproducedRow

        own = {"estimate": "text", "measure": "text", **columns(ReproducedRow, "sources")}
        flat = [
            {"estimate": each.path, "measure": each.measure, **fields_of(row)}
            for each in estimates
            for row in each.rows
        ]
        return Rows("rows", own, flat)

    asked = {"review": record.id, "outcome": outcome}
    return session.report("reproduce", asked, answer, rows, screen, items=[])


def fields_of(row: ReproducedRow) -> dict[str, Any]:
    """A row without its lists."""
    return {name: value for name, value in vars(row).items() if name != "sources"}


def chosen_of(found: Reproduced, outcome: str | None) -> list[ReproducedEstimate]:
    """The estimates whose outcome has a word; UsageError with those there are where none has."""
    if outcome is None:
        return list(found.estimates)
    kept = [each for each in found.estimates if fold(outcome) and fold(outcome) in fold(each.outcome)]
    if not kept:
        known = {fold(each.outcome): each.outcome for each in found.estimates}
        raise missing(
            "estimate that can be made again", outcome, near(outcome, known), tuple(known.values()), UsageError
        )
    return kept
