"""What is likely of statements: what one names, its record is filed under, so that a list by it finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ketacli.build.rules.registry import Place, likely, of_record

NAMES = {
    "cardiovascular": r"blood pressure|heart|circulation|cardiovascular|cardiac|infarction",
    "sedation-and-breathing": r"sedat|breathing|respiratory|sleep apnoea|airway",
    "dissociation-and-perception": r"dissociat|hallucinat|derealisation|emergence reaction|emergence delirium",
    "gastrointestinal": r"nausea|vomiting",
    "liver": r"liver|hepatobiliary|cirrhosis|bile",
    "urinary": r"urinary|bladder|cystitis",
    "nervous-system": r"seizure|headache|dizziness|vertigo|intracranial|in the brain|neurological",
}
"""System to the beginnings of words that name a harm of it; who is treated and with what is left out."""
WORDS = {system: re.compile(rf"\b(?:{words})") for system, words in NAMES.items()}


@of_record("safety")
@likely
def concerned(item: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A statement that names a system which its record does not concern."""
    said = item.statement.value.casefold()
    for system, words in WORDS.items():
        if (found := words.search(said)) and system not in (item.system, *item.concerns):
            yield "concerns", f"{system} is not among them, but the statement names {found.group()!r}"


PEOPLE = {
    "adolescents": r"adolescents?\b|teenagers?\b",
    "children": r"children\b",
    "older-adults": r"older (?:adults|people)\b|geriatric|65 (?:years )?(?:or|and) (?:older|over)\b",
    "postpartum": r"postpartum|caesarean",
    "veterans": r"veterans?\b|military personnel\b",
    "emergency": r"emergency department\b",
    "inpatients": r"inpatients\b",
    "healthy-volunteers": r"healthy (?:volunteers|adults|men)\b",
}
"""Population to the words that name it among those who took part."""
NAMED = {population: re.compile(rf"\b(?:{words})", re.IGNORECASE) for population, words in PEOPLE.items()}


@of_record("trials")
@likely
def people_named(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A study whose people are called by the name of a population that it is not filed under."""
    if trial.species != "human" or not trial.population.value:
        return
    for population, words in NAMED.items():
        if (found := words.search(trial.population.value)) and population not in trial.populations:
            yield "populations", f"{population} is not among them, but the people are {found.group()!r}"
