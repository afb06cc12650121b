"""Ranks with what is unsure about them.

The P-score is the mean certainty that a treatment is better than each other one: Ruecker and Schwarzer, BMC Medical
Research Methodology 2015;15:58. It says nothing of how much better, so it is never given without the ranks that the
intervals of all pairs leave open.
"""

from __future__ import annotations

from ketacli.stats.network.pooling import NetworkPool
from ketacli.stats.network.split import better_than
from ketacli.tuples import NamedTuple


class Rank(NamedTuple):
    """Where a treatment stands among all of a network."""

    treatment: str
    p_score: float
    """Per 1: 1 certainly the best, 0 certainly the worst."""
    best: int
    """1 more than the treatments whose interval against it shows them to be better."""
    worst: int
    """All treatments less those whose interval against it shows them to be worse."""


def ranks(pool: NetworkPool, higher: bool) -> tuple[Rank, ...]:
    """Every treatment, the highest P-score first; ``higher`` says which direction of the effect is good."""
    out = []
    for name in pool.treatments:
        pairs = [pool.pair(name, other) for other in pool.treatments if other != name]
        above = sum(pair.lower > 0 for pair in pairs)
        below = sum(pair.upper < 0 for pair in pairs)
        worse, better = (above, below) if higher else (below, above)
        score = sum(better_than(pair, higher) for pair in pairs) / len(pairs)
        out.append(Rank(name, score, 1 + better, len(pool.treatments) - worse))
    return tuple(sorted(out, key=lambda rank: -rank.p_score))
