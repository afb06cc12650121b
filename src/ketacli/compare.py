"""Two or more records of one kind, lined up fact by fact: what differs, what agrees."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacli import findings, fmt, names
from ketacli.errors import UsageError
from ketacli.facts import facts_of
from ketacli.facts.fact import Fact
from ketacli.facts.guideline import POSITIONS, grade_words
from ketacli.names import KIND_WORDS, find_record, label
from ketacli.query import size

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.models.compound import Contrast
    from ketacli.models.guideline import Guideline
    from ketacli.models.regimen import Regimen
    from ketacli.models.trial import Trial

MISSING = {
    "Guideline positions": "no position",
    "Usual regimens": "no regimen on record",
    "Use and supervision": "nothing on record",
}
"""What stands where a subject has no fact; "not reported" in every other group."""


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


def subjects(dataset: Dataset, asked: list[str]) -> tuple[str, tuple[str, ...]]:
    """The kind and ids of what is compared.

    Raises UnknownName for a name that nothing goes by, UsageError when there are fewer than two or
    when they are of different kinds.
    """
    if len(asked) < 2:
        raise UsageError("compare takes two or more names", "For example: keta compare esketamine racemic.")
    found = [find_record(dataset, name) for name in asked]
    kinds = list(dict.fromkeys(kind for kind, _ in found))
    if len(kinds) > 1:
        said = ", ".join(f"{name} is a {KIND_WORDS[kind]}" for kind, name in found)
        raise UsageError(f"only records of one kind can be compared: {said}", "Compare two forms, or two trials.")
    ids = tuple(dict.fromkeys(name for _, name in found))
    if len(ids) < 2:
        raise UsageError(f"{ids[0]} is compared with itself", "Name two different records.")
    return kinds[0], ids


def compare(dataset: Dataset, kind: str, ids: tuple[str, ...]) -> Comparison:
    """Line up the facts of records of one kind, differences and agreements alike."""
    collection = dataset.kind(kind)
    columns = [facts_of(dataset, kind, collection[name]) for name in ids]
    met: tuple[Trial, ...] = ()
    if kind == "compounds":
        seen, met = survey(dataset, ids)
        regimens = list(dataset.regimens.partly("form", "use", "role", "routes", "phases", "standing"))
        editions = sorted(dataset.guidelines, key=lambda each: (-(each.year or 0), each.body))
        columns = [
            [
                *facts,
                *usual_regimens(dataset, regimens, name),
                *evidence(dataset, name, seen),
                *positions(dataset, editions, name),
            ]
            for facts, name in zip(columns, ids, strict=True)
        ]
    lines = [concerns(line, ids) for line in align(columns)]
    titles = tuple(label(dataset, kind, name) for name in ids)
    said = contrasts(dataset, ids) if kind == "compounds" else ()
    return Comparison(kind, ids, titles, tuple(lines), met, said)


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
    "Development",
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
    return fmt.dose(dose) + (f" over {fmt.quantity(over)}" if timed else "")


class Seen(NamedTuple):
    """What a comparison of forms needs of one randomised trial in people."""

    forms: tuple[str, ...]
    indication: str
    people: int
    direction: str


SURVEYED = (
    "id", "kind", "species", "forms", "indications", "design", "n_enrolled", "n_randomised", "n_treated", "n_analysed",
    "arms", "outcomes", "primary_met", "result_seen",
)  # fmt: skip
"""What a survey of trials needs of each."""


def survey(dataset: Dataset, forms: tuple[str, ...]) -> tuple[list[Seen], tuple[Trial, ...]]:
    """Every randomised trial in people of any of the forms, and those with arms of two or more, largest first."""
    seen: list[Seen] = []
    met: list[Trial] = []
    for trial in dataset.trials.partly(*SURVEYED):
        if trial.species != "human" or trial.kind != "trial" or trial.design.allocation != "randomised":
            continue
        seen.append(Seen(trial.forms, trial.indications[0], size(trial) or 0, findings.of_trial(trial).direction))
        if len({arm.form for arm in trial.arms if arm.form in forms}) > 1:
            met.append(dataset.trials[trial.id])
    return seen, tuple(sorted(met, key=lambda trial: -(size(trial) or 0)))


def evidence(dataset: Dataset, form: str, seen: list[Seen]) -> list[Fact]:
    """How many randomised trials in people there are of a form, and how their primary results came out."""
    own = [each for each in seen if form in each.forms]
    people = sum(each.people for each in own)
    tally = Counter(each.direction for each in own)
    results = ", ".join(f"{findings.WORDS[key]} {tally[key]}" for key in findings.WORDS if tally[key])
    topics = Counter(each.indication for each in own).most_common(5)
    words = ", ".join(f"{label(dataset, 'indications', name, short=True)} {n}" for name, n in topics)
    found = [
        Fact("Evidence", "trials.count", "Randomised trials", f"{len(own)}, with {people:,} people in all"),
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
            grade = grade_words(each)
            where = ", ".join(label(dataset, "indications", name, short=True) for name in each.indications)
            pattern = "" if each.pattern == "any" else f", {each.pattern.replace('-', ' ')}"
            routes = "" if not each.routes else f", {', '.join(label(dataset, 'routes', r, True) for r in each.routes)}"
            year = item.year or "undated"
            text = f"{year} {where}{routes}{pattern}: {POSITIONS[each.position]}" + (f" [{grade}]" if grade else "")
            bodies.setdefault(item.body, []).append((text, each))
            kinds.setdefault(item.body, set()).add(item.kind)
    found = []
    for body, parts in bodies.items():
        text = "; ".join(dict.fromkeys(text for text, _ in parts))
        main = bool(kinds[body] & {"guideline", "hta", "consensus"}) and "pain" not in text
        claims = tuple(each for _, each in parts)
        found.append(Fact("Guideline positions", f"guidelines.{names.fold(body)}", body, text, claims, main))
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
