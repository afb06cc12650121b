"""A review's pools made again from the trials on record, beside what it published."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import SCOPE, TEXT, Output
from ketacli.records.base import frozen

Because = Literal["listed", "fitting"]


@frozen
class ReproducedTrial(Answer):
    """A trial on record that the review pooled, or may have pooled."""

    trial: str
    """Trial. Id."""
    because: Because
    """Because. Listed: a source seen shows that the review has it. Fitting: it fits the review's question and year;
    whether the review has it was not seen."""


@frozen
class ReproducedRow(Answer):
    """One trial's comparison on one outcome, in the sign of the review."""

    trial: str
    """Trial. Id."""
    outcome: str
    """Outcome. Id in the trial's record."""
    days: float | None
    """Days. When it was measured."""
    n: float | None
    """n. People in both groups."""
    events: float | None
    """Events. In the group under study."""
    group_n: float | None
    """n of the group under study."""
    control_events: float | None
    """Control events."""
    control_n: float | None
    """Control n."""
    value: float
    """Value. In the review's measure and sign."""
    lower: float
    """Lower limit."""
    upper: float
    """Upper limit."""
    weight: float | None
    """Weight. Share in the pool, per 1."""
    reason: str | None
    """Reason. Why it is not in the pool."""
    sources: tuple[str, ...]
    """Sources. Ids of the documents."""


@frozen
class ReproducedEstimate(Answer):
    """One estimate of the review beside the pool of the same outcome."""

    path: str
    """Path. Of the estimate in the data."""
    outcome: str
    """Outcome. As the review has it."""
    comparison: str
    """Comparison. As the review has it."""
    timepoint: str | None
    """Timepoint. As the review has it."""
    measure: str
    """Measure."""
    published: float
    """Published. The review's value; differences of risks per 100, as the review prints them."""
    published_lower: float | None
    """Lower limit, published."""
    published_upper: float | None
    """Upper limit, published."""
    studies: int | None
    """Studies. In the published estimate."""
    participants: int | None
    """Participants. In the published estimate."""
    rows: tuple[ReproducedRow, ...]
    """Rows. A comparison each; also those that are not pooled."""
    trials: int
    """Trials. In the pool here."""
    people: int | None
    """People. In the pool here."""
    value: float | None
    """Value. Of the pool here, by DerSimonian and Laird, in the review's sign and unit; null where it is not pooled."""
    lower: float | None
    """Lower limit. By z, as most reviews have it."""
    upper: float | None
    """Upper limit."""
    lacking: tuple[str, ...]
    """Lacking. Trials without figures for it, each with the reason."""
    refusals: tuple[str, ...]
    """Refusals. Why there is no pool here."""
    differs: tuple[str, ...]
    """Differs. Trials, people and value here against those published."""
    notes: tuple[str, ...]
    """Notes. How the trials here differ among themselves, and whom their figures are of."""


@frozen
class Reproduced(Answer):
    """A review made again."""

    review: str
    """Review. Id."""
    name: str
    """Name. Of the review."""
    studies: int | None
    """Studies. That it says it included."""
    participants: int | None
    """Participants. That it says it included."""
    found_by: str
    """Found by. How its trials on record were found, in words."""
    trials: tuple[ReproducedTrial, ...]
    """Trials. On record."""
    estimates: tuple[ReproducedEstimate, ...]
    """Estimates. Those of which the outcome and the time can be told."""
    others: tuple[str, ...]
    """Others. Estimates that cannot be made again, each with the reason."""


@frozen
class ReproducibleReview(Answer):
    """A review that can be made again, in a line."""

    review: str
    """Review. Id."""
    name: str
    """Name."""
    studies: int | None
    """Studies. That it says it included."""
    linked: int
    """Linked. Its trials on record that a source shows."""
    estimates: int
    """Estimates. Of which the outcome and the time can be told."""


@frozen
class Reproduction(Answer):
    """The reviews that can be made again, and the one that was asked for."""

    reviews: tuple[ReproducibleReview, ...]
    """Reviews. All that the filters leave, or the one that was asked for."""
    reproduced: Reproduced | None
    """Reproduced. Null without a review."""


OUTPUTS = {
    "reproduce": Output("A review's pools made again from the trials on record", Reproduction,
                        {"review": TEXT, "outcome": TEXT, **SCOPE}),
}  # fmt: skip
