"""A meta-analysis, systematic review or pharmacovigilance analysis and what it pooled."""

from __future__ import annotations

from typing import Literal

from ketacli.records.base import STRICT, Bound, CheckLevel, Claim, Count, Record, Text, frozen
from ketacli.records.roles import (
    AsPrinted,
    CheckDay,
    CompoundId,
    Derived,
    Filed,
    IndicationId,
    Locator,
    OwnId,
    RouteId,
    SourceId,
    TrialId,
    Unsound,
)


@frozen
class Pooled(Claim):
    """One pooled or summarised estimate, as its authors publish it."""

    outcome: str
    """Outcome. What was pooled, with its scale where one is named."""
    comparison: str
    """Comparison. What against what; the first named is the one that ``better`` is about."""
    timepoint: str | None = None
    """Timepoint. As printed."""
    measure: Literal[
        "MD", "SMD", "RD", "RR", "OR", "HR", "proportion", "mean", "change", "rate", "correlation", "other"
    ]
    """Measure. Kind of estimate."""
    value: float | None = None
    """Value. As printed, with the sign of the source."""
    lower: float | None = None
    """Lower limit. Of the interval."""
    upper: float | None = None
    """Upper limit. Of the interval."""
    level: float = 0.95
    """Level. Of the interval."""
    unit: str | None = None
    """Unit. "points", "per 100", "%", none for ratios and standardised differences."""
    p: float | None = None
    """p. As printed."""
    p_bound: Literal["below", "above"] | None = None
    """p bound. When only p < 0.001 or p > 0.05 is printed, with that number in p."""
    better: Literal["lower", "higher"] | None = None
    """Better. Which direction of the figure favours the first of the comparison."""
    studies: int | None = None
    """Studies. Number in this estimate."""
    participants: int | None = None
    """Participants. Number in this estimate."""
    i2: float | None = None
    """I-squared. Percent, as printed."""
    heterogeneity: str | None = None
    """Heterogeneity. Other measures, as printed."""
    stated: str | None = None
    """Stated. What the authors conclude from it, in our own words."""
    digits: Derived[int | None] = None
    """Digits. Decimals that the source printed for the main figure; counted by the build."""
    limit_digits: Derived[int | None] = None
    """Digits of the limits. Decimals that the source printed for the interval; counted by the build."""


@frozen
class Signal(Claim):
    """A disproportionality signal from spontaneous reports: never a rate, never a cause shown."""

    event: str
    """Event. Preferred term in lower case."""
    measure: Literal["ROR", "PRR", "IC", "EBGM", "reports", "other"]
    """Measure. Of disproportionality, or a count of reports."""
    value: float | None = None
    """Value. As printed."""
    lower: float | None = None
    """Lower limit. Of the interval."""
    upper: float | None = None
    """Upper limit. Of the interval."""
    bound: Bound | None = None
    """Bound. How the number is to be read when it is not exact."""
    reports: int | None = None
    """Reports. Number of cases with the event."""
    versus: str | None = None
    """Versus. What it was compared with."""
    text: str | None = None
    """In words. Direction or limits of the signal."""
    digits: Derived[int | None] = None
    """Digits. Decimals that the source printed; counted by the build."""
    limit_digits: Derived[int | None] = None
    """Digits of the limits. Decimals that the source printed for the interval; counted by the build."""


@frozen
class Certainty(Claim):
    """How sure somebody is of one result; quoted, never computed."""

    outcome: str
    """Outcome. What was judged."""
    value: str
    """Certainty. In the judge's own scale, such as "very low"."""
    system: str
    """System. GRADE, Cochrane risk of bias, authors' words."""
    by: str | None = None
    """By. Who judged."""


@frozen
class Review(Record):
    """A piece of secondary research."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. Stable name, the file's name."""
    name: str
    """Name. First author and year, or body and number."""
    title: AsPrinted | None = None
    """Title. As printed."""
    year: int | None = None
    """Year. Of publication."""
    kind: Filed[
        Literal[
            "meta-analysis",
            "network-meta-analysis",
            "individual-participant-meta-analysis",
            "systematic-review",
            "narrative-review",
            "pharmacovigilance",
            "pooled-analysis",
            "health-technology-review",
        ]
    ]
    """Kind. What sort of analysis."""
    question: Text
    """Question. Population, intervention, comparator, outcome in a sentence."""
    forms: tuple[CompoundId, ...] = ()
    """Forms. Ids of compounds; none where the review is of something else."""
    routes: tuple[RouteId, ...] = ()
    """Routes. Ids in the vocabulary."""
    indications: tuple[IndicationId, ...] = ()
    """Indications. Ids in the vocabulary; none for what was reported whatever the use."""
    species: str = "human"
    """Species. Human, or the animals reviewed."""
    n_studies: Count | None = None
    """Studies. Number included."""
    n_participants: Count | None = None
    """Participants. Number included; reports for a pharmacovigilance analysis stand in its signals."""
    method: Text | None = None
    """Method. Model, search, what was included."""
    pooled: tuple[Pooled, ...] = ()
    """Pooled effects. As published."""
    signals: tuple[Signal, ...] = ()
    """Signals. From spontaneous reports; not rates."""
    certainty: tuple[Certainty, ...] = ()
    """Certainty. As somebody judged it."""
    conclusion: Text | None = None
    """Conclusion. The authors', in our own words."""
    trials: tuple[TrialId, ...] = ()
    """Trials. Ids of included trials that are on record here."""
    caveats: tuple[Text, ...] = ()
    """Caveats. What limits it, errata included."""
    source: SourceId
    """Source. Inherited by every claim that names none."""
    at: Locator | None = None
    """Place. Where in that document."""
    check: CheckLevel
    """Check level. What was seen."""
    checked: CheckDay
    """Checked. Date (ISO 8601)."""
    note: str | None = None
    """Note. What a reader must know."""
    source_status: Derived[Unsound | None] = None
    """Source status. Of a document that its result rests on, where it is not to be relied on: retracted, of concern,
    listed by Retraction Watch, untraceable; none otherwise."""
    local: Derived[Filed[str] | None] = None
    """Local. File of the overlay that the record comes from; none for the records that keta ships."""
