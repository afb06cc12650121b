"""Subjects with their counts, and the statements on one of them, a line a statement."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.common import screen
from ketacli.screens.facts.topic import BASES, KINDS
from ketacli.screens.lists.of_records import list_of_records
from ketacli.screens.screen import Column, Note, Row, Screen, Table, Words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.topic import Topic

COLUMNS = [
    Column("Statement", 1, below=True),
    Column("Rests on", 1, below=True),
    Column("Standing", 1, style="name", below=True),
    Column("What keta uses", 1, below=True),
    Column("Kind", 3),
]
DOUBTED = ("contradicted", "untraceable")


def subjects_list(dataset: Dataset, found: list[Topic]) -> Screen:
    """Every subject with how many statements stand under it."""
    counts = {name: sum(1 for item in found if name in item.topics) for name in dataset.subjects.ids()}
    rows = [Row([name, label(dataset, "subjects", name), str(count)]) for name, count in counts.items() if count]
    shown = screen(dataset, f"{plural(len(rows), 'topic')}, {plural(len(found), 'statement')}")
    columns = [Column("Topic", 1, style="name"), Column("About", 1), Column("Statements", 1, "right")]
    shown.blocks.append(Table(columns, list(rows), listed=True))
    text = "A statement may stand under several topics. All of them in a list:"
    shown.notes.append(Note(text, ("keta topics --full",)))
    shown.next = ["keta topics mechanism", "keta topics open-question", "keta find WORDS"]
    return shown


def topics_list(dataset: Dataset, found: list[Topic], subject: set[str], as_sorted: bool) -> Screen:
    """Statements under their subject."""

    def named(item: Topic) -> str:
        return next((name for name in item.topics if name in subject), item.topics[0])

    groups = [("", found)] if as_sorted or len(subject) == 1 else [
        (label(dataset, "subjects", name), list(items)) for name, items in groupby(found, key=named)
    ]  # fmt: skip
    asked = ", ".join(label(dataset, "subjects", name) for name in sorted(subject)) or "All topics"
    title = f"{asked[:1].upper()}{asked[1:]}: {plural(len(found), 'statement')}"
    shown = list_of_records(dataset, "topics", title, COLUMNS, groups, lambda item: cells(dataset, item))
    if any(item.basis in ("animal", "in-vitro", "mixed") for item in found):
        shown.notes.append(Note("Findings in animals or in vitro are no findings in people."))
    if found:
        shown.next = [f"keta show {found[0].id}", "keta topics", "keta topics open-question"]
    return shown


def cells(dataset: Dataset, item: Topic) -> list[Words]:
    """The cells of one statement after its id; one known to be wrong has its correction beside it."""
    standing = "" if item.standing == "not-stated" else item.standing.replace("-", " ")
    return [item.name, BASES[item.basis], standing, correction(dataset, item), KINDS[item.kind]]


def correction(dataset: Dataset, item: Topic) -> str:
    """What is used in place of a statement that does not hold, or what limits it."""
    about = disputes.of_record(dataset, "topics", item.id)
    if about:
        uses = dataset.conflicts[about[0]].uses.value
        return f"keta uses: {uses}" if uses else ""
    if item.standing in DOUBTED and item.caveats:
        return item.caveats[0].value or ""
    return ""
