"""A place where sources disagree, or where one is wrong."""

from __future__ import annotations

from typing import Literal

from ketacli.records.base import STRICT, CheckLevel, Claim, Record, Text, frozen
from ketacli.records.roles import (
    CheckDay,
    CompoundId,
    Derived,
    Filed,
    IndicationId,
    Locator,
    OwnId,
    RecordPath,
    SourceId,
)


@frozen
class Side(Claim):
    """What one source says."""

    value: str
    """Says. In our own words, figures as printed."""
    used: bool = False
    """Used. Whether this is what keta uses."""


@frozen
class Conflict(Record):
    """Who says what, what keta uses and by which rule."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. Stable name, the file's name."""
    name: str
    """Name. What the disagreement is about, in a few words."""
    about: tuple[RecordPath, ...]
    """About. Paths of the values concerned, such as "trials/escape-trd.outcomes.3", or of a whole record."""
    kind: Filed[Literal["contradicts-primary", "internal", "omission", "outdated", "miscited", "untraceable", "naming",
                  "between-sources"]]  # fmt: skip
    """Kind. What sort of conflict."""
    sides: tuple[Side, ...]
    """Sides. Who says what, and where."""
    uses: Text
    """Uses. What keta uses and why."""
    rule: Literal["source-precedence", "arithmetic", "primary-endpoint", "newest", "both-shown", "none-used", "as-of"]
    """Rule. By which the choice was made."""
    changes_conclusion: bool
    """Changes a conclusion. Whether a reader who takes the other side would conclude otherwise."""
    standing: Literal["verified", "partly-verified", "suspected"]
    """Standing. Whether another source settles it."""
    matters: Text | None = None
    """Why it matters. For a reader."""
    forms: tuple[CompoundId, ...] = ()
    """Forms. Ids of compounds."""
    indications: tuple[IndicationId, ...] = ()
    """Indications. Ids in the vocabulary."""
    source: SourceId
    """Source. Inherited by every claim that names none."""
    at: Locator | None = None
    """Place. Where in that document."""
    check: CheckLevel
    """Check level. What was seen."""
    checked: CheckDay
    """Checked. Date (ISO 8601)."""
    note: str | None = None
    """Note. What a reader must know."""
    local: Derived[Filed[str] | None] = None
    """Local. File of the overlay that the record comes from; none for the records that keta ships."""
