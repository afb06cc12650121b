"""Two or more records of one kind, lined up fact by fact: what differs, what agrees."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ketacli.evidence import direction
from ketacli.evidence.edition import beside, whose
from ketacli.evidence.listed.seen import Seen, stored
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.records.store import fold
from ketacli.screens.facts import facts_of
from ketacli.screens.facts.fact import Fact
from ketacli.screens.facts.guideline import grade_words, stand
from ketacli.screens.lists.listed import doubted_words
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.compound import Contrast
    from ketacli.records.dataset import Dataset
    from ketacli.records.guideline import Guideline
    from ketacli.records.regimen import Regimen
    from ketacli.records.safety import Safety
    from ketacli.records.trial import Trial

UNSEEN = "not on record"
"""Nobody has looked, as far as the records tell."""

MISSING = {
    "Guideline positions": "no position on record",
    "Usual regimens": "no regimen on record",
}
"""What stands where a subject has no fact; ``UNSEEN`` in every other group."""


class Line(NamedTuple):
    """One fact of each subject, or None where a subject has none."""

    group: str
    field: str
    label: str
    facts: tuple[Fact | None, ...]
    differs: bool
    main: bool


class Comparison(NamedTuple):
    """Subjects side by side."""

    kind: str
    subjects: tuple[str, ...]
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    head_to_head: tuple[Trial, ...]
    contrasts: tuple[Contrast, ...]
    seen: tuple[Seen, ...] = ()
    """Of forms: every randomised trial in people on record."""
    editions: tuple[tuple[str, ...], ...] = ()
    """Of guidelines: the documents that each subject stands for, more than one for a body."""
    bodies: tuple[str, ...] = ()
    """Of guidelines: the body that each subject stands for; empty for one document."""


def met(dataset: Dataset, kind: str, ids: tuple[str, ...], bodies: dict[str, str] | None = None) -> Comparison:
    """The subjects and what they have in common, with no line yet: all that the short screens need.

    An id of ``bodies`` stands for every document of that body that is in force.
    """
    spoken = tuple((bodies or {}).get(name, "") for name in ids)
    titles = tuple(body or label(dataset, kind, name) for name, body in zip(ids, spoken, strict=True))
    if kind == "guidelines":
        documents = tuple(editions_of(dataset, name, body) for name, body in zip(ids, spoken, strict=True))
        return Comparison(kind, ids, titles, (), (), (), (), documents, spoken)
    if kind == "compounds":
        seen, trials = survey(dataset, ids)
        return Comparison(kind, ids, titles, (), trials, contrasts(dataset, ids), tuple(seen))
    return Comparison(kind, ids, titles, (), (), ())


def compare(dataset: Dataset, kind: str, ids: tuple[str, ...], bodies: dict[str, str] | None = None) -> Comparison:
    """Line up the facts of records of one kind, differences and agreements alike; ``bodies`` as for ``met``."""
    collection = dataset.kind(kind)
    found = met(dataset, kind, ids, bodies)
    documents = found.editions or tuple((name,) for name in ids)
    columns = [[fact for each in own for fact in facts_of(dataset, kind, collection[each])] for own in documents]
    if kind == "guidelines":
        from ketacli.screens.compare_guidelines import with_scopes

        columns = with_scopes(dataset, columns, [[dataset.guidelines[each] for each in own] for own in documents])
    if kind == "compounds":
        regimens = list(dataset.regimens.partly("form", "use", "role", "routes", "phases", "standing"))
        editions = sorted(dataset.guidelines, key=lambda each: (-(each.year or 0), each.body))
        columns = [
            [
                *facts,
                *usual_regimens(dataset, regimens, name),
                *evidence(dataset, name, found.seen),
                *positions(dataset, editions, name),
                *safety(dataset, name),
            ]
            for facts, name in zip(columns, ids, strict=True)
        ]
    return found._replace(lines=tuple(concerns(line, ids) for line in align(columns)))


def editions_of(dataset: Dataset, name: str, body: str) -> tuple[str, ...]:
    """The documents of a body in force, the one that it is called by first; one record for any other name."""
    if not body:
        return (name,)
    held = [item for item in dataset.guidelines if item.body == body and item.superseded_by is None]
    held.sort(key=lambda item: (item.id != name, -(item.year or 0)))
    return tuple(dict.fromkeys((name, *(item.id for item in held))))


def align(columns: list[list[Fact]]) -> list[Line]:
    """One line for each group and label, in the order in which they first appear, groups kept together."""
    order: dict[str, dict[str, list[Fact | None]]] = {}
    for at, facts in enumerate(columns):
        for fact in facts:
            rows = order.setdefault(fact.group, {})
            row = rows.setdefault(fact.label or fact.field, [None] * len(columns))
            earlier = row[at]
            row[at] = fact if earlier is None else merge(earlier, fact)
    lines = []
    for group in sorted(order, key=rank):
        for title, row in order[group].items():
            known = [fact for fact in row if fact is not None]
            differs = len(known) < len(row) or len({fact.text.casefold() for fact in known}) > 1
            main = any(fact.main for fact in known)
            lines.append(Line(group, known[0].field, title, tuple(row), differs, main))
    return lines


def merge(first: Fact, second: Fact) -> Fact:
    """Two facts under one label as one."""
    if first.text == second.text:
        return first._replace(claims=first.claims + second.claims)
    short = f"{first.short or first.text}; {second.short or second.text}"
    return first._replace(text=f"{first.text}; {second.text}", claims=first.claims + second.claims, short=short)


def concerns(line: Line, ids: tuple[str, ...]) -> Line:
    """A line of ratios is a main one only where what they are ratios to is compared too."""
    others = {getattr(claim, "versus", None) for fact in line.facts if fact is not None for claim in fact.claims}
    others.discard(None)
    if not others:
        return line
    facts = tuple(
        fact
        if fact is not None or name not in others
        else Fact(line.group, line.field, line.label, "the reference here")
        for name, fact in zip(ids, line.facts, strict=True)
    )
    return line._replace(facts=facts, main=line.main and others <= set(ids))


GROUP_ORDER = (
    "Identity", "Pharmacology", "Kinetics", "Use and supervision", "Usual regimens", "Evidence", "Guideline positions",
    "Safety", "Leads", "Development",
)  # fmt: skip


def rank(group: str) -> int:
    """Where a group stands; unknown groups keep their order after the known ones."""
    return GROUP_ORDER.index(group) if group in GROUP_ORDER else len(GROUP_ORDER)


def usual_regimens(dataset: Dataset, regimens: list[Regimen], form: str) -> list[Fact]:
    """For each route, the doses that psychiatric regimens publish most, with how many do."""
    routes: dict[str, list[tuple[str, Regimen]]] = {}
    for item in regimens:
        if item.form != form or item.use != "psychiatric" or item.role != "treatment":
            continue
        text = course_dose(item)
        for route in item.routes if text else ():
            routes.setdefault(route, []).append((text, item))
    found = []
    for route in dataset.routes.ids():
        rows = routes.get(route, [])
        if not rows:
            continue
        tally = Counter(text for text, _ in rows)
        licensed = {text for text, item in rows if any(each.status == "licensed" for each in item.standing)}
        chosen = sorted(tally, key=lambda text: (text not in licensed, -tally[text]))[:2]
        words = []
        for text in chosen:
            times = f"{tally[text]} of {len(rows)} regimens" if len(rows) > 1 else "1 regimen"
            words.append(f"{text} ({'licensed, ' if text in licensed else ''}{times})")
        claims = tuple(item.phases[0].doses[-1] for text, item in rows if text in chosen)
        title = label(dataset, "routes", route)
        found.append(Fact("Usual regimens", f"regimens.{route}", title, "; ".join(words), claims[:3]))
    return found


def course_dose(item: Regimen) -> str:
    """The dose that the first phase settles on, and over what time; empty without a dose."""
    if not item.phases or not item.phases[0].doses:
        return ""
    phase = item.phases[0]
    dose = phase.doses[-1]
    if dose.absent is not None:
        return ""
    over = phase.given_over
    timed = over is not None and over.absent is None
    return wording.dose(dose) + (f" over {wording.quantity(over)}" if timed else "")


def survey(dataset: Dataset, forms: tuple[str, ...]) -> tuple[list[Seen], tuple[Trial, ...]]:
    """Every randomised trial in people, and of them those with arms of two of the forms or more, largest first."""
    seen = stored(dataset.store)
    # No arm has a form that its trial has not: most trials need not be read.
    both = [dataset.trials[each.id] for each in seen if len({*forms}.intersection(each.forms)) > 1]
    met = [trial for trial in both if len({arm.form for arm in trial.arms if arm.form in forms}) > 1]
    return seen, tuple(sorted(met, key=lambda trial: -(trial.n or 0)))


def evidence(dataset: Dataset, form: str, seen: tuple[Seen, ...]) -> list[Fact]:
    """How many randomised trials in people there are of a form, and how their primary results came out."""
    every = [each for each in seen if form in each.forms]
    own = [each for each in every if each.reported]
    waiting = f"; {len(every) - len(own)} more without results" if len(every) > len(own) else ""
    people = sum(each.people for each in own)
    doubted = doubted_words(each.doubt for each in own if each.doubt)
    # A result that is not to be relied on is counted among no direction.
    tally = Counter(each.direction for each in own if not each.doubt)
    results = ", ".join(f"{direction.WORDS[key]} {tally[key]}" for key in direction.WORDS if tally[key])
    topics = Counter(each.indications[0] for each in own).most_common(5)
    words = ", ".join(f"{label(dataset, 'indications', name, short=True)} {n}" for name, n in topics)
    found = [
        Fact(
            "Evidence",
            "trials.count",
            "Randomised trials",
            f"{len(own)}, with {people:,} people in all{doubted}{waiting}",
        ),
        Fact("Evidence", "trials.results", "Their primary results", results),
        Fact("Evidence", "trials.indications", "Mostly in", words),
    ]
    return [fact for fact in found if fact.text]


def positions(dataset: Dataset, editions: list[Guideline], form: str) -> list[Fact]:
    """What each body's current edition says of a form, in its own grade."""
    bodies: dict[str, list[tuple[str, Any]]] = {}
    kinds: dict[str, set[str]] = {}
    for item in editions:
        if item.superseded_by:
            continue
        for each in item.recommendations:
            if (
                form not in each.forms
                or each.position == "not-addressed"
                or (each.position == "not-seen" and not each.level)
            ):
                continue
            said, grade = stand(each.position, grade_words(each))
            where = ", ".join(label(dataset, "indications", name, short=True) for name in each.indications)
            pattern = "" if each.pattern == "any" else f", {each.pattern.replace('-', ' ')}"
            routes = "" if not each.routes else f", {', '.join(label(dataset, 'routes', r, True) for r in each.routes)}"
            year = (each.as_of or "")[:4] or item.year or "undated"
            text = f"{year} {where}{routes}{pattern}: {said}" + (f" [{grade}]" if grade else "")
            bodies.setdefault(item.body, []).append((text, each))
            kinds.setdefault(item.body, set()).add(item.kind)
    found = []
    for body, parts in bodies.items():
        text = "; ".join(dict.fromkeys(text for text, _ in parts))
        main = bool(kinds[body] & {"guideline", "hta", "consensus"}) and "pain" not in text
        claims = tuple(each for _, each in parts)
        found.append(Fact("Guideline positions", f"guidelines.{fold(body)}", body, text, claims, main))
    return found


def contrasts(dataset: Dataset, forms: tuple[str, ...]) -> tuple[Contrast, ...]:
    """What sources say of one of the forms against another."""
    return tuple(
        each
        for name in forms
        if name in dataset.compounds
        for each in dataset.compounds[name].contrasts
        if each.versus in forms
    )


RULES = {"contraindication": "Contraindications", "warning": "Warnings", "monitoring": "Monitoring"}


def safety(dataset: Dataset, form: str) -> list[Fact]:
    """Boxed warnings, harms counted beside a comparator, and rules by jurisdiction; detail, all of it."""
    from ketacli.evidence.harms import by_difference, on_record
    from ketacli.screens.leads import depression, harm_words

    found = [
        Fact(
            "Safety",
            f"boxed_warnings.{at}",
            f"Boxed warning, {box.jurisdiction}",
            "; ".join(box.hazards),
            (box,),
            False,
        )
        for at, box in enumerate(dataset.compounds[form].boxed_warnings)
    ]
    counted = by_difference(on_record(dataset), form, depression(dataset))
    if counted:
        text = "; ".join(harm_words(each) for each in counted)
        claims = tuple(each.exposed for each in counted)
        found.append(Fact("Safety", "harms", "Harms beside placebo", text, claims, False))
    rules: dict[tuple[str, str], list[Any]] = {}
    for item in dataset.safety:
        if form in item.forms and item.kind in RULES and item.setting != "recreational" and item.statement.value:
            rules.setdefault((item.kind, item.jurisdiction or "no country named"), []).append(item)
    for (kind, place), items in sorted(rules.items()):
        items.sort(key=lambda item: (dataset.sources[item.source].tier != "label", item.setting != "treatment"))
        text = "; ".join(_rule(dataset, item) for item in items)
        claims = tuple(item.statement for item in items)
        found.append(Fact("Safety", f"{kind}.{place}", f"{RULES[kind]}, {place}", text, claims, False))
    return found


def _rule(dataset: Dataset, item: Safety) -> str:
    """A rule of care with whose it is where it is no label's, and whether it is one of anaesthesia."""
    who = whose(dataset, item) if item.kind == "contraindication" else ""
    setting = " (in anaesthesia)" if item.setting == "anaesthesia" else ""
    return f"{who}{beside(dataset, item.statement.source)}{(item.statement.value or '').rstrip('.')}{setting}"
