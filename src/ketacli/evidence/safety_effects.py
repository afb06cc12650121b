"""The groups of a safety record compared: a harm with the treatment and without it, as one source counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.contrasts import Contrast, Counts, Measured
from ketacli.records.structure import build
from ketacli.records.trial import ArmResult

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.safety import Frequency, Safety


def named(dataset: Dataset, text: str) -> list[Safety]:
    """The safety record of that id or name, or all whose ids begin with these words; none where there is none."""
    from ketacli.records.names import owners
    from ketacli.records.store import fold

    word = text.removeprefix("safety/")
    found = owners(dataset, "safety").get(fold(word), ())
    names = found if len(found) == 1 else [name for name in dataset.safety.ids() if name.startswith(f"{word}-")]
    return [dataset.safety[name] for name in names]


FIGURES = ("events", "n", "percent", "digits", "derived", "source", "at", "check", "checked", "note")
"""What a group of a safety record has in common with the result of an arm."""


def comparisons(item: Safety) -> list[Contrast]:
    """Every pair of groups that the record sets side by side; none where it has no two such groups."""
    results = tuple(
        build(ArmResult, {"arm": each.group, **{name: getattr(each, name) for name in FIGURES}})
        for each in item.frequencies
    )
    about = Measured(
        f"safety/{item.id}.frequencies", item.id, item.name, "harm", "harm", None, "", None, "lower", "", results, (),
    )  # fmt: skip
    return [contrast(about, arm, control) for arm, control in pairs(item)]


def contrast(about: Measured, arm: Frequency, control: Frequency) -> Contrast:
    """Two groups with their counts, or the reason why there are none."""
    counts = None
    if arm.events is not None and arm.n and control.events is not None and control.n:
        counts = Counts(arm.events, arm.n, control.events, control.n)
    reason = "" if counts is not None else "the number of people with the event, or of all, is not on record for both"
    return Contrast(None, about, arm.group, control.group, counts, None, reason, ())


def pairs(item: Safety) -> list[tuple[Frequency, Frequency]]:
    """Groups that belong together: a run of exposed groups and the comparators after it, of one kind of event or part.

    What follows the last comma or colon of a group says which event, part or trial it is of; two groups that differ in
    it are compared only where there are no others.
    """
    found: list[tuple[Frequency, Frequency]] = []
    exposed: list[Frequency] = []
    controls: list[Frequency] = []

    def close() -> None:
        alone = len(exposed) == len(controls) == 1
        found.extend((arm, control) for control in controls for arm in exposed if alone or tail(arm) == tail(control))

    for each in item.frequencies:
        if each.role == "exposed" and controls:
            close()
            exposed, controls = [], []
        if each.role == "exposed":
            exposed.append(each)
        elif each.role == "comparator":
            controls.append(each)
    close()
    return found


def tail(found: Frequency) -> str:
    """What a group is of beside its treatment: the words after its last comma or colon."""
    for mark in (": ", ", "):
        if mark in found.group:
            return found.group.rpartition(mark)[2]
    return ""
