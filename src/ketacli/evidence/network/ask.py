"""What a network is asked for."""

from __future__ import annotations

from ketacli.evidence.forest.rows import Ask
from ketacli.evidence.network.nodes import Doses
from ketacli.tuples import NamedTuple


class NetworkAsk(NamedTuple):
    """The outcome as a forest plot is asked for it, and how its arms are made into treatments."""

    forest: Ask
    reference: str | None = None
    """What everything is compared with; None takes the placebo, else what most trials have."""
    doses: Doses = "class"
    """One treatment for each class of dose, for each dose, or for all doses of a form by a route."""
    lump: bool = False
    """Whether active placebos are taken for the inert one."""
    populations: frozenset[str] = frozenset()
    """Settings that were asked for, which otherwise keep a trial out."""
