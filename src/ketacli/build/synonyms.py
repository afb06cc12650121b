"""What ``synonyms.toml`` holds: how people ask, and how the data says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketacli.records.base import STRICT

FILE = "synonyms.toml"

Words = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Means:
    """Phrases that are answered by others too, not the other way round."""

    __pydantic_config__ = STRICT

    say: Words
    find: Words
    instead: bool = False
    """Whether the words themselves are not looked for: what has them mostly means something else."""


@dataclass(frozen=True, kw_only=True)
class Asks:
    """Phrases that show what sort of answer is wanted."""

    __pydantic_config__ = STRICT

    say: Words
    favours: dict[str, float]
    """Kinds of record or sorts of fact, with how much more they count."""


@dataclass(frozen=True, kw_only=True)
class Fixes:
    """Phrases that fix for whom, by which way, for what or where an answer must be."""

    __pydantic_config__ = STRICT

    of: Literal["person", "animal", "route", "product", "use"]
    called: str
    """What completes "no dose": "for children", "intramuscular"."""
    say: Words
    find: Words
    """How records write it."""
    dosed: Words = ()
    """Further phrases, that fix a dose alone: a son may be of any age."""


@dataclass(frozen=True, kw_only=True)
class Synonyms:
    """The whole file."""

    __pydantic_config__ = STRICT

    silent: str = ""
    """Words that say nothing by themselves."""
    same: tuple[Words, ...] = ()
    """Words that mean the same; each finds the others."""
    places: tuple[Words, ...] = ()
    """Countries: the code by which records have one, its name, and what else it is called."""
    union: Words = ()
    """Codes of the countries in which an approval by the European Union holds."""
    means: tuple[Means, ...] = ()
    asks: tuple[Asks, ...] = ()
    fixes: tuple[Fixes, ...] = ()
