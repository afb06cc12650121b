"""Make every value long: short values wrapped, provenance inherited once, printed digits counted."""

from __future__ import annotations

from decimal import Decimal
from math import isinf
from typing import Any

from ketacli.records.base import Claim, field_types
from ketacli.records.structure import derived, nested

PROVENANCE = ("source", "at", "check", "checked")
MAIN = ("value", "percent", "mean", "median")
LIMITS = ("lower", "upper")


class Resolver:
    """Resolves one record; complaints are collected as (key, reason)."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.own = {key: plain(record.get(key)) for key in PROVENANCE}
        self.complaints: list[tuple[str, str]] = []

    def record(self, cls: type, data: dict[str, Any], key: str = "") -> dict[str, Any]:
        """The long form of ``data`` as an instance of ``cls``, as plain JSON values."""
        fields = nested(cls)
        out: dict[str, Any] = {}
        for name in derived(cls):
            if name in data:
                self.complaints.append((f"{key}.{name}" if key else name, "is worked out by the build, not entered"))
        for name, value in data.items():
            where = f"{key}.{name}" if key else name
            inner = fields.get(name)
            if inner is None:
                out[name] = plain(value)
            elif inner.many:
                if not isinstance(value, list):
                    self.complaints.append((where, "must be a list"))
                    continue
                out[name] = [self.part(inner.cls, item, f"{where}.{at}") for at, item in enumerate(value)]
            else:
                out[name] = self.part(inner.cls, value, where)
        if issubclass(cls, Claim):
            self.inherit(out, key)
            if "digits" in field_types(cls):
                for name, figures in (("digits", MAIN), ("limit_digits", LIMITS)):
                    printed = [decimals(data[key]) for key in figures if isinstance(data.get(key), int | Decimal)]
                    if printed:
                        out.setdefault(name, max(printed))
        return out

    def part(self, cls: type, value: Any, key: str) -> dict[str, Any]:
        """A record inside a record, written short or long."""
        if isinstance(value, dict):
            return self.record(cls, value, key)
        if "value" in field_types(cls):
            return self.record(cls, {"value": value}, key)
        self.complaints.append((key, "must be a table"))
        return {}

    def inherit(self, claim: dict[str, Any], key: str) -> None:
        """Fill in what the record says of its source; one level, nothing else is inherited."""
        if "source" in claim and claim["source"] != self.own["source"]:
            if "check" not in claim:
                self.complaints.append((key, f"names the source {claim['source']!r} but no check level of its own"))
        else:
            claim.setdefault("source", self.own["source"])
            if self.own["at"] is not None:
                claim.setdefault("at", self.own["at"])
        claim.setdefault("check", self.own["check"])
        claim.setdefault("checked", self.own["checked"])


def decimals(number: int | Decimal) -> int:
    """How many decimals were written."""
    if isinstance(number, int):
        return 0
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def plain(value: Any) -> Any:
    """TOML values as JSON values: exact decimals become numbers, dates become ISO strings.

    What is no number (inf, nan, or too large for one) stays text, which no field for a number takes.
    """
    if isinstance(value, Decimal):
        if not value.is_finite() or isinf(float(value)):
            return str(value)
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else value
