"""What a field holds beyond its type: ids of which kind, a date, a text as printed.

A record class says it in the annotation (``forms: tuple[CompoundId, ...]``). Rules, schemas, conditions, search and
the walk over records read it there, from the text of the annotation and the ``ROLE`` of the name in it.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from ketacli.tuples import NamedTuple

T = TypeVar("T")

PROSE, CODE, PRINTED = "prose", "code", "printed"
"""How far the rules of texts go: all of them; all but those of notation, for what is no sentence and whose digits count
nothing; or none but those of white space and letters that cannot be seen, for what others have written."""


class Role(NamedTuple):
    """What a text in a field is."""

    name: str
    kind: str = ""
    """The kind of record whose ids it holds."""
    text: str = CODE
    searched: bool = True
    """Whether ``keta find`` looks into it."""


FILED = Role("filed", searched=False)
"""Of words that file a record, a value or a document, and that nobody searches for."""

Derived = Annotated[T, "derived"]
"""A field that the build works out from the others: every way out has it, nobody enters it."""
Filed = Annotated[T, FILED]

Unsound = Annotated[Literal["retracted", "untraceable", "concern", "listed"], FILED]
"""Standings of a document with which it is not to be relied on, as a record that rests on it says them."""

OwnId = Annotated[str, Role("own id")]
CompoundId = Annotated[str, Role("id", "compounds")]
RouteId = Annotated[str, Role("id", "routes")]
IndicationId = Annotated[str, Role("id", "indications")]
PopulationId = Annotated[str, Role("id", "populations")]
ComparatorId = Annotated[str, Role("id", "comparators")]
ScaleId = Annotated[str, Role("id", "scales")]
PropertyId = Annotated[str, Role("id", "properties")]
SubjectId = Annotated[str, Role("id", "subjects")]
TrialId = Annotated[str, Role("id", "trials")]
GuidelineId = Annotated[str, Role("id", "guidelines")]
ReviewId = Annotated[str, Role("id", "reviews")]
PublicationId = Annotated[str, Role("id", "sources")]
SourceId = Annotated[str, Role("id", "sources", searched=False)]
"""The document that a value comes from."""
RecordPath = Annotated[str, Role("path")]
"""``kind/id`` of a record, or ``kind/id.dotted.key`` of a value in it."""

Day = Annotated[str, Role("day")]
"""A year, a month or a day of the calendar, ISO 8601."""
DayOrUndated = Annotated[str, Role("day or undated")]
CheckDay = Annotated[str, Role("day", searched=False)]

Jurisdiction = Annotated[str, Role("jurisdiction")]
"""ISO 3166 code, EU, or a word such as "international"."""
RegistryNumber = Annotated[str, Role("registry number")]
Locator = Annotated[str, Role("locator")]
"""A place in a document."""
Designation = Annotated[str, Role("designation")]
"""Codes, volumes, versions and short labels."""
Pmid = Annotated[str, Role("pmid", searched=False)]
Pmcid = Annotated[str, Role("pmcid", searched=False)]
Doi = Annotated[str, Role("doi", text=PRINTED, searched=False)]
Address = Annotated[str, Role("address", text=PRINTED, searched=False)]
AsPrinted = Annotated[str, Role("as printed", text=PRINTED)]
"""Bibliographic text, names and spellings."""
