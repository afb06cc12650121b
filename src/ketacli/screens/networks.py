"""The networks that can be made: what to ask keta network for. Many as a grid of outcomes and times, few one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.outcomes import timespan
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.common import screen
from ketacli.screens.screen import Column, Group, Note, Row, Screen, Table

if TYPE_CHECKING:
    from ketacli.evidence.answers.networks import NetworkOffered
    from ketacli.records.dataset import Dataset

MOST_LINES = 12
"""Networks up to which each has a line of its own."""
WHY_NOT = {
    "not-connected": "no: {parts} parts",
    "constructs": "no: unlike outcomes",
    "scales": "no: different scales",
    "outcomes": "no: different outcomes",
    "adjustment": "no: adjusted and raw figures",
    "designs": "no: different designs",
}


def networks_screen(dataset: Dataset, found: list[NetworkOffered]) -> Screen:
    """Indication, outcome and time with the trials and treatments there are, and whether they are joined."""
    can = [each for each in found if each.standing != "refused"]
    shown = screen(dataset, f"{plural(len(found), 'network')} of three treatments or more, {len(can)} can be estimated")
    if not found:
        shown.title = "No network of three treatments or more"
        shown.notes.append(Note("keta network without filters lists every network that the trials on record make."))
        shown.next = ["keta network", "keta help pooling"]
        return shown
    shown.blocks.append(grid(dataset, found) if len(found) > MOST_LINES else lines(dataset, found))
    shown.notes.append(
        Note(
            "--indication, --outcome and --timepoint ask for one; --form, --exclude and other filters narrow it down."
            + (" Each place has the trials and, after the stroke, the treatments." if len(found) > MOST_LINES else "")
        )
    )
    if any(each.standing == "joined-if-lumped" for each in found):
        text = "Lumped: joined only with --lump placebo, which takes midazolam for an inert placebo; masking differs."
        shown.notes.append(Note(text, caution="caution"))
    if len(can) < len(found):
        shown.notes.append(Note("No: nothing is estimated there; the command says why, and what would help."))
    shown.next = [*([can[0].command] if can else []), "keta help pooling"]
    return shown


def grid(dataset: Dataset, found: list[NetworkOffered]) -> Table:
    """Outcomes by indication against times: ``8/4`` for eight trials of four treatments."""
    held = {(each.indication, each.outcome, each.timepoint): each for each in found}
    times = sorted({each.timepoint for each in found}, key=lambda each: timespan(each) or (0.0, 0.0))
    rows: list[Row | Group] = []
    before = ""
    for indication, outcome in dict.fromkeys((each.indication, each.outcome) for each in found):
        if indication != before:
            rows.append(Group(f"--indication {indication}", label(dataset, "indications", indication), named=True))
            before = indication
        places = [held.get((indication, outcome, time)) for time in times]
        rows.append(Row([outcome, *("" if each is None else place(each) for each in places)]))
    columns = [Column("--outcome", 1, style="name"), *(Column(time, 1) for time in times)]
    spoken = [
        f"{label(dataset, 'indications', each.indication)}, {outcome_words(dataset, each)} at {each.time}, --timepoint "
        f"{each.timepoint}: {plural(len(each.trials), 'trial')}, {plural(len(each.treatments), 'treatment')}, "
        f"joined: {joined(each)}."
        for each in found
    ]
    return Table(columns, rows, spoken=spoken)


def place(each: NetworkOffered) -> str:
    """Trials and treatments, and whether they are joined where they are not simply."""
    word = {"joined": "", "joined-if-lumped": " lumped", "refused": " no"}[each.standing]
    return f"{len(each.trials)}/{len(each.treatments)}{word}"


def lines(dataset: Dataset, found: list[NetworkOffered]) -> Table:
    """A line a network."""
    columns = [
        Column("Indication", 1, style="name"), Column("Outcome", 1), Column("Time", 1),
        Column("Trials", 1, "right"), Column("Treatments", 1, "right"), Column("People", 2, "right"),
        Column("Joined", 1), Column("--timepoint", 2),
    ]  # fmt: skip
    return Table(columns, [row(dataset, each) for each in found], compact=True)


def row(dataset: Dataset, each: NetworkOffered) -> Row:
    """One network."""
    people = "not known" if each.people is None else f"{each.people:,.0f}"
    return Row([
        label(dataset, "indications", each.indication, short=True), outcome_words(dataset, each), each.time,
        str(len(each.trials)), str(len(each.treatments)), people, joined(each), each.timepoint,
    ])  # fmt: skip


def outcome_words(dataset: Dataset, each: NetworkOffered) -> str:
    """The outcome as it is printed."""
    scale = dataset.scales.get(each.outcome)
    return (scale.short or scale.label) if scale is not None else each.outcome.capitalize()


def joined(each: NetworkOffered) -> str:
    """Whether the treatments are joined, in a word or two."""
    if each.standing == "joined":
        return "yes"
    if each.standing == "joined-if-lumped":
        return "lumped"
    return WHY_NOT.get(each.code or "", "no").format(parts=each.parts)
