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


class Matches:
    """Where one concept stands."""

    __slots__ = ("facts", "subjects")

    def __init__(self) -> None:
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
    look(store, "subject_words", SUBJECT, typed, every, found.subjects)
    # What so many records are about says little of a fact: the word itself is looked for, not what stands for it.
    common = len(found.subjects) > COMMON
    look(store, "fact_words", FACT, typed, typed if common else every, found.facts)
    return found


def look(
    store: Store, table: str, columns: dict[str, float], typed: list[str], every: list[str], held: dict[int, float]
) -> None:
    """Set what the best match of each row of a full-text table is worth."""
    steps = []
    for column, worth in columns.items():
        if len(every) > 1 and column not in PLAIN:
            steps += [(worth, column, typed), (worth * STAND_IN, column, every)]
        else:
            steps.append((worth, column, every))
    # From the least worth to the greatest, so that the best match of a row is what stays.
    for worth, column, ways in sorted(steps):
        held.update(dict.fromkeys(rowids(store, table, column, ways), worth))


def rowids(store: Store, table: str, column: str, ways: list[str]) -> list[int]:
    """The rows of a full-text table whose column, or any where it is empty, holds one of the ways to write a thing."""
    if not store.full_text:
        from ketacli.evidence.find.scan import Scan

        found: list[int] = store.kept.setdefault("scan", Scan(store)).numbers(table, column, ways)
        return found
    asked = " OR ".join(ways)
    rows = store.rows(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", f"{column} : ({asked})" if column else asked)
    return [number for (number,) in rows]


def anywhere(store: Store, way: str) -> bool:
    """Whether any record or fact is written so."""
    tables = ("subject_words", "fact_words")
    if not store.full_text:
        return any(rowids(store, table, "", [way]) for table in tables)
    return any(store.rows(f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT 1", way) for table in tables)
