"""What a report on a question, an indication, a form or a route is made of: gathered, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence import disputes
from ketacli.evidence.answers.report import Part, Report, ReportedQuestion, ReportMade, ReportRow
from ketacli.evidence.matched import Product, asked_of, matched
from ketacli.evidence.summary import summary
from ketacli.records import fields
from ketacli.records.choose import USUAL, Clause, together
from ketacli.records.meaning import narrower
from ketacli.records.order import ordered
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.evidence.answers.summary import OutcomeFinding
    from ketacli.records.conflict import Conflict
    from ketacli.records.dataset import Dataset
    from ketacli.records.guideline import Guideline
    from ketacli.records.question import Question
    from ketacli.records.regimen import Regimen
    from ketacli.records.review import Review
    from ketacli.records.safety import Safety
    from ketacli.records.topic import Topic
    from ketacli.records.trial import Trial

UNPOOLED = ("pharmacovigilance", "narrative-review")
"""Kinds of reviews that a report leaves out: reports without a denominator, and what quotes others."""


class Scope(NamedTuple):
    """Which records a report is about: ids, any of which will do; none where all do."""

    forms: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    indications: tuple[str, ...] = ()


class Gathered(NamedTuple):
    """The records of a report."""

    title: str
    scope: Scope
    question: Question | None
    """The one asked for; None for a report on a subject."""
    questions: tuple[Question, ...]
    trials: tuple[Trial, ...]
    reviews: tuple[Review, ...]
    safety: tuple[Safety, ...]
    """Those of the products, the use and the people of the report."""
    apart: tuple[Safety, ...]
    """Those that stand apart, as :mod:`.matched` says."""
    products: frozenset[Product]
    """The forms with their routes that its trials and regimens gave."""
    regimens: tuple[Regimen, ...]
    guidelines: tuple[Guideline, ...]
    conflicts: tuple[Conflict, ...]
    topics: tuple[Topic, ...]


def on_question(dataset: Dataset, question: Question) -> Gathered:
    """The report on one question: its own trials, and what is on record of its forms, routes and people."""
    scope = Scope(question.forms, question.routes, question.indications)
    trials = tuple(dataset.trials[name] for name in question.trials)
    about = [("questions", question.id), *(("trials", name) for name in question.trials)]
    about += [("reviews", name) for name in dict.fromkeys(quoted_reviews(question))]
    held = {each for kind, name in about for each in disputes.of_record(dataset, kind, name)}
    conflicts = ordered(dataset, "conflicts", [item for item in dataset.conflicts if item.id in held])
    return gathered(dataset, question.name, scope, question, (question,), trials, tuple(conflicts))


def on_subject(dataset: Dataset, title: str, scope: Scope) -> Gathered:
    """The report on an indication, a form or a route: every question and trial on it."""
    questions = tuple(concerned(dataset, "questions", scope))
    trials = tuple(concerned(dataset, "trials", scope))
    conflicts = tuple(concerned(dataset, "conflicts", scope._replace(routes=())))
    return gathered(dataset, title, scope, None, questions, trials, conflicts)


def gathered(
    dataset: Dataset,
    title: str,
    scope: Scope,
    question: Question | None,
    questions: tuple[Question, ...],
    trials: tuple[Trial, ...],
    conflicts: tuple[Conflict, ...],
) -> Gathered:
    """A report with the parts that every one has."""
    reviews = [item for item in concerned(dataset, "reviews", scope) if item.kind not in UNPOOLED]
    regimens = tuple(concerned(dataset, "regimens", scope))
    asked = asked_of(dataset, *scope, trials, regimens)
    safety, apart = matched(dataset, asked)
    return Gathered(
        title, scope, question, questions, trials, tuple(reviews), safety, apart, asked.products, regimens,
        tuple(concerned(dataset, "guidelines", scope)), conflicts, tuple(open_questions(dataset, scope)),
    )  # fmt: skip


def quoted_reviews(question: Question) -> list[str]:
    """The reviews whose estimate or judgement a question quotes."""
    published = [asked.published for asked in question.outcomes if asked.published is not None]
    return [each.review for each in (*published, *(each for asked in question.outcomes for each in asked.judged))]


def concerned(dataset: Dataset, kind: str, scope: Scope) -> list[Any]:
    """The records of a kind that a list holds for the scope, in its order."""
    asked = (("form", scope.forms), ("route", scope.routes), ("indication", scope.indications))
    clauses = [*USUAL.get(kind, ()), *(Clause(path, "in", values) for path, values in asked if values)]
    meets = together(clauses, fields.of_kind(kind), dataset)
    return ordered(dataset, kind, [record for record in dataset.kind(kind) if meets(record)])


def open_questions(dataset: Dataset, scope: Scope) -> list[Topic]:
    """What sources call open about the forms and the people, or about neither in particular."""
    people = narrower(dataset, set(scope.indications))
    found = [
        item
        for item in dataset.topics
        if item.kind == "open-question"
        and (not scope.forms or not item.forms or not set(scope.forms).isdisjoint(item.forms))
        and (not people or not item.indications or not set(people).isdisjoint(item.indications))
    ]
    return ordered(dataset, "topics", found)


def made(dataset: Dataset, program: str, command: str) -> ReportMade:
    """How a report is made again, by which version of the program."""
    meta = dataset.meta
    data = f"{meta['version']}, checked to {meta['checked_through']}"
    return ReportMade(program=program, command=command, data=data)


def report(dataset: Dataset, found: Gathered, how: ReportMade) -> Report:
    """The report as an answer."""
    return Report(
        title=found.title,
        questions=tuple(
            ReportedQuestion(question=made_.questions[0], findings=made_.findings)
            for made_ in (summary(dataset, question, {}) for question in found.questions)
        ),
        trials=ids(found.trials),
        reviews=ids(found.reviews),
        safety=ids(found.safety),
        safety_apart=ids(found.apart),
        regimens=ids(found.regimens),
        guidelines=ids(found.guidelines),
        conflicts=ids(found.conflicts),
        open_questions=ids(found.topics),
        made=how,
    )


def ids(records: tuple[Any, ...]) -> tuple[str, ...]:
    """The ids of records."""
    return tuple(record.id for record in records)


def rows(dataset: Dataset, found: Report) -> list[ReportRow]:
    """The report as rows: a finding or a record each."""
    out = [finding(held.question.id, each) for held in found.questions for each in held.findings]
    parts: tuple[tuple[Part, str, tuple[str, ...]], ...] = (
        ("trial", "trials", found.trials), ("review", "reviews", found.reviews), ("safety", "safety", found.safety),
        ("safety-apart", "safety", found.safety_apart),
        ("dose", "regimens", found.regimens), ("guideline", "guidelines", found.guidelines),
        ("conflict", "conflicts", found.conflicts), ("open-question", "topics", found.open_questions),
    )  # fmt: skip
    for part, kind, names in parts:
        for name in names:
            record = dataset.kind(kind)[name]
            people = record.n if kind == "trials" else None
            out.append(ReportRow(part=part, id=f"{kind}/{name}", text=str(record.name), people=people))
    return out


FIGURES = ("trials", "people", "risk_without", "risk_with", "difference", "difference_lower", "difference_upper",
           "measure", "unit", "value", "lower", "upper", "level", "favours")  # fmt: skip
"""What the row of a finding has of it, under the same names."""


def finding(question: str, found: OutcomeFinding) -> ReportRow:
    """The row of an outcome, with its figures."""
    return ReportRow(
        part="finding", id=f"questions/{question}.{found.outcome}", text=found.sentence, outcome=found.name,
        certainty="; ".join(f"{each.value} ({each.system} by {each.by})" for each in found.certainty) or None,
        **{name: getattr(found, name) for name in FIGURES},
    )  # fmt: skip
