"""What a draft is made into: records as TOML values, and what a person has to look at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

LONGEST = 300
"""Letters of a text that is taken over as it stands."""


@dataclass
class Draft:
    """Records by kind, and what was not mapped or must be judged."""

    records: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    judge: list[str] = field(default_factory=list)
    """What only a person can say."""
    unmapped: list[str] = field(default_factory=list)
    """What the record has and the draft has not."""
    documents: list[str] = field(default_factory=list)
    """Documents that the record names, each with the command that drafts it, or the id that it is on record by."""


def one_line(text: Any, longest: int = LONGEST) -> str:
    """A text without line ends and needless space, and without letters that cannot be seen; a long one in part."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in str(text or "")).split())
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0]


def slug(text: str, taken: set[str] | None = None, longest: int = 60) -> str:
    """An id made of a text; with ``taken`` one that is not among them, and from then on is."""
    found = "-".join(re.findall("[a-z0-9]+", text.lower()))[:longest].strip("-") or "unnamed"
    if taken is not None:
        base, number = found, 2
        while found in taken:
            found, number = f"{base}-{number}", number + 1
        taken.add(found)
    return found


def number(text: Any) -> int | Decimal | None:
    """A number with its digits; None for anything else."""
    try:
        found = Decimal(str(text).replace(",", "").strip())
    except InvalidOperation:
        return None
    if not found.is_finite() or abs(found.adjusted()) > 15:
        return None
    return int(found) if re.fullmatch(r"-?\d+", str(found)) else found


def part(value: Any, *keys: str) -> Any:
    """What stands at the keys inside plain JSON; None where one is missing or is not what it should be."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def parts(value: Any, *keys: str) -> list[dict[str, Any]]:
    """The objects of the list at the keys; none where there is no list."""
    found = part(value, *keys)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
