"""Which lines of a list rest on a document that is not to be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.source import MARKS, UNSOUND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.records.dataset import Dataset


def doubts(dataset: Dataset, documents: Iterable[str]) -> dict[str, str]:
    """By the id of a document that is retracted, untraceable or under concern: the id with that in words."""
    named = dataset.sources.partly("id", "status", of=list(dict.fromkeys(documents)))
    return {each.id: f"{each.id} {MARKS[each.status]}" for each in named if each.status in UNSOUND}
