"""What every command writes in JSON mode when it fails."""

from __future__ import annotations

from ketacli.evidence.answers.answer import Answer
from ketacli.records.base import frozen


@frozen
class Failure(Answer):
    """What went wrong, and what to do."""

    code: str
    """Code. usage, unknown-name, empty, data, refused, or internal: a fault, or output that cannot be written."""
    exit: int
    """Exit code. Of the process."""
    message: str
    """Message. What is wrong, one line."""
    hint: str | None
    """Hint. What to do, one line."""
    field: str | None
    """Field. Option, argument or kind of name that it is about."""
    value: str | None
    """Value. What was given."""
    suggestions: tuple[str, ...]
    """Suggestions. Near misses."""
    allowed: tuple[str, ...]
    """Allowed. What could have been given, at most 200."""
    details: tuple[str, ...]
    """Details. Each of several things that are wrong."""
