"""Shape and types, checked by pydantic over the record classes."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ketacli.build.problems import Problem

LONGEST_SHOWN = 80
"""Letters of a wrong value that a problem repeats."""
MOST = 100
"""Problems of one record that are told one by one."""


@cache
def adapter(cls: type) -> TypeAdapter[Any]:
    """The validator of a record class."""
    return TypeAdapter(cls)


def validate(cls: type, data: dict[str, Any], file: str, key: str = "") -> tuple[Any, list[Problem]]:
    """The record, or None with every problem of shape and type in it.

    ``data`` is strictly read: no text is taken for a number, no unknown key is passed over.
    """
    try:
        return adapter(cls).validate_json(json.dumps(data), strict=True), []
    except ValidationError as error:
        wrong = error.errors(include_url=False)
        found = []
        for item in wrong[:MOST]:
            place = ".".join(str(part) for part in item["loc"])
            dotted = ".".join(part for part in (key, place) if part)
            found.append(Problem(file, dotted, item["msg"][:1].lower() + item["msg"][1:] + _shown(item.get("input"))))
        if len(wrong) > MOST:
            found.append(Problem(file, key, f"and {len(wrong) - MOST:,} more of its values are wrong"))
        return None, found


def _shown(value: Any) -> str:
    """The value that was found, for a message; long ones in part."""
    if not isinstance(value, str | int | float):
        return ""
    text = repr(value)
    return f" (found {text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + '...'})"
