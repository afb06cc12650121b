"""What the treatments of a network are called in sentences, and which of two an estimate favours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.names import inline

if TYPE_CHECKING:
    from ketacli.evidence.network.nodes import Node
    from ketacli.stats.network.pooling import PairEffect

NEITHER = "neither clearly"


def sentence(text: str) -> str:
    """A label inside a sentence; one that starts with an abbreviation stays as it is."""
    return text if text[1:2].isupper() else inline(text)


def favoured(first: Node, second: Node, found: PairEffect, better: str | None) -> str:
    """Which of the two the whole interval favours; ``better`` is the direction of the outcome that is good."""
    if found.lower <= 0 <= found.upper:
        return NEITHER
    if better is None:
        return "not judged"
    one, other = (first, second) if (found.value > 0) == (better == "higher") else (second, first)
    return sentence(one.label if one.short == other.short else one.short)
