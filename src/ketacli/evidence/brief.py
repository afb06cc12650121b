"""What is on record of an indication, a route, a population, a comparator or a body: gathered, counted, in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ketacli.evidence import disputes, dose_patterns
from ketacli.evidence.answers.brief import (
    Brief,
    BriefCaution,
    BriefCounts,
    BriefDose,
    BriefEstimate,
    BriefKind,
    BriefLicence,
    BriefPool,
    BriefPosition,
    BriefTrial,
)
from ketacli.evidence.beside import BENEFIT, alike, beside, mixed, stems, unsound
from ketacli.evidence.direction import pooled_side
from ketacli.evidence.question_words import estimate
from ketacli.evidence.questions import held
from ketacli.records.meaning import narrower
from ketacli.records.order import ordered
from ketacli.records.wording import TIE, joined
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ketacli.records.dataset import Dataset
    from ketacli.records.guideline import Guideline, Recommendation
    from ketacli.records.regimen import Regimen
    from ketacli.records.review import Pooled, Review
    from ketacli.records.trial import Trial

WORDS: dict[str, BriefKind] = {
    "indications": "indication",
    "routes": "route",
    "populations": "population",
    "comparators": "comparator",
    "body": "body",
}
"""A vocabulary, or what is like one, to the kind of subject."""
CLINICAL = ("guideline", "consensus", "practice-standard", "expert-opinion", "memorandum", "survey", "hta")
"""Kinds of documents: clinical guidance comes before what decides on payment."""


class Subject(NamedTuple):
    """What a brief is about, and which records concern it."""

    kind: BriefKind
    id: str
    label: str
    indications: frozenset[str] = frozenset()
    """With the narrower terms."""
    routes: frozenset[str] = frozenset()
    populations: frozenset[str] = frozenset()
    words: re.Pattern[str] | None = None
    """What texts call it, where records have no field for it."""

    def mentioned(self, *texts: str | None) -> bool:
        """Whether one of the texts names it."""
        return self.words is not None and any(self.words.search(text) for text in texts if text)

    def near(self, text: str) -> str:
        """The clause of a text that names it, with marks where more stands around it; all where none does."""
        clauses = re.split(r"(?<=[.;])\s+", text)
        at = next((at for at, clause in enumerate(clauses) if self.mentioned(clause)), None)
        if at is None or len(clauses) == 1:
            return text
        before, after = "... " if at else "", " ..." if at + 1 < len(clauses) else ""
        return f"{before}{clauses[at].rstrip('.;')}{after}"


def subject(dataset: Dataset, vocabulary: str, name: str) -> Subject:
    """The subject that an entry of a vocabulary, a comparator or a body stands for."""
    kind = WORDS[vocabulary]
    if vocabulary == "body":
        return Subject(kind, name, name)
    entry = dataset.kind(vocabulary).raw[name]
    short = entry["short"]
    text = f"{entry['label']} ({short})" if short and short.casefold() != entry["label"].casefold() else entry["label"]
    if vocabulary == "indications":
        return Subject(kind, name, text, indications=frozenset(narrower(dataset, {name})))
    if vocabulary == "routes":
        return Subject(kind, name, text, routes=frozenset((name,)))
    if vocabulary == "comparators":
        words = [entry["label"], *([short] if short else []), *entry["synonyms"]]
        return Subject(kind, name, text, words=_pattern(words))
    long = [word for word in (entry["label"], short or "", *entry["synonyms"]) if len(word) >= SHORTEST]
    return Subject(kind, name, text, populations=frozenset((name,)), words=_pattern(long))


THEN = "; then "
"""Between the phases of a dose."""
USES = {
    "anaesthesia": "Anaesthesia",
    "sedation-emergency": "Intensive and emergency care",
    "pain": "Pain",
    "other": "Other uses",
}
"""What a licensed regimen is for, in words, beside psychiatric use."""
SHORTEST = 5
"""Letters of a word that is looked for in texts: shorter ones mean too many things."""


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    # A word that a hyphen joins to another is part of a name: Child-Pugh is no child.
    return re.compile("|".join(rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in words), re.IGNORECASE)


def brief(dataset: Dataset, asked: Subject) -> Brief:
    """Everything on record of a subject."""
    trials = [] if asked.kind == "body" else studies(dataset, asked)
    people = [each for each in trials if each.species == "human"]
    reported = [each for each in people if each.status == "reported"]
    reported.sort(key=lambda each: (bool(each.source_status), not _randomised(each), -(each.n or 0), each.id))
    return Brief(
        kind=asked.kind,
        id=asked.id,
        label=asked.label,
        licences=tuple(licences(dataset, asked)),
        licensed_nearby=tuple(licensed_nearby(dataset, asked)),
        counts=counted(trials),
        pools=tuple(pools(dataset, asked)),
        estimates=tuple(estimates(dataset, asked)),
        trials=tuple(
            BriefTrial(
                id=each.id, year=each.year, n=each.n, randomised=_randomised(each), direction=each.direction,
                disputed=bool(disputes.of_record(dataset, "trials", each.id)), source_status=each.source_status,
            )
            for each in reported
        ),
        positions=tuple(positions(dataset, asked)),
        doses=tuple(doses(dataset, asked, trials)),
        cautions=tuple(cautions(dataset, asked)),
        conflicts=tuple(conflicts(dataset, asked, reported)),
    )  # fmt: skip


def _randomised(trial: Trial) -> bool:
    return trial.kind == "trial" and trial.design.allocation == "randomised"


def studies(dataset: Dataset, asked: Subject) -> list[Trial]:
    """The studies that concern a subject."""

    def concerns(trial: Trial) -> bool:
        if asked.kind == "comparator":
            return asked.id in trial.comparators
        if asked.indications & set(trial.indications) or asked.routes & set(trial.routes):
            return True
        return bool(asked.populations & set(trial.populations))

    return [trial for trial in dataset.trials.light() if concerns(trial)]


def counted(trials: list[Trial]) -> BriefCounts:
    """How many studies of which kind, and how many people the randomised trials had."""
    people = [each for each in trials if each.species == "human" and each.kind != "animal"]
    reported = [each for each in people if each.status == "reported"]
    randomised = [each for each in reported if _randomised(each)]
    return BriefCounts(
        randomised=len(randomised),
        randomised_people=sum(each.n or 0 for each in randomised),
        other=sum(1 for each in reported if each.kind == "trial") - len(randomised),
        observational=sum(1 for each in reported if each.kind == "observational"),
        animal=len(trials) - len(people),
        unreported=len(people) - len(reported),
    )


def licences(dataset: Dataset, asked: Subject) -> list[BriefLicence]:
    """What is approved for an indication or by a route, and for an indication what is not.

    Approvals seldom name the route of an anaesthetic: labels do, so a route has the licensed regimens too.
    """
    found = [
        BriefLicence(
            compound=item.form, jurisdiction=each.jurisdiction, status="approved", use=USES[item.use],
            date=None if each.as_of == "undated" else each.as_of, source=each.source, at=each.at, check=each.check,
            checked=each.checked,
        )
        for item in dataset.regimens
        if asked.routes & set(item.routes)
        for each in item.standing
        if each.status == "licensed" and item.use != "psychiatric"
    ]  # fmt: skip
    for compound in dataset.compounds:
        for each in compound.approvals:
            named = asked.indications & set(each.indications)
            if named or (each.route in asked.routes and each.status == "approved"):
                found.append(
                    BriefLicence(
                        compound=compound.id, jurisdiction=each.jurisdiction, status=each.status, use=each.use,
                        date=each.date, source=each.source, at=each.at, check=each.check, checked=each.checked,
                    )
                )  # fmt: skip
    return found


def licensed_nearby(dataset: Dataset, asked: Subject) -> list[str]:
    """Indications near one without a licence for which a form is licensed: of the same broader term, or named alike."""
    approved = {
        name
        for compound in dataset.compounds
        for each in compound.approvals
        if each.status == "approved"
        for name in each.indications
    }
    if asked.kind != "indication" or approved & asked.indications:
        return []
    broader = dataset.indications.raw[asked.id]["broader"]
    family = narrower(dataset, {broader}) if broader else set()
    own = set(stems(dataset, asked.id))
    return [
        name for name in dataset.indications.ids()
        if name in approved and (name in family if family else own & set(stems(dataset, name)))
    ]  # fmt: skip


def pools(dataset: Dataset, asked: Subject) -> list[BriefPool]:
    """What the trials on record give for the first outcome of each question, pools of most people first."""
    found = [
        BriefPool(
            question=item.id, outcome=item.outcomes[0].name, basis=held(item.outcomes[0]).basis,
            text=estimate(item, item.outcomes[0]), trials=held(item.outcomes[0]).trials,
            people=held(item.outcomes[0]).people,
        )
        for item in dataset.questions
        if asked.indications & set(item.indications) or asked.routes & set(item.routes)
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.basis != "pooled", each.trials == 1, -(each.people or 0)))


def estimates(dataset: Dataset, asked: Subject) -> list[BriefEstimate]:
    """Pooled estimates of benefit, the one that answers overall first; none of a document not to be relied on."""
    if asked.indications or asked.routes:
        near = beside(dataset, form=set(), route=asked.routes, indication=asked.indications)
        found = [(review, each) for review, pooled, rank in near
                 if pooled is not None and rank <= BENEFIT and _of_route(asked, review)
                 for each in alike(dataset, review, asked.indications)[:MOST_ESTIMATES]
                 if each.measure not in ALONE]  # fmt: skip
    else:
        found = list(_mentioning(dataset, asked))
    return [
        _estimate(review, pooled, mixed(dataset, review, pooled, asked.indications))
        for review, pooled in found
        if not unsound(dataset, review)
    ]


def _of_route(asked: Subject, review: Review) -> bool:
    """Whether a review says something of a route: one over several routes says nothing of any of them."""
    return not asked.routes or (bool(review.routes) and asked.routes >= set(review.routes))


def _mentioning(dataset: Dataset, asked: Subject) -> Iterable[tuple[Review, Pooled]]:
    """Reviews that name a subject: each with its first estimate that does, or any where its question does."""
    for review in ordered(dataset, "reviews", dataset.reviews):
        if review.species != "human":
            continue
        named = [each for each in review.pooled if asked.mentioned(each.comparison)]
        if not named and asked.kind == "population" and asked.mentioned(review.question.value, review.name):
            named = list(review.pooled)
        figures = [each for each in named if each.value is not None and each.measure not in ALONE]
        if figures:
            yield review, min(figures, key=lambda each: each.lower is None)


MOST_ESTIMATES = 3
"""Of one review: what it pooled in several ways is told in several."""
ALONE = ("proportion", "mean", "change", "rate", "correlation", "other")
"""Measures of one group, or of nothing that has a direction."""


def _estimate(review: Review, pooled: Pooled, together: tuple[str, ...]) -> BriefEstimate:
    return BriefEstimate(
        review=review.id, path=f"reviews/{review.id}.pooled.{review.pooled.index(pooled)}", outcome=pooled.outcome,
        comparison=pooled.comparison, timepoint=pooled.timepoint, measure=pooled.measure, value=pooled.value,
        lower=pooled.lower, upper=pooled.upper, favours=pooled_side(pooled) or None, studies=pooled.studies,
        participants=pooled.participants, source=pooled.source, at=pooled.at, check=pooled.check,
        checked=pooled.checked, together=together or None,
    )  # fmt: skip


def positions(dataset: Dataset, asked: Subject) -> list[BriefPosition]:
    """What current editions say: guidelines, then other guidance, then what decides on payment; the newest first."""

    def concerns(item: Guideline, each: Recommendation) -> bool:
        if asked.kind == "body":
            return item.body == asked.id
        if asked.indications & set(each.indications) or asked.routes & set(each.routes):
            return True
        return asked.mentioned(each.value, each.conditions)

    editions = [item for item in dataset.guidelines if not item.superseded_by]
    editions.sort(key=lambda item: (CLINICAL.index(item.kind), -(item.year or 0), item.id))
    found = [
        BriefPosition(
            guideline=item.id, path=f"guidelines/{item.id}.recommendations.{at}", body=item.body, year=item.year,
            forms=each.forms, routes=each.routes, indications=each.indications, position=each.position,
            grade=", ".join(part for part in (each.line, each.level, each.strength) if part) or None,
            value=each.value, source=each.source, at=each.at, check=each.check, checked=each.checked,
        )
        for item in editions
        for at, each in enumerate(item.recommendations)
        if concerns(item, each)
    ]  # fmt: skip
    return found if asked.kind == "body" else sorted(found, key=lambda each: each.position in SILENT)


SILENT = ("guidance-only", "no-recommendation", "not-addressed", "not-seen")
"""Positions that neither advise nor advise against: they come last."""


def doses(dataset: Dataset, asked: Subject, trials: list[Trial]) -> list[BriefDose]:
    """Published doses as ``keta dosing`` has them: of psychiatric use first, among them those of labels, in full."""
    here = {trial.id for trial in trials}
    held = [item for item in dataset.regimens if item.role == "treatment"
            and (asked.indications & set(item.indications) or asked.routes & set(item.routes))]  # fmt: skip
    if not asked.indications and not asked.routes:
        return []
    labels: dict[tuple[str, str, str, str], list[Regimen]] = {}
    for item in filter(of_label, held):
        if item.dose:
            labels.setdefault((item.use, item.form, ", ".join(item.routes), THEN.join(item.dose)), []).append(item)
    found = []
    for (use, form, route, dose), items in labels.items():
        key = dose_patterns.Key(form, next(iter(items[0].routes), ""), use, dose)
        named = tuple(dict.fromkeys(name for item in items for name in item.trials if name in here))
        backed, _ = dose_patterns.positions(dataset, key, items, set(asked.indications))
        found.append((use, BriefDose(
            form=form, route=route, dose=dose, trials=named, guidelines=backed,
            regimens=tuple(item.id for item in items), licensed=True, unclear=(),
        )))  # fmt: skip
    others = [item for item in held if not of_label(item)]
    found += [
        (each.key.use, BriefDose(
            form=each.key.form, route=each.key.route, dose=pattern_words(each.key), trials=each.trials,
            guidelines=each.guidelines, regimens=each.regimens, licensed="licensed" in each.standing,
            unclear=each.unclear,
        ))
        for each in dose_patterns.patterns(
            dataset, others, set(asked.routes), set(), set(asked.indications), set(), studies=True
        )
    ]  # fmt: skip
    return [each for _, each in sorted(found, key=lambda pair: pair[0] != "psychiatric")]


def of_label(item: Regimen) -> bool:
    """Whether a regimen is that of a label that licenses it."""
    return item.evidence == "label" and any(each.status == "licensed" for each in item.standing)


def pattern_words(key: dose_patterns.Key) -> str:
    """A published dose with its time, rhythm and occasion, and what was given beside it."""
    unknown = ", time not on record" if key.route == "intravenous" and not key.occasion else ""
    when = f" at {'ECT' if key.occasion == 'ect' else key.occasion}" if key.occasion else ""
    beside_it = f" with {joined(list(key.beside), 'and')}" if key.beside else ""
    text = key.dose + (f" over {key.over}" if key.over else unknown)
    return f"{text}{f', {key.often}' if key.often else ''}{when}{beside_it}".replace(TIE, " ")


MATTERS = {"abuse-liability": ("system", "dependence-and-misuse"), "recreational-use": ("setting", "recreational")}
"""Entries among the indications that are matters of safety, with the field and the value of the facts on them."""
RULES, HARMS = ("warning", "contraindication"), ("warning", "contraindication", "harm")


def cautions(dataset: Dataset, asked: Subject) -> list[BriefCaution]:
    """What authorities caution of a route, then warnings on it, on people of a population, or on a matter of safety."""
    matter = MATTERS.get(asked.id) if asked.kind == "indication" else None

    def concerns(item: Any) -> bool:
        if item.kind not in (HARMS if matter else RULES) or item.species != "human":
            return False
        if any((each.value or "").startswith("Superseded") for each in item.caveats):
            return False
        if matter and getattr(item, matter[0]) == matter[1]:
            return True
        return bool(asked.routes & set(item.routes)) or asked.mentioned(item.name, item.statement.value, *item.synonyms)

    found = {
        each.value: BriefCaution(
            kind="regimens", id=item.id, value=f"{each.jurisdiction}: {each.value}", source=each.source, at=each.at,
            check=each.check, checked=each.checked,
        )
        for item in dataset.regimens
        if asked.routes & set(item.routes) and item.use == "psychiatric" and item.evidence != "label"
        for each in item.instructions
        if each.kind == "caution" and each.jurisdiction
    }  # fmt: skip
    held = ordered(dataset, "safety", filter(concerns, dataset.safety))
    if asked.kind == "population":
        # What a label says of them in a box comes first.
        held = sorted(held, key=lambda item: "boxed" not in item.name.casefold())
    return [*found.values(), *(
        BriefCaution(
            kind="safety", id=item.id, value=item.statement.value or item.name, source=item.statement.source,
            at=item.statement.at, check=item.statement.check, checked=item.statement.checked,
        )
        for item in held
    )]  # fmt: skip


def conflicts(dataset: Dataset, asked: Subject, trials: list[Trial]) -> list[str]:
    """Conflicts about a subject or about what stands in its brief, those first that change a conclusion."""
    about: Callable[[Any], bool]
    if asked.kind == "body":
        held = {name for item in dataset.guidelines if item.body == asked.id and not item.superseded_by
                for name in disputes.of_record(dataset, "guidelines", item.id)}  # fmt: skip
        about = lambda each: each.id in held  # noqa: E731
    elif asked.indications:
        about = lambda each: bool(asked.indications & set(each.indications))  # noqa: E731
    else:
        held = {name for trial in trials for name in disputes.of_record(dataset, "trials", trial.id)}
        about = lambda each: each.id in held  # noqa: E731
    return [each.id for each in ordered(dataset, "conflicts", filter(about, dataset.conflicts))]
