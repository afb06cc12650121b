"""Where the concepts of a question stand: in what a record is called, in what it is about, in which facts.

Asked of SQLite's full-text tables; where this Python's SQLite has none, read off the rows, which is slower.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

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
"""Rows of a word that are read, the shipped ones first; further ones are looked at where other words led to them."""


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
    found.cut = look(store, "subject_words", SUBJECT, concept.ways[:1], concept.ways, found.subjects)
    found.records = count(store, "subject_words", concept.ways) if found.cut else len(found.subjects)
    found.cut |= look(store, "fact_words", FACT, *_of_facts(found, concept), found.facts)
    return found


def complete(store: Store, concept: Concept, found: Matches, records: Iterable[tuple[int, int, int]]) -> None:
    """Look for a concept, of which rows were not read, in some records: number, first fact, count of facts."""
    for number, first, facts in records:
        look(store, "subject_words", SUBJECT, concept.ways[:1], concept.ways, found.subjects, range(number, number + 1))
        look(store, "fact_words", FACT, *_of_facts(found, concept), found.facts, range(first, first + facts))


def _of_facts(found: Matches, concept: Concept) -> tuple[list[str], list[str]]:
    """What of a concept is looked for in facts: as typed, and every way."""
    # What so many records are about says little of a fact: the word itself is looked for, not what stands for it.
    typed = concept.ways[:1]
    return typed, typed if found.records > COMMON else concept.ways


def look(
    store: Store, table: str, columns: dict[str, float], typed: list[str], every: list[str], held: dict[int, float],
    inside: range | None = None,
) -> bool:  # fmt: skip
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
        rows = rowids(store, table, column, ways, inside)
        cut |= len(rows) == MANY
        held.update(dict.fromkeys(rows, worth))
    return cut


def rowids(store: Store, table: str, column: str, ways: list[str], inside: range | None = None) -> list[int]:
    """The rows of a full-text table whose column, or any where it is empty, holds one of the ways to write a thing.

    They are in the order of their numbers: all within a range, or the first ``MANY``.
    """
    if not store.full_text:
        from ketacli.evidence.find.scan import Scan

        scan: Scan = store.kept.setdefault("scan", Scan(store))
        numbers = scan.numbers(table, column, ways)
        return [number for number in numbers if number in inside] if inside else numbers[:MANY]
    asked = " OR ".join(ways)
    question = f"SELECT rowid FROM {table} WHERE {table} MATCH ?"
    words = f"{column} : ({asked})" if column else asked
    if inside:
        rows = store.rows(f"{question} AND rowid BETWEEN ? AND ?", words, inside[0], inside[-1])
    else:
        rows = store.rows(f"{question} ORDER BY rowid LIMIT {MANY}", words)
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
