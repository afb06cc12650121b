"""A record as facts in a fixed order: what ``show`` prints and ``compare`` lines up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.facts.fact import Fact


def facts_of(dataset: Dataset, kind: str, record: Any) -> list[Fact]:
    """Every fact of a record; KeyError for a kind without a page."""
    if kind == "compounds":
        from ketacli.facts.compound import facts
    elif kind == "trials":
        from ketacli.facts.trial import facts
    elif kind == "regimens":
        from ketacli.facts.regimen import facts
    elif kind == "guidelines":
        from ketacli.facts.guideline import facts
    elif kind == "sources":
        from ketacli.facts.source import facts
    else:
        raise KeyError(kind)
    return facts(dataset, record)
