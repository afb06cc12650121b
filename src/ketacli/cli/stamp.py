"""What the shipped data says of itself, read off its text: the quickest answers need no more of it."""

from __future__ import annotations

import os

FILE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "_compiled", "meta.json")  # noqa: PTH100, PTH118, PTH120


def text() -> str | None:
    """The compact JSON of the description; None where there is none."""
    try:
        with open(FILE, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return None


def value(described: str, key: str) -> str:
    """The text of a key; empty where it has none, or one that has to be decoded."""
    found = described.partition(f'"{key}":"')[2].partition('"')[0]
    return "" if "\\" in found else found
