"""Shape and types, checked by pydantic over the record classes."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ketacli.authoring.problems import Problem


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
        found = []
        for item in error.errors(include_url=False):
            place = ".".join(str(part) for part in item["loc"])
            dotted = ".".join(part for part in (key, place) if part)
            shown = item.get("input")
            tail = f" (found {shown!r})" if isinstance(shown, str | int | float | bool) else ""
            found.append(Problem(file, dotted, item["msg"][:1].lower() + item["msg"][1:] + tail))
        return None, found
