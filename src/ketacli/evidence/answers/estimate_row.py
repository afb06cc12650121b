"""The rows of ``keta effect`` for CSV and the like."""

from __future__ import annotations

from ketacli.evidence.agreement import Verdict
from ketacli.evidence.answers.answer import Answer
from ketacli.records.base import frozen
from ketacli.records.question import Measure
from ketacli.stats.nnt import Needed


@frozen
class EstimateRow(Answer):
    """One estimate of one comparison as a row, or a row that says why there is none."""

    trial: str | None
    """Trial. Its id; none for figures that were given."""
    outcome: str
    """Outcome. Id in the trial's record."""
    label: str
    """Label. How the outcome is printed."""
    timepoint: str | None
    """Timepoint. As printed."""
    arm: str
    """Arm. Id of the first group."""
    versus: str
    """Versus. Id of the group it is compared with."""
    measure: Measure | None
    """Measure. None where nothing was computed."""
    value: float | None
    """Value. Arm minus versus, or arm over versus; none where it is infinite."""
    lower: float | None
    """Lower limit. None where the data do not bound it."""
    upper: float | None
    """Upper limit. None where the data do not bound it."""
    level: float | None
    """Level. Of the interval."""
    method: str | None
    """Method. How the interval was found."""
    unit: str | None
    """Unit. "per 1" for a risk difference, the outcome's for a mean difference."""
    events: float | None
    """Events. In the arm."""
    n: float | None
    """n. People in the arm."""
    control_events: float | None
    """Control events. In the other group."""
    control_n: float | None
    """Control n. People in the other group."""
    mean: float | None
    """Mean. Of the arm."""
    sd: float | None
    """SD. Of the arm; worked out where another measure of spread was printed."""
    control_mean: float | None
    """Control mean. Of the other group."""
    control_sd: float | None
    """Control SD. Of the other group."""
    derived: str | None
    """Derived. How figures of the arms were worked out that no source prints; none for printed ones."""
    nnt_kind: Needed | None
    """NNT kind. To benefit or to harm; with a risk difference only."""
    nnt: float | None
    """NNT. People, not rounded; with a risk difference only."""
    published_value: float | None
    """Published value. Of the same measure, in the same unit."""
    published_lower: float | None
    """Published lower limit. Of that effect."""
    published_upper: float | None
    """Published upper limit. Of that effect."""
    published_nnt: float | None
    """Published NNT. With a risk difference only."""
    published_verdict: Verdict | None
    """Published verdict. Whether it follows from the figures of the arms within rounding."""
    reason: str | None
    """Reason. Why nothing was computed."""
    source: str | None
    """Source. Id of the document with the arm's figures."""
