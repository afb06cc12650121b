"""The card of a statement that is no number elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.names import label
from ketacli.screens.cards.card import Card, add_doubts, listed, said, shown_as
from ketacli.screens.cards.scope import add_scope
from ketacli.screens.facts.topic import BASES, KINDS

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.topic import Topic

STANDINGS = {
    "supported": "supported by others",
    "preliminary": "preliminary",
    "contested": "contested",
    "contradicted": "contradicted",
    "untraceable": "could not be traced",
    "not-stated": "not compared with others",
}


def card(dataset: Dataset, topic: Topic) -> Card:
    """The statement, how it stands, what others add."""
    found = Card(f"{topic.name}: {KINDS[topic.kind]}", source=topic.source)
    doubted = topic.standing in ("contested", "contradicted", "untraceable")
    statement = [line._replace(disputed=doubted) for line in said(topic.statement)]
    found.add("Statement", statement, rank=0)
    found.add("How it stands", [f"{STANDINGS[topic.standing]}; {BASES[topic.basis]}"], rank=0)
    name = shown_as(dataset, "topics", topic.id)
    found.add("What others add", listed(topic.support), rank=1, least=2, whole=f"keta show {name} support")
    add_scope(dataset, found, topic.forms, topic.routes, topic.indications)
    found.add("About", [", ".join(label(dataset, "subjects", each) for each in topic.topics)])
    found.add("Trials", [", ".join(topic.trials)])
    add_doubts(dataset, found, "topics", topic)
    found.next = [f"keta topics {topic.topics[0]}", f"keta show {name} --full"]
    return found
