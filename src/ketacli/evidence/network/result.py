"""What a network is made of: treatments, what joins them, and what was estimated or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.evidence.contrasts import Better
    from ketacli.evidence.forest.rows import Undrawn
    from ketacli.evidence.network.nodes import Node
    from ketacli.evidence.network.placed import Placed
    from ketacli.stats.estimate import Refusal
    from ketacli.stats.network.pooling import NetworkPool, PairEffect
    from ketacli.stats.network.ranking import Rank
    from ketacli.stats.network.split import Split


class Treatment(NamedTuple):
    """One node with who stands behind it."""

    node: Node
    trials: tuple[str, ...]
    people: float | None
    """None where how many had it is not on record for all of them."""


class Joined(NamedTuple):
    """Two treatments that trials compared directly."""

    first: Node
    second: Node
    trials: tuple[str, ...]
    people: float | None
    """In the arms of the two; None where that is not on record for all trials."""


class Pair(NamedTuple):
    """Two treatments of a pooled network, on the analysis scale."""

    first: Node
    second: Node
    network: PairEffect
    prediction: tuple[float, float] | None
    split: Split
    fewest: int
    """Trials that the treatment with fewer of them is in."""


class Network(NamedTuple):
    """A network with its estimates, or with the reason why there are none."""

    measure: str
    outcome: str
    level: float
    better: Better | None
    placed: tuple[Placed, ...]
    treatments: tuple[Treatment, ...]
    joined: tuple[Joined, ...]
    reference: Node | None
    pool: NetworkPool | None
    pairs: tuple[Pair, ...]
    """Every two treatments, those against the reference first; empty where nothing is pooled."""
    ranks: tuple[Rank, ...]
    """Empty where nothing is pooled, or nobody says which direction is good."""
    refusals: tuple[Refusal, ...]
    undrawn: tuple[Undrawn, ...]
    notes: tuple[str, ...]
    unit: str
    """Of a difference in means."""

    @property
    def against_reference(self) -> tuple[Pair, ...]:
        """The pairs with the reference, which stands second."""
        return tuple(pair for pair in self.pairs if pair.second == self.reference)

    @property
    def others(self) -> tuple[Pair, ...]:
        """The pairs without it."""
        return tuple(pair for pair in self.pairs if pair.second != self.reference)
