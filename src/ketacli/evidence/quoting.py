"""Which estimate or judgement of a review a question quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.question import ReviewQuoted


def matching(dataset: Dataset, quoted: ReviewQuoted, field: str) -> Any:
    """The one of a review's ``pooled`` or ``certainty`` that is meant; the rules see to it that there is one."""
    (held,) = (each for each in getattr(dataset.reviews[quoted.review], field) if fits(quoted, each))
    return held


def fits(quoted: ReviewQuoted, said: Any) -> bool:
    """Whether what a review says is what is meant."""
    return said.outcome == quoted.outcome and all(
        wanted is None or getattr(said, name, None) == wanted
        for name, wanted in (("comparison", quoted.comparison), ("timepoint", quoted.timepoint))
    )
