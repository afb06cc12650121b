"""What is licensed: the doses of each label as it has them, the first and the later ones, and for whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacli.evidence.arithmetic.regimens import unclear
from ketacli.evidence.arithmetic.single import READINGS
from ketacli.evidence.dose_patterns import often
from ketacli.records import wording
from ketacli.records.doses import amount, given
from ketacli.records.names import label
from ketacli.screens.dosing import USES
from ketacli.screens.screen import Block, Column, Heading, Row, Table, Words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Phase, Regimen

AGE = re.compile(r"\b(?:under \d+|\d+ and over)\b")
"""How the text on who a label is for names an age."""
MOST_OTHER, LEAST_OTHER = 6, 1
"""Labels of other than psychiatric use on one window, the fewer where psychiatric ones stand above them."""


def licensed_of(found: list[Regimen]) -> list[Regimen]:
    """Regimens of a label that licenses them: the psychiatric ones first, those of one illness together."""
    labels = [item for item in found if item.evidence == "label" and licences(item)]
    first: dict[tuple[str, ...], int] = {}
    for item in labels:
        first.setdefault(item.indications, len(first))
    return sorted(labels, key=lambda item: (item.use != "psychiatric", item.use != "psychiatric" or
                                            first[item.indications]))  # fmt: skip


def licences(item: Regimen) -> list[str]:
    """Where a regimen is licensed."""
    return list(dict.fromkeys(each.jurisdiction for each in item.standing if each.status == "licensed"))


def in_doubt(dataset: Dataset, item: Regimen) -> bool:
    """Whether the dose of a label is in doubt: of an anaesthetic that with which it begins."""
    return bool(unclear(dataset, item, None if item.use == "psychiatric" else item.phases[:1]))


def doubted(text: str, doubt: bool) -> Words:
    """The first cell of a row, with the mark of a dose in doubt before it."""
    return (("! ", "caution"), (text, "")) if doubt else text


def on_window(licensed: list[Regimen]) -> list[Regimen]:
    """The labels that one window has room for: every psychiatric one, and a few others."""
    usual = [item for item in licensed if item.use == "psychiatric"]
    others = [item for item in licensed if item.use != "psychiatric"]
    return usual + others[: LEAST_OTHER if usual else MOST_OTHER]


def licensed_blocks(dataset: Dataset, licensed: list[Regimen], routes: set[str]) -> list[Block]:
    """A heading and a row a label, no two of them made one; nothing where nothing is licensed."""
    if not licensed:
        return []
    columns = [
        Column("For", 1, style="name"), Column("Drug", 1), Column("Standing", 1), Column("Dose", 1, below=True),
        Column("Regimen", 1, below=True),
    ]  # fmt: skip
    rows = [_row(dataset, item, routes) for item in licensed]
    return [Heading("Licensed"), Table(columns, [*rows], headings=False, listed=True)]


def _row(dataset: Dataset, item: Regimen, routes: set[str]) -> Row:
    usual = item.use == "psychiatric"
    names = ", ".join(label(dataset, "indications", name, short=True) for name in item.indications)
    about = names if usual else USES[item.use].lower()
    head = ", ".join(part for part in (about, who(item) if usual else "") if part)
    by = "" if set(item.routes) == routes else ", ".join(label(dataset, "routes", name, short=True)
                                                         for name in item.routes)  # fmt: skip
    text = course(item) if usual else _phase(item.phases[0])
    standing = f"licensed {', '.join(licences(item))}"
    return Row(
        [doubted(head, in_doubt(dataset, item)), f"{item.form} {by}".strip(), standing, text, item.id if usual else ""],
        rests_on=(("regimens", item.id),),
    )


def who(item: Regimen) -> str:
    """The age that a label is for, else adults where its text says so; empty where neither is on record."""
    text = item.population.value if item.population is not None and item.population.value else ""
    age = AGE.search(text)
    return f"age {age[0]}" if age else "adults" if text.startswith("Adults") else ""


def course(item: Regimen) -> str:
    """The doses of a course in order, each with its day, and how often and how long they are given.

    Two readings of the same weeks stand as either of them; a later phase with the same doses is told by its rhythm.
    """
    readings = [phase for phase in item.phases if phase.name.startswith(READINGS)]
    start = readings or list(item.phases[:1])
    doses = f"either {', or '.join(given(phase.doses) for phase in start)}" if readings else given(start[0].doses)
    known = {amount(dose) for phase in start for dose in phase.doses}
    parts = [f"{doses}; {_rhythm(start[0])}".rstrip("; ")]
    for phase in item.phases:
        if phase not in start:
            same = {amount(dose) for dose in phase.doses} <= known
            parts.append(" ".join(part for part in ("" if same else given(phase.doses), _rhythm(phase)) if part))
    return ", then ".join(part for part in parts if part)


def _rhythm(phase: Phase) -> str:
    """How often, and for how many weeks where they are counted."""
    text = often(phase.schedule)
    weeks = phase.schedule.weeks if phase.schedule is not None else None
    return f"{text} for {wording.amount(weeks)} weeks" if text and weeks else text


def _phase(phase: Phase) -> str:
    over = phase.given_over
    timed = over is not None and over.absent is None
    return f"{phase.name}: {given(phase.doses, f'over {wording.quantity(over)}' if over is not None and timed else '')}"
