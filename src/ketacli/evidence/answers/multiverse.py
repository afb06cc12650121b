"""Every defensible analysis of one question as figures. Risk differences are per 1, ratios as they are."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.records.base import frozen
from ketacli.records.question import Measure


@frozen
class Specification(Answer):
    """One analysis: the choices that lead to it, several words of one where they lead to the same figures."""

    measure: Measure
    """Measure. Of the estimate."""
    model: Literal["REML", "PM", "DL", "common"]
    """Model. Estimator of the variance between trials, or a common effect."""
    interval: Literal["hartung-knapp", "z"]
    """Interval. Hartung-Knapp, never narrower than z; or z."""
    basis: tuple[Literal["raw", "published"], ...]
    """Basis. Recomputed from the figures of the arms, or the studies' own estimates."""
    people: tuple[str, ...]
    """People. First set on record, or the other one where a trial reports two."""
    time: tuple[str, ...]
    """Time. As asked, or a quarter around it too."""
    arms: tuple[Literal["combine", "split", "keep"], ...]
    """Arms. How those that share a control group are dealt with."""
    placebo: tuple[str, ...]
    """Placebo. Inert and active ones together, or one kind alone."""
    left_out: tuple[str, ...]
    """Left out. Which trials are: none (all), open ones, those far from the others, or one of them."""
    trials: tuple[str, ...]
    """Trials. Ids of those that are pooled."""
    k: int
    """k. Comparisons that are pooled."""
    value: float | None
    """Value. The pooled estimate; null where it is infinite."""
    lower: float | None
    """Lower limit. Null where it is infinite."""
    upper: float | None
    """Upper limit. Null where it is infinite."""
    p: float
    """p. Two-sided, of no effect."""
    side: Literal["above", "below", "across"]
    """Side. Where the whole interval lies of no effect, or across it."""
    usual: bool
    """Usual. Whether it is the analysis that is made unasked, with the first rule for arms that can be taken."""


@frozen
class MeasureInMultiverse(Answer):
    """All analyses in one measure."""

    measure: Measure
    """Measure. Of the estimates."""
    analyses: int
    """Analyses. How many differ."""
    above: int
    """Above. Whole interval above no effect."""
    below: int
    """Below. Whole interval below no effect."""
    across: int
    """Across. Interval holds no effect."""
    same_sign: int
    """Same sign. Estimates on the side of no effect on which most lie."""
    lowest: float | None
    """Lowest. Estimate; null where it is infinite."""
    middle: float | None
    """Middle. Median of the estimates; null where it is infinite."""
    highest: float | None
    """Highest. Estimate; null where it is infinite."""


@frozen
class LevelOfChoice(Answer):
    """What comes of the analyses that take one word of a choice."""

    choice: Literal["measure", "model", "interval", "basis", "people", "time", "arms", "placebo", "trials"]
    """Choice. What is chosen."""
    word: str
    """Word. What it is chosen as."""
    analyses: int
    """Analyses. That take it."""
    above: int
    """Above. Whole interval above no effect."""
    below: int
    """Below. Whole interval below no effect."""
    middle: float | None
    """Middle. Median estimate in the usual measure; null where none of them is in it."""


@frozen
class CombinationsRefused(Answer):
    """Combinations of choices that are not pooled."""

    code: str
    """Code. As in refusals."""
    reason: str
    """Reason. In words."""
    combinations: int
    """Combinations. How many stop at it."""


@frozen
class MultiverseOfPlot(Answer):
    """Every defensible analysis: the same trials analysed again, so shares of them are no probabilities."""

    measure: Measure
    """Measure. The usual one."""
    measures: tuple[MeasureInMultiverse, ...]
    """Measures. The usual one first."""
    levels: tuple[LevelOfChoice, ...]
    """Levels. Of every choice that is open."""
    analyses: tuple[Specification, ...]
    """Analyses. By measure, lowest estimate first."""
    refused: tuple[CombinationsRefused, ...]
    """Refused. What is not pooled, and why."""
