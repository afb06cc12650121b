"""The kinds of record: one line a kind says all that is particular to it; everything that lists kinds reads it here."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class Kind(NamedTuple):
        """One kind of record."""

        name: str
        """What folders, paths and JSON call it; in messages its plural too, unless ``many`` says otherwise."""
        word: str
        """One of them, in messages."""
        cls: str
        """Module and name of its class."""
        command: str = ""
        """The command that lists it; empty where none does."""
        lookup: int = 0
        """Its turn when a bare name is looked up; 0 for a vocabulary, whose entries are no records."""
        many: str = ""
        """Several of them, in messages, where the name is no plural."""
        asked: str = ""
        """Words by which people ask for one, for search."""
        worth: float = 1.0
        """What an answer of this kind is worth beside the others that a search finds."""

else:
    Kind = namedtuple("Kind", "name word cls command lookup many asked worth", defaults=("", 0, "", "", 1.0))

KINDS = (
    Kind("compounds", "compound", "compound.Compound", "", 1, "", "compound drug medicine"),
    Kind("regimens", "regimen", "regimen.Regimen", "dosing", 3, "", "regimen dosing dose"),
    Kind("trials", "trial", "trial.Trial", "trials", 2, "", "trial study"),
    Kind("questions", "question", "question.Question", "evidence", 9, "", "question evidence summary of findings"),
    Kind("guidelines", "guideline", "guideline.Guideline", "guidelines", 4, "", "guideline guidance"),
    Kind("reviews", "review", "review.Review", "reviews", 5, "", "review"),
    Kind("safety", "safety record", "safety.Safety", "safety", 6, "safety records", "safety", 1.05),
    Kind("events", "event", "event.Event", "timeline", 7, "", "event timeline history"),
    Kind("topics", "topic", "topic.Topic", "topics", 8, "", "topic", 1.1),
    Kind("conflicts", "conflict", "conflict.Conflict", "conflicts", 10, "", "conflict disagreement between sources",
         0.8),
    Kind("sources", "source", "source.Source", "sources", 11, "", "source document", 0.6),
    Kind("indications", "indication", "vocabulary.Term"),
    Kind("routes", "route", "vocabulary.Term"),
    Kind("scales", "scale", "vocabulary.Scale"),
    Kind("properties", "property", "vocabulary.PropertyTerm"),
    Kind("subjects", "subject", "vocabulary.Term"),
    Kind("populations", "population", "vocabulary.Term"),
    Kind("comparators", "comparator", "vocabulary.Term"),
)  # fmt: skip
"""Records, which have a file each and a page, in the order of exports; then vocabularies, a file for all entries."""

BY_NAME = {kind.name: kind for kind in KINDS}
ALL = tuple(BY_NAME)
RECORDS = tuple(kind.name for kind in KINDS if kind.lookup)
VOCABULARIES = tuple(kind.name for kind in KINDS if not kind.lookup)
LOOKUP_ORDER = tuple(sorted(RECORDS, key=lambda name: BY_NAME[name].lookup))
"""The order in which a bare name is looked up: documents last, for most of them are called like another record."""


def word_of(kind: str) -> str:
    """One record of a kind, in messages."""
    return BY_NAME[kind].word


def many_of(kind: str) -> str:
    """Several records of a kind, in messages."""
    return BY_NAME[kind].many or kind


def module_of(kind: str) -> str:
    """The module of a kind's class, after which those of its facts, its page and its card are called."""
    return BY_NAME[kind].cls.partition(".")[0]


def class_of(kind: str) -> type:
    """The record class of a kind; KeyError for an unknown kind."""
    from importlib import import_module

    module, name = BY_NAME[kind].cls.split(".")
    found = getattr(import_module("ketacli.records." + module), name)
    assert isinstance(found, type)
    return found
