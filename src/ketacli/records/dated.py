"""Since when something was on record: published, in force or happened, as far as that is recorded.

A date that names a year or a month alone counts as its end: until then nobody can say that it was there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.errors import UsageError

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset


def end_of(text: str) -> str:
    """The last day of a year, a month or a day (ISO 8601); ValueError for no such date."""
    from calendar import monthrange
    from datetime import date

    parts = [part for part in text.split("-") if part.isascii() and part.isdigit()]
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or "-".join(parts) != text:
        raise ValueError(text)
    year, month, day = [*map(int, parts), *(12, 31)[len(parts) - 1 :], 0][:3]
    return date(year, month, day if len(parts) == 3 else monthrange(date(year, month, 1).year, month)[1]).isoformat()


def asked(text: str) -> str:
    """The last day that ``--as-of`` means; UsageError for anything that is no date."""
    try:
        return end_of(text.strip())
    except ValueError:
        raise UsageError(
            f'--as-of takes a date, not "{text}"', "Write 2021, 2021-03 or 2021-03-05; a year or month means its end.",
            field="as_of", value=text,
        ) from None  # fmt: skip


def since(dataset: Dataset, kind: str, record: Any) -> str | None:
    """The day by which a record of a kind was there, of an edition or a label its own; None where no date says it."""
    if kind == "sources":
        return _first(record.online, record.issued)
    if kind == "events":
        return _first(record.date, record.date_announced)
    document = dataset.sources.get(record.source)
    published = _first(document.online, document.issued) if document is not None else None
    if kind == "safety":
        return _first(record.as_of) or published
    if kind == "regimens":
        return published or _first(*(each.as_of for each in record.standing))
    year = getattr(record, "year", None)
    if year is not None and (published is None or published[:4] != str(year)):
        # The document that is cited for it may be a later one.
        return _first(f"{year:04}")
    return published


def _first(*dates: str | None) -> str | None:
    """The end of the earliest of several dates; of those that are none, such as "undated", nothing."""
    found = []
    for each in dates:
        try:
            found.append(end_of(each or ""))
        except ValueError:
            continue
    return min(found, default=None)


def as_it_was(dataset: Dataset, kind: str, record: Any, by: str) -> Any:
    """A record as it stood by a day: without dated parts of later, and in force while no newer edition was there."""
    changed: dict[str, Any] = {}
    for name in PARTS.get(kind, ()):
        parts = getattr(record, name)
        kept = tuple(each for each in parts if (_first(each.as_of) or "") <= by or not _begins(each))
        if len(kept) < len(parts):
            changed[name] = kept
    if kind == "guidelines" and record.superseded_by and in_force(dataset, by, record):
        changed["superseded_by"] = None
    if not changed:
        return record
    from copy import copy

    found = copy(record)
    found.__dict__.update(changed)
    return found


PARTS = {"guidelines": ("recommendations",), "regimens": ("standing",)}
"""By kind: parts that have a date of their own, ``as_of``."""


def _begins(part: Any) -> bool:
    """Whether the date of a part is that of a decision: what is off-label was so before somebody said it."""
    return getattr(part, "status", "licensed") == "licensed"


def in_force(dataset: Dataset, by: str, guideline: Any) -> bool:
    """Whether an edition had not been superseded by a day, as far as the newer one is dated."""
    newer = dataset.guidelines.get(guideline.superseded_by) if guideline.superseded_by else None
    if newer is None:
        return not guideline.superseded_by
    there = since(dataset, "guidelines", newer)
    return there is not None and there > by
