"""A statement that is no number in another kind of record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketacli.models.base import STRICT, CheckLevel, Record, Text


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class Topic(Record):
    """A finding, caveat, recommendation, hypothesis or open question on one topic."""

    __pydantic_config__ = STRICT

    id: str
    """Id. Stable name, the file's name."""
    name: str
    """Name. The statement in a few words."""
    topics: tuple[str, ...]
    """Topics. Ids in the vocabulary of subjects; the first is where it is listed."""
    kind: Literal["finding", "caveat", "recommendation", "hypothesis", "open-question", "practice", "background"]
    """Kind. What sort of statement."""
    basis: Literal["human", "animal", "in-vitro", "mixed", "opinion", "not-stated"]
    """Basis. What it rests on; an animal finding is never shown as a human one."""
    standing: Literal["supported", "preliminary", "contested", "contradicted", "untraceable", "not-stated"]
    """Standing. How it stands against what else is on record."""
    forms: tuple[str, ...] = ()
    """Forms. Ids of compounds."""
    routes: tuple[str, ...] = ()
    """Routes. Ids in the vocabulary."""
    indications: tuple[str, ...] = ()
    """Indications. Ids in the vocabulary."""
    statement: Text
    """Statement. In our own words."""
    support: tuple[Text, ...] = ()
    """Support. What other sources add, for or against, each with its source."""
    trials: tuple[str, ...] = ()
    """Trials. Ids of trials that it rests on or that speak to it."""
    synonyms: tuple[str, ...] = ()
    """Synonyms. Words that people search for."""
    caveats: tuple[Text, ...] = ()
    """Caveats. What limits it."""
    source: str
    """Source. Inherited by every claim that names none."""
    at: str | None = None
    """Place. Where in that document."""
    check: CheckLevel
    """Check level. What was seen."""
    checked: str
    """Checked. Date (ISO 8601)."""
    note: str | None = None
    """Note. What a reader must know."""
