"""What a comparison of forms says first: one row a question that most people ask, a cell a form.

Licences, harms, guideline positions and trials are worked out from the records; what needs a judgement in words is a
lead of the form's record, with its source.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ketacli.evidence import disputes
from ketacli.evidence.direction import RATIOS, WORDS, of_effect, pooled_side
from ketacli.records import wording
from ketacli.records.names import inline, label
from ketacli.records.wording import plural, went_in
from ketacli.screens.facts.compound import TOPICS
from ketacli.screens.facts.guideline import stand
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacli.evidence.harms import Counted
    from ketacli.evidence.listed.seen import Seen
    from ketacli.evidence.questions import Outcome as Answered
    from ketacli.records.compound import Approval, Compound, Contrast, Lead
    from ketacli.records.dataset import Dataset
    from ketacli.records.guideline import Guideline, Recommendation
    from ketacli.records.question import Question
    from ketacli.records.review import Pooled
    from ketacli.records.safety import Safety
    from ketacli.records.trial import Effect, Outcome, Trial

MOST_HARMS = 3
BOTH = 2
MOST_BODIES = 2
RESISTANT = "trd"
INERT = ("active-placebo", "placebo")
"""Kinds of placebo, the better masked one first."""
PLACES = ("US", "EU")
"""Where licences are told one by one; others are counted."""
CLINICAL = ("guideline", "consensus", "memorandum", "practice-standard")
FUNDING = {
    "recommended": "for", "option": "for", "restricted": "with limits", "against": "against",
    "no-recommendation": "undecided",
}  # fmt: skip
"""What those who decide on payment say, in one word."""


class Piece(NamedTuple):
    """One statement of a cell."""

    text: str
    claims: tuple[Any, ...] = ()
    """What it rests on, each with source and place; none for what was counted."""
    disputed: bool = False
    """Whether a conflict is about what it rests on."""


class LeadRow(NamedTuple):
    """One question with the answer for each form; no pieces where nothing is on record."""

    topic: str
    label: str
    cells: tuple[tuple[Piece, ...], ...]


def lead_rows(dataset: Dataset, ids: tuple[str, ...], seen: Sequence[Seen]) -> list[LeadRow]:
    """The rows that have an answer for one of the forms at least."""
    from ketacli.evidence.harms import on_record

    compounds = [dataset.compounds[name] for name in ids]
    editions = list(dataset.guidelines)
    safety = on_record(dataset)
    rows = [
        LeadRow("licence", "Licensed (depression)", tuple(licence(dataset, each) for each in compounds)),
        LeadRow("use", TOPICS["use"], tuple(told(dataset, each, "use") for each in compounds)),
        LeadRow("setting", TOPICS["setting"], tuple(told(dataset, each, "setting") for each in compounds)),
        LeadRow("placebo", TOPICS["placebo"], tuple(against_placebo(dataset, each) for each in compounds)),
        LeadRow("duration", TOPICS["duration"], tuple(told(dataset, each, "duration") for each in compounds)),
        LeadRow("harms", TOPICS["harms"], tuple(harms(dataset, each, safety) for each in compounds)),
        LeadRow("guidelines", "Guidelines (TRD)", positions(dataset, editions, ids)),
        LeadRow("trials", "Randomised", tuple(trials(name, seen) for name in ids)),
    ]
    return [row for row in rows if any(row.cells)]


def depression(dataset: Dataset) -> frozenset[str]:
    """Depression with everything narrower, and suicidal ideation."""
    terms = {term.id: term.broader for term in dataset.indications}

    def within(name: str | None) -> bool:
        return name is not None and (name == "depression" or within(terms.get(name)))

    return frozenset({"suicidality", *(name for name in terms if within(name))})


def licence(dataset: Dataset, compound: Compound) -> tuple[Piece, ...]:
    """Where it is licensed in depression and since when, or that it is nowhere."""
    wanted = depression(dataset)
    about = [(at, each) for at, each in enumerate(compound.approvals)
             if not each.indications or wanted & set(each.indications)]  # fmt: skip
    found = [(at, each) for at, each in about if each.status == "approved" and each.indications]

    def disputed(items: list[tuple[int, Approval]]) -> bool:
        return any(in_dispute(dataset, f"compounds/{compound.id}.approvals.{at}") for at, _ in items)

    pieces: list[Piece] = []
    first: set[str] = set()
    for place in PLACES:
        held = [pair for pair in found if pair[1].jurisdiction == place]
        if held:
            uses = {name for _, each in held for name in each.indications}
            same = uses == first and len(uses) == BOTH
            text = f"{place}: {'both' if same else licensed_words(dataset, [each for _, each in held])}"
            first = first or uses
            newest = max((each for _, each in held), key=lambda each: each.date or "")
            pieces.append(Piece(text, (newest,), disputed(held)))
    others = {each.jurisdiction for _, each in found} - set(PLACES)
    if others:
        pieces.append(Piece(f"{plural(len(others), 'other')}"))
    if pieces:
        return tuple(pieces)
    refused = [pair for pair in about if pair[1].status != "approved"]
    world = [pair for pair in refused if pair[1].jurisdiction == "international"]
    national = [pair for pair in refused if pair[1].jurisdiction == PLACES[0]]
    for words, held in (("nowhere", world), (f"{PLACES[0]}: no", national)):
        if held:
            dates = {each.date for _, each in held if each.date}
            text = f"{words}, as of {max(dates)[:4]}" if dates else words
            pieces.append(Piece(text, tuple(each for _, each in held), disputed(held)))
    return tuple(pieces)


def licensed_words(dataset: Dataset, held: list[Approval]) -> str:
    """Indications with their years: ``TRD (2019; alone 2025), MDD with suicidality (2020)``."""
    years: dict[str, list[str]] = {}
    for each in sorted(held, key=lambda item: item.date or "9999"):
        year = (each.date or "")[:4]
        for name in each.indications:
            words = years.setdefault(name, [])
            if each.combination == "alone" and words:
                words.append(f"alone {year}".strip())
            elif year:
                words.append(year)
    return ", ".join(
        label(dataset, "indications", name, short=True) + (f" ({'; '.join(words)})" if words else "")
        for name, words in years.items()
    )


def against_placebo(dataset: Dataset, compound: Compound) -> tuple[Piece, ...]:
    """What the declared questions give for response against placebo, inert or active; else what a lead says.

    Where so few trials do not settle response, the mean on a scale is told as well.
    """
    from ketacli.evidence.questions import outcomes

    pieces: list[Piece] = []
    judged: dict[str, tuple[Any, ...]] = {}
    asked = [
        each
        for each in dataset.questions.partly("forms", "indications", "comparators")
        if each.forms == (compound.id,) and RESISTANT in each.indications and set(each.comparators) <= set(INERT)
    ]
    for question in sorted(asked, key=lambda each: INERT.index(each.comparators[0])):
        found = {each.outcome: each for each in outcomes(dataset, question.id) if each.value is not None}
        first = found.get("response")
        if first is None:
            continue
        if not pieces:
            where = " or ".join(label(dataset, "indications", name, short=True) for name in broadest(dataset, question))
            pieces.append(Piece(f"{where}, {wording.inside(first.name)}"))
        unit = " per 100" if len(pieces) == 1 else ""
        pieces.append(outcome_piece(dataset, question, first, f"v {first.versus}", unit))
        if first.review is not None and first.certainty:
            judged[f"{first.certainty[0].value} certainty"] = pieces[-1].claims
        mean = next((each for each in found.values() if each.measure == "MD"), None)
        if first.depends and mean is not None:
            pieces.append(outcome_piece(dataset, question, mean, mean.name.partition(",")[0], ""))
    if len(judged) == 1:
        pieces += [Piece(words, claims) for words, claims in judged.items()]
    return tuple(pieces) or told(dataset, compound, "placebo")


def broadest(dataset: Dataset, question: Question) -> list[str]:
    """The indications of a question that are not part of another of them."""
    terms = {term.id: term.broader for term in dataset.indications}
    return [name for name in question.indications if terms.get(name) not in question.indications]


def outcome_piece(dataset: Dataset, question: Question, found: Answered, head: str, unit: str) -> Piece:
    """One outcome of a question: its difference with interval, what is in it, whom it favours."""
    if found.more_per_100 is not None and found.lower_per_100 is not None and found.upper_per_100 is not None:
        ends = [per_100(found.lower_per_100), per_100(found.upper_per_100)]
        if found.lower_per_100 >= 0:
            ends = [end.partition(" ")[0] for end in ends]
        figures = f"{per_100(found.more_per_100)}{unit} ({wording.tie(' to '.join(ends))})"
    else:
        limits = [wording.fixed(each, 1) for each in (found.lower, found.upper) if each is not None]
        figures = f"{wording.fixed(found.value or 0, 1)} ({wording.tie(' to '.join(limits))})"
    size = f", {plural(found.k, 'trial')}, {found.people:,} people" if found.people else f", {plural(found.k, 'trial')}"
    text = f"{head}: {figures}{size}, {found.direction}"
    if found.review is None:
        return Piece(text, rests_on(dataset, question, found.outcome))
    review = dataset.reviews[found.review]
    return Piece(text, (review,), in_dispute(dataset, f"reviews/{review.id}.pooled"))


def rests_on(dataset: Dataset, question: Question, name: str) -> tuple[Any, ...]:
    """The figures of the trials that an outcome of a question pools."""
    asked = next(each for each in question.outcomes if each.id == name)
    claims: list[Any] = []
    for part in asked.found.parts if asked.found is not None else ():
        trial = dataset.trials[part.trial]
        outcome = next((each for each in trial.outcomes if each.id == part.outcome), None)
        if part.reason is None and outcome is not None:
            arms = {*part.arm.split("+"), part.versus}
            held = outcome.effects if part.basis == "published" else outcome.results
            claims += [each for each in held if each.arm in arms]
    return tuple(claims)


def per_100(number: float) -> str:
    """``21 more`` or ``2 fewer``, of 100 people."""
    text = wording.fixed(abs(number), 0)
    return text if text == "0" else f"{text} {'more' if number > 0 else 'fewer'}"


def told(dataset: Dataset, compound: Compound, topic: str) -> tuple[Piece, ...]:
    """The leads of one topic."""
    return tuple(
        stated(dataset, lead, f"compounds/{compound.id}.leads.{at}")
        for at, lead in enumerate(compound.leads)
        if lead.topic == topic
    )


def stated(dataset: Dataset, said: Lead | Contrast, path: str) -> Piece:
    """A statement with the figure that it introduces, and whether either is in a conflict."""
    disputed = in_dispute(dataset, path)
    if said.figure is None:
        return Piece(said.value, (said,), disputed)
    figures, claim = figure(dataset, said.figure)
    return Piece(f"{said.value} {figures}", (claim,), disputed or in_dispute(dataset, said.figure))


def in_dispute(dataset: Dataset, path: str) -> bool:
    """Whether a conflict is about this very value or a part of it."""
    head, _, field = path.partition(".")
    kind, _, name = head.partition("/")
    return bool(disputes.of_field(dataset, kind, name, field))


def figure(dataset: Dataset, path: str) -> tuple[str, Any]:
    """An effect on record in words, with its direction, and the effect itself.

    ``path`` leads to an effect of a trial or to a pooled effect of a review.
    """
    head, *keys = path.split(".")
    kind, _, name = head.partition("/")
    steps = [record := dataset.kind(kind)[name]]
    for key in keys:
        record = record[int(key)] if key.isdigit() else getattr(record, key)
        steps.append(record)
    if kind == "trials":
        return trial_figure(steps[0], steps[2], record), record
    return pooled_figure(record), record


def trial_figure(trial: Trial, outcome: Outcome, effect: Effect) -> str:
    """A trial's effect with its interval, or with p where it has none, and whom it favours."""
    return f"{interval_words(effect)}; {favoured(trial, outcome, effect)}"


def interval_words(effect: Effect | Pooled, unit: bool = True) -> str:
    """``HR 0.49 (0.29 to 0.84)``; with p where there is no interval. ``unit`` is False where others say it."""
    ratio = effect.measure in (*RATIOS, "SMD", "NNT")
    text = ""
    if effect.value is not None:
        text = f"{effect.measure} " if ratio else ""
        text += wording.result(effect.value, effect.digits)
        text += f" {effect.unit}" if effect.unit and unit else ""
    text = wording.tie(text)
    if effect.lower is not None or effect.upper is not None:
        return f"{text} ({wording.interval(effect.lower, effect.upper, effect.limit_digits)})"
    se = getattr(effect, "se", None)
    if effect.value is not None and se is not None:
        text = f"{text} {wording.tie(f'(SE {wording.amount(se)})')}"
    if effect.p is not None:
        sign = {"below": "<", "above": ">"}.get(effect.p_bound or "", "=")
        p = wording.tie(f"p {sign} {wording.amount(effect.p)}")
        text = f"{text}, {p}" if text else p
    return text


def favoured(trial: Trial, outcome: Outcome, effect: Effect) -> str:
    """The direction of a comparison, naming the form of the arm that it favours where that tells the arms apart."""
    found = of_effect(outcome, effect, trial.design if outcome.role == "primary" else None)
    if found is None:
        return WORDS["not-stated"]
    if found.direction not in ("favours-ketamine", "favours-comparator"):
        return WORDS[found.direction]
    arms = {arm.id: arm for arm in trial.arms}
    arm, versus = arms[effect.arm], arms.get(effect.versus or "")
    chosen, other = (arm, versus) if found.direction == "favours-ketamine" else (versus, arm)
    if chosen is None:
        return WORDS[found.direction]
    tells = chosen.form is not None and (other is None or other.form != chosen.form)
    return f"favours {chosen.form if tells else inline(chosen.label)}"


def pooled_figure(pooled: Pooled) -> str:
    """A review's estimate with its interval, what went in, and whom it favours."""
    direction = pooled_side(pooled) if pooled.lower is not None and pooled.upper is not None else ""
    return "; ".join(
        part
        for part in (
            ", ".join(filter(None, (interval_words(pooled), went_in(pooled.studies, pooled.participants)))),
            direction,
        )
        if part
    )


def harms(dataset: Dataset, compound: Compound, safety: list[Safety]) -> tuple[Piece, ...]:
    """The harms with the largest difference from a comparator; where none was counted, what a lead says."""
    from ketacli.evidence.harms import by_difference

    found = by_difference(safety, compound.id, depression(dataset))
    if not found:
        return told(dataset, compound, "harms")

    pieces = []
    for each in found[:MOST_HARMS]:
        about = bool(disputes.of_record(dataset, "safety", each.item.id))
        pieces.append(Piece(harm_words(each), (each.exposed,), about))
    first = found[0]
    pieces.append(Piece(f"of {first.exposed.n:,} v {first.comparator.n:,} on placebo"))
    return tuple(pieces)


def harm_words(found: Counted) -> str:
    """``dissociation 41% v 9%``."""
    shares = [wording.share(each.events or 0, each.n or 1) for each in (found.exposed, found.comparator)]
    return f"{inline(found.event)} {wording.tie(' v '.join(shares))}"


def positions(dataset: Dataset, editions: list[Guideline], ids: tuple[str, ...]) -> tuple[tuple[Piece, ...], ...]:
    """What current editions say of each form in resistant depression: clinical guidance by name, funding by count."""
    taken: dict[str, list[tuple[Guideline, Recommendation]]] = {name: [] for name in ids}
    for item in sorted(editions, key=lambda each: -(each.year or 0)):
        if item.superseded_by:
            continue
        for name in ids:
            held = [
                each
                for each in item.recommendations
                if name in each.forms and RESISTANT in each.indications and each.position in FUNDING
            ]
            if held:
                taken[name].append((item, held[0]))
    shared = Counter(item.id for held in taken.values() for item, _ in held)
    return tuple(_positions(dataset, held, shared) for held in taken.values())


def _positions(
    dataset: Dataset, held: list[tuple[Guideline, Recommendation]], shared: Counter[str]
) -> tuple[Piece, ...]:
    clinical = [pair for pair in held if pair[0].kind in CLINICAL]
    clinical.sort(key=lambda pair: (-shared[pair[0].id], CLINICAL.index(pair[0].kind), -(pair[0].year or 0)))
    pieces = []
    for item, each in clinical[:MOST_BODIES]:
        grade = ", ".join(part for part in (each.line, each.level) if part)
        position = stand(each.position, each.strength or "")[0].removeprefix("an ")
        text = f"{item.body} {item.year or 'undated'}: {position}" + (f" ({grade})" if grade else "")
        pieces.append(Piece(text, (each,), bool(disputes.of_record(dataset, "guidelines", item.id))))
    more = len(clinical) - MOST_BODIES
    if more > 0:
        pieces.append(Piece(f"{more} more"))
    funding = Counter(FUNDING[each.position] for item, each in held if item.kind == "hta")
    if funding:
        decided = {word: funding.pop(word, 0) for word in ("for", "against")}
        counts = {**decided, "neither": funding.total()}
        words = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        pieces.append(Piece(f"funders: {words}"))
    return tuple(pieces)


def trials(form: str, seen: Sequence[Seen]) -> tuple[Piece, ...]:
    """How many randomised trials in people have results on record that can be relied on, and how many people."""
    known = [each for each in seen if form in each.forms and each.reported and not each.doubt]
    if not known:
        return ()
    people = sum(each.people for each in known)
    return (Piece(f"{plural(len(known), 'trial')}, {people:,} people"),)
