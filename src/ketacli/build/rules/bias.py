"""Rules about risk of bias as reviews judged it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ketacli.build.rules.registry import Place, of_part
from ketacli.evidence.bias import DOMAINS

WORDS = {"cochrane-1": ("low", "unclear", "high"), "rob-2": ("low", "some-concerns", "high")}
"""The judgements that each tool has."""


@of_part("RiskOfBias")
def of_its_tool(judged: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A domain of another tool, one that stands twice, or a word that the tool does not have."""
    seen: set[str] = set()
    for place, each in enumerate(judged.domains):
        key = at.inside(f"domains.{place}")
        if each.domain not in DOMAINS[judged.tool]:
            yield f"{key}.domain", f"{each.domain} is no domain of {judged.tool}"
        if each.domain in seen:
            yield f"{key}.domain", f"{each.domain} stands twice"
        seen.add(each.domain)
        if each.judgement not in WORDS[judged.tool]:
            yield f"{key}.judgement", f"{judged.tool} has no judgement {each.judgement}"
    if not judged.domains and judged.overall is None:
        yield at.inside("domains"), "no domain and no overall judgement: nothing was judged"
    if judged.tool == "cochrane-1" and judged.overall is not None:
        yield at.inside("overall"), "the first Cochrane tool gives no overall judgement"
