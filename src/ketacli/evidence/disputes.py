"""Which conflicts concern a record or a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset


def about(dataset: Dataset, path: str) -> list[str]:
    """Ids of the conflicts about the value at ``path`` (``kind/id.dotted.key``), a part of it, or what holds it."""
    record, _, asked = path.partition(".")
    found: dict[str, None] = {}
    for key, names in dataset.disputed.get(record, {}).items():
        if not asked or not key or key == asked or key.startswith(asked + ".") or asked.startswith(key + "."):
            found.update(dict.fromkeys(names))
    return list(found)


def of_record(dataset: Dataset, kind: str, name: str) -> list[str]:
    """Ids of the conflicts about a record or anything in it."""
    return about(dataset, f"{kind}/{name}")


def of_field(dataset: Dataset, kind: str, name: str, field: str) -> list[str]:
    """Ids of the conflicts about one field or a part of it, those about what holds it left out."""
    found: dict[str, None] = {}
    for key, names in dataset.disputed.get(f"{kind}/{name}", {}).items():
        if key == field or key.startswith(field + "."):
            found.update(dict.fromkeys(names))
    return list(found)
