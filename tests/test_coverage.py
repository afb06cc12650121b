"""Every fact of the five source documents leads to a value whose source is that document or a better one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ketacli import load
from ketacli.evidence.why import why
from ketacli.records.dataset import Dataset

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from coverage import DOCUMENTS, facts, trouble

RANKS = (
    "registry",
    "primary",
    "label",
    "guideline",
    "systematic-review",
    "narrative-review",
    "editorial",
    "web",
)


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


@pytest.mark.parametrize("file", DOCUMENTS)
def test_every_fact_leads_to_a_value(dataset: Dataset, file: str) -> None:
    lost = [
        f"{file}.csv:{fact.line} {fact.fact}: {reason}" for fact in facts(file) if (reason := trouble(dataset, fact))
    ]
    assert lost == []


@pytest.mark.parametrize("file", DOCUMENTS)
def test_every_value_comes_from_that_document_or_a_better_one(dataset: Dataset, file: str) -> None:
    document = dataset.sources[DOCUMENTS[file]]
    worse = []
    for fact in facts(file):
        found = why(dataset, fact.path)
        if found.kind in ("sources", "conflicts"):
            continue
        best = min(RANKS.index(dataset.sources[claim.source].tier) for claim in found.claims)
        if best > RANKS.index(document.tier):
            worse.append(f"{file}.csv:{fact.line} {fact.path}")
    assert worse == []


def test_the_lists_are_as_long_as_the_documents() -> None:
    counts = {file: len(facts(file)) for file in DOCUMENTS}
    assert sum(counts.values()) >= 700
    assert counts["review-a"] + counts["review-b"] >= 400
    assert counts["editorial"] >= 120


def test_no_fact_is_listed_twice() -> None:
    for file in DOCUMENTS:
        rows = [(fact.section, fact.fact.casefold()) for fact in facts(file)]
        twice = {row for row in rows if rows.count(row) > 1}
        assert twice == set(), file
