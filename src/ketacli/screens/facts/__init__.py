"""A record as facts in a fixed order: what ``show`` prints and ``compare`` lines up."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ketacli.records.kinds import module_of

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.screens.facts.fact import Fact


def facts_of(dataset: Dataset, kind: str, record: Any) -> list[Fact]:
    """Every fact of a record; each kind has a module here that is called like that of its class."""
    page = import_module(f"ketacli.screens.facts.{module_of(kind)}")
    found: list[Fact] = page.facts(dataset, record)
    return found
