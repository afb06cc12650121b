"""Harms that were counted in two groups of one study: how many more had them than under the comparator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from ketacli.records.dataset import Dataset
    from ketacli.records.safety import Frequency, Safety

HOW = ("label-grouped", "spontaneous-in-trial", "elicited", "registry", "survey", "not-stated")
"""Ways of collecting, the one that most harms on record share first: one table compares no two of them."""


class Counted(NamedTuple):
    """A harm with its events in one exposed and one comparator group."""

    item: Safety
    exposed: Frequency
    comparator: Frequency

    @property
    def more(self) -> float:
        """Events in 100 people beyond those of the comparator."""
        return 100 * (rate(self.exposed) - rate(self.comparator))

    @property
    def event(self) -> str:
        """What happened, without where: "Dizziness" of "Dizziness: spray in resistant depression (label)"."""
        return self.item.name.partition(":")[0]


def rate(found: Frequency) -> float:
    """People with the event, per 1."""
    return (found.events or 0) / (found.n or 1)


def counted(items: Iterable[Safety]) -> list[Counted]:
    """The harms with counts in just one exposed and one comparator group, the largest difference first."""
    found = []
    for item in items:
        if item.kind != "harm":
            continue
        exposed = [each for each in item.frequencies if each.role == "exposed"]
        comparator = [each for each in item.frequencies if each.role == "comparator"]
        if len(exposed) != 1 or len(comparator) != 1:
            continue
        if _whole(exposed[0]) and _whole(comparator[0]):
            found.append(Counted(item, exposed[0], comparator[0]))
    return sorted(found, key=lambda each: (-each.more, each.item.id))


def _whole(found: Frequency) -> bool:
    return found.events is not None and bool(found.n)


def one_each(found: list[Counted]) -> list[Counted]:
    """One row a harm, of the largest set of harms that were collected in the same way in the same trials.

    A figure of a label that groups terms never stands in a ranking beside one that participants volunteered.
    """
    best = _largest(
        found,
        lambda each: (each.item.collected, tuple(sorted(each.item.trials))),
        lambda held: (len(held), -HOW.index(held[0].item.collected)),
    )
    return list({each.event: each for each in reversed(best)}.values())[::-1]


COUNTED = ("name", "kind", "species", "forms", "indications", "trials", "collected", "frequencies")
"""What a count of harms needs of each."""


def on_record(dataset: Dataset) -> list[Safety]:
    """Every safety record with what a count of harms needs, read once for all forms that are compared."""
    return list(dataset.safety.partly(*COUNTED))


def by_difference(items: Iterable[Safety], form: str, indications: AbstractSet[str]) -> list[Counted]:
    """The harms of a form alone in the set of people that is largest, the largest difference first.

    Harms counted in one set of people stand beside each other; those of different sets never do.
    """
    asked = (
        item for item in items
        if item.species == "human" and item.forms == (form,) and indications & set(item.indications)
    )  # fmt: skip
    return _largest(
        counted(asked),
        lambda each: (each.item.collected, each.exposed.n, each.comparator.n),
        lambda held: ((held[0].exposed.n or 0) + (held[0].comparator.n or 0), len(held)),
    )


def _largest(
    found: list[Counted], key: Callable[[Counted], object], size: Callable[[list[Counted]], tuple[int, int]]
) -> list[Counted]:
    groups: dict[object, list[Counted]] = {}
    for each in found:
        groups.setdefault(key(each), []).append(each)
    return max(groups.values(), key=size, default=[])
