"""Filters over reviews, safety facts, events, topics and conflicts."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from ketacli.names import FORM_ORDER, fold

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.models.conflict import Conflict
    from ketacli.models.event import Event
    from ketacli.models.review import Review
    from ketacli.models.safety import Safety
    from ketacli.models.topic import Topic
    from ketacli.query import Years

REVIEW_KINDS = (
    "meta-analysis",
    "network-meta-analysis",
    "individual-participant-meta-analysis",
    "systematic-review",
    "narrative-review",
    "pharmacovigilance",
    "pooled-analysis",
    "health-technology-review",
)
SAFETY_KINDS = ("warning", "contraindication", "harm", "monitoring", "tool", "signal")
SYSTEMS = (
    "cardiovascular",
    "sedation-and-breathing",
    "dissociation-and-perception",
    "psychiatric",
    "cognition",
    "dependence-and-misuse",
    "urinary",
    "liver",
    "gastrointestinal",
    "pregnancy-and-reproduction",
    "general",
    "practice",
)
WHENS = ("before", "during", "after", "long-term", "any")
EVENT_KINDS = (
    "approval",
    "refusal",
    "label-change",
    "warning",
    "scheduling",
    "reimbursement",
    "guidance",
    "commercial",
    "research",
    "history",
)
TOPIC_KINDS = ("finding", "caveat", "recommendation", "hypothesis", "open-question", "practice", "background")
BASES = ("human", "animal", "in-vitro", "mixed", "opinion", "not-stated")
CONFLICT_KINDS = (
    "contradicts-primary",
    "internal",
    "omission",
    "outdated",
    "miscited",
    "untraceable",
    "naming",
    "between-sources",
)


def fits(wanted: Set[str], held: tuple[str, ...] | str | None) -> bool:
    """Whether nothing is asked for, or something that is held is."""
    if not wanted:
        return True
    return bool(wanted & ({held} if isinstance(held, str) else set(held or ())))


def reviews(
    dataset: Dataset, *, form: Set[str], route: Set[str], indication: Set[str], kind: Set[str], year: Years | None
) -> list[Review]:
    """Matching reviews in people, those with pooled estimates of randomised trials first, then newest first."""
    found = [
        item
        for item in dataset.reviews
        if fits(form, item.forms)
        and fits(route, item.routes or tuple(route))
        and fits(indication, item.indications)
        and fits(kind, item.kind)
        and (year is None or (item.year is not None and year.first <= item.year <= year.last))
    ]
    return sorted(found, key=lambda r: (r.species != "human", REVIEW_KINDS.index(r.kind), -(r.year or 0), r.name))


def safety(
    dataset: Dataset, *, form: Set[str], route: Set[str], kind: Set[str], system: Set[str], when: Set[str]
) -> list[Safety]:
    """Matching safety facts: warnings first, then contraindications, harms by system, monitoring, tools, signals."""
    found = [
        item
        for item in dataset.safety
        if fits(form, item.forms)
        and fits(route, item.routes or tuple(route))
        and fits(kind, item.kind)
        and fits(system, item.system)
        and fits(when, item.when)
    ]
    forms = {name: at for at, name in enumerate(FORM_ORDER)}
    return sorted(
        found,
        key=lambda s: (
            SAFETY_KINDS.index(s.kind),
            s.species != "human",
            SYSTEMS.index(s.system),
            forms.get(s.forms[0], len(forms)),
            s.name,
        ),
    )


def events(
    dataset: Dataset, *, jurisdiction: list[str], form: Set[str], kind: Set[str], year: Years | None
) -> list[Event]:
    """Matching events in order of time."""
    places = {fold(word) for word in jurisdiction}
    found = [
        item
        for item in dataset.events
        if (not places or fold(item.jurisdiction) in places)
        and fits(form, item.forms)
        and fits(kind, item.kind)
        and (year is None or year.first <= int(item.date[:4]) <= year.last)
    ]
    return sorted(found, key=lambda e: (e.date, e.jurisdiction, e.name))


def topics(
    dataset: Dataset,
    *,
    subject: Set[str],
    form: Set[str],
    indication: Set[str],
    kind: Set[str],
    basis: Set[str],
) -> list[Topic]:
    """Matching statements by their first subject, in the order of the subjects."""
    order = {name: at for at, name in enumerate(dataset.subjects.ids())}
    found = [
        item
        for item in dataset.topics
        if (not subject or bool(subject & set(item.topics)) or ("open-question" in subject and item.kind in subject))
        and fits(form, item.forms)
        and fits(indication, item.indications)
        and fits(kind, item.kind)
        and fits(basis, item.basis)
    ]

    def place(item: Topic) -> int:
        named = [name for name in item.topics if name in subject] or list(item.topics)
        return order.get(named[0], len(order))

    return sorted(found, key=lambda t: (place(t), TOPIC_KINDS.index(t.kind), t.name))


def conflicts(
    dataset: Dataset, *, indication: Set[str], form: Set[str], source: str | None, kind: Set[str]
) -> list[Conflict]:
    """Matching conflicts, those that change a conclusion first."""
    found = [
        item
        for item in dataset.conflicts
        if fits(indication, item.indications)
        and fits(form, item.forms)
        and fits(kind, item.kind)
        and (source is None or source == item.source or any(side.source == source for side in item.sides))
    ]
    order = {"verified": 0, "partly-verified": 1, "suspected": 2}
    return sorted(found, key=lambda c: (not c.changes_conclusion, order[c.standing], c.id))
