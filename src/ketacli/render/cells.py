"""Rows as CSV and TSV, for programs and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

BOM = "\ufeff"
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a text must not begin with: spreadsheets would take it for a formula."""


def csv(header: Sequence[str] | None, rows: Iterable[Sequence[Any]]) -> str:
    """Comma-separated values after RFC 4180, lines ended by a line feed."""
    return _lines(header, rows, ",", _csv_text)


def tsv(header: Sequence[str] | None, rows: Iterable[Sequence[Any]]) -> str:
    """Tab-separated values: no cell holds a tab or a line break, so that a line is a row and a tab a column."""
    return _lines(header, rows, "\t", _tsv_text)


def _lines(header: Sequence[str] | None, rows: Iterable[Sequence[Any]], gap: str, text: Any) -> str:
    out = [] if header is None else [gap.join(text(name) for name in header)]
    out += [gap.join(text(safe(value)) for value in row) for row in rows]
    return "".join(line + "\n" for line in out)


def safe(value: Any) -> str:
    """The text of a cell: numbers as they are, a text that looks like a formula with an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    return f"'{value}" if value.startswith(RISKY) else value


def _csv_text(text: str) -> str:
    if any(mark in text for mark in ',"\r\n') or text != text.strip(" "):
        return '"' + text.replace('"', '""') + '"'
    return text


def _tsv_text(text: str) -> str:
    flat = " ".join(text.replace("\t", " ").splitlines()) if not text.isprintable() else text
    # A quote at the very beginning would be read as the beginning of a quoted cell.
    return '"' + flat.replace('"', '""') + '"' if flat.startswith('"') else flat
