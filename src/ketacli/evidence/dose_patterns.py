"""Published doses as patterns: one dose, over one time, so often, and all the regimens and studies that had it.

A pattern is counted, never judged: arms of studies and regimens fall together where form, route, dose, time and
rhythm are the same, and so are the occasion (an anaesthetic, a birth) and what was given beside the dose.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.evidence.arithmetic.regimens import UNCLEAR, unclear
from ketacli.evidence.arithmetic.single import PART, is_rate
from ketacli.records import wording
from ketacli.records.store import LISTED_BETWEEN
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ketacli.records.base import Dose, Quantity, Schedule
    from ketacli.records.dataset import Dataset
    from ketacli.records.guideline import Guideline, Recommendation
    from ketacli.records.regimen import Regimen
    from ketacli.records.trial import Trial

SEPARATE = re.compile(r"\bone dose\b")
"""Of steps that are not one person's: "one dose for each arm"."""
PUBLISHED = ("reported", "results-elsewhere")
"""States of a study of which a dose can be said to be published."""
FOR = ("recommended", "option", "restricted")
"""Positions of a guideline that stand behind a dose; one on use only, or none, does not."""
SHORT = 24
"""Letters of a schedule in words that stands for a rhythm as it is."""
USE_OF = {"anaesthesia": "anaesthesia", "pain": "pain", "palliative": "pain", "healthy": "other", "agitation":
          "sedation-emergency"}  # fmt: skip
"""What a study is about that treats no psychiatric illness, as the use of a regimen."""


class Key(NamedTuple):
    """What makes two doses the same pattern."""

    form: str
    route: str
    use: str
    dose: str
    """In words, with its unit: "0.5 mg/kg", "28, 56 or 84 mg"."""
    over: str = ""
    """Over how long; empty where it is not on record."""
    often: str = ""
    """Once, how many a week, or how many in all; empty where it is not on record."""
    occasion: str = ""
    beside: tuple[str, ...] = ()


class Pattern(NamedTuple):
    """A dose and who published it."""

    key: Key
    weeks: tuple[float, ...]
    """The lengths of the courses, in order."""
    trials: tuple[str, ...]
    """Trials with such an arm, by id."""
    unread: tuple[str, ...]
    """Those of them whose results are published elsewhere and not on record here."""
    studies: tuple[str, ...]
    """Observational studies with such an arm, by id."""
    guidelines: tuple[str, ...]
    """Guidelines in force that the regimens name and that are for this form and route in what was asked for."""
    against: tuple[str, ...]
    """Those of them that are against it."""
    regimens: tuple[str, ...]
    indications: tuple[str, ...]
    """What it was given for, the commonest first."""
    standing: tuple[str, ...]
    """Status of its regimens; empty where only studies have it."""
    unclear: tuple[str, ...]
    """Regimens and studies among these whose dose is in doubt."""


class _Entry(NamedTuple):
    key: Key
    weeks: float | None
    kind: str
    """"regimens", "trials" or "studies"."""
    name: str
    indications: tuple[str, ...]
    unclear: bool
    unread: bool = False
    """Whether it is a trial whose results are published elsewhere."""
    populations: tuple[str, ...] = ()


STUDIED = ("id", "kind", "status", "indications", "populations", "arms")
"""What a pattern needs of a study."""


def patterns(
    dataset: Dataset,
    regimens: Iterable[Regimen],
    routes: set[str],
    forms: set[str],
    indications: set[str],
    uses: set[str],
    studies: bool,
    populations: set[str] | None = None,
) -> list[Pattern]:
    """The patterns of such regimens and, with ``studies``, of the arms of studies that the same words choose.

    Those of psychiatric use first, of them the commonest. Empty sets choose everything.
    """
    every = [item for item in regimens if not routes or routes & set(item.routes)]
    own = {item.id: list(_of_regimen(dataset, item, routes)) for item in every}
    arms = list(_of_studies(dataset, routes, forms, indications, uses, own, every)) if studies else []
    if populations:
        arms = [entry for entry in arms if populations & set(entry.populations)]
    named: dict[str, list[_Entry]] = {}
    for entry in arms:
        named.setdefault(entry.name, []).append(entry)
    entries = [*arms]
    for item in every:
        entries += _as_studied(item, own[item.id], named)
    groups: dict[Key, list[_Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.key, []).append(entry)
    found = [_pattern(dataset, key, members, indications) for key, members in groups.items()]
    return sorted(found, key=_order)


def _order(found: Pattern) -> tuple[object, ...]:
    sizes = (found.trials, found.guidelines, found.studies, found.regimens)
    return (found.key.use != "psychiatric", *(-len(each) for each in sizes), found.key)


def _as_studied(item: Regimen, own: list[_Entry], named: dict[str, list[_Entry]]) -> Iterator[_Entry]:
    """The entries of a regimen, with what its studies gave beside the dose.

    One of several phases stands where the arms of its studies do: they have its doses already.
    """
    arms = [entry for name in item.trials for entry in named.get(name, ()) if entry.key.form == item.form]
    if len({entry.key for entry in own}) > 1 and arms:
        for key in dict.fromkeys(entry.key for entry in arms):
            yield own[0]._replace(key=key)
        return
    same = [entry.key for entry in arms if own and entry.key.dose == own[0].key.dose]
    beside, occasion = {key.beside for key in same}, {key.occasion for key in same}
    for entry in own:
        key = entry.key
        if len(beside) == 1 and len(occasion) == 1:
            key = key._replace(beside=beside.pop(), occasion=occasion.pop())
        yield entry._replace(key=key)


def _of_regimen(dataset: Dataset, item: Regimen, routes: set[str]) -> Iterator[_Entry]:
    for phase in item.phases:
        doubt = bool(unclear(dataset, item, (phase,)))
        for dose in amounts(phase.doses):
            for route in item.routes:
                if not routes or route in routes:
                    key = Key(item.form, route, item.use, dose, _over(phase.given_over), often(phase.schedule))
                    weeks = phase.schedule.weeks if phase.schedule else None
                    yield _Entry(key, weeks, "regimens", item.id, item.indications, doubt)


def _of_studies(
    dataset: Dataset,
    routes: set[str],
    forms: set[str],
    indications: set[str],
    uses: set[str],
    own: dict[str, list[_Entry]],
    regimens: list[Regimen],
) -> Iterator[_Entry]:
    told: dict[str, list[_Entry]] = {}
    for item in regimens:
        for name in item.trials:
            told.setdefault(name, []).extend(own[item.id])
    for row in dataset.store.study_doses(routes, forms):
        (name, arm, form, route, dose, over, rhythm, occasion, beside, weeks, doubtful, kind, unread, about, whom) = row
        named = _parts(about)
        use = use_for(named)
        if (indications and not indications & set(named)) or (uses and use not in uses):
            continue
        doubt = bool(doubtful) or bool(disputes.of_field(dataset, "trials", name, f"arms.{arm}.doses"))
        key = _completed(Key(form, route, use, dose, over, rhythm, occasion, _parts(beside)), told.get(name, []))
        yield _Entry(key, weeks, kind, name, named, doubt, bool(unread), _parts(whom))


def study_doses(trials: Iterable[Trial]) -> Iterator[tuple[object, ...]]:
    """The rows of the table ``study_dose``, for the build: one a dose of an arm of a published study in people."""
    for trial in trials:
        # A retracted paper backs no dose.
        if trial.species != "human" or trial.status not in PUBLISHED or trial.source_status == "retracted":
            continue
        kind = "trials" if trial.kind == "trial" else "studies"
        unread = kind == "trials" and trial.status != "reported"
        about, whom = LISTED_BETWEEN.join(trial.indications), LISTED_BETWEEN.join(trial.populations)
        for at, arm in enumerate(trial.arms):
            if arm.form is None or arm.route is None:
                continue
            weeks = arm.schedule.weeks if arm.schedule else None
            for dose in amounts(arm.doses):
                yield (
                    trial.id, at, arm.form, arm.route, dose, _over(arm.given_over), often(arm.schedule),
                    arm.occasion or "", LISTED_BETWEEN.join(arm.beside), weeks, _doubtful(arm.doses), kind, unread,
                    about, whom,
                )  # fmt: skip


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split(LISTED_BETWEEN)) if text else ()


def _doubtful(doses: tuple[Dose, ...]) -> bool:
    """Whether the record of a study calls the dose of its own arm unclear."""
    return any(text and UNCLEAR.search(text) for dose in doses for text in (dose.when, dose.note))


def _completed(key: Key, told: list[_Entry]) -> Key:
    """The pattern of an arm with the time and the rhythm that a regimen of the study has and the arm lacks."""
    for entry in told:
        other = entry.key
        if other[:4] != key[:4]:
            continue
        if all(mine in ("", theirs) for mine, theirs in ((key.over, other.over), (key.often, other.often))):
            return key._replace(over=key.over or other.over, often=key.often or other.often)
    return key


def use_of(trial: Trial) -> str:
    """The use of a regimen that what a study is about comes to."""
    return use_for(trial.indications)


def use_for(indications: Iterable[str]) -> str:
    """The same for what it is about, by id."""
    uses = [USE_OF.get(name, "psychiatric") for name in indications]
    return "psychiatric" if "psychiatric" in uses or not uses else uses[0]


def _pattern(dataset: Dataset, key: Key, members: list[_Entry], asked: set[str]) -> Pattern:
    """A pattern of its members; of its guidelines and indications those that were asked for, where some were."""

    def names(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry.name for entry in members if entry.kind == kind))

    regimens = [dataset.regimens[name] for name in names("regimens")]
    backed, opposed = positions(dataset, key, [item for item in regimens if len(item.phases) == 1], asked)
    counted = Counter(name for entry in members for name in entry.indications if not asked or name in asked)
    return Pattern(
        key,
        tuple(sorted({entry.weeks for entry in members if entry.weeks is not None})),
        names("trials"),
        tuple(dict.fromkeys(entry.name for entry in members if entry.unread)),
        names("studies"),
        backed,
        opposed,
        names("regimens"),
        tuple(name for name, _ in counted.most_common()),
        tuple(dict.fromkeys(each.status for item in regimens for each in item.standing)),
        tuple(dict.fromkeys(entry.name for entry in members if entry.unclear)),
    )


def positions(
    dataset: Dataset, key: Key, regimens: Iterable[Regimen], asked: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The guidelines that regimens name, by id: those for the form by the route, and those against it.

    A position counts where it is on an indication that was asked for, or that the regimen has where none was.
    Superseded editions, guidance on use alone and documents that decline to recommend are in neither.
    """
    backed: dict[str, None] = {}
    opposed: dict[str, None] = {}
    for item in regimens:
        about = set(item.indications) & asked if asked else set(item.indications)
        for name in item.guidelines:
            held = {each.position for each in _said(dataset.guidelines[name], key, about)}
            if held & set(FOR):
                backed[name] = None
            elif "against" in held:
                opposed[name] = None
    return tuple(backed), tuple(name for name in opposed if name not in backed)


def _said(guideline: Guideline, key: Key, about: set[str]) -> list[Recommendation]:
    """What a guideline in force says of a form by a route in such indications."""
    if guideline.superseded_by:
        return []
    return [
        each for each in guideline.recommendations
        if key.form in each.forms and (not each.routes or key.route in each.routes) and about & set(each.indications)
    ]  # fmt: skip


def amounts(doses: tuple[Dose, ...]) -> list[str]:
    """What was given at a time, in words with the unit: one text a unit, and one a step that stands for itself.

    Doses that differ by day or by response are one text: "28, 56 or 84 mg"; parts of another dose are left out.
    """
    found: dict[tuple[str, str], list[Dose]] = {}
    separate: list[str] = []
    for dose in doses:
        if not (dose.steps or dose.low is not None or dose.high is not None) or PART.match(dose.when or ""):
            continue
        running = dose.per == "continuous" and not is_rate(dose.unit or "")
        covers = " a day" if dose.per == "day" else " as a running infusion" if running else ""
        unit = f"{dose.unit or ''}{covers}"
        if dose.steps and SEPARATE.search(dose.when or ""):
            separate += [wording.tie(f"{wording.amount(step)} {unit}") for step in dose.steps]
        else:
            found.setdefault((unit, "repeat" if dose.per == "repeat" else ""), []).append(dose)
    return separate + [_together(group) + wording.tie(f" {unit}") for (unit, _), group in found.items()]


def _together(doses: list[Dose]) -> str:
    """The amounts of several doses: each, or the lowest to the highest where one of them is a range."""
    points = sorted({end for dose in doses for end in (*dose.steps, dose.low, dose.high) if end is not None})
    if any(not dose.steps and dose.high is not None for dose in doses):
        lows = [end for dose in doses for end in (*dose.steps, dose.low) if end is not None]
        text = wording.amount(points[-1])
        return f"{wording.amount(min(lows))} to {text}" if lows else f"up to {text}"
    return wording.joined([wording.amount(point) for point in points])


def _over(found: Quantity | None) -> str:
    return "" if found is None or found.absent is not None else wording.quantity(found)


def often(found: Schedule | None) -> str:
    """The rhythm of a schedule: once, so many a week, so many in all; empty where it is not on record.

    Sessions and weeks alone give a rhythm when they divide: six in three weeks are two a week.
    """
    if found is None or found.absent is not None:
        return ""
    if found.per_week is not None:
        high = found.per_week_high
        if high is not None and found.per_week < 1 < high:
            return f"{wording.per_week(high, None)} to {wording.per_week(found.per_week, None)}"
        return wording.per_week(found.per_week, high)
    if found.sessions == 1:
        return "once"
    if found.sessions is not None and found.weeks and found.sessions % found.weeks == 0:
        return wording.per_week(found.sessions / found.weeks, None)
    if found.sessions is not None:
        return f"{found.sessions} sessions"
    text = found.text or ""
    if text and len(text) <= SHORT:
        return text[:1].lower() + text[1:]
    return "repeated" if text or found.weeks else ""
