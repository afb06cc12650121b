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
    order = list(DOMAINS[judged.tool])
    held = [order.index(each.domain) for each in judged.domains if each.domain in order]
    if held != sorted(held):
        yield at.inside("domains"), f"the domains do not stand in the order of {judged.tool}"
    if 0 < len(seen) < len(order) and not judged.note:
        yield at.inside("note"), f"{len(seen)} of {len(order)} domains: a note says which judgements were not seen"
    if not judged.domains and judged.overall is None:
        yield at.inside("domains"), "no domain and no overall judgement: nothing was judged"
    if judged.tool == "cochrane-1" and judged.overall is not None:
        yield at.inside("overall"), "the first Cochrane tool gives no overall judgement"


@of_part("RiskOfBias")
def by_a_review_of_it(judged: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A judgement quoted from a review on record that does not have the study among its own."""
    reviews = at.authored.records.get("reviews", {}).values()
    own = [review for review in reviews if review.source == judged.source]
    if own and not any(at.record.id in review.trials for review in own):
        yield at.inside("source"), f"judged by {own[0].id!r}, which does not have {at.record.id!r} among its trials"
