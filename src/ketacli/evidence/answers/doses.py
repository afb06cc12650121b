"""Published regimens: the boxed warnings beside them, the arithmetic on a dose, and which of them have that dose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import FLAG, TEXT, WORDS, Output
from ketacli.records.base import frozen
from ketacli.records.compound import BoxedWarning
from ketacli.records.regimen import Regimen
from ketacli.records.wording import TIE

if TYPE_CHECKING:
    from ketacli.evidence.dose_patterns import Pattern
    from ketacli.evidence.injections import Injection
    from ketacli.records.dataset import Dataset


@frozen
class FormWarning(BoxedWarning):
    """The boxed warning of a product of one of the forms that the answer names."""

    form: str
    """Form. Id of the compound."""


@frozen
class Step(Answer):
    """One figure of the arithmetic that was asked for."""

    phase: str
    """Phase. Of the regimen."""
    what: str
    """What. Which figure it is."""
    formula: str
    """Formula. How it was worked out, with the numbers in it."""
    value: float
    """Value. The figure."""
    exact: bool
    """Exact. False when the figure as printed is rounded."""
    printed: str
    """Printed. The figure as the screen has it, with its unit."""
    unit: str
    """Unit. Of the figure."""


@frozen
class Licensed(Answer):
    """Whether a regimen is licensed somewhere."""

    jurisdiction: str
    """Jurisdiction. ISO 3166 code, EU, or "any"."""
    status: str
    """Status. Licensed, off-label, trial-only, consensus or not-stated."""


@frozen
class DoseMatch(Answer):
    """A published regimen that has the dose asked for."""

    regimen: str
    """Regimen. Id of the record, which is in data."""
    exact: bool
    """Exact. False when the dose lies inside of a range."""
    dose: str
    """Dose. As published."""
    phases: tuple[str, ...]
    """Phases. Those that have the dose."""
    over: tuple[str, ...]
    """Over. How long one dose is given, of the phases that say so."""
    standing: tuple[Licensed, ...]
    """Standing. Licensed or not, by jurisdiction."""
    population: str | None
    """Population. Who it is for; null where the source does not say."""
    unclear: str | None
    """Unclear. Why the dose is in doubt; null where it is not."""
    not_first: str | None
    """Not first. What is given on day 1 instead; null where a course can begin with the dose."""
    apart: str | None
    """Apart. What the dose is instead of one given at one time, such as "in a day"; null where it is one."""


@frozen
class DoseTrial(Answer):
    """A published study with an arm of the dose asked for."""

    trial: str
    """Trial. Id of the record."""
    forms: tuple[str, ...]
    """Forms. Of such arms."""
    indications: tuple[str, ...]
    """Indications. What the trial is about."""
    use: str
    """Use. As of a regimen."""
    occasion: str | None
    """Occasion. Of a dose at ECT, an operation, a birth or another anaesthetic."""
    apart: str | None
    """Apart. What the dose is instead of one given at one time; null where it is one."""
    unclear: bool
    """Unclear. Whether the dose is in doubt."""
    asked: bool
    """Asked. Whether the trial is of what was asked for."""
    exact: bool
    """Exact. False when the dose lies inside of a range."""
    dose: str | None
    """Dose. The range as published; null where the dose is just the one asked for."""
    kind: str
    """Kind. Of the record: trial or observational."""


@frozen
class DosePattern(Answer):
    """A dose as published, with all regimens and studies that had it."""

    form: str
    """Form. Id of the compound."""
    route: str
    """Route. Id in the vocabulary."""
    use: str
    """Use. As of a regimen; of a study, what it is about."""
    dose: str
    """Dose. In words, with its unit."""
    over: str | None
    """Over. How long one dose is given; null where that is not on record."""
    often: str | None
    """How often. Once, so many a week, so many in all; null where that is not on record."""
    weeks: tuple[float, ...]
    """Weeks. Lengths of the courses."""
    occasion: str | None
    """Occasion. Of a dose at ECT, an operation, a birth or another anaesthetic."""
    beside: tuple[str, ...]
    """Beside. What else was given with it."""
    trials: tuple[str, ...]
    """Trials. Ids of the trials with such an arm."""
    studies: tuple[str, ...]
    """Studies. Ids of the observational studies with such an arm."""
    guidelines: tuple[str, ...]
    """Guidelines. Ids of those in force that its regimens name and that are for it in what was asked for."""
    guidelines_against: tuple[str, ...]
    """Guidelines against. Ids of those of them that are against it."""
    regimens: tuple[str, ...]
    """Regimens. Ids of those that have it."""
    indications: tuple[str, ...]
    """Indications. Ids, the commonest first."""
    standing: tuple[str, ...]
    """Standing. Status of its regimens."""
    unclear: tuple[str, ...]
    """Unclear. Ids of the regimens and studies among these whose dose is in doubt."""


def patterns_of(found: list[Pattern]) -> tuple[DosePattern, ...]:
    """Patterns as the answer has them: plain words without ties."""
    return tuple(
        DosePattern(
            form=each.key.form, route=each.key.route, use=each.key.use, dose=_untied(each.key.dose),
            over=_untied(each.key.over) or None, often=each.key.often or None, weeks=each.weeks,
            occasion=each.key.occasion or None, beside=each.key.beside, trials=each.trials, studies=each.studies,
            guidelines=each.guidelines, guidelines_against=each.against, regimens=each.regimens,
            indications=each.indications, standing=each.standing, unclear=each.unclear,
        )
        for each in found
    )  # fmt: skip


def cautions_of(dataset: Dataset, found: list[Injection]) -> tuple[InjectionCaution, ...]:
    """What labels list of injected forms as the answer has it."""
    from ketacli.evidence.injections import in_words

    return tuple(
        InjectionCaution(form=each.form, record=each.item.id, kind=each.item.kind, text=in_words(dataset, each),
                         source=each.item.statement.source)
        for each in found
    )  # fmt: skip


def _untied(text: str) -> str:
    return text.replace(TIE, " ")


@frozen
class InjectionCaution(Answer):
    """What a label lists of an injected form."""

    form: str
    """Form. Id of the compound."""
    record: str
    """Record. Id of the safety fact, which has the whole."""
    kind: str
    """Kind. Warning or contraindication."""
    text: str
    """Text. As the screen has it, the first clauses of a long list."""
    source: str | None
    """Source. Id of the document."""


@frozen
class Beside(Answer):
    """What is said beside the regimens."""

    arithmetic: tuple[Step, ...] | None = None
    """Arithmetic. The figures asked for with a body weight, each with its formula."""
    boxed_warnings: tuple[FormWarning, ...]
    """Boxed warnings. Of the products whose form and route are in data or in patterns."""
    cautions: tuple[str, ...] | None = None
    """Cautions. What must be said beside the dose asked for, or beside the doses that are listed."""
    read_as: tuple[str, ...] | None = None
    """Read as. How words of the line were read, and in which unit quantities that were typed without one."""
    injection_cautions: tuple[InjectionCaution, ...] | None = None
    """Injection cautions. What labels list of each form that is injected here: one a form, never the whole list."""
    matches: tuple[DoseMatch, ...] | None = None
    """Matches. Which of the regimens in data have the dose asked for: those with just this dose first."""
    trials: tuple[DoseTrial, ...] | None = None
    """Trials. Those with an arm of just the dose asked for, whatever they are about."""
    patterns: tuple[DosePattern, ...] | None = None
    """Patterns. The doses of the regimens in data and of the arms of studies, those that are the same together."""


OUTPUTS = {
    "dosing": Output(
        "Dosing regimens as published, with boxed warnings and the arithmetic asked for",
        Regimen,
        {
            "form": WORDS,
            "route": WORDS,
            "indication": WORDS,
            "as_of": TEXT,
            "status": WORDS,
            "use": WORDS,
            "population": WORDS,
            "controls": FLAG,
            "regimen": TEXT,
            "weight": TEXT,
            "strength": TEXT,
            "volume": TEXT,
            "dose": TEXT,
            "over": TEXT,
        },
        many=True,
        beside=Beside,
    ),
}
