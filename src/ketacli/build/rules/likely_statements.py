"""What is likely of statements of safety: what one names, it concerns, so that a list by system finds it."""

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
