"""A network from trials: collect as a forest plot does, place, judge, pool."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ketacli.evidence.contrasts import contrasts, measured
from ketacli.evidence.forest.assemble import outcome_words
from ketacli.evidence.forest.rows import Row, Undrawn, arm_of, pooled
from ketacli.evidence.forest.select import NO_EVENTS, draw, likeliest, select, settle_basis, unit_of
from ketacli.evidence.network.honesty import kept_out, notes, refusals
from ketacli.evidence.network.nodes import PLACEBO, Node
from ketacli.evidence.network.placed import place, together
from ketacli.evidence.network.result import Joined, Network, Pair, Treatment
from ketacli.records.store import fold
from ketacli.stats.estimate import Refusal
from ketacli.stats.network.pooling import NetworkPool, pool_network
from ketacli.stats.network.ranking import ranks
from ketacli.stats.network.split import split

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.evidence.network.ask import NetworkAsk
    from ketacli.evidence.network.placed import Placed
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Trial

OF_COUNTS = ("RD", "RR", "OR")
LIKELIEST_RATIO = "OR"
"""The measure of counts where none is asked for: ratios differ less from trial to trial than differences of risks, on
which a network rests (Cochrane Handbook, chapter on meta-analysis)."""


class NoReference(LookupError):
    """No treatment of the network, or more than one, goes by the name of the reference; with those there are."""


def network(dataset: Dataset, trials: Iterable[Trial], ask: NetworkAsk, *, estimate: bool = True) -> Network:
    """Collect, place, judge and pool; without ``estimate`` nothing is pooled.

    Raises LookupError with the outcomes there are when no trial has such an outcome, and NoReference.
    """
    held = [(trial, item) for trial in trials for item in measured(trial)]
    chosen = select(held, ask.forest)
    candidates = [(trial, item, found) for trial, item in chosen for found in contrasts(trial, item)]
    measure = ask.forest.measure or usual_measure(likeliest(candidates, ask.forest, held))
    rows, undrawn = draw(candidates, measure, ask.forest)
    rows = [row._replace(reason=kept_out(dataset, row, ask.populations)) for row in rows]
    rows, _ = settle_basis(rows, ask.forest)
    rows, turned = one_axis(rows)
    undrawn += turned
    undrawn += [Undrawn(row.trial.id, row.measured.id, row.reason) for row in rows if row.reason]
    undrawn += [Undrawn(row.trial.id, row.measured.id, NO_EVENTS) for row in rows if row.void and not row.reason]
    usable = [row for row in pooled(rows) if not row.void]
    placed, lacking = place(dataset, usable, measure, ask)
    used = [row for each in placed for row in each.rows]
    said = refusals(dataset, placed, used, ask, measure)
    reference = reference_of(placed, ask.reference)
    pool: NetworkPool | None = None
    if estimate and not said and reference is not None:
        try:
            pool = pool_network(
                [each.figures for each in placed], reference.key, ask.forest.level, ask.forest.tau_method
            )
        except Refusal as reason:
            said.append(reason)
    pairs = pairs_of(placed, pool)
    better = next((row.measured.better for row in used), None)
    return Network(
        measure, outcome_words(dataset, used, ask.forest), ask.forest.level, better, tuple(placed),
        treatments_of(placed), joined(placed), reference, pool, pairs,
        ranks(pool, better == "higher") if pool is not None and better is not None else (),
        tuple(said), tuple(dict.fromkeys([*undrawn, *lacking])), tuple(notes(placed, used, ask, measure)),
        unit_of(used[0]) if used and measure == "MD" else "",
    )  # fmt: skip


def usual_measure(likeliest_one: str) -> str:
    """The measure where none is asked for: of counts the odds ratio."""
    return LIKELIEST_RATIO if likeliest_one in OF_COUNTS else likeliest_one


def one_axis(rows: list[Row]) -> tuple[list[Row], list[Undrawn]]:
    """The rows in which the same direction is good, in one unit, as most are; the others with the reason."""
    out: list[Undrawn] = []
    for key, word in ((lambda row: row.measured.better, "in it {} is better"), (unit_of, "in another unit: {}")):
        if word.startswith("in another") and rows and rows[0].estimate.measure != "MD":
            continue
        values = [key(row) for row in rows if not row.reason] or [key(row) for row in rows]
        common = max(values, key=values.count, default=None)
        out += [Undrawn(row.trial.id, row.measured.id, word.format(key(row))) for row in rows if key(row) != common]
        rows = [row for row in rows if key(row) == common]
    return rows, out


def reference_of(placed: list[Placed], asked: str | None) -> Node | None:
    """What everything is compared with: as asked, else placebo, else the comparator, or the form, in most trials.

    NoReference where nothing goes by the name asked, or more than one treatment does.
    """
    nodes = {key: node for each in placed for key, node in each.nodes.items()}
    if not nodes:
        return None
    if asked is not None:
        word = fold(asked)
        exact = [node for node in nodes.values() if word in (fold(node.key), fold(node.label))]
        close = exact or [node for node in nodes.values() if word in fold(node.key) or word in fold(node.label)]
        if len(close) != 1:
            raise NoReference(sorted(nodes))
        return close[0]
    if PLACEBO in nodes:
        return nodes[PLACEBO]
    forms = {key for each in placed for key, names in each.arms.items() for name in names if has_form(each, name)}
    return max(
        nodes.values(),
        key=lambda node: (node.key not in forms, sum(node.key in each.nodes for each in placed), node.key),
    )


def has_form(placed: Placed, name: str) -> bool:
    """Whether an arm of a trial was given a form of ketamine."""
    arm = arm_of(placed.trial, name)
    return arm is not None and arm.form is not None


def treatments_of(placed: list[Placed]) -> tuple[Treatment, ...]:
    """Every treatment, that with most people first."""
    nodes = {key: node for each in placed for key, node in each.nodes.items()}
    found = [
        Treatment(
            node, tuple(dict.fromkeys(each.trial.id for each in placed if key in each.nodes)),
            together(each.people[key] for each in placed if key in each.nodes),
        )
        for key, node in nodes.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-(each.people or 0), each.node.key)))


def joined(placed: list[Placed]) -> tuple[Joined, ...]:
    """Every two treatments that trials compared directly, those with most trials first."""
    found: dict[tuple[str, str], list[Placed]] = {}
    for each in placed:
        for pair in combinations(sorted(each.nodes), 2):
            found.setdefault(pair, []).append(each)
    nodes = {key: node for each in placed for key, node in each.nodes.items()}
    made = [
        Joined(
            nodes[first], nodes[second], tuple(dict.fromkeys(each.trial.id for each in held)),
            together(each.people[key] for each in held for key in (first, second)),
        )
        for (first, second), held in found.items()
    ]  # fmt: skip
    return tuple(
        sorted(made, key=lambda each: (-len(each.trials), -(each.people or 0), each.first.key, each.second.key))
    )


def pairs_of(placed: list[Placed], pool: NetworkPool | None) -> tuple[Pair, ...]:
    """Every two treatments with their estimates, the later of the network's order first."""
    if pool is None:
        return ()
    nodes = {key: node for each in placed for key, node in each.nodes.items()}
    figures = [each.figures for each in placed]
    count = {key: len({each.trial.id for each in placed if key in each.nodes}) for key in nodes}
    out = []
    for second, first in combinations(pool.treatments, 2):
        effect = pool.pair(first, second)
        out.append(
            Pair(
                nodes[first], nodes[second], effect, pool.prediction(effect), split(pool, figures, first, second),
                min(count[first], count[second]),
            )
        )  # fmt: skip
    return tuple(out)
