"""The order in which each list stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ketacli.records import fields
from ketacli.records.names import FORM_ORDER

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset

    Key = Callable[[Any], tuple[Any, ...]]

EVIDENCE = (
    "label",
    "guideline",
    "consensus",
    "randomised-trial",
    "open-label-trial",
    "case-series",
    "review",
    "registry",
)
"""What regimens rest on, from what binds most."""


def ordered(dataset: Dataset, kind: str, records: Iterable[Any], subjects: Iterable[str] = ()) -> list[Any]:
    """Records of a kind as its list has them; ``subjects`` are those of topics that were asked for."""
    key = _topics(dataset, set(subjects)) if kind == "topics" else KEYS[kind](dataset)
    return sorted(records, key=key)


def ranks(kind: str, path: str) -> dict[str, int]:
    """The fixed words of a field with their places: their own order is that of lists."""
    return {word: at for at, word in enumerate(fields.of_kind(kind).find(path).compared().choices)}


def form_rank(form: str) -> int:
    """The place of a form: racemic, the enantiomers, anything else."""
    return FORM_ORDER.index(form) if form in FORM_ORDER else len(FORM_ORDER)


def _trials(dataset: Dataset) -> Key:
    """By indication as first listed, then by year."""
    order = {name: at for at, name in enumerate(dataset.indications.ids())}
    return lambda t: (order.get(t.indications[0], 99), t.year or 9999, t.name)


def _regimens(_: Dataset) -> Key:
    """Psychiatric uses first, then by form, standing, what they rest on, and size."""
    uses, statuses = ranks("regimens", "use"), ranks("regimens", "status")
    basis = {word: at for at, word in enumerate(EVIDENCE)}

    def key(item: Any) -> tuple[Any, ...]:
        standing = min((statuses[each.status] for each in item.standing), default=len(statuses))
        people = item.n.value if item.n is not None and item.n.value is not None else 0
        return (item.role, uses[item.use], form_rank(item.form), standing, basis[item.evidence], -people, item.id)

    return key


def _guidelines(_: Dataset) -> Key:
    """Newest first."""
    return lambda g: (-(g.year or 0), g.body, g.id)


def _reviews(_: Dataset) -> Key:
    """Those in people first, pooled estimates of randomised trials before the rest, then newest first."""
    kinds = ranks("reviews", "kind")
    return lambda r: (r.species != "human", kinds[r.kind], -(r.year or 0), r.name)


def _safety(_: Dataset) -> Key:
    """Warnings first, then contraindications, harms by system, monitoring, tools, signals."""
    kinds, systems = ranks("safety", "kind"), ranks("safety", "system")
    return lambda s: (kinds[s.kind], s.species != "human", systems[s.system], form_rank(s.forms[0]), s.name)


def _events(_: Dataset) -> Key:
    """By time."""
    return lambda e: (e.date, e.jurisdiction, e.name)


def _topics(dataset: Dataset, subjects: set[str]) -> Key:
    """By the first subject, or the first of those asked for, in the order of the subjects."""
    order = {name: at for at, name in enumerate(dataset.subjects.ids())}
    kinds = ranks("topics", "kind")

    def key(item: Any) -> tuple[Any, ...]:
        named = [name for name in item.topics if name in subjects] or list(item.topics)
        return (order.get(named[0], len(order)), kinds[item.kind], item.name)

    return key


def _questions(dataset: Dataset) -> Key:
    """By form, then by indication as listed."""
    order = {name: at for at, name in enumerate(dataset.indications.ids())}
    return lambda q: (form_rank(q.forms[0]), order.get(q.indications[0], 99), q.id)


def _conflicts(_: Dataset) -> Key:
    """Those that change a conclusion first, then those that are certain."""
    standing = ranks("conflicts", "standing")
    return lambda c: (not c.changes_conclusion, standing[c.standing], c.id)


def _sources(_: Dataset) -> Key:
    """By rank, then newest first."""
    tiers = ranks("sources", "tier")
    return lambda s: (tiers[s.tier], -(s.year or 0), s.id)


KEYS: dict[str, Callable[[Dataset], Key]] = {
    "trials": _trials,
    "regimens": _regimens,
    "guidelines": _guidelines,
    "reviews": _reviews,
    "safety": _safety,
    "events": _events,
    "questions": _questions,
    "conflicts": _conflicts,
    "sources": _sources,
}
