"""Doses lie inside their unit's plausible range, so that a ten-fold slip cannot pass."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.authoring.problems import Problem
from ketacli.authoring.read import Authored
from ketacli.check.walk import every, is_a

KETAMINE: dict[str, tuple[float, float]] = {
    "mg": (1, 300),
    "mg/kg": (0.05, 15),
    "mg/h": (1, 50),
    "mg/kg/h": (0.05, 6),
    "mg/kg/min": (0.05, 1),
    "mcg/kg/min": (0.5, 100),
}
"""Lowest and highest dose that any source in hand reports for a form of ketamine in people, with room."""

OTHERS: dict[str, tuple[float, float]] = {
    "mg": (0.5, 1200),
    "mcg": (10, 500),
    "mg/kg": (0.005, 10),
    "mcg/kg": (0.5, 500),
    "mg/h": (0.5, 100),
    "mg/kg/h": (0.001, 6),
}
"""The same for what ketamine was compared with."""

ANIMAL: dict[str, tuple[float, float]] = {"mg/kg": (0.01, 200)}

FORMS = ("racemic", "esketamine", "arketamine")


def problems(authored: Authored) -> Iterator[Problem]:
    """Doses out of range, with an unknown unit, or with ends in the wrong order."""
    for kind, file, key, value in every(authored):
        if kind not in ("trials", "regimens") or not is_a(value, "Dose"):
            continue
        amounts = [amount for amount in (value.low, value.high, *value.steps) if amount is not None]
        if not amounts:
            if value.absent is None:
                yield Problem(file, key, "has neither a dose nor a reason why there is none")
            continue
        if value.low is not None and value.high is not None and value.low >= value.high:
            yield Problem(file, key, f"low {value.low} is not below high {value.high}")
        if value.steps and list(value.steps) != sorted(set(value.steps)):
            yield Problem(file, key, "steps must rise")
        if value.unit is None:
            yield Problem(file, key, "has no unit")
            continue
        table = _table(authored, kind, file, key)
        limits = table.get(value.unit)
        if limits is None:
            yield Problem(file, key, f"unit {value.unit!r} is not one of {', '.join(table)}")
            continue
        for amount in amounts:
            if not limits[0] <= amount <= limits[1]:
                reason = f"{amount:g} {value.unit} is outside the plausible {limits[0]:g} to {limits[1]:g}"
                yield Problem(file, key, reason)


def _table(authored: Authored, kind: str, file: str, key: str) -> dict[str, tuple[float, float]]:
    record = authored.records[kind][file.rsplit("/", 1)[-1].removesuffix(".toml")]
    if kind == "trials":
        if record.species != "human":
            return ANIMAL
        words = key.split(".")
        form = record.arms[int(words[1])].form if words[0] == "arms" else record.forms[0]
    else:
        form = record.form
    return KETAMINE if form in FORMS else OTHERS
