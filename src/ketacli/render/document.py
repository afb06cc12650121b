"""JSON documents: from the records, never from a screen, and never through Rich."""

from __future__ import annotations

import json
from typing import Any


def dumps(document: dict[str, Any], pretty: bool) -> str:
    """The document as text, ending in a newline.

    Pretty for a reader; for a program one record a line, which is far quicker to write and to compare.
    """
    if pretty:
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    lines = []
    for key, value in document.items():
        name = json.dumps(key)
        if key == "data" and isinstance(value, list) and value:
            rows = ",\n".join(_compact(item) for item in value)
            lines.append(f"{name}: [\n{rows}\n]")
        else:
            lines.append(f"{name}: {_compact(value)}")
    return "{" + ",\n".join(lines) + "}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
