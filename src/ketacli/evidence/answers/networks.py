"""The networks that can be made of the trials on record: worked out when the data is compiled."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.records.base import frozen
from ketacli.records.question import Measure


@frozen
class NetworkOffered(Answer):
    """One indication, outcome and span of time in which three treatments or more were compared."""

    indication: str
    """Indication. Its id; narrower ones are in it."""
    outcome: str
    """Outcome. As --outcome takes it."""
    time: str
    """Time. In words."""
    timepoint: str
    """Timepoint. The span of it, as --timepoint takes it."""
    measure: Measure
    """Measure. That is taken where none is asked for."""
    trials: tuple[str, ...]
    """Trials. Ids of those with figures that compare two treatments."""
    treatments: tuple[str, ...]
    """Treatments. In words, that with most people first."""
    people: float | None
    """People. Behind the figures; null where that is not on record for all trials."""
    parts: int
    """Parts. 1: trials join all treatments; more: so many sets of treatments that nothing joins."""
    standing: Literal["joined", "joined-if-lumped", "refused"]
    """Standing. Whether it is estimated, only with active placebos taken for inert ones, or not at all."""
    code: str | None
    """Code. Of the first reason why it is refused; null where it is not."""
    reason: str | None
    """Reason. The same in words."""
    command: str
    """Command. That asks for it."""


@frozen
class NetworksOffered(Answer):
    """What ``keta network`` can be asked for."""

    networks: tuple[NetworkOffered, ...]
    """Networks. By indication, outcome and time; the refused ones too."""
