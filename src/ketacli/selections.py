"""Filters over reviews, safety facts, events, topics and conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import TYPE_CHECKING

from ketacli.names import FORM_ORDER, fold

if TYPE_CHECKING:
    from typing import TypeAlias

    from ketacli.dataset import Dataset
    from ketacli.models.conflict import Conflict
    from ketacli.models.event import Event
    from ketacli.models.review import Pooled, Review
    from ketacli.models.safety import Safety
    from ketacli.models.topic import Topic
    from ketacli.query import Years

    Estimate: TypeAlias = tuple[Review, Pooled | None, int]
    """A review, its pooled estimate closest to a question, and how close that is: see ``beside``."""

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


POOLING = {kind for kind in REVIEW_KINDS if "meta-analysis" in kind}
MEASURED, BENEFIT, ELSE, NONE = range(4)
OUTCOME_WORDS = {
    "change": ("severity", "change in", "change of"),
    "score": ("severity", "score"),
    "response": ("response",),
    "remission": ("remission",),
    "relapse": ("relapse",),
    "time-to-event": ("relapse",),
}
"""How reviews name what trials measure; the words of the indication itself count as its severity."""
WIDE = {
    *("disorder", "disorders", "major", "with", "acute", "treatment", "resistant", "refractory", "behaviour"),
    *("treatment-resistant", "treatment-refractory", "emergency", "psychiatric", "unipolar", "episode"),
}
"""Words in names of indications that say nothing about what was measured."""
STEM = 6
APART = (
    *("blood pressure", "heart rate", "adverse", "side effect", "dropout", "staying in treatment", "discontinu"),
    *("nausea", "vomit", "dissociat", "derealisation", "sedat", "urinary", "liver", "cognition", "memory", "weight"),
    *("acute effects", "control arms", "kind of control"),
)
"""Words of outcomes that are no benefit of the treatment; an outcome without any of them is taken for one."""


def beside(
    dataset: Dataset, *, form: Set[str], route: Set[str], indication: Set[str], kinds: Set[str]
) -> list[Estimate]:
    """Meta-analyses to read beside trials on ``indication`` whose primary outcomes are of ``kinds``, closest first.

    The rule: an estimate of what the trials measured (MEASURED), then of any other benefit (BENEFIT), then of
    what is known to be something else, such as blood pressure or dropout (ELSE), then reviews without a
    figure (NONE). Among equals, estimates that compare two groups before those of one, then reviews on
    fewer indications that were not asked for, then those on more people.
    """
    asked = [word for name in sorted(indication) for word in _names(dataset, name)]
    found: list[Estimate] = []
    for item in reviews(dataset, form=form, route=route, indication=indication, kind=POOLING, year=None):
        if item.species != "human":
            continue
        ranked = [(_closeness(each, asked, kinds), each) for each in item.pooled if _figures(each)]
        rank, estimate = min(ranked, key=lambda pair: (pair[0], _alone(pair[1])), default=(NONE, None))
        found.append((item, estimate, rank))

    def order(each: Estimate) -> tuple[int, bool, int, int, str]:
        item, estimate, rank = each
        people = item.n_participants.value if item.n_participants is not None else None
        return (
            rank,
            estimate is None or _alone(estimate),
            len(set(item.indications) - indication),
            -(people or 0),
            item.name,
        )

    return sorted(found, key=order)


def _alone(each: Pooled) -> bool:
    """Whether an estimate is of one group, with nothing that it is compared with."""
    return each.measure in ("proportion", "mean", "change", "rate")


def _figures(each: Pooled) -> bool:
    return any(number is not None for number in (each.value, each.lower, each.upper, each.p))


def _names(dataset: Dataset, indication: str) -> list[str]:
    """Stems of the words by which an indication is called, those that many share left out."""
    entry = dataset.indications.raw.get(indication)
    if entry is None:
        return []
    words = {word.lower() for name in (entry["label"], *entry["synonyms"]) for word in name.split()}
    return sorted(word[:STEM] for word in words - WIDE if len(word) >= 4)


def _closeness(each: Pooled, asked: list[str], kinds: Set[str]) -> int:
    """Whether an estimate is of what was measured, of another benefit, or of something else."""
    name = each.outcome.lower()
    told = {kind for kind, words in OUTCOME_WORDS.items() if any(word in name for word in words)}
    if not told and any(stem in name for stem in asked):
        told = {"change", "score"}
    if told & kinds:
        return MEASURED
    return ELSE if not told and any(word in name for word in APART) else BENEFIT


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
    held: Iterable[Topic] | None = None,
    /,
    *,
    subject: Set[str],
    form: Set[str],
    indication: Set[str],
    kind: Set[str],
    basis: Set[str],
) -> list[Topic]:
    """Matching statements by their first subject, in the order of the subjects; of ``held`` where given."""
    order = {name: at for at, name in enumerate(dataset.subjects.ids())}
    found = [
        item
        for item in (dataset.topics if held is None else held)
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
