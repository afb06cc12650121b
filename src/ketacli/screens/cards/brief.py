"""The brief of an indication, a route, a population, a comparator or a body: what is on record of it, on one window."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ketacli.evidence import disputes
from ketacli.evidence.beside import differing
from ketacli.evidence.brief import THEN, of_label, subject
from ketacli.evidence.edition import beside
from ketacli.evidence.listed.contrast import contrast
from ketacli.evidence.listed.pooled import concluded, together_words
from ketacli.evidence.question_words import trials_words
from ketacli.evidence.questions import held
from ketacli.records import fields, wording
from ketacli.records.choose import USUAL, Clause, together
from ketacli.records.meaning import narrower
from ketacli.records.names import inline, label
from ketacli.records.source import MARKS
from ketacli.records.wording import plural
from ketacli.screens.cards.card import Card, Line, add_conflicts
from ketacli.screens.cards.draw import drawn
from ketacli.screens.cards.review import estimate_words
from ketacli.screens.cards.scope import scope_words
from ketacli.screens.cards.trial import short_result
from ketacli.screens.facts.guideline import graded
from ketacli.screens.leads import licensed_words
from ketacli.screens.lists.listed import doubted_words

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from ketacli.evidence.answers.brief import Brief, BriefCounts, BriefDose, BriefEstimate, BriefLicence, BriefPosition
    from ketacli.records.compound import Approval
    from ketacli.records.dataset import Dataset
    from ketacli.screens.screen import Screen

MOST_TOLD, MOST_PLACES, MOST_WAYS = 3, 5, 3
UNDER_AGE = ("children", "adolescents")
"""Populations whom a licence for adults leaves out."""
ADULTS = re.compile(r"\badults?\b", re.IGNORECASE)
SPOKEN = ("spray", "infusion")
"""What texts call routes besides their names."""
FIRST_PLACES = ("US", "EU", "GB", "international")
LISTS = {
    "indication": ("trials", "dosing", "guidelines", "reviews", "conflicts"),
    "route": ("dosing", "trials", "safety --route"),
    "population": ("trials",),
    "comparator": ("trials",),
    "body": ("guidelines",),
}
"""Commands that go on from a brief, with its id."""
LISTED = ("indication", "route")
"""Kinds that lists of guidelines and reviews take as a word."""


def brief_screen(dataset: Dataset, found: Brief, whole: bool = False) -> Screen:
    """The brief of a subject; with ``whole`` every line of it."""
    return drawn(dataset, card(dataset, found), whole)


def card(dataset: Dataset, found: Brief) -> Card:
    """Licences, what has been tried, what came of it, who says what, doses, doubts."""
    title = f"Ketamine against {found.label}" if found.kind == "comparator" else found.label
    shown = Card(title[:1].upper() + title[1:])
    here = found.id if found.id.replace("-", "").isalnum() else f"'{found.id}'"
    if found.kind == "body":
        _editions(dataset, shown, found)
    else:
        if found.kind in ("indication", "route"):
            shown.add("Licensed", licence_lines(dataset, found), rank=1, least=2, most=4)
        if found.id in UNDER_AGE:
            shown.add("Licensed", of_adults(dataset), rank=1)
        doubted = doubted_words(MARKS[each.source_status] for each in found.trials if each.source_status)
        shown.add("Tried", [counts_words(found.counts) + doubted], rank=0)
        _estimates(dataset, shown, found)
        _trials(dataset, shown, found, here)
        lines = [
            Line(_position(dataset, each, found), (each.source,), _wrong(dataset, each.path))
            for each in found.positions
        ]
        documents = listed(dataset, found, "guidelines")
        shown.add("Guidelines", lines, rank=2, least=2, most=6, **leading(found, f"keta guidelines {here}", documents,
                  plural(documents, "guideline")))  # fmt: skip
        _doses(dataset, shown, found, here)
        cautions = [
            Line(
                beside(dataset, each.source) + each.value, (each.source,),
                bool(disputes.of_record(dataset, each.kind, each.id)),
            )
            for each in found.cautions
        ]  # fmt: skip
        cautions = cautions or dosed_without(dataset, found)
        shown.add("Warnings", cautions, rank=2, least=2, most=3)
    add_conflicts(dataset, shown, list(found.conflicts), here if found.kind == "indication" else "")
    shown.next = [f"keta {command} {here}" for command in LISTS[found.kind] if leads(dataset, found, command)]
    shown.next += _matter(found)
    shown.next += [f"keta {each.id}" for each in found.trials[:2]] if found.kind == "comparator" else []
    return shown


def dosed_without(dataset: Dataset, found: Brief) -> list[Line]:
    """Where the warnings of forms are whose doses stand in a brief that has none of its own."""
    lines = []
    for form in dict.fromkeys(each.form for each in found.doses):
        held = [each.kind for each in dataset.safety.partly("kind", "forms", "species")
                if form in each.forms and each.species == "human"]  # fmt: skip
        counts = [plural(held.count(kind), kind) for kind in ("contraindication", "warning") if kind in held]
        if counts:
            name = inline(label(dataset, "compounds", form))
            lines.append(Line(f"{name}: {', '.join(counts)} on record: {wording.tie(f'keta safety {form}')}"))
    return lines


def leads(dataset: Dataset, found: Brief, command: str) -> bool:
    """Whether a command that goes on from a brief lists anything of its subject."""
    held = {"dosing": bool(found.doses), "conflicts": bool(found.conflicts)}
    if found.kind not in LISTED or command.startswith("safety"):
        return True
    return held[command] if command in held else bool(listed(dataset, found, command))


def _matter(found: Brief) -> list[str]:
    """The command that lists the safety of a subject which is a matter of safety; none for another."""
    from ketacli.evidence.brief import MATTERS

    held = MATTERS.get(found.id) if found.kind == "indication" else None
    return [f"keta safety --where {held[0]}={held[1]}"] if held else []


def leading(found: Brief, command: str, rows: int, counted: str) -> dict[str, Any]:
    """Where the rest of a part is: a list on the subject with its count, or the whole brief where no list takes it."""
    return {"whole": command, "rows": rows, "counted": counted} if found.kind in LISTED else {}


def _wrong(dataset: Dataset, path: str) -> bool:
    record, _, field = path.partition(".")
    kind, _, name = record.partition("/")
    return bool(disputes.of_field(dataset, kind, name, field))


def of_adults(dataset: Dataset) -> list[Line]:
    """Where the licensed uses of a form name adults: what is said of a licence where children are asked about."""
    lines = []
    for compound in dataset.compounds:
        held = [each for each in compound.approvals if each.status == "approved" and ADULTS.search(each.use)]
        if held:
            uses = sorted({name for each in held for name in each.indications})
            about = wording.joined([label(dataset, "indications", name, short=True) for name in uses], "and")
            text = (
                f"{inline(label(dataset, 'compounds', compound.id))}: in {about} for adults ({_listed(_places(held))})"
            )
            lines.append(Line(text, (min(held, key=_place).source,)))
    return lines


def licence_lines(dataset: Dataset, found: Brief) -> list[Line]:
    """A line a form: where and since when it is approved, then forms that are not, then uses that are not."""
    lines: list[Line] = []
    partly: list[Line] = []
    for compound in dict.fromkeys(each.compound for each in found.licences):
        own = [each for each in found.licences if each.compound == compound]
        name = inline(label(dataset, "compounds", compound))
        wrong = bool(dataset.disputed.get(f"compounds/{compound}", {}).get("approvals"))
        approved = [each for each in own if each.status == "approved"]
        if approved:
            lines.append(_approved(dataset, compound, approved, wrong))
        refused = [each for each in own if each.status != "approved"]
        if refused:
            first = min(refused, key=_place)
            text = f"{name}: {first.status.replace('-', ' ')}: {inline(first.use)} ({_listed(_places(refused))})"
            (partly if approved else lines).append(Line(text, (first.source,), wrong))
    if not lines and found.kind == "route":
        return [Line("no licence on record names this route")]
    nearby = nearby_words(dataset, found)
    if not lines:
        return [Line(f"not on record{nearby}")]
    if not any(each.status == "approved" for each in found.licences):
        lines.insert(0, Line(f"no form is licensed for it on record{nearby}", style="name"))
    return lines + partly


def nearby_words(dataset: Dataset, found: Brief) -> str:
    """What is licensed for something near it: ``; licensed near it: TRD (esketamine; keta trd)``."""
    told = []
    for name in found.licensed_nearby:
        forms = [
            inline(label(dataset, "compounds", compound.id))
            for compound in dataset.compounds
            if any(each.status == "approved" and name in each.indications for each in compound.approvals)
        ]
        about = label(dataset, "indications", name, short=True)
        told.append(f"{about} ({wording.joined(forms, 'and')}; {wording.tie(f'keta {name}')})")
    return f"; licensed near it: {wording.joined(told, 'and')}" if told else ""


def _approved(dataset: Dataset, compound: str, held: list[BriefLicence], wrong: bool) -> Line:
    """For what a form is licensed and since when, where most people ask; the other places are counted."""
    if not any(each.status == "approved" and each.use in {item.use for item in held}
               for each in dataset.compounds[compound].approvals):  # fmt: skip
        return _by_label(dataset, compound, held, wrong)
    keys = {(each.jurisdiction, each.use) for each in held}
    own = [each for each in dataset.compounds[compound].approvals if (each.jurisdiction, each.use) in keys]
    places = list(dict.fromkeys(each.jurisdiction for each in sorted(own, key=_place)))
    parts = []
    for place in places[:MOST_TOLD]:
        parts.append(f"{place}: {licensed_words(dataset, [each for each in own if each.jurisdiction == place])}")
    left = len(places) - MOST_TOLD
    parts += [plural(left, "more country", "more countries")] if left > 0 else []
    by_label = [each for each in held if each.jurisdiction not in places]
    parts += [_uses(by_label)] if by_label else []
    first = [each.source for each in own if each.jurisdiction == places[0]]
    return Line(f"{inline(label(dataset, 'compounds', compound))}: {'; '.join(parts)}", tuple(first[-1:]), wrong)


def _by_label(dataset: Dataset, compound: str, held: list[BriefLicence], wrong: bool) -> Line:
    """What labels license a form for, each use with its places."""
    return Line(f"{inline(label(dataset, 'compounds', compound))}: {_uses(held)}", (held[0].source,), wrong)


def _uses(held: list[BriefLicence]) -> str:
    """``anaesthesia (DE, AU); pain (CH)``."""
    uses: dict[str, list[str]] = {}
    for each in held:
        uses.setdefault(each.use, []).append(each.jurisdiction)
    return "; ".join(f"{wording.inside(use)} ({_listed(list(dict.fromkeys(places)))})" for use, places in uses.items())


def _listed(places: list[str]) -> str:
    """The first places, the rest counted."""
    left = len(places) - MOST_PLACES
    return ", ".join(places[:MOST_PLACES]) + (f" and {left} more" if left > 0 else "")


def _place(each: Approval | BriefLicence) -> tuple[int, str]:
    known = each.jurisdiction in FIRST_PLACES
    return (FIRST_PLACES.index(each.jurisdiction) if known else len(FIRST_PLACES), each.date or "9999")


def _places(held: Sequence[Approval | BriefLicence]) -> list[str]:
    """Jurisdictions with the first year each, the best known first."""
    found: dict[str, str] = {}
    for each in sorted(held, key=_place):
        found.setdefault(each.jurisdiction, (each.date or "")[:4])
    return [f"{place} {year}".strip() for place, year in found.items()]


def counts_words(found: BriefCounts) -> str:
    """``7 randomised trials (412 people), 3 other trials, 2 observational studies``."""
    parts = [f"{plural(found.randomised, 'randomised trial')} ({wording.count(found.randomised_people)} people)"]
    if not found.randomised:
        parts = ["no randomised trial with results on record"]
    if found.other:
        parts.append(plural(found.other, "other trial"))
    if found.observational:
        parts.append(plural(found.observational, "observational study", "observational studies"))
    if found.animal:
        parts.append(plural(found.animal, "animal study", "animal studies"))
    if found.unreported:
        parts.append(f"{found.unreported} registered without results here")
    return ", ".join(parts)


def _estimates(dataset: Dataset, shown: Card, found: Brief) -> None:
    lines: list[Line] = []
    reviewed: list[Line] = []
    first = dataset.reviews[found.estimates[0].review].forms if found.estimates and found.kind == "indication" else ()
    # Next to what answers overall, the forms that it says nothing of.
    for pool in sorted(found.pools, key=lambda each: set(dataset.questions[each.question].forms) <= {*first}):
        question = dataset.questions[pool.question]
        claim = held(question.outcomes[0]).published
        size = trials_words(question.outcomes[0])
        sides = f"{question.arm}{ways(dataset, question.routes, question.arm)} against {question.versus}"
        text = "; ".join(filter(None, (f"{sides}: {wording.inside(pool.outcome)}: {pool.text}", size)))
        lines.append(Line(text, (claim.source,) if claim is not None else ()))
    told = []
    indications = set(narrower(dataset, {found.id})) if found.kind == "indication" else set()
    for each in found.estimates:
        if each.review not in told:
            told.append(each.review)
            text = review_words(dataset, each, indications, first=len(told) == 1 and bool(indications))
            reviewed.append(Line(text, (each.source,), _wrong(dataset, each.path)))
    alone = " that is of this route alone" if found.kind == "route" else ""
    # What answers overall stands before what keta pooled of each comparison.
    lines = [*reviewed[:1], *lines, *reviewed[1:]] if indications else [*lines, *reviewed]
    if not lines:
        lines = [Line(f"no pooled estimate of benefit{alone} on record")]
    rows = listed(dataset, found, "reviews")
    counted = plural(rows, "review")
    if found.kind == "route":
        # The list has those of any route as well: they are not about this one.
        own = sum(1 for each in dataset.reviews.partly("routes") if found.id in each.routes)
        counted = f"{plural(own, 'review') if own else 'no review'} of this route, {rows - own} that name none,"
    shown.add("Taken together", lines, rank=1, least=2, most=3,
              **leading(found, f"keta reviews {found.id}", rows, counted))  # fmt: skip


def listed(dataset: Dataset, found: Brief, kind: str) -> int:
    """How many records the list of a kind holds for a subject, such as ``keta reviews trd``; 0 where none takes it."""
    if found.kind not in LISTED:
        return 0
    clauses = [*USUAL.get(kind, ()), Clause(found.kind, "in", (found.id,))]
    return sum(map(together(clauses, fields.of_kind(kind), dataset), dataset.kind(kind)))


def review_words(dataset: Dataset, each: BriefEstimate, indications: Set[str], first: bool) -> str:
    """An estimate of a review; with the conclusion where it stands first or where the review's estimates differ."""
    review = dataset.reviews[each.review]
    pooled = review.pooled[int(each.path.rpartition(".")[2])]
    head = f"{review.name}{ways(dataset, review.routes, review.name + pooled.comparison)}"
    head += together_words(dataset, each.together or ())
    differ = differing(dataset, review, pooled, indications)
    return f"{head}: {estimate_words(pooled)}{concluded(review, differ, first or differ)}"


def ways(dataset: Dataset, routes: tuple[str, ...], said: str) -> str:
    """The routes of a pooled figure in brackets, unless the text beside it says them; empty where none is on record."""
    shorts = [label(dataset, "routes", name, short=True) for name in routes]
    named = {*shorts, *(label(dataset, "routes", name) for name in routes), *SPOKEN}
    if not routes or (len(routes) == 1 and any(name.casefold() in said.casefold() for name in named)):
        return ""
    return f" ({', '.join(shorts)})" if len(shorts) <= MOST_WAYS else f" ({len(shorts)} routes)"


def _trials(dataset: Dataset, shown: Card, found: Brief, here: str) -> None:
    lines = []
    for each in found.trials:
        trial = dataset.trials[each.id]
        year = f"{trial.year}, " if trial.year else ""
        size = f"n {wording.count(each.n)}" if each.n is not None else "n not on record"
        kind = "" if each.randomised else ", not randomised"
        text = f"{each.id} ({year}{size}{kind}): {contrast(dataset, trial)}; {short_result(trial)}"
        lines.append(Line(text, (), each.disputed))
    route = found.kind == "route"
    shown.add("Largest trials", lines, rank=2 if route else 1, least=2 if route else 3, most=6, rows=len(lines),
              whole=f"keta trials {here}", counted=plural(len(lines), "study", "studies"))  # fmt: skip


def _position(dataset: Dataset, each: BriefPosition, found: Brief) -> str:
    uses = () if found.kind == "indication" else each.indications
    scope = scope_words(dataset, each.forms, each.routes, uses)
    text = f"{each.body} {each.year or 'undated'}: {graded(each.position, each.grade or '')}: {scope}"
    if found.kind != "comparator":
        return text
    # The position is on ketamine: what it says of the treatment beside it stands in the words.
    words = subject(dataset, "comparators", found.id)
    return f"{text}: {words.near(_said(dataset, each))}"


def _said(dataset: Dataset, each: BriefPosition) -> str:
    """All that a recommendation says, its conditions too."""
    held = dataset.guidelines[each.guideline].recommendations[int(each.path.rpartition(".")[2])]
    return ". ".join(part.rstrip(".") for part in (held.value, held.conditions) if part)


def _doses(dataset: Dataset, shown: Card, found: Brief, here: str) -> None:
    lines = []
    for each in found.doses:
        basis = [plural(len(each.trials), "trial")] if each.trials else []
        basis += [plural(len(each.guidelines), "guideline")] if each.guidelines else []
        basis += [licence_of(dataset, each) or "licensed"] if each.licensed else []
        way = label(dataset, "routes", each.route, short=True)
        first, *later = each.dose.split(THEN)
        dose = f"{first}; then {plural(len(later), 'more phase')}" if later else first
        text = f"{inline(label(dataset, 'compounds', each.form))} {way}: {dose}"
        text = f"{text}; {', '.join(basis)}" if basis else text
        text = f"! {text}; {len(each.unclear)} of its records in doubt" if each.unclear else text
        wrong = any(disputes.of_field(dataset, "regimens", name, "phases") for name in each.regimens)
        lines.append(Line(text, (), wrong))
    route = found.kind == "route"
    labels = {name for each in found.doses for name in each.regimens if of_label(dataset.regimens[name])}
    published = sum(1 for each in found.doses if labels.isdisjoint(each.regimens))
    counted = plural(published, "published dose") + (f", {plural(len(labels), 'label')}" if labels else "")
    shown.add("Doses", lines, rank=1 if route else 3, least=2 if route else 1, most=3, whole=f"keta dosing {here}",
              rows=published + len(labels), counted=counted)  # fmt: skip


def licence_of(dataset: Dataset, dose: BriefDose) -> str:
    """The labels that license a dose, by name: product, use, age and place; empty where none does."""
    names = [item.name for name in dose.regimens if of_label(item := dataset.regimens[name])]
    return f"licensed: {'; '.join(names)}" if names else ""


def _editions(dataset: Dataset, shown: Card, found: Brief) -> None:
    """A part an edition, with its positions."""
    for name in dict.fromkeys(each.guideline for each in found.positions):
        item = dataset.guidelines[name]
        lines = []
        for each in found.positions:
            if each.guideline == name:
                scope = scope_words(dataset, each.forms, each.routes, each.indications)
                text = f"{scope}: {graded(each.position, each.grade or '')}. {each.value}"
                lines.append(Line(text, (each.source,), _wrong(dataset, each.path)))
        shown.add(f"{item.body} {item.year or 'undated'}", lines, rank=1, least=2, whole=f"keta show {name}")
