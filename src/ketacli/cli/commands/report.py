"""``keta report QUESTION``: everything on a question, an indication or a form, as one document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed
from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.errors import KetaError, UnknownName, UsageError
from ketacli.records.names import resolve

if TYPE_CHECKING:
    from ketacli.cli.report import Rows
    from ketacli.evidence.answers.report import Report, ReportMade
    from ketacli.evidence.report import Gathered
    from ketacli.screens.screen import Screen


def run(*, words: list[str], fail_empty: bool, **values: Any) -> int:
    """Gather the report and write what is in it, or with a format or --full the whole of it."""
    filters, settings = split("report", values)
    session = Session(**settings)
    found, asked = gathered(session, words, filters)
    command = " ".join(["keta report", *words, *options(filters)])

    def how() -> ReportMade:
        from ketacli import __version__
        from ketacli.evidence.report import made

        return made(session.dataset, f"keta {__version__}", command)

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.report import document, window

        if session.format == "table" and not session.full:
            return window(session.dataset, found, command)
        return document(session.dataset, found, how())

    def answer() -> Report:
        from ketacli.evidence.report import report

        return report(session.dataset, found, how())

    def rows(made: Report) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.evidence.answers.answer import columns
        from ketacli.evidence.answers.report import ReportRow
        from ketacli.evidence.report import rows as lines

        return Rows("lines of the report", columns(ReportRow), lines(session.dataset, made))

    items = [*found.questions, *found.trials]
    return session.report("report", asked, answer, rows, screen, items=items, fail_empty=fail_empty)


def options(filters: dict[str, Any]) -> list[str]:
    """The filters as they are typed."""
    return [f"--{name} {','.join(words)}" for name, words in filters.items() if words]


def gathered(session: Session, words: list[str], filters: dict[str, Any]) -> tuple[Gathered, dict[str, Any]]:
    """The report that the words and options ask for, and what they are; UsageError without either."""
    from ketacli.evidence.report import Scope, on_question, on_subject

    dataset = session.dataset
    if not words and not any(filters.values()):
        raise UsageError(
            "report takes a question or a subject", "Such as keta report esketamine-trd; keta evidence lists them.",
            field="words",
        )  # fmt: skip
    if words:
        try:
            name = resolve(dataset, "questions", " ".join(words))
        except UnknownName as error:
            try:
                filters, record = placed(dataset, "report", "questions", words, filters)
            except KetaError as other:
                # Of one word the near misses among questions say most, of several which of them is unknown.
                raise (error if len(words) == 1 else other) from None
            if record is not None:
                raise error from None
        else:
            if any(filters.values()):
                raise UsageError("a question says itself whom it is about", "Leave the options out.", field="words")
            return on_question(dataset, dataset.questions[name]), {"question": name}
    wanted = chosen(dataset, "report", "questions", filters, None)
    scope = Scope(*(tuple(sorted(wanted.words(name))) for name in ("form", "route", "indication")))
    return on_subject(dataset, wanted.title(), scope), wanted.asked
