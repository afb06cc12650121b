"""A review made again: its trials on record, their figures, and the pool of each outcome beside the published one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records import wording
from ketacli.records.wording import fixed, plural
from ketacli.screens.common import dispute_notes, name_sources, screen, unsound
from ketacli.screens.facts.effect import decimals, fraction
from ketacli.screens.facts.fact import words
from ketacli.screens.screen import Column, Facts, Group, Heading, Marks, Note, Prose, Row, Screen, Table, Value, Words

if TYPE_CHECKING:
    from ketacli.evidence.answers.reproduce import (
        Reproduced,
        ReproducedEstimate,
        ReproducedRow,
        ReproducedTrial,
        ReproducibleReview,
    )
    from ketacli.records.dataset import Dataset

MOST, MOST_TRIALS = 3, 6
"""Estimates side by side, and trials below one another, on one window."""
BECAUSE = {"listed": "listed", "fitting": "fits"}
METHOD = "Pools here: DerSimonian and Laird, z interval. The review's single-trial figures are not on record."


def reviews_screen(dataset: Dataset, found: list[ReproducibleReview]) -> Screen:
    """The reviews of which something can be made again."""
    shown = screen(dataset, f"{plural(len(found), 'review')} with an estimate that can be made again")
    if not found:
        shown.notes.append(Note("Nothing matches. keta reproduce without filters lists every one."))
        return shown
    columns = [Column("Review", 1, style="name"), Column("Name", 2), Column("Studies", 1, "right"),
               Column("Linked", 1, "right"), Column("Estimates", 1, "right")]  # fmt: skip
    rows: list[Row | Group] = [
        Row([
            f"{each.review}{doubt(dataset, each.review)}", each.name, "" if each.studies is None else str(each.studies),
            str(each.linked), str(each.estimates),
        ])
        for each in found
    ]  # fmt: skip
    shown.blocks.append(Table(columns, rows))
    shown.notes.append(Note("Linked: its trials on record that a source shows it to have."))
    shown.next = [f"keta reproduce {found[0].review}", "keta reviews"]
    return shown


def doubt(dataset: Dataset, review: str) -> str:
    """`` ! RETRACTED`` behind a review whose document is not to be relied on; else empty."""
    found = unsound(dataset, [dataset.reviews[review].source])
    return f" ! {found[0].partition(' ')[2]}" if found else ""


def review_screen(dataset: Dataset, found: Reproduced, estimates: list[ReproducedEstimate], whole: bool) -> Screen:
    """One review: its estimates side by side, or with ``whole`` or of one alone every figure."""
    shown = screen(dataset, f"{found.name}: made again")
    marks = Marks()
    review = dataset.reviews[found.review]
    mark = marks.mark(review.source)
    sizes = [(found.studies, "studies"), (found.participants, "people")]
    went_in = ", ".join(f"{wording.count(size)} {word}" for size, word in sizes if size is not None)
    pairs: list[tuple[str, Value]] = [
        ("It asks", ((f"{words(review.question)} ", ""), (mark, "dim"))),
        ("Went in", went_in or "numbers not on record"),
        ("Its trials", found.found_by),
    ]
    if review.method is not None and whole:
        pairs.append(("Its method", words(review.method)))
    shown.blocks.append(Facts(pairs))
    drawn = [each for each in estimates if each.rows]
    if whole or len(estimates) == 1:
        for each in drawn:
            shown.blocks += [Heading(named(each, estimates)), detail(dataset, found, each, marks)]
    elif drawn:
        shown.blocks += [Prose(""), beside(dataset, found, drawn[:MOST], marks)]
    listed = estimates if whole else [*drawn[:MOST], *(each for each in estimates if not each.rows)]
    told = differing(listed, whole)
    if told:
        shown.blocks += [Prose(""), Facts(told)]
    shown.notes += details(found, estimates) if whole else rest(found, estimates, drawn)
    if drawn:
        shown.notes.append(Note(METHOD))
    shown.notes += dispute_notes(dataset, "reviews", [found.review])
    name_sources(dataset, shown, marks)
    shown.next = [f"keta show {found.review}"]
    if drawn and len(estimates) > 1:
        word = drawn[0].outcome.partition(" (")[0].split()[-1].lower()
        shown.next.insert(0, f"keta reproduce {found.review} --outcome {word}")
    return shown


def named(each: ReproducedEstimate, among: list[ReproducedEstimate]) -> str:
    """The outcome with its time, and what it is against where others are alike."""
    at = f", {each.timepoint}" if each.timepoint else ""
    alike = sum((other.outcome, other.timepoint) == (each.outcome, each.timepoint) for other in among) > 1
    versus = f", against {each.comparison.partition(' against ')[2]}" if alike else ""
    return f"{each.outcome[:1].upper()}{each.outcome[1:]}{at}{versus}"


def figure(measure: str, value: float | None, lower: float | None, upper: float | None) -> str:
    """``1.40 (1.18 to 1.65)``, in the review's unit."""
    if value is None:
        return ""
    digits = 1 if measure == "RD" else max(decimals(measure, value), 2)
    text = fixed(value, digits)
    if lower is None or upper is None:
        return text
    return f"{text} {wording.tie(f'({fixed(lower, digits)} to {fixed(upper, digits)})')}"


def sized(trials: int | None, people: int | None) -> str:
    """``(4 trials, 708)``."""
    parts = [plural(trials, "trial") if trials is not None else "", wording.count(people) if people is not None else ""]
    text = ", ".join(part for part in parts if part)
    return f" ({text})" if text else ""


def beside(dataset: Dataset, found: Reproduced, drawn: list[ReproducedEstimate], marks: Marks) -> Table:
    """Trials down, estimates across; the pools and what was published last."""
    columns = [Column("Trial", 1, style="name"), Column("In it", 2)]
    columns += [Column(f"{named(each, drawn)}: {each.measure}", 1) for each in drawn]
    rows: list[Row | Group] = []
    for trial in shown_of(found, drawn)[:MOST_TRIALS]:
        held = [row for each in drawn for row in each.rows if row.trial == trial.trial]
        marks.mark(*(name for row in held for name in row.sources))
        cells = [told(each, trial.trial) for each in drawn]
        rows.append(Row([called(dataset, trial.trial), BECAUSE[trial.because], *cells]))
    rows.append(Row([
        "Pool here", "", *(figure(each.measure, each.value, each.lower, each.upper) or "not pooled" for each in drawn),
    ]))  # fmt: skip
    published = (figure(each.measure, each.published, each.published_lower, each.published_upper) for each in drawn)
    rows.append(Row(["As published", "", *published]))
    return Table(columns, rows, compact=True)


def shown_of(found: Reproduced, drawn: list[ReproducedEstimate]) -> list[ReproducedTrial]:
    """The trials with a figure of these estimates: those that a source lists, then those with most figures."""
    counts = {
        each.trial: sum(any(row.trial == each.trial for row in one.rows) for one in drawn) for each in found.trials
    }
    held = [each for each in found.trials if counts[each.trial]]
    return sorted(held, key=lambda each: (each.because != "listed", -counts[each.trial]))


def told(each: ReproducedEstimate, trial: str) -> str:
    """A trial's figures of an estimate."""
    texts = [figure(each.measure, row.value, row.lower, row.upper) for row in each.rows if row.trial == trial]
    return f"{texts[0]}, {len(texts) - 1} more" if len(texts) > 1 else "".join(texts)


def detail(dataset: Dataset, found: Reproduced, each: ReproducedEstimate, marks: Marks) -> Table:
    """Every figure of one estimate."""
    because = {trial.trial: BECAUSE[trial.because] for trial in found.trials}
    columns = [
        Column("Trial", 1, style="name"), Column("In it", 3), Column("Day", 2, "right"), Column("With", 1, "right"),
        Column("Without", 1, "right"), Column(f"{each.measure} (95% interval)", 1), Column("Weight", 2, "right"),
    ]  # fmt: skip
    rows: list[Row | Group] = []
    for row in each.rows:
        day = "" if row.days is None else wording.amount(round(row.days, 2))
        weight = row.reason or ("" if row.weight is None else f"{fixed(100 * row.weight, 1)}%")
        value = figure(each.measure, row.value, row.lower, row.upper)
        name: Words = ((called(dataset, row.trial), "name"), (f" {marks.mark(*row.sources)}", "dim"))
        rows.append(Row([name, because[row.trial], day, *groups(row), value, weight]))
    pool = figure(each.measure, each.value, each.lower, each.upper) or "not pooled"
    rows.append(Row([f"Pool here{sized(each.trials, each.people)}", "", "", "", "", pool, ""]))
    published = figure(each.measure, each.published, each.published_lower, each.published_upper)
    rows.append(Row([f"As published{sized(each.studies, each.participants)}", "", "", "", "", published, ""]))
    return Table(columns, rows)


def groups(row: ReproducedRow) -> tuple[str, str]:
    """Events of people in both groups, or the people."""
    if row.events is not None and row.group_n is not None:
        return fraction(row.events, row.group_n), fraction(row.control_events or 0, row.control_n or 0)
    return tuple("" if size is None else wording.count(round(size)) for size in (row.group_n, row.control_n))  # type: ignore[return-value]


def called(dataset: Dataset, name: str) -> str:
    """A trial's id with its year."""
    year = dataset.trials[name].year
    return name if year is None or str(year) in name else f"{name} {year}"


def differing(listed: list[ReproducedEstimate], whole: bool) -> list[tuple[str, Value]]:
    """What differs, or why there is no pool here: what is true of every estimate once, then of each its own.

    Without ``whole`` the notes of one estimate alone are left out.
    """
    said = [
        [*each.differs, *(f"not pooled here: {reason}" for reason in each.refusals), *each.notes] for each in listed
    ]
    common = [text for text in said[0] if all(text in other for other in said)] if len(said) > 1 else []
    pairs: list[tuple[str, Value]] = [("All", sentence(common))] if common else []
    for each, texts in zip(listed, said, strict=True):
        own = [text for text in texts if text not in common and (whole or text not in each.notes)]
        if own or not (common or texts):
            pairs.append((named(each, listed), sentence(own or ["nothing known differs"])))
    return pairs


def sentence(texts: list[str]) -> str:
    """Remarks as one sentence."""
    joined = "; ".join(texts)
    return f"{joined[:1].upper()}{joined[1:]}."


def rest(found: Reproduced, estimates: list[ReproducedEstimate], drawn: list[ReproducedEstimate]) -> list[Note]:
    """What the window leaves out, counted."""
    parts = []
    trials, without = len(shown_of(found, drawn[:MOST])), [each.trial for each in found.trials]
    without = [name for name in without if not any(row.trial == name for each in estimates for row in each.rows)]
    if len(drawn) > MOST:
        parts.append(plural(len(drawn) - MOST, "more estimate"))
    if trials > MOST_TRIALS:
        parts.append(plural(trials - MOST_TRIALS, "more trial"))
    if without:
        names = ", ".join(without) if len(without) <= MOST else plural(len(without), "trial")
        parts.append(f"without figures here: {names}")
    if found.others:
        parts.append(f"not made again: {plural(len(found.others), 'estimate')}")
    if any(each.notes for each in drawn[:MOST]):
        parts.append("how the trials differ")
    text = "; ".join(parts)
    return [Note(f"{text[:1].upper()}{text[1:]}:", (f"keta reproduce {found.review} --full",))] if parts else []


def details(found: Reproduced, estimates: list[ReproducedEstimate]) -> list[Note]:
    """The trials without figures of each estimate, and the estimates that cannot be made again, with the reasons."""
    notes = [
        Note(f"{named(each, estimates)}, without figures here: {'; '.join(each.lacking)}.")
        for each in estimates
        if each.lacking
    ]
    return [*notes, *([Note(f"Not made again: {'; '.join(found.others)}.")] if found.others else [])]
