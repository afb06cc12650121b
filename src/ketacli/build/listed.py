"""What lists say of records, worked out once: a list is then drawn without them."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.evidence.beside import beside
from ketacli.evidence.listed.pooled import answering
from ketacli.evidence.listed.trial_words import rows
from ketacli.records.dataset import Dataset
from ketacli.records.meaning import narrower
from ketacli.records.store import LISTED_BETWEEN

Row = tuple[str, str, str]


def trial_rows(dataset: Dataset, names: list[str] | None = None) -> Iterator[Row]:
    """Kind, id and texts of the line of every trial, or of those named."""
    trials = list(dataset.trials if names is None else dataset.trials.some(names))
    # No text of the data holds a control character: the rules of truth see to it.
    return (("trials", row.id, LISTED_BETWEEN.join(row)) for row in rows(dataset, trials))


def pooled_rows(dataset: Dataset) -> Iterator[Row]:
    """Kind and id of every indication, and what the list of its trials says of the reviews on it."""
    for name in dataset.indications.ids():
        asked = narrower(dataset, {name})
        reviews = beside(dataset, form=set(), route=set(), indication=asked)
        yield "indications", name, answering(dataset, reviews, asked)
