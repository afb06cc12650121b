"""What is on record of an indication, a route, a population, a comparator or a body, in brief."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer, Columns, columns
from ketacli.evidence.answers.output import TEXT, Output
from ketacli.evidence.answers.places import Place
from ketacli.records.base import frozen
from ketacli.records.guideline import Position
from ketacli.records.roles import Unsound
from ketacli.records.source import MARKS
from ketacli.records.trial import Direction

BriefKind = Literal["indication", "route", "population", "comparator", "body"]


@frozen
class BriefLicence(Place):
    """What one jurisdiction has licensed, or has not."""

    compound: str
    """Form. Id of the compound."""
    jurisdiction: str
    """Jurisdiction. ISO 3166 code, EU, or international."""
    status: Literal["approved", "not-approved", "withdrawn", "refused"]
    """Status. For exactly this use."""
    use: str
    """Use. In words."""
    date: str | None
    """Date. Of the decision (ISO 8601, possibly partial)."""


@frozen
class BriefCounts(Answer):
    """Studies on record, counted; people as each study is known by."""

    randomised: int
    """Randomised. Trials in people with results on record."""
    randomised_people: int
    """People in these. Sum of their n."""
    other: int
    """Other trials. In people, not randomised, with results on record."""
    observational: int
    """Observational. Studies in people with results on record."""
    animal: int
    """Animal. Studies in animals."""
    unreported: int
    """Without results. Registered studies in people: planned, running, stopped, ended, or read by nobody here."""


@frozen
class BriefPool(Answer):
    """What the trials on record give for the first outcome of a question; ``keta show ID`` has every outcome."""

    question: str
    """Question. Id."""
    outcome: str
    """Outcome. With its time."""
    basis: Literal["pooled", "one-trial", "published", "none"]
    """Basis. Pooled here, one trial's figures, a review's estimate as published, or nothing."""
    text: str
    """Text. Figures, difference of 1,000 people and direction in words, or why there is no figure."""
    trials: int
    """Trials. In the estimate."""
    people: int | None
    """People. In the estimate."""


@frozen
class BriefEstimate(Place):
    """A pooled estimate of a review, one of those that are closest to the question."""

    review: str
    """Review. Id."""
    path: str
    """Path. Of the estimate in the data."""
    outcome: str
    """Outcome. What was pooled."""
    comparison: str
    """Comparison. What against what."""
    timepoint: str | None
    """Timepoint. As printed."""
    measure: str
    """Measure. Kind of estimate."""
    value: float | None
    """Value. As printed."""
    lower: float | None
    """Lower limit. Of the interval."""
    upper: float | None
    """Upper limit. Of the interval."""
    favours: str | None
    """Direction. Which side it favours, in words; null where nothing shows it."""
    studies: int | None
    """Studies. In this estimate."""
    participants: int | None
    """Participants. In this estimate."""
    together: tuple[str, ...] | None = None
    """Together. Indications whose people it pools, where they are more than the one asked for."""


@frozen
class BriefTrial(Answer):
    """One study; ``keta show ID`` has it whole."""

    id: str
    """Id. Of the study."""
    year: int | None
    """Year. Of the main publication."""
    n: int | None
    """n. The people by which the study is known."""
    randomised: bool
    """Randomised. Whether people were allocated by chance."""
    direction: Direction
    """Direction. Of the primary result."""
    disputed: bool
    """Disputed. Whether sources disagree about a value of it."""
    source_status: Unsound | None = None
    """Source status. Of its document, where that is not to be relied on, such as retracted."""


@frozen
class BriefPosition(Place):
    """What one current edition says of one form, route and indication."""

    guideline: str
    """Guideline. Id of the edition."""
    path: str
    """Path. Of the recommendation in the data."""
    body: str
    """Body. Short name."""
    year: int | None
    """Year. Of the edition."""
    forms: tuple[str, ...]
    """Forms. Ids of compounds."""
    routes: tuple[str, ...]
    """Routes. Ids in the vocabulary."""
    indications: tuple[str, ...]
    """Indications. Ids in the vocabulary."""
    position: Position
    """Position. Our class of the wording."""
    grade: str | None
    """Grade. Line, level and strength in the body's own words."""
    value: str
    """What it says. In words."""


@frozen
class BriefCaution(Place):
    """A warning that concerns the subject."""

    kind: Literal["safety", "regimens"]
    """Kind. Of the record: an authority's caution on a route stands in a regimen."""
    id: str
    """Id. Of the record."""
    value: str
    """Statement. In words."""


@frozen
class BriefDose(Answer):
    """A dose as it was published."""

    form: str
    """Form. Id of the compound."""
    route: str
    """Route. Id in the vocabulary."""
    dose: str
    """Dose. In words, with over what time and how often."""
    trials: tuple[str, ...]
    """Trials. Ids of those on the subject that had it."""
    guidelines: tuple[str, ...]
    """Guidelines. Ids of those in force that its regimens name and that are for it in this use."""
    regimens: tuple[str, ...]
    """Regimens. Ids."""
    licensed: bool
    """Licensed. Whether one of its regimens is licensed somewhere."""
    unclear: tuple[str, ...]
    """Unclear. Ids of the regimens and studies among these whose dose is in doubt."""


@frozen
class Brief(Answer):
    """What is on record of one subject, in the order in which it is asked for."""

    kind: BriefKind
    """Kind. What the subject is."""
    id: str
    """Id. In its vocabulary; of a body its short name."""
    label: str
    """Label. How it is printed."""
    licences: tuple[BriefLicence, ...]
    """Licences. Approvals, and what is not approved."""
    licensed_nearby: tuple[str, ...]
    """Licensed nearby. Of an indication without a licence: ids of related ones for which a form is licensed."""
    counts: BriefCounts
    """Counts. Of studies."""
    pools: tuple[BriefPool, ...]
    """Pools. One a question on the subject."""
    estimates: tuple[BriefEstimate, ...]
    """Estimates. Of reviews, those closest to the question first."""
    trials: tuple[BriefTrial, ...]
    """Trials. With results, randomised ones first, the largest first; last those of a document not to be relied on."""
    positions: tuple[BriefPosition, ...]
    """Positions. Of current editions: guidelines, other guidance, reimbursement; the newest first."""
    doses: tuple[BriefDose, ...]
    """Doses. The commonest first."""
    cautions: tuple[BriefCaution, ...]
    """Cautions. Warnings on record."""
    conflicts: tuple[str, ...]
    """Conflicts. Ids, those that change a conclusion first."""


@frozen
class BriefRow(Answer):
    """One line of a brief."""

    part: Literal["licence", "pool", "estimate", "trial", "position", "dose", "caution", "conflict"]
    """Part. Of the brief."""
    id: str
    """Id. Of the record."""
    text: str
    """Text. What it says."""
    source: str | None
    """Source. Id of the document."""


def row_columns() -> Columns:
    """The columns of a brief as rows."""
    return columns(BriefRow)


def rows(found: Brief) -> list[BriefRow]:
    """The parts of a brief as rows, a line each."""
    licences = [
        BriefRow(part="licence", id=f"compounds/{each.compound}", source=each.source,
                 text=f"{each.jurisdiction} {each.date or ''} {each.status}: {each.use}".replace("  ", " "))
        for each in found.licences
    ]  # fmt: skip
    estimates = []
    for each in found.estimates:
        limits = f"({each.lower} to {each.upper})" if each.lower is not None and each.upper is not None else ""
        value = "" if each.value is None else str(each.value)
        text = f"{each.outcome}: {each.comparison}; {each.measure} {value} {limits}".strip()
        text = f"{text}; {each.favours}" if each.favours else text
        estimates.append(BriefRow(part="estimate", id=f"reviews/{each.review}", text=text, source=each.source))
    trials = []
    for study in found.trials:
        size = "not on record" if study.n is None else study.n
        standing = f"{MARKS[study.source_status]}: " if study.source_status else ""
        text = f"{study.year or 'undated'}, n {size}: {standing}{study.direction}"
        trials.append(BriefRow(part="trial", id=f"trials/{study.id}", text=text, source=None))
    positions = []
    for item in found.positions:
        grade = item.grade or "ungraded"
        text = f"{item.body} {item.year or 'undated'}: {item.position} [{grade}]: {item.value}"
        positions.append(BriefRow(part="position", id=f"guidelines/{item.guideline}", text=text, source=item.source))
    doses = [
        BriefRow(part="dose", id=", ".join((*each.regimens, *each.trials)), source=None,
                 text=f"{each.form}, {each.route}: {each.dose}")
        for each in found.doses
    ]  # fmt: skip
    cautions = [
        BriefRow(part="caution", id=f"{each.kind}/{each.id}", text=each.value, source=each.source)
        for each in found.cautions
    ]
    conflicts = [BriefRow(part="conflict", id=f"conflicts/{each}", text="", source=None) for each in found.conflicts]
    pools = [
        BriefRow(part="pool", id=f"questions/{each.question}", text=f"{each.outcome}: {each.text}", source=None)
        for each in found.pools
    ]
    return [*licences, *pools, *estimates, *trials, *positions, *doses, *cautions, *conflicts]


OUTPUTS = {
    "brief": Output(
        "What is on record of an indication, a route, a population, a comparator or a body",
        Brief,
        {"name": TEXT, "kind": TEXT, "id": TEXT},
    ),
}
