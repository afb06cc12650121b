"""Corrections and retractions as Crossref has them: ``updated-by`` of a work, and ``update-to`` of a notice."""

from __future__ import annotations

import re
from typing import Any

from ketacli.build.drafts.draft import one_line, part, parts
from ketacli.errors import DataError
from ketacli.evidence.answers.fetch import Notice

RETRACTED = ("retraction", "partial_retraction", "withdrawal", "removal")
CONCERN = ("expression_of_concern",)
CORRECTED = ("correction", "corrigendum", "erratum", "addendum", "clarification")
SAID = {"retracted": ("retracted",), "concern": ("concern", "retracted"),
        "corrected": ("corrected", "concern", "retracted")}  # fmt: skip
"""Standings of a record that say as much as a notice does."""


def notices(message: Any) -> tuple[list[Notice], list[Notice]]:
    """The notices about a work, and what it is itself a notice of; one that several tell of is told once each way.

    ``message`` is the member of that name of Crossref's answer. DataError for notices that cannot be read: to pass
    over one would be to say that there is none.
    """
    return _list(message, "updated-by"), _list(message, "update-to")


def _list(message: Any, key: str) -> list[Notice]:
    found: dict[tuple[str, str], Notice] = {}
    held = part(message, key)
    entries = parts(message, key)
    if held is not None and not (isinstance(held, list) and len(held) == len(entries)):
        raise DataError(f"{key} of the answer cannot be read", "Look the document up at its publisher.")
    for each in entries:
        kind = re.sub(r"[\s-]+", "_", one_line(each.get("type"), 60).lower()) or "update"
        doi = one_line(each.get("DOI"), 300).lower()
        told = one_line(each.get("source"), 40) or None
        before = found.get((kind, doi))
        by = tuple(dict.fromkeys([*(before.told_by if before else ()), *([told] if told else [])]))
        date = _date(each) or (before.date if before else None)
        found[kind, doi] = Notice(kind=kind, doi=doi or None, date=date, told_by=by)
    return list(found.values())


def _date(each: dict[str, Any]) -> str | None:
    """The day of a notice, as far as it is given."""
    held = part(each, "updated", "date-parts")
    first = held[0] if isinstance(held, list) and held and isinstance(held[0], list) else []
    if first and all(type(number) is int for number in first) and 1000 <= first[0] <= 9999:
        return "-".join([f"{first[0]}", *(f"{number:02d}" for number in first[1:3])])
    text = str(part(each, "updated", "date-time") or "")[:10]
    return text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None


def meant(found: list[Notice]) -> str | None:
    """The gravest standing that notices give a document, as records call it; None where they give it none."""
    kinds = {each.kind for each in found}
    for standing, words in (("retracted", RETRACTED), ("concern", CONCERN), ("corrected", CORRECTED)):
        if kinds.intersection(words):
            return standing
    return None


def on_record(standing: str | None, status: str) -> bool:
    """Whether the standing of a record says as much as the notices do."""
    return standing is None or status in SAID[standing]
