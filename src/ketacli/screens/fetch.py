"""What ``keta fetch`` wrote, and what Crossref knows of documents: what is not on record yet first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.source import cite
from ketacli.records.wording import plural
from ketacli.screens.common import screen
from ketacli.screens.screen import Column, Group, Note, Prose, Row, Screen, Table

if TYPE_CHECKING:
    from ketacli.evidence.answers.fetch import Fetched, Notice, Noticed
    from ketacli.records.dataset import Dataset

LEAST = (
    ("none", "without a notice"),
    ("not-there", "not with Crossref"),
    ("no-doi", "without a DOI, which cannot be asked for"),
)
"""What is only counted."""


def fetched_screen(dataset: Dataset, rows: list[Fetched]) -> Screen:
    """A row for each number, with the files that were written or why none was."""
    done = sum(each.problem is None for each in rows)
    shown = screen(dataset, f"Fetched: {done} of {plural(len(rows), 'record')}")
    columns = [Column("Number", 1, style="name"), Column("From", 2), Column("Written", 1)]
    written: list[Row | Group] = [
        Row([each.asked, each.service, each.problem or f"{each.raw} and {each.draft}"]) for each in rows
    ]
    shown.blocks.append(Table(columns, written, listed=True))
    first = next((each.draft for each in rows if each.draft), None)
    shown.next = [f"keta check {first}"] if first else []
    return shown


def standing_screen(dataset: Dataset, rows: list[Noticed]) -> Screen:
    """Documents with a notice that the record does not have, those with one that it has, and who was not asked."""
    noticed = [each for each in rows if each.told == "notice"]
    groups = (
        ("Not on record yet", [each for each in noticed if each.new]),
        ("On record", [each for each in noticed if not each.new]),
        ("Notices themselves", [each for each in rows if each.told == "is-notice"]),
        ("No answer", [each for each in rows if each.told == "not-asked"]),
    )
    shown = screen(dataset, f"Crossref: {len(noticed)} of {plural(len(rows), 'document')} with a notice")
    lines: list[Row | Group] = []
    for title, group in groups:
        if group:
            lines.append(Group(title, f"{len(group)}"))
        lines += [
            Row([each.id, said(each), each.on_record.replace("-", " "), cite(dataset.sources[each.id])])
            for each in group
        ]
    columns = [
        Column("Document", 1, style="name"),
        Column("Crossref", 1, below=True),
        Column("On record", 1, below=True, joint="; on record: "),
        Column("Cited as", 2, below=True, joint="; "),
    ]
    if lines:
        shown.blocks.append(Table(columns, lines, listed=True))
    counted = [(sum(each.told == told for each in rows), words) for told, words in LEAST]
    rest = "; ".join(f"{number:,} {words}" for number, words in counted if number)
    if rest:
        shown.blocks.append(Prose(f"{rest[:1].upper()}{rest[1:]}."))
    shown.notes.append(Note("That Crossref has no notice does not say that there is none: publishers deposit them."))
    shown.next = [f"keta sources {each.id}" for each in groups[0][1]][:1]
    return shown


def said(row: Noticed) -> str:
    """What Crossref says of one document, in words."""
    if row.problem:
        return row.problem
    return "; ".join(map(_words, row.notices or row.about))


def _words(notice: Notice) -> str:
    by = " and ".join(word.replace("retraction-watch", "Retraction Watch") for word in notice.told_by)
    parts = [notice.kind.replace("_", " "), notice.date or "", f"by {by}" if by else "", notice.doi or ""]
    return ", ".join(part for part in parts if part)
