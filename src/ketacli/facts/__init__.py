"""A record as facts in a fixed order: what ``show`` prints and ``compare`` lines up."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.facts.fact import Fact

PAGES = {
    "compounds": "compound",
    "trials": "trial",
    "regimens": "regimen",
    "guidelines": "guideline",
    "reviews": "review",
    "safety": "safety",
    "events": "event",
    "topics": "topic",
    "conflicts": "conflict",
    "sources": "source",
}


def facts_of(dataset: Dataset, kind: str, record: Any) -> list[Fact]:
    """Every fact of a record; KeyError for a kind without a page."""
    page = import_module(f"ketacli.facts.{PAGES[kind]}")
    found: list[Fact] = page.facts(dataset, record)
    return found
