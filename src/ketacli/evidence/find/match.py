"""Where the concepts of a question stand: in what a record is called, in what it is about, in which facts.

Asked of SQLite's full-text tables; where this Python's SQLite has none, read off the rows, which is slower.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.evidence.find.question import Concept
    from ketacli.records.store import Store

SUBJECT = {"names": 1.1, "lead": 0.75, "scope": 0.6}
FACT = {"label": 1.0, "text": 0.8, "also": 0.4}
"""How much a match in a column is worth."""
STAND_IN = 0.85
"""How much a synonym is worth against the word itself."""
PLAIN = ("scope", "also")
"""Columns that hold synonyms themselves: there one is worth as much as the word."""
COMMON = 500
"""A word that more records than these are about is common."""
MANY = 10_000
"""Rows of a word that are read, the shipped ones first: a word that stands in more tells none from another."""


class Matches:
    """Where one concept stands."""

    __slots__ = ("cut", "facts", "records", "subjects")

    def __init__(self) -> None:
        self.cut = False
        """Whether there are rows that were not read."""
        self.records = 0
        """How many records are called so or about it, read or not."""
        self.subjects: dict[int, float] = {}
        """Number of a record to the worth of the best match in what it is called or about."""
        self.facts: dict[int, float] = {}
        """Number of a fact to the worth of the best match in it."""


def match(store: Store, concept: Concept) -> Matches:
    """Where one concept stands."""
    found = Matches()
    if not concept.ways:
        return found
    typed, every = concept.ways[:1], concept.ways
    found.cut = look(store, "subject_words", SUBJECT, typed, every, found.subjects)
    found.records = count(store, "subject_words", every) if found.cut else len(found.subjects)
    # What so many records are about says little of a fact: the word itself is looked for, not what stands for it.
    common = found.records > COMMON
    found.cut |= look(store, "fact_words", FACT, typed, typed if common else every, found.facts)
    return found


def look(
    store: Store, table: str, columns: dict[str, float], typed: list[str], every: list[str], held: dict[int, float]
) -> bool:
    """Set what the best match of each row of a full-text table is worth; whether there may be more than were read."""
    steps = []
    for column, worth in columns.items():
        if len(every) > 1 and column not in PLAIN:
            steps += [(worth, column, typed), (worth * STAND_IN, column, every)]
        else:
            steps.append((worth, column, every))
    cut = False
    # From the least worth to the greatest, so that the best match of a row is what stays.
    for worth, column, ways in sorted(steps):
        rows = rowids(store, table, column, ways)
        cut |= len(rows) == MANY
        held.update(dict.fromkeys(rows, worth))
    return cut


def rowids(store: Store, table: str, column: str, ways: list[str]) -> list[int]:
    """The first ``MANY`` rows whose column, or any where it is empty, holds one of the ways to write a thing."""
    if not ways:
        return []
    if not store.full_text:
        from ketacli.evidence.find.scan import Scan

        scan: Scan = store.kept.setdefault("scan", Scan(store))
        return scan.numbers(table, column, ways)[:MANY]
    asked = " OR ".join(ways)
    words = f"{column} : ({asked})" if column else asked
    rows = store.rows(f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid LIMIT {MANY}", words)
    return [number for (number,) in rows]


def count(store: Store, table: str, ways: list[str]) -> int:
    """How many rows of a full-text table hold one of the ways to write a thing, in any column."""
    if not store.full_text:
        from ketacli.evidence.find.scan import Scan

        scan: Scan = store.kept.setdefault("scan", Scan(store))
        return len(scan.numbers(table, "", ways))
    rows = store.rows(f"SELECT count(*) FROM {table} WHERE {table} MATCH ?", " OR ".join(ways))
    return int(rows[0][0])


def anywhere(store: Store, way: str) -> bool:
    """Whether any record or fact is written so."""
    tables = ("subject_words", "fact_words")
    if not store.full_text:
        return any(rowids(store, table, "", [way]) for table in tables)
    return any(store.rows(f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT 1", way) for table in tables)
