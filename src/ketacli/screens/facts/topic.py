"""The facts of a statement that is no number elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.names import label
from ketacli.screens.facts.fact import Fact, words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.topic import Topic

KINDS = {
    "finding": "finding",
    "caveat": "caveat",
    "recommendation": "recommendation of its source",
    "hypothesis": "hypothesis",
    "open-question": "open question",
    "practice": "practice",
    "background": "background",
}

BASES = {
    "human": "in people",
    "animal": "in animals",
    "in-vitro": "in vitro",
    "mixed": "in people and in animals or in vitro",
    "opinion": "opinion",
    "not-stated": "basis not stated",
}


def facts(dataset: Dataset, topic: Topic) -> list[Fact]:
    """The statement, what it rests on, how it stands, what others add."""
    found = [
        Fact("Statement", "statement", "Statement", words(topic.statement), (topic.statement,)),
        Fact("Statement", "topics", "About", ", ".join(label(dataset, "subjects", name) for name in topic.topics)),
        Fact("Statement", "kind", "Kind", KINDS[topic.kind]),
        Fact("Statement", "basis", "Rests on", BASES[topic.basis]),
        Fact("Statement", "standing", "Standing", topic.standing.replace("-", " ")),
        Fact("Statement", "forms", "Forms", ", ".join(label(dataset, "compounds", name) for name in topic.forms)),
        Fact("Statement", "routes", "Route", ", ".join(label(dataset, "routes", name) for name in topic.routes)),
        Fact(
            "Statement",
            "indications",
            "Indication",
            ", ".join(label(dataset, "indications", name) for name in topic.indications),
        ),
        Fact("Statement", "trials", "Trials", ", ".join(topic.trials)),
    ]
    for name, group in (("support", "What others add"), ("caveats", "Caveats")):
        for at, item in enumerate(getattr(topic, name)):
            found.append(Fact(group, f"{name}.{at}", "", words(item), (item,)))
    return [fact for fact in found if fact.text]
