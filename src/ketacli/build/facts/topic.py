"""The facts of a statement on a topic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketacli.build.facts.fact import Fact, Names, capital, fact, joined, value

if TYPE_CHECKING:
    from ketacli.records.topic import Topic

BASES = {"animal": "in animals", "in-vitro": "in vitro", "mixed": "in people and in animals or in vitro"}
STANDINGS = {
    "preliminary": "preliminary", "contested": "contested", "contradicted": "contradicted",
    "untraceable": "could not be traced",
}  # fmt: skip


def facts(names: Names, topic: Topic) -> Iterator[Fact]:
    """The statement, with what it rests on and how it stands where that matters."""
    label = capital(
        joined(topic.kind.replace("-", " "), BASES.get(topic.basis), STANDINGS.get(topic.standing), between=", ")
    )
    also = joined(*topic.synonyms, names.of("subjects", topic.topics))
    yield fact("statement", "statement", label, value(topic.statement), topic.statement, also)
