"""Facts in the order in which they answer a question.

A fact is worth what its own words and the subject of its record say of the question, rare words most; what other
facts of its record say counts for less. What the question asks for (a dose, an approval) goes before the rest.
"""

from __future__ import annotations

from math import log

from ketacli.evidence.find.hit import Hit
from ketacli.evidence.find.match import Matches, match, rowids
from ketacli.records.kinds import BY_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ketacli.evidence.find.question import Concept, Question
    from ketacli.records.store import Store

ELSEWHERE = 0.45
"""What a word is worth that stands in another fact of the record."""
BESIDE = 0.12
"""What a word in the fact adds where the record's subject has it already."""
NAMED = 1.6
"""What a word is worth that names the record itself."""
COMMON = 2000
"""A word in more facts than these says nothing of a record by standing in one of them."""
SORTS = {"caveat": 0.9, "side": 0.9, "document": 0.9, "grading": 0.8}
CANDIDATES = 80
"""Records whose facts are looked at closely."""
ENOUGH = 0.4
"""The part of the best score that the last answer must have."""
LEAD = 1.0
"""What it adds when the words of a record's lead answer, the statement by which it is known."""
KNOWN = 0.02
"""What it adds to be well known, a step for each doubling or so of the records that name it."""
KNOWN_DOSE = 0.1
"""The same for a regimen where a dose is asked for: the usual one goes before those that one study gave."""
PAIR = 0.5
"""What it adds when two words of the question stand side by side."""
SPREAD, SPREAD_POWER = 12, 0.3
"""From so many facts on a word somewhere in a record says less the more facts there are, with this power."""
LONG_WORTH = 0.97
LONG = 400
"""Letters of a fact from which on it counts as long."""


def rank(store: Store, question: Question, most: int | None = None) -> list[Hit]:
    """The best fact of every record that answers, best first, ``most`` of them; their number is set in the question."""
    concepts = [each for each in question.concepts if each.ways and each.weight]
    if not concepts:
        # Small words alone: they are all that there is to look for.
        concepts = [each for each in question.concepts if each.ways]
        for each in concepts:
            each.weight = 1.0
    if not concepts:
        return []
    table = Table(store)
    found = [match(store, each) for each in concepts]
    worths = [table.worths(each, concept) for each, concept in zip(found, concepts, strict=True)]
    weights = [
        concept.weight * log(1 + table.total / (1 + max(len(worth), each.records)))
        for concept, each, worth in zip(concepts, found, worths, strict=True)
    ]
    question.cut = [concept.typed for concept, each in zip(concepts, found, strict=True) if each.cut]
    records = _records(table, question, concepts, worths, weights)
    likely = sorted(records, key=lambda owner: (-records[owner], owner))
    several = len(concepts) > 1
    # Of one word every record is an answer; of several, those that have enough of them.
    enough = ENOUGH if several else 0.0
    likely = likely[:CANDIDATES] if several else likely
    best = _best(table, question, [each.facts for each in found], worths, weights, records, likely)
    ordered = sorted(best, key=lambda owner: (-best[owner][0], owner))
    least = enough * best[ordered[0]][0] if ordered else 0.0
    ordered = [owner for owner in ordered if best[owner][0] >= least]
    question.total = len(ordered) if several else max(len(ordered), found[0].records)
    ordered = ordered[:most]
    rows = table.rows([best[owner][1] for owner in ordered])
    whole = sum(weights)
    hits = []
    for owner in ordered:
        score, number = best[owner]
        words = tuple(
            question.respelt.get(concept.typed, concept.typed)
            for concept, worth in zip(concepts, worths, strict=True)
            if owner in worth
        )
        ways = tuple(
            tuple(way.removeprefix("NEAR(").partition(", ")[0].strip('"*)') for way in concept.ways)
            for concept, worth in zip(concepts, worths, strict=True)
            if owner in worth
        )
        hits.append(Hit(rows[number], round(100 * score / whole), words, ways))
    return hits


def _records(
    table: Table, question: Question, concepts: list[Concept], worths: list[dict[int, float]], weights: list[float]
) -> dict[int, float]:
    """What every record is worth by all that it has, without regard to which of its facts."""
    records: dict[int, float] = {}
    for worth, weight in zip(worths, weights, strict=True):
        for owner, value in worth.items():
            records[owner] = records.get(owner, 0.0) + weight * value
    for at in range(len(concepts) - 1):
        if table.adjacent(question, concepts[at], concepts[at + 1]):
            for owner in table.together(concepts[at], concepts[at + 1]):
                records[owner] = records.get(owner, 0.0) + PAIR * min(weights[at], weights[at + 1])
    for concept, worth in zip(concepts, worths, strict=True):
        # An amount with its unit is that amount or nothing, wherever anything has it.
        if concept.forced and worth:
            records = {owner: score for owner, score in records.items() if owner in worth} or records
    return records


def _best(
    table: Table,
    question: Question,
    facts: list[dict[int, float]],
    worths: list[dict[int, float]],
    weights: list[float],
    records: dict[int, float],
    likely: list[int],
) -> dict[int, tuple[float, int]]:
    """Number of each likely record to what it is worth and its best fact, its lead where none is better."""
    known: dict[int, float] = {}
    leads: set[int] = set()
    inside: set[int] = set()
    for owner, renown, first, count in table.subjects(likely):
        known[owner] = renown
        leads.add(first)
        inside.update(range(first, first + count))
    held = leads.union(*(inside.intersection(each) for each in facts))
    best: dict[int, tuple[float, int]] = {}
    shown: dict[int, float] = {}
    for number, owner, sort, size, kind in table.sorts(sorted(held)):
        score = records[owner]
        for own, worth, weight in zip(facts, worths, weights, strict=True):
            value = own.get(number)
            if value is not None:
                score += weight * (max(value - worth.get(owner, 0.0), 0.0) + BESIDE * value)
        wanted = question.favours.get(kind, 0.0)
        # The name of a product tells which regimen is meant only where the question is about regimens.
        asked = question.favours.get(sort, 0.0) if kind != "regimens" or wanted > 0 else 0.0
        factor = BY_NAME[kind].worth * SORTS.get(sort, 1.0) * (LONG_WORTH if size > LONG else 1.0)
        step = KNOWN_DOSE if kind == "regimens" and wanted > 0 else KNOWN
        factor *= 1 + asked + wanted + step * known[owner]
        total = (score + (LEAD if number in leads else 0.0)) * factor
        # Of one record the fact is shown that is of the sort asked for.
        fits = score * factor * (1 + asked)
        before, place = best.get(owner, (0.0, number))
        if owner not in shown or fits > shown[owner]:
            shown[owner], place = fits, number
        best[owner] = (max(total, before), place)
    return best


class Table:
    """Which record a fact belongs to, and how well records are known."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.total: int = store.rows("SELECT coalesce(max(number) + 1, 0) FROM subject")[0][0]

    def subjects(self, owners: list[int]) -> list[tuple[int, float, int, int]]:
        """Number, renown, first fact and count of facts of records."""
        return self.store.among("SELECT number, known, first, facts FROM subject WHERE number IN", owners)

    def owners(self, facts: Iterable[int]) -> list[tuple[int, int, int]]:
        """Facts, each with the number of its record and how many facts that has."""
        return self.store.among(
            "SELECT f.number, s.number, s.facts FROM fact f JOIN subject s ON s.number = f.subject WHERE f.number IN",
            [*facts],
        )

    def worths(self, found: Matches, concept: Concept) -> dict[int, float]:
        """Number of every record that has a concept to what that is worth."""
        elsewhere: dict[int, float] = {}
        if len(found.facts) <= COMMON:
            # A record of many facts has most words somewhere.
            for number, owner, facts in self.owners(found.facts):
                value = found.facts[number] * ELSEWHERE * min(1.0, (SPREAD / facts) ** SPREAD_POWER)
                if value > elsewhere.get(owner, 0.0):
                    elsewhere[owner] = value
        out = dict(found.subjects)
        for owner, value in elsewhere.items():
            if value > out.get(owner, 0.0):
                out[owner] = value
        for kind, name in concept.named:
            rows = self.store.rows("SELECT number FROM subject WHERE kind = ? AND id = ?", kind, name)
            out.update((owner, NAMED) for (owner,) in rows)
        return out

    def adjacent(self, question: Question, one: Concept, other: Concept) -> bool:
        """Whether the question has two concepts side by side that can be looked for as such.

        A word that asks for a dose stands beside nothing: every regimen has one.
        """
        at = question.concepts.index(one)
        return (
            question.concepts[at + 1] is other and not one.forced and not other.forced
            and "regimens" not in one.asks + other.asks
            and "*" not in one.ways[0] + other.ways[0]
        )  # fmt: skip

    def together(self, one: Concept, other: Concept) -> set[int]:
        """Records that have two concepts side by side."""
        asked = [f"NEAR({one.ways[0]} {other.ways[0]}, 3)"]
        owners = {owner for _, owner, _ in self.owners(rowids(self.store, "fact_words", "", asked))}
        return owners.union(rowids(self.store, "subject_words", "", asked))

    def sorts(self, facts: list[int]) -> list[tuple[int, int, str, int, str]]:
        """Number, record, sort, letters and kind of facts."""
        return self.store.among(
            "SELECT f.number, f.subject, f.sort, length(f.text), s.kind FROM fact f "
            "JOIN subject s ON s.number = f.subject WHERE f.number IN", facts,
        )  # fmt: skip

    def rows(self, facts: list[int]) -> dict[int, tuple[Any, ...]]:
        """What is printed of facts."""
        rows = self.store.among(
            "SELECT f.number, s.kind, s.id, s.name, f.path, f.label, f.text, f.source, f.conflict FROM fact f "
            "JOIN subject s ON s.number = f.subject WHERE f.number IN", facts,
        )  # fmt: skip
        return {row[0]: row[1:] for row in rows}
