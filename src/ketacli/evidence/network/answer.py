"""A network as the answer of ``keta network``, and its rows."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

from ketacli.evidence.answers.answer import Columns, columns
from ketacli.evidence.answers.forest import NotDrawn, Refused
from ketacli.evidence.answers.network import (
    NetworkAnswer,
    NetworkContrast,
    NetworkDisagreement,
    NetworkEdge,
    NetworkEstimate,
    NetworkNode,
    NetworkPair,
    NetworkQ,
    NetworkRank,
)
from ketacli.evidence.effect_answer import finite
from ketacli.evidence.forest.describe import row_sources
from ketacli.evidence.network.honesty import inconsistency
from ketacli.stats.estimate import null
from ketacli.stats.published import natural

if TYPE_CHECKING:
    from ketacli.evidence.network.placed import Placed
    from ketacli.evidence.network.result import Network, Pair
    from ketacli.stats.network.pooling import NetworkPool, PairEffect


def network_answer(found: Network) -> NetworkAnswer:
    """The whole network."""
    about: dict[str, Any] = {"measure": found.measure, "better": found.better}
    return NetworkAnswer(
        **about,
        outcome=found.outcome,
        unit="per 1" if found.measure == "RD" else found.unit or None,
        null=null(found.measure),
        level=found.level,
        reference=found.reference.key if found.reference is not None else None,
        nodes=tuple(
            NetworkNode(
                id=each.node.key, label=each.node.label, trials=each.trials, people=each.people,
                reference=each.node == found.reference,
            )
            for each in found.treatments
        ),
        edges=tuple(
            NetworkEdge(first=each.first.key, second=each.second.key, trials=each.trials, people=each.people)
            for each in found.joined
        ),
        contrasts=tuple(contrast for each in found.placed for contrast in contrasts_of(each)),
        pairs=tuple(pair_of(found.measure, each) for each in found.pairs),
        ranking=tuple(NetworkRank(**each._asdict()) for each in found.ranks),
        heterogeneity=disagreement(found.pool) if found.pool is not None else None,
        refusals=tuple(
            Refused(code=each.code, reason=each.reason, instead=each.instead or None) for each in found.refusals
        ),
        left_out=tuple(NotDrawn(**each._asdict()) for each in found.undrawn),
        notes=tuple(each for each in (inconsistency(found.pool, found.pairs), *found.notes) if each),
    )  # fmt: skip


def contrasts_of(placed: Placed) -> list[NetworkContrast]:
    """What one trial adds."""
    base, *others = placed.figures.treatments
    basis: Any = placed.rows[0].basis
    return [
        NetworkContrast(
            trial=placed.trial.id, label=placed.figures.label, outcome=placed.measured.id,
            timepoint=placed.measured.timepoint or None, days=placed.measured.days, treatment=name, versus=base,
            arms=placed.arms[name], versus_arms=placed.arms[base], y=placed.figures.y[at],
            covariance=placed.figures.v[at], basis=basis, sources=placed_sources(placed),
        )
        for at, name in enumerate(others)
    ]  # fmt: skip


def placed_sources(placed: Placed) -> tuple[str, ...]:
    """The documents that a trial's contrasts rest on."""
    return tuple(dict.fromkeys(source for row in placed.rows for source in row_sources(row)))


def estimate_of(measure: str, found: PairEffect) -> dict[str, Any]:
    """The fields of a ``NetworkEstimate``, on the measure's own scale."""
    value, lower, upper = (finite(natural(measure, each)) for each in (found.value, found.lower, found.upper))
    return {"value": value, "lower": lower, "upper": upper, "se": found.se, "p": found.p}


def pair_of(measure: str, pair: Pair) -> NetworkPair:
    """One pair of treatments."""

    def part(found: PairEffect | None) -> NetworkEstimate | None:
        return NetworkEstimate(**estimate_of(measure, found)) if found is not None else None

    ahead = pair.prediction
    return NetworkPair(
        first=pair.first.key,
        second=pair.second.key,
        **estimate_of(measure, pair.network),
        prediction_lower=finite(natural(measure, ahead[0])) if ahead is not None else None,
        prediction_upper=finite(natural(measure, ahead[1])) if ahead is not None else None,
        direct=part(pair.split.direct),
        indirect=part(pair.split.indirect),
        difference=part(pair.split.difference),
        direct_trials=pair.split.direct_trials,
        direct_share=pair.split.share,
        fewest_trials=pair.fewest,
    )


def disagreement(pool: NetworkPool) -> NetworkDisagreement:
    """What the trials disagree on."""
    held = pool.disagreement
    method: Any = pool.tau_method
    return NetworkDisagreement(
        tau_method=method, tau2=pool.tau2, tau=sqrt(pool.tau2), i2=held.i2,
        total=NetworkQ(**held.total._asdict()), within=NetworkQ(**held.within._asdict()),
        between=NetworkQ(**held.between._asdict()), between_random=NetworkQ(**held.between_random._asdict()),
        tau2_within=held.tau2_within,
    )  # fmt: skip


PARTS = ("direct", "indirect", "difference")
NUMBERS = ("value", "lower", "upper", "p")


def row_columns() -> Columns:
    """The columns of the rows, one a pair: its treatments, the network's estimate, then direct and indirect."""
    own = columns(NetworkPair, *PARTS)
    order = ("first", "second", *(name for name in own if name not in ("first", "second")))
    parts = {f"{part}_{name}": "number" for part in PARTS for name in NUMBERS}
    return {"measure": "text", **{name: own[name] for name in order}, **parts}


def rows(found: NetworkAnswer) -> list[dict[str, Any]]:
    """One row a pair of treatments."""
    out = []
    for pair in found.pairs:
        flat = {"measure": found.measure, **{name: value for name, value in vars(pair).items() if name not in PARTS}}
        for part in PARTS:
            held = getattr(pair, part)
            flat |= {f"{part}_{name}": getattr(held, name) if held is not None else None for name in NUMBERS}
        out.append({name: flat[name] for name in row_columns()})
    return out
