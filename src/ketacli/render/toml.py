"""Documents and records as TOML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tomli_w

from ketacli.authoring.write import authored, number


def records(kind: str, raw: Sequence[dict[str, Any]]) -> str:
    """Compiled records as an array of tables under their kind."""
    return tomli_w.dumps({kind: [authored(kind, item) for item in raw]})


def record(kind: str, raw: dict[str, Any]) -> str:
    """One compiled record as the file that a person would write, with its id."""
    return tomli_w.dumps(authored(kind, raw))


def document(data: dict[str, Any]) -> str:
    """Any other object; what has no value is left out, as TOML has no word for it."""
    return tomli_w.dumps(known(data))


def known(value: Any) -> Any:
    """Dicts without members that have no value; in a list, an empty text keeps the place."""
    if isinstance(value, dict):
        return {key: known(item) for key, item in value.items() if item is not None}
    if isinstance(value, tuple | list):
        return ["" if item is None else known(item) for item in value]
    return number(value)
