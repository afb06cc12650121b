"""Vocabularies: indications, routes, scales and the properties of a compound."""

from __future__ import annotations

from typing import Literal

from ketacli.records.base import STRICT, Record, frozen
from ketacli.records.roles import AsPrinted, Designation, IndicationId, OwnId, SourceId


@frozen
class Term(Record):
    """One entry of a vocabulary."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. The accepted spelling."""
    label: str
    """Label. How it is printed."""
    short: Designation | None = None
    """Short label. For narrow columns."""
    synonyms: tuple[AsPrinted, ...] = ()
    """Synonyms. Other spellings that are accepted as input."""
    broader: IndicationId | None = None
    """Broader term. A filter on it also finds this one."""
    note: str | None = None
    """Note. What it does and does not cover."""


@frozen
class Scale(Term):
    """A rating scale."""

    measures: str
    """Measures. What it rates, such as depression: only outcomes of one kind are pooled."""
    low: float | None = None
    """Lowest score. Lower end of the range."""
    high: float | None = None
    """Highest score. Upper end of the range."""
    better: Literal["lower", "higher"] = "lower"
    """Better. Which direction means better health."""
    source: SourceId | None = None
    """Source. Document that gives the range."""


@frozen
class PropertyTerm(Term):
    """A property that compounds can have."""

    group: Literal["identity", "targets", "potency", "kinetics", "bioavailability", "use", "development"]
    """Group. Where it stands in a comparison."""
    units: tuple[str, ...] = ()
    """Units. Units that are allowed."""
    low: float | None = None
    """Plausible low. Below this a value is refused."""
    high: float | None = None
    """Plausible high. Above this a value is refused."""
    priority: int = 2
    """Priority. 1 is shown first in a comparison; 3 only with --all."""
