"""Which facts are about the person, the route, the use and the place that a question is fixed to.

A dose for somebody else, by another route or for another use is no answer; what else is on record of others stands
after what is about those asked for.
"""

from __future__ import annotations

from ketacli.evidence.find.match import rowids
from ketacli.records.search_words import phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.evidence.find.question import Concept, Fixing, Question
    from ketacli.evidence.find.rank import Table
    from ketacli.records.store import Store

SUBJECT = {
    "person": ("names", "scope", "lead"), "animal": ("names", "scope", "lead"),
    "route": ("scope",), "product": ("scope",), "use": ("scope",), "place": ("scope",),
}  # fmt: skip
"""Where it stands what a record is about: a lead may speak of the oral drug beside a spray."""
FACT = ("label", "text", "also")
DOSES = frozenset(("dose", "spray-dose", "injected-dose", "maximum", "spray-maximum", "injected-maximum"))
"""Sorts of fact that are a dose."""
USUAL = '"intravenous"'
"""The route by which a dose is mostly meant that names none."""
MAXIMA = frozenset(("maximum", "spray-maximum", "injected-maximum"))
LAW = frozenset(("law", "approval", "standing", "event", "supervision", "lead", "refusal"))
"""Sorts of fact that say what the law of a country is."""
ASKED = 0.2
"""How much regimens, or maxima, are favoured where a question asks for a dose, or for the highest."""
SPRAY = 0.5
"""How much its doses are favoured where the product is named."""
ASKING = {
    "person": (), "animal": ("regimens",), "route": ("regimens", "kinetics"), "use": ("regimens",),
    "product": ("regimens",), "place": ("law", "approval"),
}  # fmt: skip
"""Where an answer is fixed to a thing: in every question, or in one that asks for such an answer."""
WEIGHTS = {
    "person": 4,
    "animal": 4,
    "product": 2,
    "use": 2,
    "place": 2,
    "law": 2,
    "form": 2,
    "route": 1,
    "tried": 1,
    "finished": 1,
}
"""How far apart it stands to be about another one."""


class Fixed:
    """The records and facts that are about what a question is fixed to, by sort of fixing."""

    def __init__(self, store: Store, question: Question) -> None:
        self.doses = question.doses = question.favours.get("regimens", 0.0) >= ASKED
        """Whether a dose is asked for."""
        self.most = question.most = self.doses and question.favours.get("maximum", 0.0) > ASKED
        """Whether it is the highest."""
        self.law = question.asked_of_law
        """What of the law is asked for: its rules, or an approval."""
        self.placed = False
        """Whether a place is named beside it."""
        self.untreated = False
        """Whether a use is asked for that no record is about."""
        self.absent: list[str] = []
        self.covered: list[str] = []
        """Countries without an approval of their own on record, for which that of a union holds."""
        studies = _studies(store, "species", "human")
        beasts = any(each.fixes and each.fixes.sort == "animal" for each in question.concepts)
        self.animals: set[int] = set() if beasts else studies
        """Studies in animals, where none is asked for."""
        self.studied = self._studied(store, question, studies)
        """The studies in the animals that a dose is asked for: nothing else answers; None where it is for people."""
        compared = any(kind == "comparators" for each in question.concepts for kind, _ in each.named)
        self.controls: set[int] = _controls(store) if (self.doses or question.plain) and not compared else set()
        """Regimens of comparators, where doses or effects of the drug are asked for."""
        self.subjects: dict[str, set[int]] = {}
        self.facts: dict[str, set[int]] = {}
        forms = {name for each in question.concepts for kind, name in each.named if kind == "compounds"}
        rows = store.among("SELECT name FROM record WHERE kind = 'compounds' AND id IN", sorted(forms))
        self.forms = set(rowids(store, "subject_words", "scope", [phrase(name) for (name,) in rows])) if rows else None
        """Records on a form that is named; None where none is."""
        self.any_form = "racemic" in forms
        self.formed = set() if self.forms is None or self.any_form else _formed(store)
        """Records that are about any form, where one is named and no other is meant by it."""
        self.usual = self._usual(store, question)
        """Records on the usual route, where a dose is asked for by none."""
        for concept in question.concepts:
            ways = self._placing(store, question, concept)
            fixes = concept.fixes
            if fixes is None or not ways:
                continue
            if fixes.sort == "use" and not rowids(store, "subject_words", "scope", [*fixes.ways]):
                self.untreated = True
            asking = ("regimens",) if fixes.dosed else ASKING[fixes.sort]
            if asking and not any(question.favours.get(what, 0.0) >= ASKED for what in asking):
                continue
            self.placed |= fixes.sort == "place"
            # Two routes, or two uses, are one or the other.
            subjects, facts = (held.setdefault(fixes.sort, set()) for held in (self.subjects, self.facts))
            for column in SUBJECT[fixes.sort]:
                subjects.update(rowids(store, "subject_words", column, ways))
            for column in FACT:
                facts.update(rowids(store, "fact_words", column, ways))
        self.unfinished = self._unfinished(store, question)
        """Studies without results on record, where neither a study nor a comparison is asked for."""
        self.tried = self._tried(store)
        """Where no regimen of the form is for the use: the finished studies that gave it, whose doses stand first."""

    def _usual(self, store: Store, question: Question) -> set[int]:
        placed = any(each.fixes and each.fixes.sort in ("route", "product") for each in question.concepts)
        return set(rowids(store, "subject_words", "scope", [USUAL])) if self.doses and not placed else set()

    def _studied(self, store: Store, question: Question, studies: set[int]) -> set[int] | None:
        ways = [
            way for each in question.concepts if each.fixes and each.fixes.sort == "animal" for way in each.fixes.ways
        ]
        question.for_animals = bool(ways) and self.doses
        if not question.for_animals:
            return None
        return studies.intersection(
            number for column in SUBJECT["animal"] for number in rowids(store, "subject_words", column, ways)
        )

    def _placing(self, store: Store, question: Question, concept: Concept) -> list[str]:
        """How records write what a concept fixes; none where it is a country of which there is nothing to show."""
        fixes = concept.fixes
        if fixes and fixes.sort == "product" and any(e.fixes and e.fixes.sort == "route" for e in question.concepts):
            # A route that is named says more than the product does.
            return []
        if fixes is None or fixes.sort != "place":
            return list(fixes.ways) if fixes else []
        ways = list(fixes.ways)
        union = self.law == "approval" and len(ways) > 1
        if union and question.favours.get("spray-dose", 0.0) > SPRAY:
            # The spray has but the approval of the union; those of the country are of injections.
            self.covered.append(fixes.called)
            return ways[1:]
        if not self._held(store, concept.ways, fixes):
            (self.covered if union else self.absent).append(fixes.called)
            if self.law and not union:
                # What is on record of others is all that can be shown: a trial there is no answer.
                concept.weight = 0.0
                return []
        return ways

    def _unfinished(self, store: Store, question: Question) -> set[int]:
        asked = any(question.favours.get(what, 0.0) > 0 for what in ("trials", "compare"))
        return set() if asked else _studies(store, "status", "reported")

    def _tried(self, store: Store) -> set[int]:
        if not self.doses or self.forms is None or "use" not in self.subjects or "person" in self.subjects:
            return set()
        about = self.forms.intersection(*held_of(self.subjects))
        return set() if about.intersection(with_dose(store)) else about.difference(self.unfinished, self.animals)

    def _held(self, store: Store, ways: list[str], fixes: Fixing) -> bool:
        """Whether anything of a country is on record, or of its law where that is asked for."""
        if not self.law:
            return any(rowids(store, table, "", ways) for table in ("fact_words", "subject_words"))
        which = "'law'" if self.law == "law" else "'approval', 'standing', 'law'"
        kind = "scheduling" if self.law == "law" else "approval"
        facts = rowids(store, "fact_words", "label", list(fixes.ways[:1]))
        asked = f"SELECT number FROM fact WHERE (sort IN ({which}) OR label LIKE '%, {kind}') AND number IN"
        return bool(store.among(asked, facts))

    def apart_of_form(self, owner: int) -> bool:
        """Whether a record is on another form than the one named; "ketamine" is said of any."""
        return self.forms is not None and owner in self.formed and owner not in self.forms

    def apart(self, table: Table, records: Iterable[int]) -> dict[int, int]:
        """How far records, with all their facts, are from what the question is fixed to; 0 for those about it."""
        about = {
            sort: each.union(owner for _, owner, _ in table.owners(self.facts[sort]))
            for sort, each in self.subjects.items()
        }
        return {owner: sum(WEIGHTS[sort] for sort, each in about.items() if owner not in each) for owner in records}

    def of_fact(self, owner: int, number: int, sort: str, kind: str) -> int:
        """How far a fact is from all sorts; -1 for a dose that is another's and what belongs to it: left out."""
        if self.studied is not None:
            return 0 if owner in self.studied else -1
        missed = [what for what, each in self.subjects.items() if owner not in each]
        if sort not in DOSES:
            missed = [what for what in missed if number not in self.facts[what]]
        if owner in self.controls or (self.doses and owner in self.animals):
            # What was given for comparison, or to mice, is no dose of the drug for people.
            return -1
        if self.law and self.placed and sort not in LAW:
            missed.append("law")
        if kind == "regimens" and self.doses and owner not in self.subjects.get("person", (owner,)):
            # A rule beside another person's dose stands below what is about the person.
            missed.append("route")
        if owner in self.unfinished and self.doses and held_of(self.subjects):
            missed.append("finished")
        if self.tried and not (sort == "arm" and owner in self.tried):
            missed.append("tried")
        if self.doses and kind == "regimens" and any(what != "place" for what in missed):
            return -1
        if kind == "regimens" and self.doses and self.forms is not None and owner not in self.forms:
            # Half as much of one form is the same: its doses never stand before those of the form asked for.
            missed.append("form")
        return sum(WEIGHTS[what] for what in missed)

    def unmet(self, shown: dict[int, int], table: Table) -> list[str]:
        """What no fact that is shown is about, each number with its record; ``dose`` where no regimen on record is."""
        missed = ["use"] if self.untreated else []
        if (
            self.doses
            and self.forms is not None
            and not with_dose(table.store).intersection(self.forms, *held_of(self.subjects))
        ):
            missed.append("form")
        missed += [
            what
            for what, each in self.subjects.items()
            if not any(owner in each or number in self.facts[what] for number, owner in shown.items())
        ]
        held = held_of(self.subjects)
        if self.doses and held:
            missed += [
                name
                for name, sorts in (("dose", DOSES), *((("maximum", MAXIMA),) if self.most else ()))
                if not with_dose(table.store, sorts).intersection(*held)
            ]
        return missed


def held_of(subjects: dict[str, set[int]]) -> list[set[int]]:
    """The records about each thing that a dose must be for."""
    return [each for what, each in subjects.items() if what != "place"]


def _studies(store: Store, field: str, usual: str) -> set[int]:
    """The studies of which a field is another value than the usual one."""
    # Either side of the word is a range of the index; "is not" would read every study.
    asked = (
        "SELECT s.number FROM term t JOIN subject s ON s.kind = t.kind AND s.id = t.id "
        f"WHERE t.kind = 'trials' AND t.field = '{field}' AND t.value "
    )
    return {number for (number,) in store.rows(f"{asked} < '{usual}' UNION ALL {asked} > '{usual}'")}


def with_dose(store: Store, sorts: Iterable[str] = DOSES) -> set[int]:
    """The regimens that have a fact of one of some sorts."""
    return {owner for (owner,) in store.among("SELECT DISTINCT subject FROM fact WHERE sort IN", sorted(sorts))}


def _formed(store: Store) -> set[int]:
    labels = store.rows("SELECT name FROM record WHERE kind = 'compounds'")
    return set(rowids(store, "subject_words", "scope", [phrase(name) for (name,) in labels]))


def _controls(store: Store) -> set[int]:
    rows = store.rows(
        "SELECT s.number FROM record r JOIN subject s ON s.kind = r.kind AND s.id = r.id "
        """WHERE r.kind = 'regimens' AND r.line LIKE '%"role":"control"%'"""
    )
    return {number for (number,) in rows}
