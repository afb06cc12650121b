"""``keta evidence [QUESTION]``: the questions, or the summary of findings of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.filters import chosen
from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.cli.values import decimal
from ketacli.errors import KetaError, UnknownName, UsageError
from ketacli.records.choose import parts_of
from ketacli.records.names import missing, near, resolve

if TYPE_CHECKING:
    from ketacli.cli.report import Rows
    from ketacli.evidence.answers.summary import SummaryOfFindings
    from ketacli.records.question import Question
    from ketacli.screens.screen import Screen


def run(*, question: str | None, baseline: list[str], fail_empty: bool, **values: Any) -> int:
    """List the questions, or lay out one of them outcome by outcome."""
    filters, settings = split("evidence", values)
    session = Session(**settings)
    dataset = session.dataset
    if question is not None:
        filters, name = asked_for(session, question, filters)
        if name is not None:
            record = dataset.questions[name]
            asked = chosen(dataset, "evidence", "questions", filters, None).asked
            return one(session, record, risks(record, baseline), {"baseline": baseline, **asked})
    wanted = chosen(dataset, "evidence", "questions", filters, None)
    if baseline:
        raise UsageError("--baseline goes with a question", "Name one: keta evidence lists them.", field="baseline")
    from ketacli.evidence.summary import listed

    lines = list(listed(wanted.found()))

    def screen(found: list[Any]) -> Screen:
        from ketacli.screens.evidence import questions_screen

        return questions_screen(dataset, found)

    def answer() -> SummaryOfFindings:
        from ketacli.evidence.answers.summary import SummaryOfFindings

        return SummaryOfFindings(questions=tuple(lines), findings=())

    def rows(found: SummaryOfFindings) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.evidence.answers.answer import columns
        from ketacli.evidence.answers.summary import AskedQuestion

        return Rows("questions", columns(AskedQuestion), list(found.questions), None, "questions")

    return session.report("evidence", wanted.asked, answer, rows, screen, items=lines, fail_empty=fail_empty)


def asked_for(session: Session, text: str, filters: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """The filters with an indication, form or route that the text names, or the id of the question that it names."""
    from ketacli.cli.placing import placed, refuse_narrowed

    try:
        name = resolve(session.dataset, "questions", text)
    except UnknownName as error:
        try:
            found, record = placed(session.dataset, "evidence", "questions", [text], filters)
        except KetaError:
            raise error from None
        return found, record[1] if record is not None else None
    refuse_narrowed("evidence", ("questions", name), filters)
    return filters, name


def one(session: Session, question: Question, baselines: dict[str, float], asked: dict[str, Any]) -> int:
    """The summary of findings of one question."""
    from ketacli.evidence.summary import summary

    found = summary(session.dataset, question, baselines)

    def screen(findings: list[Any]) -> Screen:
        from ketacli.screens.evidence import summary_screen

        return summary_screen(session.dataset, question, findings, baselines)

    def rows(made: SummaryOfFindings) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.evidence.summary import flat, row_columns

        return Rows("findings", row_columns(), [flat(each) for each in made.findings], list(made.findings), "findings")

    return session.report(
        "evidence", {"question": question.id, **asked}, lambda: found, rows, screen, items=list(found.findings)
    )


def risks(question: Question, words: list[str]) -> dict[str, float]:
    """``30`` or ``response=30`` as risks per 1 by outcome; UsageError for one that no ratio is applied to."""
    from ketacli.evidence.questions import held
    from ketacli.evidence.summary import rebases

    ratios = [each.id for each in question.outcomes if rebases(held(each))]
    found: dict[str, float] = {}
    for word in parts_of(words):
        name, equals, number = word.rpartition("=")
        if not equals:
            if not ratios:
                raise UsageError("no outcome of this question has a ratio", "Leave --baseline out.", field="baseline")
            name = ratios[0]
        elif name not in ratios:
            known = {each.replace("-", ""): each for each in ratios}
            raise missing("outcome with a ratio", name, near(name, known), tuple(ratios), UsageError)
        found[name] = decimal(number, "--baseline", 0, 100, "25") / 100
    return found
