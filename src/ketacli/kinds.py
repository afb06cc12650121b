"""The kinds of record and the class of each, imported only when a kind is read."""

from __future__ import annotations

from importlib import import_module

RECORDS: dict[str, str] = {
    "compounds": "compound.Compound",
    "regimens": "regimen.Regimen",
    "trials": "trial.Trial",
    "guidelines": "guideline.Guideline",
    "reviews": "review.Review",
    "safety": "safety.Safety",
    "events": "event.Event",
    "topics": "topic.Topic",
    "conflicts": "conflict.Conflict",
    "sources": "source.Source",
}
"""Kinds with one file per record, and where their class lives."""

VOCABULARIES: dict[str, str] = {
    "indications": "vocabulary.Term",
    "routes": "vocabulary.Term",
    "scales": "vocabulary.Scale",
    "properties": "vocabulary.PropertyTerm",
    "subjects": "vocabulary.Term",
}
"""Kinds with one file for all entries."""

ALL: dict[str, str] = {**RECORDS, **VOCABULARIES}


def class_of(kind: str) -> type:
    """The record class of a kind; KeyError for an unknown kind."""
    module, name = ALL[kind].split(".")
    found = getattr(import_module("ketacli.models." + module), name)
    assert isinstance(found, type)
    return found
