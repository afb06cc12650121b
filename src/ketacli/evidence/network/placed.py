"""Trials placed in a network: their arms as treatments, their contrasts with what these share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ketacli.evidence.forest.rows import Row, Undrawn, arm_of, point, standard_error
from ketacli.evidence.network.nodes import Node, node
from ketacli.stats.estimate import Refusal
from ketacli.stats.network.arms import ArmCount, ArmMean, Published, from_counts, from_means, from_published
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ketacli.evidence.contrasts import Measured
    from ketacli.evidence.network.ask import NetworkAsk
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Trial
    from ketacli.stats.means import Mean
    from ketacli.stats.network.trial import NetworkTrial

ONE_TREATMENT = "its arms are one treatment here"
NO_PEOPLE = "how many people its groups had is not on record, so what its contrasts share is not known"
OVERLAP = "its groups have people in common"
CONTRADICT = "its figures contradict one another"


class Placed(NamedTuple):
    """A trial in the network, or a part of one that was randomised by itself."""

    trial: Trial
    measured: Measured
    rows: tuple[Row, ...]
    figures: NetworkTrial
    nodes: dict[str, Node]
    """The treatments, by key, the one that all contrasts are taken against first."""
    people: dict[str, float | None]
    """By key; None where how many had it is not on record."""
    arms: dict[str, tuple[str, ...]]
    """Ids of the arms of each treatment, by its key."""
    halved: bool = False
    """Whether a half was added to its cells."""


def place(dataset: Dataset, rows: list[Row], measure: str, ask: NetworkAsk) -> tuple[list[Placed], list[Undrawn]]:
    """Every trial of rows that nothing keeps apart, in the network or left out with the reason."""
    placed: list[Placed] = []
    undrawn: list[Undrawn] = []
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.trial.id, row.measured.path), []).append(row)
    for held in groups.values():
        for number, part in enumerate(randomised_apart(held)):
            found = placed_in(dataset, part, measure, ask, number)
            if isinstance(found, str):
                undrawn.append(Undrawn(part[0].trial.id, part[0].measured.id, found))
            else:
                placed.append(found)
    return placed, undrawn


def randomised_apart(rows: list[Row]) -> list[list[Row]]:
    """The rows of a trial in groups that have no arm in common: cohorts with a control group each."""
    groups: list[list[Row]] = []
    for row in rows:
        joined = [group for group in groups if any({row.arm, row.versus} & {each.arm, each.versus} for each in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(each for group in joined for each in group), row])
    return groups


def placed_in(dataset: Dataset, rows: list[Row], measure: str, ask: NetworkAsk, number: int) -> Placed | str:
    """One trial, or why it cannot stand in the network."""
    trial = rows[0].trial
    base = Counter(row.versus for row in rows).most_common(1)[0][0]
    names = list(dict.fromkeys([base, *(name for row in rows for name in (row.arm, row.versus))]))
    nodes = {name: node_of(dataset, trial, name, ask) for name in names}
    if len({each.key for each in nodes.values()}) < 2:
        return f"{ONE_TREATMENT}: {nodes[base].label}"
    label = trial.id if not number else f"{trial.id} {number + 1}"
    raw = rows[0].basis == "raw"
    people = arm_sizes(rows) if raw else analysed(rows, names)
    total = trial.n_randomised.value if trial.n_randomised is not None else None
    if total is not None and sum(people.values()) > total:
        return OVERLAP
    try:
        made = of_figures(label, rows, nodes, measure) if raw else of_effects(label, rows, nodes, base, people)
    except Refusal as said:
        return said.reason
    except ValueError:
        return CONTRADICT
    figures, halved = made
    keys = {each.key: each for each in nodes.values()}
    held = {key: tuple(name for name in names if nodes[name].key == key) for key in figures.treatments}
    return Placed(
        trial, rows[0].measured, tuple(rows), figures, {key: keys[key] for key in figures.treatments},
        {key: together(people.get(name) for name in arms) for key, arms in held.items()}, held, halved,
    )  # fmt: skip


def together(sizes: Iterable[float | None]) -> float | None:
    """The people of several groups; None where those of any are not on record."""
    held = list(sizes)
    known = [size for size in held if size is not None]
    return sum(known) if len(known) == len(held) else None


def node_of(dataset: Dataset, trial: Trial, name: str, ask: NetworkAsk) -> Node:
    """The treatment of an arm by its id."""
    arm = arm_of(trial, name)
    return node(dataset, trial, arm, ask.doses, ask.lump) if arm is not None else Node(name, name, name)


def arm_sizes(rows: list[Row]) -> dict[str, float]:
    """People behind the figures of each arm."""
    out: dict[str, float] = {}
    for row in rows:
        if row.counts is not None:
            out |= {row.arm: row.counts.n, row.versus: row.counts.control_n}
        elif row.means is not None:
            out |= {row.arm: row.means.arm.n, row.versus: row.means.control.n}
    return out


def analysed(rows: list[Row], names: list[str]) -> dict[str, float]:
    """People that each arm's published estimates are of: analysed, else those of its figures, else randomised."""
    out: dict[str, float] = {}
    shown = {result.arm: result.n for result in rows[0].measured.results}
    for name in names:
        arm = arm_of(rows[0].trial, name)
        counts = (arm.n_analysed, arm.n_randomised) if arm is not None else (None, None)
        sizes = [each.value if each is not None else None for each in counts]
        found = next((size for size in (sizes[0], shown.get(name), sizes[1]) if size), None)
        if found is not None:
            out[name] = found
    return out


def of_figures(label: str, rows: list[Row], nodes: dict[str, Node], measure: str) -> tuple[NetworkTrial, bool]:
    """The contrasts from counts or means; arms of one treatment are put together first."""
    if all(row.counts is not None for row in rows):
        events: dict[str, tuple[float, float]] = {}
        for row in rows:
            if row.counts is not None:
                events[row.versus] = (row.counts.control_events, row.counts.control_n)
                events[row.arm] = (row.counts.events, row.counts.n)
        return from_counts(label, measure, [
            ArmCount(key, sum(events[name][0] for name in names), sum(events[name][1] for name in names))
            for key, names in by_key(nodes, events).items()
        ])  # fmt: skip
    from ketacli.stats.means import combined

    means: dict[str, Mean] = {}
    for row in rows:
        if row.means is not None:
            means[row.versus], means[row.arm] = row.means.control, row.means.arm
    arms = [ArmMean(key, combined([means[name] for name in names])) for key, names in by_key(nodes, means).items()]
    return from_means(label, measure, arms), False


def by_key(nodes: dict[str, Node], figures: Mapping[str, object]) -> dict[str, list[str]]:
    """The arms that have figures, by their treatment, in the order of the trial."""
    out: dict[str, list[str]] = {}
    for name, each in nodes.items():
        if name in figures:
            out.setdefault(each.key, []).append(name)
    return out


def of_effects(
    label: str, rows: list[Row], nodes: dict[str, Node], base: str, people: dict[str, float]
) -> tuple[NetworkTrial, bool]:
    """The published contrasts against one arm; arms of one treatment become one by their weights."""
    own = [row for row in rows if row.versus == base and nodes[row.arm].key != nodes[base].key]
    if len(own) > 1 and not {base, *(row.arm for row in own)} <= set(people):
        raise Refusal("no-people", NO_PEOPLE)
    contrasts = [
        Published(nodes[row.arm].key, point(row), standard_error(row), people.get(row.arm, 1.0)) for row in own
    ]
    return from_published(label, nodes[base].key, people.get(base, 1.0), contrasts), False
