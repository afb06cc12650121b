"""CSL-JSON after the schema of citationstyles.org, version 1.0.2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.answers.citations import CslDate, CslItem, CslName
from ketacli.evidence.citations.parts import note
from ketacli.records.person import person

if TYPE_CHECKING:
    from ketacli.records.source import Source


def csl(source: Source, checked: str) -> CslItem:
    """One item; ``checked`` is the date that its note carries."""
    article = source.type == "article-journal"
    return CslItem(
        id=source.id,
        type=source.type,
        title=source.title,
        author=tuple(authors(source)) or None,
        issued=date(source.issued),
        available_date=date(source.online),
        container_title=source.container_title or None,
        volume=source.volume or None,
        issue=source.issue or None,
        page=source.page or None,
        publisher=source.publisher or None,
        doi=source.doi or None,
        pmid=source.pmid or None,
        pmcid=source.pmcid or None,
        # Of an article, styles print the number as its article number.
        number=None if article else source.registry or source.number or None,
        version=source.version or None,
        url=source.url or None,
        note=note(source, checked, f"registry number {source.registry}" if article and source.registry else None),
    )


def authors(source: Source) -> list[CslName]:
    """Persons in parts, bodies as literals."""
    names = []
    for each in source.author:
        found = person(each)
        if found is None:
            names.append(CslName(literal=each))
            continue
        names.append(
            CslName(
                family=found.family,
                given=found.given,
                non_dropping_particle=found.particle or None,
                suffix=found.suffix or None,
            )
        )
    # A reader takes every name for an author: that the list is cut stands in the note.
    return names


def date(text: str | None) -> CslDate | None:
    """A year, month or day of ISO 8601 as a date of CSL."""
    return CslDate(date_parts=(tuple(int(part) for part in text.split("-")),)) if text else None
