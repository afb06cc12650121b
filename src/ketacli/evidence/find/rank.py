"""Facts in the order in which they answer a question.

A fact is worth what its own words and the subject of its record say of the question, rare words most; what other
facts of its record say counts for less. What the question asks for (a dose, an approval) goes before the rest.
"""

from __future__ import annotations

from math import log

from ketacli.evidence.find.direct import leading
from ketacli.evidence.find.fixed import DOSES, MAXIMA, Fixed, with_dose
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
SORTS = {"caveat": 0.9, "side": 0.9, "document": 0.9, "grading": 0.8, "replaced": 0.6}
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
ANIMAL = 0.7
"""What a study in animals is worth against one in people, where none in animals is asked for."""
OTHER_FORM = 0.7
"""What a record on another form is worth, where one is named."""
USUAL_ROUTE = 1.02
"""What a dose by the usual route is worth where none is named: of two alike it goes first."""
NO_MAXIMUM = 0.6
"""What a largest dose is worth where no largest is asked for."""
UNFINISHED = 0.9
"""What a study without results is worth, where neither a study nor a comparison is asked for."""
SPREAD, SPREAD_POWER = 12, 0.3
"""From so many facts on a word somewhere in a record says less the more facts there are, with this power."""
LEADING = 3.0
"""How much the result itself is favoured of what leads a comparison."""
SIDES = ("compounds", "comparators")
"""Kinds of what is set against each other."""
LONG_WORTH = 0.97
LONG = 400
"""Letters of a fact from which on it counts as long."""


def rank(store: Store, question: Question, most: int | None = None) -> list[Hit]:
    """The best fact of every record that answers, best first, ``most`` of them; their number is set in the question."""
    fixed = Fixed(store, question)
    question.absent, question.covered = fixed.absent, fixed.covered
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
    forms = {name for each in concepts for kind, name in each.named if kind == "compounds"}
    compared = question.favours.get("compare", 0.0) > 0 and len(forms) > 1
    worths = [table.worths(each, concept, compared) for each, concept in zip(found, concepts, strict=True)]
    weights = [
        concept.weight * log(1 + table.total / (1 + max(len(worth), each.records)))
        for concept, each, worth in zip(concepts, found, worths, strict=True)
    ]
    question.cut = [concept.typed for concept, each in zip(concepts, found, strict=True) if each.cut]
    if fixed.doses:
        dosed = with_dose(store)
        question.undosed = [
            concept.typed
            for concept, each in zip(concepts, found, strict=True)
            if _is_use(question.text, concept) and not dosed.intersection(each.subjects)
        ]
    records = _records(table, question, concepts, worths, weights)
    if compared and all("compare" in each.asks or each.named for each in concepts):
        for owner in table.of_all(forms):
            records[owner] = records.get(owner, 0.0) + NAMED * max(weights)
    lead = table.number(leading(store, question))
    if lead is not None:
        records[lead] = max(records.values(), default=0.0)
    apart = fixed.apart(table, records)
    likely = sorted(records, key=lambda owner: (apart[owner], -records[owner], owner))
    several = len(concepts) > 1
    # Of one word every record is an answer; of several, those that have enough of them.
    enough = ENOUGH if several else 0.0
    likely = likely[:CANDIDATES] if several else likely
    best = _best(
        table, question, fixed, concepts, [each.facts for each in found], worths, weights, records, likely, lead
    )
    if lead in best:
        best[lead].apart = min(each.apart for each in best.values())
        best[lead].score = max(each.score for each in best.values())
    ordered = _ordered(best, enough, lead)
    question.unmet = fixed.unmet({best[owner].number: owner for owner in ordered}, table)
    question.total = len(ordered) if several else max(len(ordered), found[0].records)
    ordered = ordered[:most]
    rows = table.rows([best[owner].number for owner in ordered])
    whole = sum(weights)
    hits: list[Hit] = []
    for owner in ordered:
        score, number = best[owner].score, best[owner].number
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
        # What is about others stands below, however much of the question it has.
        score = min(score, hits[-1].score * whole / 100) if hits else score
        hits.append(Hit(rows[number], round(100 * score / whole), words, ways))
    return hits


def _is_use(text: str, concept: Concept) -> bool:
    """Whether a word that fixes nothing is what a dose is asked for: "dose for tinnitus"."""
    import re

    plain = not (concept.fixes or concept.named or concept.asks or concept.forced) and concept.typed.isalpha()
    before = r"\b(?:for|in|with|against|during|of)\s+(?:(?:an?|my|the|chronic|severe|acute)\s+)?"
    beside = rf"{before}{re.escape(concept.typed)}\b"
    return plain and re.search(beside, text, re.IGNORECASE) is not None


def _ordered(best: dict[int, Answer], enough: float, lead: int | None = None) -> list[int]:
    """The records by how well they answer, those about what the question is fixed to first; without the poorest."""
    ordered = sorted(best, key=lambda owner: (best[owner].apart, -best[owner].score, owner != lead, owner))
    least: dict[int, float] = {}
    for owner in ordered:
        # Each rank is held to its own best, and to that of those before it.
        apart, score = best[owner].apart, best[owner].score
        least.setdefault(apart, max([enough * score, *least.values()]))
    return [owner for owner in ordered if best[owner].score >= least[best[owner].apart]]


class Answer:
    """The fact of a record that answers best."""

    __slots__ = ("apart", "fits", "number", "score")

    def __init__(self, apart: int, score: float, fits: float, number: int) -> None:
        self.apart = apart
        """How much of what the question is fixed to the fact is not about."""
        self.score = score
        """What the record is worth."""
        self.fits = fits
        """How well the fact is of the sort that is asked for."""
        self.number = number


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
        # An amount with its unit is that amount or nothing, wherever anything has it; a person comes before it.
        if concept.forced and worth and not any(each.fixes and each.fixes.sort == "person" for each in concepts):
            records = {owner: score for owner, score in records.items() if owner in worth} or records
    return records


def _best(
    table: Table,
    question: Question,
    fixed: Fixed,
    concepts: list[Concept],
    facts: list[dict[int, float]],
    worths: list[dict[int, float]],
    weights: list[float],
    records: dict[int, float],
    likely: list[int],
    lead: int | None,
) -> dict[int, Answer]:
    """Number of each likely record to its best fact, its lead where none is better; no doses that are another's."""
    known: dict[int, float] = {}
    leads: set[int] = set()
    inside: set[int] = set()
    for owner, renown, first, count in table.subjects(likely):
        known[owner] = renown
        leads.add(first)
        inside.update(range(first, first + count))
    held = leads.union(*(inside.intersection(each) for each in (*facts, *fixed.facts.values())))
    sides = [any(what in SIDES for what, _ in concept.named) for concept in concepts]
    best: dict[int, Answer] = {}
    for number, owner, sort, size, kind in table.sorts(sorted(held)):
        apart = fixed.of_fact(owner, number, sort, kind)
        if apart < 0:
            continue
        score = records[owner]
        of_sides = 0.0
        for own, worth, weight, side in zip(facts, worths, weights, sides, strict=True):
            value = own.get(number)
            if value is not None:
                more = weight * (max(value - worth.get(owner, 0.0), 0.0) + BESIDE * value)
                score += more
                of_sides += more if side and kind == "questions" else 0.0
        wanted = question.favours.get(kind, 0.0)
        # The name of a product tells which regimen is meant only where the question is about regimens.
        asked = question.favours.get(sort, 0.0) if kind != "regimens" or wanted > 0 else 0.0
        factor = BY_NAME[kind].worth * SORTS.get(sort, 1.0) * (LONG_WORTH if size > LONG else 1.0)
        step = KNOWN_DOSE if kind == "regimens" and wanted > 0 else KNOWN
        factor *= (1 + asked + wanted + step * known[owner]) * (ANIMAL if owner in fixed.animals else 1.0)
        factor *= OTHER_FORM if fixed.apart_of_form(owner) else 1.0
        factor *= UNFINISHED if owner in fixed.unfinished else 1.0
        factor *= USUAL_ROUTE if owner in fixed.usual and sort in DOSES else 1.0
        factor *= NO_MAXIMUM if sort in MAXIMA and not fixed.most else 1.0
        total = (score + (LEAD if number in leads else 0.0)) * factor
        # Of one record the fact is shown that is of the sort asked for.
        # In which row of a pool one of the two sides is favoured is no reason to show that row.
        fits = (
            (score - of_sides)
            * factor
            * (1 + asked)
            * (LEADING if owner == lead and sort in ("result", "pooled") else 1.0)
        )
        before = best.get(owner)
        if before is None or (apart, -fits) < (before.apart, -before.fits):
            best[owner] = Answer(apart, max(total, before.score if before else 0.0), fits, number)
        else:
            before.score = max(total, before.score)
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

    def number(self, record: tuple[str, str] | None) -> int | None:
        """The number of a record; None for none."""
        rows = self.store.rows("SELECT number FROM subject WHERE kind = ? AND id = ?", *record) if record else []
        return rows[0][0] if rows else None

    def of_all(self, forms: Iterable[str]) -> set[int]:
        """Records that are named after all of some forms: those that compare them."""
        return set.intersection(
            *(set(rowids(self.store, "subject_words", "names", [f'"{form}"'])) for form in forms)
        )  # fmt: skip

    def worths(self, found: Matches, concept: Concept, compared: bool = False) -> dict[int, float]:
        """Number of every record that has a concept to what that is worth; ``compared`` where it is against another."""
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
            if kind == "compounds" and compared:
                # Two forms side by side: the page of one of them is no answer.
                continue
            rows = self.store.rows("SELECT number FROM subject WHERE kind = ? AND id = ?", kind, name)
            out.update((owner, NAMED) for (owner,) in rows)
        return out

    def adjacent(self, question: Question, one: Concept, other: Concept) -> bool:
        """Whether the question has two concepts side by side that can be looked for as such.

        A word that asks for a dose stands beside nothing: every regimen has one.
        """
        at = question.concepts.index(one)
        return (
            question.concepts[at + 1] is other and "regimens" not in one.asks + other.asks
            and not set("*(").intersection(one.ways[0] + other.ways[0])
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
