"""What ``synonyms.toml`` holds: how people ask, and how the data says it."""

from __future__ import annotations

from dataclasses import dataclass

from ketacli.records.base import STRICT

FILE = "synonyms.toml"

Words = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Means:
    """Phrases that are answered by others too, not the other way round."""

    __pydantic_config__ = STRICT

    say: Words
    find: Words


@dataclass(frozen=True, kw_only=True)
class Asks:
    """Phrases that show what sort of answer is wanted."""

    __pydantic_config__ = STRICT

    say: Words
    favours: dict[str, float]
    """Kinds of record or sorts of fact, with how much more they count."""


@dataclass(frozen=True, kw_only=True)
class Synonyms:
    """The whole file."""

    __pydantic_config__ = STRICT

    silent: str = ""
    """Words that say nothing by themselves."""
    same: tuple[Words, ...] = ()
    """Words that mean the same; each finds the others."""
    means: tuple[Means, ...] = ()
    asks: tuple[Asks, ...] = ()
