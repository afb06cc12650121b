"""One fact: what it is about, what it says, and the claims that it rests on."""

from __future__ import annotations

from typing import Any

from ketacli.records import wording
from ketacli.tuples import NamedTuple


class Fact(NamedTuple):
    """A line of a record's page, or a cell of a comparison."""

    group: str
    """Heading it stands under."""
    field: str
    """Dotted path of the value in the record's JSON."""
    label: str
    """What it is."""
    text: str
    """What it says."""
    claims: tuple[Any, ...] = ()
    """The claims that it rests on, each with source, place, check level and date."""
    main: bool = True
    """False for detail that a comparison shows only on request."""
    short: str = ""
    """What it says without conditions and notes, for a comparison; empty when ``text`` is short enough."""


def words(found: Any) -> str:
    """A Text, Count or Quantity in words, with why it is missing and with its note."""
    return noted(bare(found), found)


def bare(found: Any) -> str:
    """A Text, Count or Quantity in words, or why it is missing, without its note."""
    if found.value is None and getattr(found, "low", None) is None and getattr(found, "high", None) is None:
        return wording.absent(found.absent)
    if isinstance(found.value, str):
        return found.value
    if isinstance(found.value, int) and not hasattr(found, "unit"):
        return wording.count(found.value)
    return wording.quantity(found)


def noted(text: str, found: Any) -> str:
    """The text with the claim's note in brackets."""
    return f"{text} ({found.note.rstrip('.')})" if found.note else text
