"""What can go wrong, each with its exit code, one line of what and one of what to do."""

from __future__ import annotations

OK = 0
INTERNAL = 1
USAGE = 2
UNKNOWN = 3
EMPTY = 4
DATA = 5
REFUSED = 6
BROKEN = 7
"""A premise no longer holds, or something differs: an answer, and no error."""
INTERRUPTED = 130


class KetaError(Exception):
    """An error that a user can understand and act on.

    ``message`` is one line of what is wrong, ``hint`` one of what to do; ``details`` are lines between
    them, for the one case of many problems at once.
    """

    exit_code = INTERNAL
    code = "internal"

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        field: str | None = None,
        value: str | None = None,
        suggestions: tuple[str, ...] = (),
        allowed: tuple[str, ...] = (),
        details: tuple[str, ...] = (),
    ) -> None:
        super().__init__("\n  ".join((message, *details)))
        self.message = message
        self.hint = hint
        self.field = field
        self.value = value
        self.suggestions = suggestions
        self.allowed = allowed
        self.details = details


class UsageError(KetaError):
    """The command line does not make sense; exit code 2."""

    exit_code = USAGE
    code = "usage"


class UnknownName(KetaError):
    """No record, or more than one, goes by that name; exit code 3."""

    exit_code = UNKNOWN
    code = "unknown-name"


class AmbiguousName(UnknownName):
    """More than one record, or form, goes by that name."""


class NothingMatched(KetaError):
    """Nothing matched and the caller asked to be told by the exit code 4."""

    exit_code = EMPTY
    code = "empty"


class DataError(KetaError):
    """The data is damaged, invalid or older than allowed; exit code 5."""

    exit_code = DATA
    code = "data"


class Refused(KetaError):
    """Arithmetic that no published source supports; exit code 6."""

    exit_code = REFUSED
    code = "refused"
