"""JSON documents: from the records, never from a screen, and never through Rich."""

from __future__ import annotations

import json
from typing import Any


def dumps(document: dict[str, Any], indented: bool) -> str:
    """A whole document as text, ending in a newline."""
    return (json.dumps(document, ensure_ascii=False, indent=2) if indented else compact(document)) + "\n"


def pretty(text: str) -> str:
    """Compact JSON laid out for a reader."""
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def member(key: str, value: Any) -> str:
    """The text of one member of the envelope; of ``data``, a row a line, which is easy to compare."""
    if key == "data" and isinstance(value, list) and value:
        return "[\n" + ",\n".join([compact(item) for item in value]) + "\n]"
    return compact(value)


def compact(value: Any) -> str:
    """One value without needless space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
