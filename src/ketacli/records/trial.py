"""A clinical or animal study and what it found. Words follow CONSORT and ClinicalTrials.gov."""

from __future__ import annotations

from typing import Literal

from ketacli.records.base import (
    STRICT,
    Absent,
    CheckLevel,
    Claim,
    Count,
    Dose,
    Quantity,
    Record,
    Schedule,
    Text,
    frozen,
)
from ketacli.records.roles import (
    AsPrinted,
    CheckDay,
    ComparatorId,
    CompoundId,
    Day,
    Derived,
    Filed,
    IndicationId,
    Locator,
    OwnId,
    PopulationId,
    PublicationId,
    RegistryNumber,
    RouteId,
    ScaleId,
    SourceId,
    Unsound,
)

ComparatorKind = Literal["placebo", "active-placebo", "active", "dose", "usual-care", "none", "not-stated"]
Stated = Literal[
    "favours-ketamine", "favours-comparator", "no-clear-difference", "non-inferior", "inferior", "not-tested"
]
Direction = Literal[
    "favours-ketamine",
    "favours-comparator",
    "no-clear-difference",
    "non-inferior",
    "inferior",
    "mixed",
    "not-tested",
    "not-stated",
    "not-seen",
]
PrimaryMet = Literal["met", "missed", "mixed", "not-stated", "not-applicable"]
Status = Filed[Literal["reported", "planned", "running", "stopped", "ended-without-results", "results-elsewhere"]]
AnalysisSet = Literal[
    "randomised", "treated", "observed", "carried-forward", "imputed", "per-protocol", "completers", "not-stated"
]
BiasDomain = Literal[
    "random-sequence",
    "allocation-concealment",
    "blinding-of-participants",
    "blinding-of-assessment",
    "incomplete-outcome-data",
    "selective-reporting",
    "other",
    "randomisation",
    "deviations",
    "missing-data",
    "measurement",
    "selection-of-result",
]
Judgement = Literal["low", "some-concerns", "unclear", "high"]


@frozen
class Design(Claim):
    """How the study was built."""

    allocation: Literal["randomised", "non-randomised", "single-group", "not-stated"]
    """Allocation. Randomised or not."""
    model: Literal[
        "parallel", "crossover", "single-group", "sequential", "randomised-withdrawal", "cohort", "not-stated"
    ]
    """Model. Parallel, crossover, randomised withdrawal and so on."""
    masking: Literal["open", "single", "double", "triple", "quadruple", "not-stated"]
    """Masking. Who did not know: nobody, one party, or more."""
    masked_raters: bool | None = None
    """Raters masked. Whether those who rated the outcome did not know."""
    comparator: ComparatorKind
    """Comparator kind. Placebo, active placebo (such as midazolam), active treatment, another dose, or none; not stated
    where what was read does not say whether there is one, or which."""
    framework: Literal["superiority", "noninferiority", "equivalence", "descriptive", "not-stated"] = "not-stated"
    """Framework. What the primary comparison was set up to show."""
    margin: float | None = None
    """Margin. Non-inferiority margin, as a positive number."""
    margin_unit: str | None = None
    """Margin unit. "per 100" for a risk difference, "points" for a scale."""
    sites: int | None = None
    """Sites. Number of centres."""
    text: str | None = None
    """In words. What the fields do not say."""


@frozen
class Arm(Claim):
    """One group, what it was given and how many it had."""

    id: OwnId
    """Id. Short name, unique in the study."""
    label: str
    """Arm. How it is printed."""
    role: Filed[Literal["experimental", "comparator"]]
    """Role. Experimental or comparator."""
    form: CompoundId | None = None
    """Form. Id of the compound; none for other treatments."""
    treatment: str
    """Treatment. What was given, in words, with background treatment."""
    occasion: Filed[Literal["ect", "surgery", "childbirth", "anaesthesia"]] | None = None
    """Occasion. Of a dose given at an anaesthetic, an operation or a birth: it is no course of treatment by itself."""
    beside: tuple[AsPrinted, ...] = ()
    """Beside. What else was given with the dose and may decide what it does, in words of treatment; never complete."""
    route: RouteId | None = None
    """Route. Id in the vocabulary."""
    doses: tuple[Dose, ...] = ()
    """Doses. One, or one for each occasion that differs."""
    given_over: Quantity | None = None
    """Given over. Duration of one dose."""
    schedule: Schedule | None = None
    """Schedule. How often and for how long."""
    n_randomised: Count | None = None
    """Randomised. People allocated to this arm."""
    n_treated: Count | None = None
    """Treated. People who got at least one dose."""
    n_analysed: Count | None = None
    """Analysed. People in the primary analysis."""


@frozen
class ArmResult(Claim):
    """What one arm showed for one outcome."""

    arm: str
    """Arm. Id of the arm; "all" for everyone together."""
    n: int | None = None
    """n. People the figure is of."""
    events: int | None = None
    """Events. People with the event; where "derived" says so, worked out and not printed."""
    percent: float | None = None
    """Percent. As printed; stands only beside its n, or says that none was given."""
    no_count: bool = False
    """No count. True where no count must be worked out of the percentage: it is from a model, or its n is of others."""
    mean: float | None = None
    """Mean. As printed, with the sign of the source's own scale."""
    sd: float | None = None
    """SD. Standard deviation."""
    se: float | None = None
    """SE. Standard error."""
    lower: float | None = None
    """Lower limit. Of the interval about the mean or percentage."""
    upper: float | None = None
    """Upper limit. Of that interval."""
    level: float | None = None
    """Level. Of that interval, such as 0.95."""
    one_sided: bool = False
    """One limit. True when the source gives only one limit, or the other could not be estimated."""
    median: float | None = None
    """Median. As printed."""
    q1: float | None = None
    """First quartile. As printed."""
    q3: float | None = None
    """Third quartile. As printed."""
    unit: str | None = None
    """Unit. Points of the scale unless said otherwise."""
    digits: Derived[int | None] = None
    """Digits. Decimals that the source printed for the main figure; counted by the build."""
    limit_digits: Derived[int | None] = None
    """Digits of the limits. Decimals that the source printed for the interval; counted by the build."""
    derived: Derived[str | None] = None
    """Derived. How the events were worked out where no source prints them; none for events as printed."""
    absent: Absent | None = None
    """Absent. Why there is no figure."""


@frozen
class Effect(Claim):
    """A published comparison of two arms: always arm minus versus, or arm over versus."""

    measure: Literal["MD", "SMD", "RD", "RR", "OR", "HR", "NNT", "mean-change", "other"]
    """Measure. Difference in means, standardised difference, risk difference, ratios; mean-change is within one arm."""
    arm: str
    """Arm. Id of the arm."""
    versus: str | None = None
    """Versus. Id of the arm it is compared with; none for a change within one arm."""
    value: float | None = None
    """Value. As printed, turned to arm minus versus where the source prints it the other way round."""
    lower: float | None = None
    """Lower limit. Of the interval."""
    upper: float | None = None
    """Upper limit. Of the interval."""
    level: float = 0.95
    """Level. Of the interval."""
    interval: Literal["ordinary", "simultaneous", "stage-weighted"] = "ordinary"
    """Interval. Simultaneous when adjusted for several comparisons (Dunnett), stage-weighted when a combination test
    made it: neither is two standard errors to each side."""
    one_sided: bool = False
    """One limit. True when the source gives only one limit, or the other could not be estimated."""
    se: float | None = None
    """SE. Standard error as printed."""
    unit: str | None = None
    """Unit. "points" for a scale, "per 100" for a risk difference, none for ratios."""
    p: float | None = None
    """p. Exact p-value as printed."""
    p_bound: Literal["below", "above"] | None = None
    """p bound. When only p < 0.001 or p > 0.05 is printed, with that number in p."""
    p_sides: Literal[1, 2] | None = None
    """Sides. One- or two-sided test."""
    statistic: AsPrinted | None = None
    """Statistic. Test statistic as printed, such as "F(1,70) = 9.62"."""
    adjusted: bool | None = None
    """Adjusted. From a model with covariates, so not the same as the raw contrast."""
    model: str | None = None
    """Model. Such as "MMRM", "ANCOVA", "logistic mixed model"."""
    nominal: bool = False
    """Nominal. True when the test was outside the planned sequence and proves nothing formally."""
    sign_unclear: bool = False
    """Sign unclear. True when the source does not settle which direction is better."""
    stated: Stated | None = None
    """Stated. The direction in the source's own conclusion, when no interval or p shows it."""
    digits: Derived[int | None] = None
    """Digits. Decimals that the source printed for the main figure; counted by the build."""
    limit_digits: Derived[int | None] = None
    """Digits of the limits. Decimals that the source printed for the interval; counted by the build."""


@frozen
class Outcome(Record):
    """One measured outcome at one time, with each arm's figures and the published effects."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. Short name, unique in the study."""
    label: str
    """Outcome. How it is printed."""
    role: Filed[Literal["primary", "key-secondary", "secondary", "post-hoc", "subgroup", "exploratory"]]
    """Role. As planned by the study."""
    kind: Filed[
        Literal["change", "score", "response", "remission", "relapse", "time-to-event", "event", "rate", "other"]
    ]
    """Kind. What is counted or measured."""
    scale: ScaleId | None = None
    """Scale. Id in the vocabulary of scales."""
    definition: str | None = None
    """Definition. Such as "MADRS 12 or less"."""
    timepoint: str | None = None
    """Timepoint. As printed, such as "day 28" or "24 h"."""
    days: float | None = None
    """Days. The timepoint in days from the first dose or randomisation."""
    better: Literal["lower", "higher"] | None = None
    """Better. Which direction of the figure means benefit."""
    analysis_set: AnalysisSet | None = None
    """Analysis set. Whom the figures are of, in one word: everybody randomised or treated, those observed, or with
    missing values carried forward or imputed; model estimates name the set that the model was fitted to."""
    analysis: str | None = None
    """Analysis. The same in the source's own terms: intention to treat, full analysis set, first period only."""
    note: str | None = None
    """Note. What a reader must know about this outcome."""
    results: tuple[ArmResult, ...] = ()
    """Results. One an arm."""
    effects: tuple[Effect, ...] = ()
    """Effects. Published comparisons."""


@frozen
class Harm(Record):
    """One adverse event as the study reports it."""

    __pydantic_config__ = STRICT

    event: str
    """Event. MedDRA-like preferred term in lower case."""
    serious: bool = False
    """Serious. Counted as serious by the study."""
    phase: Literal["treatment", "follow-up"] | None = None
    """Phase. When it was counted, where the study reports its phases apart."""
    definition: str | None = None
    """Definition. Counting rule, period or population."""
    results: tuple[ArmResult, ...] = ()
    """Results. One an arm."""
    text: Text | None = None
    """In words. What was reported without usable counts."""


@frozen
class Verdict(Claim):
    """Whether the primary outcome was met, in the study's own terms."""

    value: PrimaryMet
    """Primary met. Met, missed, mixed, or no formal test."""


@frozen
class JudgedDomain(Record):
    """One domain of a risk-of-bias tool with its judgement."""

    __pydantic_config__ = STRICT

    domain: BiasDomain
    """Domain. Of the tool."""
    judgement: Judgement
    """Judgement. Some concerns is a word of RoB 2, unclear one of the first Cochrane tool."""


@frozen
class RiskOfBias(Claim):
    """Risk of bias of the study as a named review judged it; quoted, never computed."""

    tool: Literal["cochrane-1", "rob-2"]
    """Tool. The first Cochrane tool of seven domains, or RoB 2 of five."""
    by: str
    """By. Who judged."""
    outcome: str | None = None
    """Outcome. Of which it was judged; none where one judgement stands for all."""
    domains: tuple[JudgedDomain, ...]
    """Domains. Those whose judgement was seen, in the order of the tool."""
    overall: Judgement | None = None
    """Overall. Where the review gives one; the first tool has none."""
    worst: Derived[Judgement | None] = None
    """Worst. Judgement among the overall one and the domains seen; what ``--bias`` chooses by, and nobody's verdict."""


@frozen
class Result(Record):
    """The direction of the primary result, and what it was read from."""

    __pydantic_config__ = STRICT

    direction: Direction
    """Direction. Which side the result favours, or why that cannot be said."""
    basis: Literal["interval", "p", "stated", "margin", "verdict", "none"]
    """Basis. Interval, p, stated, margin, verdict or none."""


@frozen
class Trial(Record):
    """One study: design, people, arms, outcomes, harms, caveats."""

    __pydantic_config__ = STRICT

    id: OwnId
    """Id. Stable name, the file's name."""
    name: str
    """Name. Acronym, or first author and year."""
    title: AsPrinted | None = None
    """Title. Of the main paper or registry entry, as printed."""
    aliases: tuple[AsPrinted, ...] = ()
    """Aliases. Sponsor codes and other names."""
    year: int | None = None
    """Year. Of the main publication or announcement."""
    registry: RegistryNumber | None = None
    """Registry number. Main registration, such as NCT02418585."""
    registries: tuple[RegistryNumber, ...] = ()
    """Other registrations. Further numbers of the same study."""
    phase: Literal["EARLY_PHASE1", "PHASE1", "PHASE1|PHASE2", "PHASE2", "PHASE2|PHASE3", "PHASE3", "PHASE4"] | None = (
        None
    )
    """Phase. As ClinicalTrials.gov writes it."""
    kind: Filed[Literal["trial", "observational", "animal"]]
    """Kind. Interventional trial, observational study, or animal study."""
    species: str = "human"
    """Species. Human, mouse, rat."""
    status: Status = "reported"
    """Status. Reported when results are on record; else a registered study that is planned, running, stopped, ended
    without results, or has results elsewhere that nobody here has read."""
    completion: Day | None = None
    """Completion. Date of primary completion as registered, past or expected (ISO 8601)."""
    forms: tuple[CompoundId, ...]
    """Forms. Compounds under study."""
    routes: tuple[RouteId, ...] = ()
    """Routes. Of the compounds under study."""
    indications: tuple[IndicationId, ...]
    """Indications. Ids in the vocabulary."""
    populations: tuple[PopulationId, ...] = ()
    """Populations. Who took part or in which setting, ids in the vocabulary, such as adolescents or postpartum."""
    design: Design
    """Design. How it was built."""
    population: Text
    """Population. Who took part."""
    n_enrolled: Count | None = None
    """Enrolled. As the registry counts it."""
    n_randomised: Count | None = None
    """Randomised. In all arms."""
    n_treated: Count | None = None
    """Treated. In all arms."""
    n_analysed: Count | None = None
    """Analysed. In the primary analysis, all arms."""
    arms: tuple[Arm, ...] = ()
    """Arms. What each group was given."""
    duration: Text | None = None
    """Duration. Of treatment and follow-up."""
    outcomes: tuple[Outcome, ...] = ()
    """Outcomes. With figures."""
    primary_met: Verdict
    """Primary met. In the study's own terms."""
    result_seen: Literal["numbers", "partial", "direction", "none"]
    """Result seen. How much of the result was seen in a source in hand."""
    harms: tuple[Harm, ...] = ()
    """Harms. With counts where known."""
    withdrawals: tuple[Text, ...] = ()
    """Withdrawals. Who left and why."""
    funding: Text | None = None
    """Funding. Where known."""
    caveats: tuple[Text, ...] = ()
    """Caveats. What limits it."""
    risk_of_bias: tuple[RiskOfBias, ...] = ()
    """Risk of bias. As reviews judged it, with who did."""
    publications: tuple[PublicationId, ...] = ()
    """Publications. Ids of further sources about this study."""
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
    n: Derived[int | None] = None
    """n. The people by which the study is known: randomised, else treated, analysed or enrolled."""
    result: Derived[Result | None] = None
    """Result. Direction of the primary result, by the rule of ``keta help evidence``."""
    comparators: Derived[tuple[ComparatorId, ...]] = ()
    """Comparators. Ids in the vocabulary of comparators: what the comparator arms were given."""
    source_status: Derived[Unsound | None] = None
    """Source status. Of a document that its result rests on, where it is not to be relied on: retracted, of concern,
    listed by Retraction Watch, untraceable; none otherwise."""
    local: Derived[Filed[str] | None] = None
    """Local. File of the overlay that the record comes from; none for the records that keta ships."""

    @property
    def direction(self) -> Direction:
        """The direction of the primary result."""
        return self.result.direction if self.result is not None else "not-stated"
