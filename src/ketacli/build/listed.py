"""What lists say of records, worked out once: a list is then drawn without them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from ketacli.evidence.beside import beside
from ketacli.evidence.dose_patterns import study_doses
from ketacli.evidence.listed import seen
from ketacli.evidence.listed.pooled import answering
from ketacli.evidence.listed.trial_words import rows
from ketacli.records.dataset import Dataset
from ketacli.records.meaning import narrower
from ketacli.records.store import LISTED_BETWEEN
from ketacli.records.trial import Trial

Row = tuple[str, str, str]
INSERT = "INSERT OR REPLACE INTO listed VALUES (?, ?, ?)"


def write(connection: sqlite3.Connection, dataset: Dataset) -> None:
    """Fill the tables ``listed`` and ``study_dose`` of a store that holds the records."""
    add_trials(connection, dataset, dataset.trials)
    add_pooled(connection, dataset)


def add_trials(connection: sqlite3.Connection, dataset: Dataset, trials: Iterable[Trial]) -> None:
    """Put trials into the tables that have nothing of them yet."""
    held = list(trials)
    connection.executemany(f"INSERT INTO study_dose VALUES ({','.join('?' * 15)})", study_doses(held))
    # No text of the data holds a control character: the rules of truth see to it.
    lines = [("trials", row.id, LISTED_BETWEEN.join(row)) for row in rows(dataset, held)]
    lines += [(seen.KIND, each.id, seen.written(each)) for each in map(seen.of, held) if each is not None]
    connection.executemany(INSERT, lines)


def add_pooled(connection: sqlite3.Connection, dataset: Dataset) -> None:
    """Put what the list of trials on an indication says of reviews into the tables, for every indication."""
    connection.executemany(INSERT, list(_pooled(dataset)))


def _pooled(dataset: Dataset) -> Iterator[Row]:
    for name in dataset.indications.ids():
        asked = narrower(dataset, {name})
        reviews = beside(dataset, form=set(), route=set(), indication=asked)
        yield "indications", name, answering(dataset, reviews, asked)
