"""Filters over trials, regimens, guidelines and sources."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING, NamedTuple

from ketacli.errors import UsageError
from ketacli.findings import of_trial
from ketacli.names import FORM_ORDER, fold, missing, near, term

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.models.guideline import Guideline
    from ketacli.models.regimen import Regimen
    from ketacli.models.source import Source
    from ketacli.models.trial import Trial

DESIGNS = ("randomised", "non-randomised", "single-group", "parallel", "crossover", "randomised-withdrawal",
           "noninferiority", "superiority", "observational")  # fmt: skip
COMPARATORS = ("placebo", "active-placebo", "active", "dose", "usual-care", "none")
MASKINGS = ("open", "single", "double", "triple", "quadruple", "not-stated")
PHASES = ("1", "2", "3", "4")
RESULTS = (
    "favours-ketamine", "favours-comparator", "no-clear-difference", "non-inferior", "inferior", "mixed",
    "not-tested", "not-stated", "not-seen",
)  # fmt: skip
EVIDENCE = (
    "label",
    "guideline",
    "consensus",
    "randomised-trial",
    "open-label-trial",
    "case-series",
    "review",
    "registry",
)
STATUSES = ("licensed", "off-label", "consensus", "trial-only", "not-stated")
USES = ("psychiatric", "anaesthesia", "sedation-emergency", "pain", "other")


class Years(NamedTuple):
    """A span of years, both ends included."""

    first: int
    last: int


def years(text: str) -> Years:
    """``2019``, ``2015-2020``, ``2019-`` or ``-2010``; UsageError for anything else."""
    first, dash, last = text.partition("-")
    try:
        found = Years(int(first) if first else 0, int(last) if last else (9999 if dash else int(first)))
    except ValueError:
        found = Years(1, 0)
    if found.first > found.last or not text.strip("-"):
        raise UsageError(
            f'"{text}" is no year or span of years', "Write 2019, 2015-2020, 2019- or -2010.", field="year", value=text
        )
    return found


def words(values: list[str]) -> list[str]:
    """Option values, comma-separated or repeated, as one list."""
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def terms(dataset: Dataset, kind: str, values: list[str], option: str) -> set[str]:
    """Option values as ids; of an indication, its narrower terms too."""
    found = {term(dataset, kind, word, option) for word in words(values)}
    return narrower(dataset, found) if kind == "indications" else found


def narrower(dataset: Dataset, found: set[str]) -> set[str]:
    """Indications with all of their narrower terms."""
    while True:
        wider = {name for name, entry in dataset.indications.raw.items() if entry["broader"] in found}
        if wider <= found:
            return found
        found = found | wider


def one_of(values: list[str], allowed: tuple[str, ...], option: str) -> set[str]:
    """Option values that must come from a fixed list; UsageError with the list."""
    known = {fold(word): word for word in allowed}
    found = set()
    for word in words(values):
        if fold(word) not in known:
            raise missing(f"value for {option}", word, near(word, known), allowed, UsageError)
        found.add(known[fold(word)])
    return found


class TrialFilter(NamedTuple):
    """What ``keta trials`` was asked for; empty means everything."""

    indication: Set[str] = frozenset()
    form: Set[str] = frozenset()
    route: Set[str] = frozenset()
    design: Set[str] = frozenset()
    comparator: Set[str] = frozenset()
    masking: Set[str] = frozenset()
    phase: Set[str] = frozenset()
    year: Years | None = None
    min_n: int | None = None
    result: Set[str] = frozenset()
    registry: str | None = None
    species: Set[str] = frozenset({"human"})

    def matches(self, trial: Trial) -> bool:
        """Whether a trial meets every condition."""
        return (
            ("any" in self.species or trial.species in self.species)
            and (not self.indication or bool(self.indication & set(trial.indications)))
            and (not self.form or bool(self.form & set(trial.forms)))
            and (not self.route or bool(self.route & set(trial.routes)))
            and all(self._design(trial, word) for word in self.design)
            and (not self.comparator or bool(self.comparator & comparators(trial)))
            and (not self.masking or trial.design.masking in self.masking)
            and (not self.phase or any(word in (trial.phase or "") for word in self.phase))
            and (self.year is None or (trial.year is not None and self.year.first <= trial.year <= self.year.last))
            and (self.min_n is None or (size(trial) or 0) >= self.min_n)
            and (not self.result or of_trial(trial).direction in self.result)
            and (self.registry is None or self.registry in registrations(trial))
        )

    @staticmethod
    def _design(trial: Trial, word: str) -> bool:
        design = trial.design
        return word in (design.allocation, design.model, design.framework) or (
            word == "observational" and trial.kind == "observational"
        )


def comparators(trial: Trial) -> set[str]:
    """The kinds of comparator of a trial."""
    return {trial.design.comparator}


def registrations(trial: Trial) -> set[str]:
    """Every registry number of a trial, folded."""
    return {fold(number) for number in (trial.registry, *trial.registries) if number}


def size(trial: Trial) -> int | None:
    """The number of people by which a trial is known: randomised, else treated, analysed, enrolled."""
    for count in (trial.n_randomised, trial.n_treated, trial.n_analysed, trial.n_enrolled):
        if count is not None and count.value is not None:
            return count.value
    return None


def size_basis(trial: Trial) -> str:
    """Which count ``size`` is: "", "treated", "analysed" or "enrolled"; empty for randomised."""
    named = (("", trial.n_randomised), ("treated", trial.n_treated), ("analysed", trial.n_analysed),
             ("enrolled", trial.n_enrolled))  # fmt: skip
    return next((word for word, count in named if count is not None and count.value is not None), "")


def trials(dataset: Dataset, wanted: TrialFilter) -> list[Trial]:
    """Matching trials, by indication as first listed there, then by year."""
    found = [trial for trial in dataset.trials if wanted.matches(trial)]
    order = {name: at for at, name in enumerate(dataset.indications.ids())}
    return sorted(found, key=lambda t: (order.get(t.indications[0], 99), t.year or 9999, t.name))


def regimens(
    dataset: Dataset,
    *,
    form: set[str],
    route: set[str],
    indication: set[str],
    status: set[str],
    use: set[str],
    controls: bool = False,
) -> list[Regimen]:
    """Matching regimens: psychiatric uses first, then by form, standing, what they rest on, and size."""
    forms = {name: at for at, name in enumerate(FORM_ORDER)}

    def wanted(item: Regimen) -> bool:
        return (
            (controls or item.role == "treatment")
            and (not form or item.form in form)
            and (not route or bool(route & set(item.routes)))
            and (not indication or bool(indication & set(item.indications)))
            and (not status or bool(status & {each.status for each in item.standing}))
            and (not use or item.use in use)
        )

    def order(item: Regimen) -> tuple[object, ...]:
        standing = min((STATUSES.index(each.status) for each in item.standing), default=len(STATUSES))
        people = item.n.value if item.n is not None and item.n.value is not None else 0
        basis = EVIDENCE.index(item.evidence)
        return (item.role, USES.index(item.use), forms.get(item.form, len(forms)), standing, basis, -people, item.id)

    return sorted((item for item in dataset.regimens if wanted(item)), key=order)


def guidelines(
    dataset: Dataset,
    *,
    body: list[str],
    form: set[str],
    route: set[str],
    indication: set[str],
    year: Years | None,
    history: bool,
) -> list[Guideline]:
    """Matching guidelines, newest first; superseded editions only with ``history``."""
    wanted = {match for word in words(body) for match in bodies(dataset, word)}

    def matches(item: Guideline) -> bool:
        if (body and item.id not in wanted) or (item.superseded_by and not history):
            return False
        if year is not None and (item.year is None or not year.first <= item.year <= year.last):
            return False
        if not (form or route or indication):
            return True
        return any(
            (not form or bool(form & set(each.forms)))
            and (not route or not each.routes or bool(route & set(each.routes)))
            and (not indication or bool(indication & set(each.indications)))
            for each in item.recommendations
        )

    return sorted((g for g in dataset.guidelines if matches(g)), key=lambda g: (-(g.year or 0), g.body, g.id))


def bodies(dataset: Dataset, text: str) -> set[str]:
    """Ids of every guideline of the body that ``text`` names; UsageError with the bodies known."""
    found: set[str] = set()
    known: dict[str, str] = {}
    asked = fold(text)
    for item in dataset.guidelines:
        for word in (item.body, item.body_name, item.id):
            known.setdefault(fold(word), item.body)
        if asked and (asked in (fold(item.body), fold(item.body_name), fold(item.id)) or _leads(item.body, text)):
            found.add(item.id)
    if not found:
        names = tuple(sorted(set(known.values())))
        raise missing("body", text, near(text, known), names, UsageError)
    return found


def _leads(body: str, text: str) -> bool:
    """Whether a body's name, or a word of it, begins with what was asked for (at least three letters)."""
    asked = fold(text)
    parts = [fold(body), *(fold(part) for part in body.replace("/", " ").split())]
    return any(part == asked or (len(asked) > 2 and part.startswith(asked)) for part in parts)


def sources(dataset: Dataset, *, tier: set[str], status: set[str], year: Years | None) -> list[Source]:
    """Matching documents by rank, then newest first."""
    order = ("registry", "primary", "label", "guideline", "systematic-review", "narrative-review", "editorial", "web")

    def matches(item: Source) -> bool:
        when = int(item.issued[:4]) if item.issued else None
        return (
            (not tier or item.tier in tier)
            and (not status or item.status in status)
            and (year is None or (when is not None and year.first <= when <= year.last))
        )

    chosen = [item for item in dataset.sources if matches(item)]
    return sorted(chosen, key=lambda s: (order.index(s.tier), -int((s.issued or "0")[:4]), s.id))
