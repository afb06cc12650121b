"""What is piped in, as text."""

from __future__ import annotations

import sys

from ketacli.errors import DataError, UsageError


def piped(hint: str, field: str, largest: int | None = None) -> str:
    """The text on standard input; ``hint`` says what to do where there is none, ``field`` what stood for it.

    ``largest`` is how many bytes are read at most, where that is not what records of one's own may have.

    Raises UsageError where it is closed, DataError where it is too long, no UTF-8, or cannot be read.
    """
    from ketacli.build.files import too_large
    from ketacli.build.piped import LARGEST

    try:
        if sys.stdin is None:
            raise UsageError("standard input is closed", hint, field=field)
        most = LARGEST if largest is None else largest
        found = sys.stdin.buffer.read(most + 1)
        if len(found) > most:
            raise too_large(most)
        return found.decode("utf-8-sig")
    except OSError as error:
        raise DataError(f"cannot read standard input: {error.strerror}", hint) from None
    except UnicodeDecodeError as error:
        raise DataError(
            f"standard input is not UTF-8: {error.reason} at byte {error.start}", "Save it as UTF-8, then try again."
        ) from None
