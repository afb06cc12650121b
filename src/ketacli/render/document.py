"""JSON documents: from the records, never from a screen, and never through Rich."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any


def dumps(document: dict[str, Any], indented: bool) -> str:
    """A whole document as text, ending in a newline."""
    return (json.dumps(document, ensure_ascii=False, indent=2) if indented else compact(document)) + "\n"


def laid_out(document: dict[str, Any]) -> str:
    """A whole document, laid out for a reader wherever it goes."""
    return dumps(document, indented=True)


def pretty(text: str) -> str:
    """Compact JSON laid out for a reader."""
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def lines(texts: Iterable[str]) -> str:
    """JSON Lines, of values that are compact JSON already."""
    return "".join(text + "\n" for text in texts)


def compact(value: Any) -> str:
    """One value without needless space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
