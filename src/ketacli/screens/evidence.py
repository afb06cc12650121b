"""The questions, one line each; and the summary of findings of one of them, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.bias import DOMAINS
from ketacli.evidence.listed.result import result_words
from ketacli.evidence.question_words import NOT_JUDGED, RATIOS, UNJUDGED, grades, of_people, review_name
from ketacli.evidence.questions import documents_of, in_no_row
from ketacli.records import wording
from ketacli.records.wording import plural
from ketacli.screens.common import dispute_notes, name_sources, screen
from ketacli.screens.screen import Block, Column, Facts, Group, Marks, Note, Prose, Row, Screen, Table, Value

if TYPE_CHECKING:
    from ketacli.evidence.answers.summary import AskedQuestion, OutcomeFinding
    from ketacli.records.dataset import Dataset
    from ketacli.records.question import Question

MASKING = {"open": "open-label", "single": "single-masked"}
"""What is said of a trial's masking where somebody who could sway the result may have known the treatment."""
MOST_UNUSED = 2
"""Trials in no row that are all told with their results; of more the largest is."""
FEW = 5
"""Below so many trials the interval by z is much too narrow."""


def questions_screen(dataset: Dataset, found: list[AskedQuestion]) -> Screen:
    """The questions, one line each."""
    shown = screen(dataset, f"{plural(len(found), 'question')} with their summary of findings")
    if not found:
        shown.notes.append(Note("Nothing matches. keta evidence without filters lists every question."))
        return shown
    columns = [Column("Question", 1, style="name"), Column("Asks", 1), Column("Trials", 2, "right")]
    rows: list[Row | Group] = [Row([each.id, each.name, str(each.trials)]) for each in found]
    shown.blocks.append(Table(columns, rows))
    shown.next = [f"keta evidence {found[0].id}", f"keta show {found[0].id}", "keta help pooling"]
    return shown


def summary_screen(
    dataset: Dataset, question: Question, found: list[OutcomeFinding], baseline: dict[str, float]
) -> Screen:
    """GRADE's summary of findings, the question above it and what each row means below."""
    shown = screen(dataset, question.name)
    marks = Marks()
    shown.blocks += [Facts(asked(dataset, question, marks)), Prose("")]
    if question.note:
        # What no row shows, such as the largest trial, is read before the rows.
        shown.blocks += [Prose((("! ", "caution"), (question.note, ""))), Prose("")]
    shown.blocks += findings(dataset, question, found, marks)
    shown.notes += notes(dataset, question, found, baseline)
    shown.notes += bias_notes(dataset, question)
    shown.notes += dispute_notes(dataset, "questions", [question.id])
    name_sources(dataset, shown, marks)
    shown.next = [f"keta show {question.id}", f"keta evidence {question.id} -o markdown"]
    return shown


def findings(dataset: Dataset, question: Question, found: list[OutcomeFinding], marks: Marks) -> list[Block]:
    """The table, and below it what each row means."""
    head = f"With {question.arm}, compared with {question.versus}:"
    pairs = [*((each.name, words(dataset, each, marks)) for each in found), *unjudged(found)]
    return [table(found), Prose(head, "name"), Facts(pairs)]


def asked(
    dataset: Dataset, question: Question, marks: Marks | None = None, whole: bool = False
) -> list[tuple[str, Value]]:
    """Whom it is about, what is compared, and which trials answer it, with ``marks`` the documents of their figures.

    Trials that were not masked on both sides say so, and then how it was studied; ``whole`` says that always.
    """
    parts = [("People", question.population), ("Treatment", question.intervention), ("Against", question.comparator)]
    masking = {name: dataset.trials[name].design.masking for name in question.trials}
    if whole or not {"open", "single"}.isdisjoint(masking.values()):
        parts.append(("Studied", question.setting))
    facts: list[tuple[str, Value]] = [(name, part.value or wording.absent(part.absent)) for name, part in parts]
    named = [f"{name} ({MASKING[how]})" if how in MASKING else name for name, how in masking.items()]
    silent = sum(how == "not-stated" for how in masking.values())
    said = f"{', '.join(named)}{f'; masking of {silent} not reported' if silent else ''}"
    documents = marks.mark(*(each for name in masking for each in documents_of(question, name))) if marks else ""
    return [*facts, ("Trials", ((said, ""), (f" {documents}" if documents else "", "dim")))]


def table(found: list[OutcomeFinding]) -> Table:
    """The columns of GRADE's table but certainty and meaning, which stand below it in words."""
    measures = {each.measure for each in found if each.value is not None and each.measure in RATIOS}
    one = next(iter(measures)) if len(measures) == 1 else None
    columns = [
        Column("Outcome", 1, style="name"), Column("n (trials)", 1, "right"), Column("Without", 1, "right"),
        Column("With", 1, "right"), Column("Difference (95% interval)", 1),
        Column(f"{one} (95% interval)" if one else "Ratio (95% interval)", 1),
    ]  # fmt: skip
    return Table(columns, [row(each, named=one is None) for each in found], compact=True)


def row(each: OutcomeFinding, named: bool) -> Row:
    """One outcome: people, risks of 1,000, their difference or that of the means, the ratio."""
    people = f"{each.people:,} " if each.people is not None else ""
    unknown = "" if each.value is None else wording.tie("not told")
    people = wording.tie(f"{people}({each.trials})") if each.trials else unknown
    without, with_ = ("" if risk is None else of_people(risk) for risk in (each.risk_without, each.risk_with))
    apart = lower_or_higher(each) if each.measure in ("MD", "SMD") else more_or_fewer(each)
    return Row([each.name, people, without, with_, apart, ratio(each, named)])


def lower_or_higher(each: OutcomeFinding) -> str:
    """``3.34 lower (0.62 to 6.07)``, in points, or in standard deviations ``0.63 SD lower (0.26 to 0.99)``."""
    unit = " SD" if each.measure == "SMD" else ""
    return difference((each.value, each.lower, each.upper), 2, wording.SCORED, unit)


def more_or_fewer(each: OutcomeFinding) -> str:
    """``144 more (19 fewer to 381 more)`` of 1,000."""
    risks = (each.difference, each.difference_lower, each.difference_upper)
    value, lower, upper = (None if risk is None else 1000 * risk for risk in risks)
    return difference((value, lower, upper), 0, wording.COUNTED)


def difference(
    found: tuple[float | None, float | None, float | None], digits: int, words: tuple[str, str], unit: str = ""
) -> str:
    """A difference with its limits: the direction is said once, and of both limits where they differ in it."""
    value, lower, upper = found
    if value is None:
        return ""
    text = wording.turned(value, digits, words, unit)
    if lower is None or upper is None:
        return wording.tie(text)
    return f"{wording.tie(text)} ({wording.ends(lower, upper, digits, words, text.rpartition(' ')[2])})"


def ratio(each: OutcomeFinding, named: bool) -> str:
    """``RR 1.38 (0.95 to 2.00)``; the measure is left out where the column names it."""
    if each.value is None or each.measure not in RATIOS:
        return ""
    text = f"{f'{each.measure} ' if named else ''}{each.value:.2f}"
    if each.lower is not None and each.upper is not None:
        text += f" ({each.lower:.2f} to {each.upper:.2f})"
    # Every row has one: a longer difference gives way first, which few have.
    return wording.tie(text)


def words(dataset: Dataset, each: OutcomeFinding, marks: Marks) -> str:
    """What the row means, whose estimate it is where it was not pooled here, and who judged how sure it is."""
    # That nobody judged it stands once, below all.
    text = f"{each.meaning.removesuffix(f'; {UNJUDGED}')}."
    if each.mean_without_lowest is not None and each.mean_without_highest is not None:
        ends = dict.fromkeys(f"{end:.1f}" for end in (each.mean_without_lowest, each.mean_without_highest))
        text += f" Mean without: {' to '.join(ends)}."
    if each.review is not None:
        first = each.sources[0] not in marks.numbers
        name = f"{review_name(dataset, each.review)} " if first else ""
        differs = f" ({each.differs})" if each.differs else ""
        text += f" Published by {name}{marks.mark(*each.sources)}{differs}."
    judged: dict[str, list[str]] = {}
    for one in each.certainty:
        first = one.source not in marks.numbers
        by = marks.mark(one.source)
        judged.setdefault(f"{one.value} ({one.system} by", []).append(f"{one.by} {by}" if first else by)
    said = "; ".join(f"{value} {', '.join(by)})" for value, by in judged.items())
    given = grades(each)
    if len(given) > 1 and each.value is not None:
        said += f"; the words follow the lower, {given[0]}"
    return f"{text} Certainty: {said}." if said else text


def unjudged(found: list[OutcomeFinding]) -> list[tuple[str, Value]]:
    """The outcomes of whose certainty nobody on record has said anything."""
    without = [each for each in found if not each.certainty]
    if not without:
        return []
    return [("Certainty", NOT_JUDGED if len(without) == len(found) else f"{short(without)}: {NOT_JUDGED}")]


def short(found: list[OutcomeFinding]) -> str:
    """The names of outcomes without their times, each once."""
    return ", ".join(dict.fromkeys(each.name.partition(",")[0] for each in found))


def bias_notes(dataset: Dataset, question: Question) -> list[Note]:
    """Which trials a review judged at high risk of bias, in which domain; empty where nobody judged any."""
    trials = [dataset.trials[name] for name in question.trials]
    judged = [trial for trial in trials if trial.risk_of_bias]
    if not judged:
        return []
    held = [(trial, each) for trial in judged for each in trial.risk_of_bias]
    high = []
    for trial, each in held:
        domains = [DOMAINS[each.tool][part.domain] for part in each.domains if part.judgement == "high"]
        high += [f"{trial.name} ({', '.join(domains)})"] if domains else []
    who = ", ".join(dict.fromkeys(each.by for _, each in held))
    where = "; ".join(high) or "no domain seen"
    text = f"Risk of bias of {len(judged)} of {len(trials)} trials, by {who}: high in {where}."
    return [Note(text)]


def unused_words(dataset: Dataset, question: Question) -> str:
    """The trials in no row, largest first: ``abdallah-2022 (n 158, no clear difference)``; of many the largest."""
    trials = sorted((dataset.trials[name] for name in in_no_row(question)), key=lambda trial: -(trial.n or 0))
    most = MOST_UNUSED if len(trials) <= MOST_UNUSED else 1
    told = [
        f"{trial.id} ({f'n {wording.count(trial.n)}, ' if trial.n is not None else ''}{result_words(trial)})"
        for trial in trials[:most]
    ]
    left = len(trials) - most
    return "; ".join([*told, *([f"{left} smaller"] if left > 0 else [])])


def notes(dataset: Dataset, question: Question, found: list[OutcomeFinding], baseline: dict[str, float]) -> list[Note]:
    """What a reader of the table must know: where risks are from, few trials, why nothing is pooled."""
    text = []
    risks = [each for each in found if each.risk_without is not None]
    if risks:
        own = any(each.basis != "published" for each in risks)
        text.append(f"Per 1,000; without as in the {'trials' if own else 'review'}.")
    said = [f"{each.name}, {100 * baseline[each.outcome]:g}" for each in found if each.outcome in baseline]
    if said:
        text.append(f"As you asked, per 100 without: {'; '.join(said)}.")
    few = any(each.basis == "pooled" and each.trials < FEW for each in found)
    if few:
        text.append("Few trials: Hartung-Knapp intervals.")
    reasons: dict[str, list[OutcomeFinding]] = {}
    for each in found:
        for reason in each.refusals if each.basis == "published" else ():
            reasons.setdefault(reason.partition(": ")[0], []).append(each)
    why = "; ".join(f"{reason} ({short(those)})" for reason, those in reasons.items())
    text += [f"Not pooled: {why}."] if why else []
    unused = unused_words(dataset, question)
    text += [f"In no row by itself: {unused}."] if unused else []
    shown = [Note(" ".join(text), ("keta help pooling",) if few else (), "caution" if few else "")] if text else []
    if question.unlisted:
        shown.append(Note(f"Not judged for this question yet: {', '.join(question.unlisted)}.", caution="caution"))
    return shown
