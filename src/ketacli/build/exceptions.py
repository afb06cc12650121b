"""What ``exceptions.toml`` holds: values that a rule of likelihood would refuse and that are right all the same."""

from __future__ import annotations

from dataclasses import dataclass

from ketacli.records.base import STRICT

FILE = "exceptions.toml"


@dataclass(frozen=True, kw_only=True)
class Exception_:  # noqa: N801 - the word is Python's own
    """One value, the rule that doubts it, and why it stands."""

    __pydantic_config__ = STRICT

    rule: str
    """Name of the rule, as its problem ends with it."""
    record: str
    """``kind/id``."""
    key: str
    """Dotted key, as the problem names it."""
    reason: str
    """Why the value is right."""


@dataclass(frozen=True, kw_only=True)
class Exceptions:
    """The whole file."""

    __pydantic_config__ = STRICT

    right: tuple[Exception_, ...] = ()
