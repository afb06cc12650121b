"""The tidy table of results on a screen: a line an arm, or a line a comparison, under their trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.answers.results import ArmRow
from ketacli.records import wording
from ketacli.records.wording import plural
from ketacli.screens.common import name_sources, screen, titled_standing
from ketacli.screens.facts.effect import count, fraction
from ketacli.screens.screen import Column, Group, Marks, Note, Row, Screen, Table, Words
from ketacli.stats.estimate import RATIOS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacli.evidence.answers.forest import NotDrawn, Refused
    from ketacli.evidence.answers.results import ComparisonRow
    from ketacli.records.dataset import Dataset

WORKED_OUT = "worked out"
MOST_LEFT_OUT = 6


def results_screen(
    dataset: Dataset,
    shown: Sequence[ArmRow | ComparisonRow],
    wide: bool,
    left_out: Sequence[NotDrawn],
    refusals: Sequence[Refused],
) -> Screen:
    """The rows under their trials; ``left_out`` and ``refusals`` are of comparisons."""
    trials = plural(len({row.trial for row in shown}), "trial")
    out = screen(dataset, f"{plural(len(shown), 'comparison' if wide else 'figure')} of {trials}")
    if not shown:
        out.notes.append(Note("Nothing matches. Fewer filters find more; keta trials lists the trials."))
    else:
        marks = Marks()
        rows: list[Row | Group] = []
        last = ""
        for row in shown:
            if row.trial != last:
                last = row.trial
                year = f" {row.year}" if row.year and str(row.year) not in row.name else ""
                head = titled_standing(dataset, f"{row.name}{year}", dataset.trials[row.trial].source)
                rows.append(Group(head, row.trial, named=True))
            rows.append(Row(cells(row, marks)))
        out.blocks.append(Table(columns(wide), rows))
        name_sources(dataset, out, marks)
    if any(isinstance(row, ArmRow) and row.mean is not None for row in shown):
        out.notes.append(Note("In brackets after a mean: its standard deviation."))
    out.notes += [
        Note(f"keta forest does not pool these: {each.reason}.{f' {each.instead}.' if each.instead else ''}")
        for each in refusals
    ]
    out.notes += left_out_notes(left_out)
    out.next = ["keta results --wide -o csv", "keta forest --help", "keta help pooling"]
    return out


def columns(wide: bool) -> list[Column]:
    """The columns of a line."""
    if wide:
        return [
            Column("Outcome", 1, style="name"), Column("Arm", 2), Column("Versus", 3), Column("Arm figures", 1),
            Column("Versus figures", 1), Column("Estimate (SE)", 1), Column("Set", 5), Column("Note", 4),
            Column("Source", 6, style="dim"),
        ]  # fmt: skip
    return [
        Column("Outcome", 1, style="name"), Column("Days", 4, "right"), Column("Arm", 1), Column("n", 1, "right"),
        Column("Figure", 1), Column("Set", 5), Column("Note", 3), Column("Source", 6, style="dim"),
    ]  # fmt: skip


def cells(row: ArmRow | ComparisonRow, marks: Marks) -> list[Words]:
    """One row as cells. What belongs together is tied, so that a row stays a line where there is room."""
    who = wording.tie((row.analysis_set or "").replace("-", " "))
    mark = marks.mark(row.source)
    notes = [WORKED_OUT] if row.derived else []
    if isinstance(row, ArmRow):
        n, days = ("" if number is None else wording.amount(number) for number in (row.n, row.days))
        return [row.outcome, days, row.arm, n, wording.tie(figure(row)), who, wording.tie("; ".join(notes)), mark]
    notes += [f"control shared by {row.shared}"] if row.shared else []
    notes += [row.reason] if row.reason else []
    sides = map(wording.tie, figures(row))
    return [row.outcome, row.arm, row.versus, *sides, wording.tie(estimate(row)), who, "; ".join(notes), mark]


def figure(row: ArmRow) -> str:
    """What an arm showed, without its n."""
    if row.events is not None:
        return f"{count(row.events)} ({wording.amount(row.percent)}%)" if row.percent is not None else count(row.events)
    if row.percent is not None:
        return f"{wording.amount(row.percent)}%"
    unit = f" {row.unit}" if row.unit not in (None, "points") else ""
    if row.mean is not None:
        return f"{wording.amount(row.mean)}{f' ({spread(row.sd)})' if row.sd is not None else ''}{unit}"
    if row.median is not None:
        ends = f" ({wording.amount(row.q1)} to {wording.amount(row.q3)})" if None not in (row.q1, row.q3) else ""
        return f"median {wording.amount(row.median)}{ends}{unit}"
    return f"SD {spread(row.sd)}" if row.sd is not None else ""


def spread(value: float | None) -> str:
    """A mean or standard deviation, two decimals at most."""
    return "" if value is None else wording.amount(round(value, 2))


def figures(row: ComparisonRow) -> tuple[str, str]:
    """The figures of each group: events of people, or the mean with its SD and n; empty for an estimate alone."""
    if row.n1i is None or row.n2i is None:
        return "", ""
    if row.ai is not None and row.ci is not None:
        return fraction(row.ai, row.n1i), fraction(row.ci, row.n2i)
    sides = ((row.m1i, row.sd1i, row.n1i), (row.m2i, row.sd2i, row.n2i))
    first, second = (f"{spread(mean)} ({spread(sd)}) n {count(n)}" for mean, sd, n in sides)
    return first, second


def estimate(row: ComparisonRow) -> str:
    """The estimate with its standard error, on the scale on which it is pooled."""
    name = f"log {row.measure}" if row.measure in RATIOS else row.measure
    if row.yi is None:
        return f"{name}: none"
    error = f" ({row.vi**0.5:.3g})" if row.vi is not None else ""
    return f"{name} {row.yi:.3g}{error}"


def left_out_notes(left_out: Sequence[NotDrawn]) -> list[Note]:
    """A note a reason: which comparisons are not in the table."""
    reasons: dict[str, dict[str, None]] = {}
    for each in left_out:
        reasons.setdefault(each.reason, {})[f"{each.trial} {each.outcome}"] = None
    notes = []
    for reason, held in reasons.items():
        names = list(held)
        more = f" and {len(names) - MOST_LEFT_OUT} more" if len(names) > MOST_LEFT_OUT else ""
        notes.append(Note(f"Left out, {len(names):,}: {', '.join(names[:MOST_LEFT_OUT])}{more} ({reason})."))
    return notes
