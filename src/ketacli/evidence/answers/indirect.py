"""Two forms that no trial compared, by way of what both were compared with: worked out when the data is compiled."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.places import Place
from ketacli.records.base import frozen
from ketacli.records.question import Measure


@frozen
class IndirectComparison(Answer):
    """One outcome at one time: an estimate with its caution, or the reason why there is none."""

    outcome: str
    """Outcome. In words."""
    timepoint: str
    """Timepoint. Or span of time that was asked for."""
    first: str
    """First. Treatment, form and route."""
    second: str
    """Second. Treatment that it is compared with."""
    through: str | None
    """Through. What both were compared with; null where nothing is estimated, or several treatments lie between."""
    lumped: bool
    """Lumped. Whether active placebos such as midazolam are taken for inert ones."""
    measure: Measure | None
    """Measure. Null where nothing is estimated, as for the figures below."""
    unit: str | None
    """Unit. Of a difference in means."""
    better: Literal["lower", "higher"] | None
    """Better. Which direction favours the first."""
    value: float | None
    """Value. First minus second, or first over second."""
    lower: float | None
    """Lower limit. Of the interval."""
    upper: float | None
    """Upper limit. Of the interval."""
    level: float | None
    """Level. Of the interval."""
    p: float | None
    """p. Two-sided, of no difference."""
    favours: str | None
    """Favours. The treatment that the interval favours, or "neither clearly"."""
    first_trials: tuple[str, ...]
    """First trials. Ids of those with an arm of the first treatment and figures."""
    second_trials: tuple[str, ...]
    """Second trials. Ids of those with an arm of the second treatment and figures."""
    reason: str | None
    """Reason. Why nothing is estimated; null where something is."""
    caution: str | None
    """Caution. What a reader of the estimate must know; null where there is none."""
    command: str
    """Command. That shows the network."""


@frozen
class PublishedIndirect(Place):
    """What a review concluded from an indirect comparison of the two, as its authors publish it."""

    review: str
    """Review. Its id."""
    name: str
    """Name. How it is printed."""
    outcome: str
    """Outcome. As the review names it."""
    comparison: str
    """Comparison. What against what."""
    measure: str
    """Measure. Kind of estimate."""
    value: float | None
    """Value. As printed; null where no copy that was read shows it."""
    lower: float | None
    """Lower limit. As printed."""
    upper: float | None
    """Upper limit. As printed."""
    stated: str | None
    """Stated. What the authors conclude, in our own words."""


@frozen
class IndirectEvidence(Answer):
    """All that is on record of one form against another by way of a third treatment."""

    comparisons: tuple[IndirectComparison, ...]
    """Comparisons. By outcome and time; where active placebos alone would join the two, a second one with these."""
    published: tuple[PublishedIndirect, ...]
    """Published. What reviews concluded."""
