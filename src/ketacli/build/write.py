"""A compiled record as a person would write it in TOML: the way back from ``resolve``.

What a value inherits is left out, a value that says nothing else stands alone, and numbers are
written with the decimals that the source printed. Reading the result gives an equal record.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ketacli.build.resolve import LIMITS, MAIN, PROVENANCE
from ketacli.records.base import Claim, field_types
from ketacli.records.kinds import class_of
from ketacli.records.local import unmarked
from ketacli.records.structure import derived, nested


def authored(kind: str, raw: dict[str, Any]) -> dict[str, Any]:
    """The TOML values of a compiled record, its id first; numbers are int or Decimal."""
    if raw.get("local") and raw.get("name"):
        raw = {**raw, "name": unmarked(raw["name"], raw["local"])}
    return _record(class_of(kind), raw, {name: raw.get(name) for name in PROVENANCE}, top=True)


def _record(cls: type, data: dict[str, Any], own: dict[str, Any], top: bool = False) -> dict[str, Any]:
    inner = nested(cls)
    counted = "digits" in field_types(cls)
    made = derived(cls)
    out: dict[str, Any] = {}
    for name, value in data.items():
        if name == "events" and data.get("derived"):
            continue
        if value is None or name in made or (top and value == [] and hasattr(cls, name)):
            continue
        if name in inner:
            part = inner[name].cls
            out[name] = [_part(part, item, own) for item in value] if inner[name].many else _part(part, value, own)
        elif isinstance(value, list):
            out[name] = [number(item) for item in value]
        else:
            digits = data.get("digits") if name in MAIN else data.get("limit_digits") if name in LIMITS else None
            out[name] = number(value, digits if counted else None)
    if not top and issubclass(cls, Claim):
        _disinherit(out, own)
    return out


def _part(cls: type, data: dict[str, Any], own: dict[str, Any]) -> Any:
    long = _record(cls, data, own)
    return long["value"] if list(long) == ["value"] else long


def _disinherit(claim: dict[str, Any], own: dict[str, Any]) -> None:
    """Leave out what the record says already; a claim with a source of its own keeps its place and check level."""
    if claim.get("source") == own["source"]:
        for name in ("source", "at", "check"):
            if claim.get(name) == own[name]:
                claim.pop(name, None)
    if claim.get("checked") == own["checked"]:
        claim.pop("checked", None)


def number(value: Any, digits: int | None = None) -> Any:
    """A number as printed, with ``digits`` decimals where they are known; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    exact = Decimal(repr(value))
    if digits:
        printed = exact.quantize(Decimal(1).scaleb(-digits))
        return printed if printed == exact else exact
    return value if isinstance(value, int) else exact
