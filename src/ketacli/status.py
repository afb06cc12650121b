"""Counts of what the data holds and how it was checked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ketacli.dataset import Dataset


def summarise(dataset: Dataset) -> dict[str, Any]:
    """The ``data`` object of ``keta status --json``."""
    meta = dataset.meta
    levels: Counter[str] = Counter()
    dates: list[tuple[str, str]] = []
    missing = 0
    records = {}
    for kind, collection in dataset.records():
        records[kind] = len(collection)
        if kind == "sources":
            continue
        for name, raw in collection.raw.items():
            for claim in claims(raw):
                levels[claim["check"]] += 1
                dates.append((claim["checked"], f"{kind}/{name}"))
                missing += "absent" in claim
    statuses = Counter(raw["status"] for raw in dataset.sources.raw.values())
    oldest = min(dates, default=("", ""))
    conflicts = list(dataset.conflicts.raw.values())
    return {
        "version": meta["version"],
        "released": meta["released"],
        "checked_through": meta["checked_through"],
        "licence": meta["licence"],
        "records": records,
        "values": sum(levels.values()),
        "values_by_check": dict(sorted(levels.items())),
        "values_absent": missing,
        "oldest_check": {"date": oldest[0], "record": oldest[1]},
        "sources_by_status": dict(sorted(statuses.items())),
        "conflicts": {
            "changing_a_conclusion": sum(raw["changes_conclusion"] for raw in conflicts),
            "by_standing": dict(sorted(Counter(raw["standing"] for raw in conflicts).items())),
        },
        "trials_by_species": dict(Counter(raw["species"] for raw in dataset.trials.raw.values())),
    }


def claims(raw: Any) -> list[dict[str, Any]]:
    """Every claim inside a record: each object that names its own source and check level."""
    found = []
    waiting = list(raw.values())
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "check" in item and "source" in item:
                found.append(item)
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return found
