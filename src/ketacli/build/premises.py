"""Read a file of premises: TOML with a list of lines, or of tables with a line and why it matters."""

from __future__ import annotations

from typing import Any

from ketacli.build.files import read_bytes
from ketacli.build.lines import places_in
from ketacli.build.parse import parse
from ketacli.errors import DataError, UsageError
from ketacli.evidence.premises import Line

HINT = 'Write premises = ["dose of spravato-us-trd maximum = 84 mg"], or [[premises]] tables with says and why.'


def read_premises(path: str) -> list[Line]:
    """The premises of a file with their lines; UsageError for what is none, DataError for what cannot be read."""
    try:
        text = read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f'"{path}" is not UTF-8: {error.reason} at byte {error.start}', "Save it as UTF-8.") from None
    except (OSError, ValueError) as error:
        raise DataError(
            f'cannot read "{path}": {getattr(error, "strerror", None) or error}', HINT, value=path
        ) from None
    return premises(text, path)


def premises(text: str, path: str) -> list[Line]:
    """The same of a text; ``path`` is what errors call it."""
    raw, problems = parse(text, path)
    if problems:
        raise DataError(str(problems[0]), HINT, value=path)
    held = raw.get("premises")
    if not isinstance(held, list) or not held or raw.keys() - {"premises"}:
        raise UsageError(f'"{path}" holds no list of premises alone', HINT, field="file", value=path)
    places = places_in(text)
    return [_line(path, item, places.get(f"premises.{at}", 1)) for at, item in enumerate(held)]


def _line(path: str, item: Any, line: int) -> Line:
    if isinstance(item, str):
        return Line(item, line)
    if isinstance(item, dict) and isinstance(item.get("says"), str) and not item.keys() - {"says", "why"}:
        reason = item.get("why")
        if reason is None or isinstance(reason, str):
            return Line(item["says"], line, reason)
    raise UsageError(f'"{path}", line {line}: no premise', HINT, field="file", value=path)
