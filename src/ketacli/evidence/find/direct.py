"""Which answer leads: of two treatments set against each other that of most people, of a form in a use its pool."""

from __future__ import annotations

from ketacli.records.store import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ketacli.evidence.find.question import Question
    from ketacli.records.store import Store

ASKED = (("species", ("human",)), ("status", ("reported",)), ("design", ("randomised",)))
"""Trials that a comparison may rest on."""
UNTOLD = 10_000
"""More than took part in any trial."""


def leading(store: Store, question: Question) -> tuple[str, str] | None:
    """Kind and id of the record that leads, if one does; sets the pool that answers.

    The pool of most trials that is about both, or a randomised trial with results in which more people took part.
    """
    if question.plain:
        question.pool = _pool_of(store, question)
        return ("questions", question.pool) if question.pool else None
    left = [each for each in question.concepts if each.weight and "compare" not in each.asks]
    beside = [each.typed for each in left if not each.named]
    if not question.favours.get("compare", 0.0) > 0 or len(beside) > 1 or not all(map(str.isalpha, beside)):
        # Whatever else is asked of the two, their largest comparison is not known to have.
        return None
    named: dict[str, set[str]] = {}
    for each in question.concepts:
        for kind, name in each.named:
            named.setdefault(kind, set()).add(name)
    forms, others, uses = (named.pop(kind, set()) for kind in ("compounds", "comparators", "indications"))
    words = {each.typed for each in left} | others
    named.pop("subjects", None)
    if len(forms) != 1 or len(others) > 1 or named or (beside and others):
        return None
    pool, people = _pool(store, forms, words, uses)
    question.pool = pool
    trial = _trial(store, forms, others, uses, people) if others else ""
    if trial:
        return "trials", trial
    return ("questions", pool) if pool else None


def _pool(store: Store, forms: set[str], words: set[str], uses: set[str]) -> tuple[str, int]:
    """The question of most trials about the two, and the most people that one of its outcomes is of.

    One that sets the form against that alone goes before one against that or something else.
    """
    found: tuple[bool, int, str, int] = (False, 0, "", 0)
    for name, asked in _of_anybody(store, forms, uses):
        versus, placebo = asked["versus"].casefold(), "placebo" in words and asked["comparators"]
        alone = versus in words or placebo == ["placebo"]
        if alone or words.intersection(versus.split()) or (placebo and "placebo" in placebo):
            people = max((_people(each["found"]) for each in asked["outcomes"]), default=0)
            found = max(found, (alone, len(asked["trials"]), name, people))
    return found[2:]


def _pool_of(store: Store, question: Question) -> str:
    """The question of most trials of a form in a use or a narrower one; empty for none."""
    named = [each for concept in question.concepts for each in concept.named]
    forms = {name for kind, name in named if kind == "compounds"}
    asked = [fold(name) for kind, name in named if kind == "indications"]
    uses = set().union(*(store.meant("trials", "indication", name) for name in asked))
    held = _of_anybody(store, forms, uses) if uses else ()
    return max(((len(asked["trials"]), name) for name, asked in held), default=(0, ""))[1]


def _of_anybody(store: Store, forms: set[str], uses: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Id and line of the questions about one of the forms, in one of the uses if any, and about people of any kind."""
    from json import loads

    for name, line in store.lines("questions"):
        asked = loads(line)
        fits = forms.intersection(asked["forms"]) and (not uses or uses.intersection(asked["indications"]))
        if fits and not asked.get("populations"):
            yield name, asked


def _people(found: dict[str, Any]) -> int:
    # A review that pools them need not say how many there were.
    return int(found.get("people") or (UNTOLD if found["basis"] == "published" else 0))


def _trial(store: Store, forms: set[str], others: set[str], uses: set[str], people: int) -> str:
    """The largest randomised trial of a form against a treatment, if more people took part than in the pool."""
    from json import loads

    tests = [*ASKED, ("form", tuple(forms)), *([("indication", tuple(sorted(uses)))] if uses else [])]
    found = (people, "")
    for _, line in store.lines_of("trials", store.meeting("trials", tests)):
        if not all(f'"{other}"' in line for other in others):
            continue
        trial = loads(line)
        if others.intersection(trial.get("comparators") or ()):
            found = max(found, (trial.get("n") or 0, trial["id"]), key=lambda each: each[0])
    return found[1]
