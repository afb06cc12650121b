"""Plain data as TOML."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import tomli_w


def document(data: dict[str, Any]) -> str:
    """An object as TOML; what has no value is left out, as TOML has no word for it."""
    return tomli_w.dumps(known(data))


def known(value: Any) -> Any:
    """Dicts without members that have no value; in a list, an empty text keeps the place."""
    if isinstance(value, dict):
        return {key: known(item) for key, item in value.items() if item is not None}
    if isinstance(value, tuple | list):
        return ["" if item is None else known(item) for item in value]
    # As it is written in JSON: TOML's own floats would gain or lose digits.
    return Decimal(repr(value)) if isinstance(value, float) else value
