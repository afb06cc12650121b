"""One trial and two trials: counts agree with what they count, on every card and on lists that have one of a thing."""

from __future__ import annotations

import re

import pytest

from ketacli.records.dataset import Dataset
from ketacli.records.wording import persons, plural
from ketacli.screens.facts.conflict import counted

from .conftest import Run

COUNTED = (
    "points|studies|trials|people|persons|reviews|guidelines|conflicts|records|documents|sources|regimens|arms|outcomes"
    "|questions|facts|doses|weeks|days|hours|minutes|months|years|infusions|sessions|sprays|rows|values|infants|women"
)
WRONG = re.compile(
    r"(?<![\d.,:/+-])(?<! to )(?<! or )(?<!phase )(?<!week )(?<!day )(?<!weeks )(?<!days )"
    rf"\b1 (?:more |other )?(?:{COUNTED})\b|\b1 of (?:them|which) (?:are|have|change|rest|do|were)\b"
)


@pytest.mark.parametrize("kind", ["regimens", "reviews", "trials", "safety", "questions"])
def test_of_one_thing_the_word_is_of_one(keta: Run, shipped: Dataset, kind: str) -> None:
    wrong = {
        name: found.group() for name in shipped.kind(kind).ids()
        for found in [WRONG.search(" ".join(keta("show", f"{kind}/{name}").out.split()))] if found
    }  # fmt: skip
    assert wrong == {}


def test_of_conflicts_none_one_and_some(shipped: Dataset) -> None:
    changing = [item for item in shipped.conflicts if item.changes_conclusion]
    others = [item for item in shipped.conflicts if not item.changes_conclusion]
    assert counted([]) == "0 conflicts"
    assert counted(changing[:1]) == "1 conflict, which changes a conclusion"
    assert counted(others[:1]) == "1 conflict, which changes no conclusion"
    assert counted(others[:2]) == "2 conflicts, none of which changes a conclusion"
    assert counted([*others[:2], *changing[:1]]) == "3 conflicts, 1 of which changes a conclusion"
    assert counted([*others[:1], *changing[:2]]) == "3 conflicts, 2 of which change a conclusion"


def test_words_for_numbers() -> None:
    assert (persons(1), persons(0), persons(1200)) == ("1 person", "0 people", "1,200 people")
    assert (plural(1, "study", "studies"), plural(2, "study", "studies")) == ("1 study", "2 studies")
