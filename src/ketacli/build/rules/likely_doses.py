"""What is likely of doses: a name says the same as its figures, forms and routes fit, durations are plausible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ketacli.build.rules.doses import FORMS
from ketacli.build.rules.registry import Place, likely, of_part, of_record

FIGURE = r"[0-9]{1,5}(?:\.[0-9]{1,4})?"
NAMED = re.compile(
    rf"(?<![\w.-])((?:{FIGURE}(?:, | or | and | to | then |-|/))*{FIGURE}) "
    r"(mg/kg/h|mg/kg/min|mcg/kg/min|mg/kg|mg/h|mg|mcg)(?![\w/])"
)
WORDS = {
    "racemic": "racemic", "esketamine": "esketamine", "arketamine": "arketamine",
}  # fmt: skip
ROUTES = {"intravenous": "intravenous", "intranasal": "intranasal", "intramuscular": "intramuscular",
          "subcutaneous": "subcutaneous", "sublingual": "sublingual", "oral": "oral"}  # fmt: skip
TOLD = {
    "intranasal": ("intranasal", "nasal spray"),
    "intravenous": ("intravenous", "infusion"),
    "intramuscular": ("intramuscular",),
    "subcutaneous": ("subcutaneous",),
    "sublingual": ("sublingual",),
}
MINUTES = {"min": 1.0, "h": 60.0, "s": 1 / 60}
LONGEST: dict[str, tuple[float, float]] = {"intravenous": (0.5, 180), "intranasal": (0, 60)}
"""Minutes that one dose takes, for most."""
RATE = (0.001, 0.06)
"""mg/kg a minute of an infusion that treats a mind; a bolus for anaesthesia is faster."""


def amounts(doses: Iterable[Any]) -> set[tuple[float, str]]:
    """Every amount of doses with its unit."""
    return {
        (number, dose.unit)
        for dose in doses
        for number in (dose.low, dose.high, *dose.steps)
        if number is not None and dose.unit
    }


def named(text: str) -> list[tuple[float, str]]:
    """The doses that a text names."""
    return [(float(number), found[2]) for found in NAMED.finditer(text) for number in re.findall(FIGURE, found[1])]


def strangers(text: str, doses: Iterable[Any]) -> Iterator[str]:
    """The doses that a text names and that are none of those entered."""
    known = amounts(doses)
    if not known:
        return
    for number, unit in named(text):
        near = any(unit == other and abs(number - held) < 0.02 * number for held, other in known)
        if not near:
            yield f"{number:g} {unit} is none of its doses"


@of_record("regimens")
@likely
def dose_in_the_name(regimen: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A regimen whose name says a dose that it has not."""
    doses = [dose for phase in regimen.phases for dose in phase.doses]
    for reason in strangers(regimen.name, doses):
        yield "name", reason
    if named(regimen.name) and not any(each in amounts(doses) for each in named(regimen.name)) and amounts(doses):
        yield "phases", "no dose of its name is one of its doses"


@of_record("trials")
@likely
def dose_in_the_label(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """An arm whose label says a dose that it has not."""
    for place, arm in enumerate(trial.arms):
        if arm.form is None:
            continue
        for reason in strangers(arm.label, arm.doses):
            yield f"arms.{place}.label", reason


@of_record("trials")
@likely
def dose_of_the_regimen(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A trial none of whose doses is one of those of the regimen that rests on it alone."""
    regimens = [each for each in at.authored.records.get("regimens", {}).values() if each.trials == (trial.id,)]
    known = {each for regimen in regimens for phase in regimen.phases for each in amounts(phase.doses)}
    units = {unit for _, unit in known}
    for place, arm in enumerate(trial.arms):
        for number, unit in sorted(amounts(arm.doses)):
            forms = {regimen.form for regimen in regimens}
            if unit in units and arm.form in forms and (number, unit) not in known:
                yield f"arms.{place}.doses", f"{number:g} {unit} is no dose of {regimens[0].id}"


@of_record("regimens")
@likely
def words_of_the_id(regimen: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A regimen whose id or name says another form or route than it has."""
    said = set(regimen.id.split("-"))
    forms = {form for word, form in WORDS.items() if word in said}
    if forms and regimen.form not in forms:
        yield "form", f"is {regimen.form}, but the id says {' and '.join(sorted(forms))}"
    routes = {route for word, route in ROUTES.items() if word in said}
    for route in sorted(routes - set(regimen.routes)):
        yield "routes", f"lacks {route}, which the id says"


@of_record("trials")
@likely
def form_and_route(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """An arm whose form is none of the trial's, or whose words say another form or route."""
    for place, arm in enumerate(trial.arms):
        if arm.form in FORMS and arm.form not in trial.forms:
            yield f"arms.{place}.form", f"{arm.form} is none of the trial's forms"
        if arm.form is None:
            continue
        if arm.form in FORMS and arm.route is not None and trial.routes and arm.route not in trial.routes:
            yield f"arms.{place}.route", f"{arm.route} is none of the trial's routes"
        text = f"{arm.id} {arm.label} {arm.treatment}".casefold()
        told = {form for word, form in WORDS.items() if re.search(rf"\b{word}\b", text)}
        if arm.form in FORMS and told and arm.form not in told:
            yield f"arms.{place}.form", f"is {arm.form}, but its words say {' and '.join(sorted(told))}"
        routes = {route for route, words in TOLD.items() if any(word in text for word in words)}
        if routes and arm.route is not None and arm.route not in routes:
            yield f"arms.{place}.route", f"is {arm.route}, but its words say {' and '.join(sorted(routes))}"


LEAST = 8
"""mg of ketamine that are given to an adult at once at least, by any route but into a vein or the spine."""


@of_part("Phase", "Arm")
@likely
def whole_doses(part: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A dose in mg that is as small as one in mg/kg."""
    form = getattr(part, "form", None) or getattr(at.record, "form", None)
    if form not in FORMS:
        return
    for place, dose in enumerate(part.doses):
        low = min((each for each in (dose.low, dose.high, *dose.steps) if each is not None), default=None)
        if dose.unit == "mg" and low is not None and low < LEAST:
            yield at.inside(f"doses.{place}"), f"{low:g} mg: mg/kg?"


@of_record("trials")
@likely
def route_of_the_others(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A control that imitates ketamine by a route that is none of the trial's."""
    for place, arm in enumerate(trial.arms):
        imitates = re.search(r"\b(placebo|saline|midazolam)\b", f"{arm.label} {arm.treatment}".casefold())
        if (
            arm.route is not None
            and arm.form not in FORMS
            and trial.routes
            and imitates
            and arm.route not in trial.routes
        ):
            yield f"arms.{place}.route", f"{arm.route} is none of the trial's routes"


@of_record("trials")
@likely
def forms_given(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A form or route of the trial that no arm was given."""
    given = {arm.form for arm in trial.arms if arm.form in FORMS}
    for form in trial.forms:
        if given and form in FORMS and form not in given:
            yield "forms", f"no arm was given {form}"
    routes = {arm.route for arm in trial.arms if arm.form in FORMS and arm.route is not None}
    for route in trial.routes:
        if routes and route not in routes:
            yield "routes", f"no arm was given ketamine by the route {route}"


def duration(over: Any, route: str | None, doses: Iterable[Any]) -> Iterator[str]:
    """What is unlikely of the time that one dose takes."""
    if over is None or over.unit not in MINUTES:
        return
    minutes = [each * MINUTES[over.unit] for each in (over.value, over.low, over.high) if each is not None]
    low, high = LONGEST.get(route or "", (0, 180))
    for each in minutes:
        if not low <= each <= high:
            yield f"{each:g} min for one dose is unlikely by this route: {low:g} to {high:g}"
    if route == "intravenous" and over.value is not None:
        for number, unit in sorted(amounts(doses)):
            rate = number / minutes[0] if unit == "mg/kg" and minutes[0] else None
            if rate is not None and not RATE[0] <= rate <= RATE[1]:
                yield f"{number:g} mg/kg in {minutes[0]:g} min is {rate:.2g} mg/kg a minute"


@of_record("trials")
@likely
def duration_of_a_dose(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A time over which hardly anybody gives a dose."""
    if trial.species != "human":
        return
    for place, arm in enumerate(trial.arms):
        doses = arm.doses if arm.form in FORMS else ()
        yield from ((f"arms.{place}.given_over", said) for said in duration(arm.given_over, arm.route, doses))


@of_record("regimens")
@likely
def duration_of_a_phase(regimen: Any, at: Place) -> Iterator[tuple[str, str]]:
    """The same of a regimen that treats a mind."""
    if regimen.use != "psychiatric":
        return
    route = regimen.routes[0] if len(regimen.routes) == 1 else None
    for place, phase in enumerate(regimen.phases):
        doses = phase.doses if regimen.form in FORMS else ()
        yield from ((f"phases.{place}.given_over", said) for said in duration(phase.given_over, route, doses))


ONCE = re.compile(r"\b(single (?:dose|infusion|injection|session|intravenous)|one infusion|once only)\b")
COUNTED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
SESSIONS = re.compile(
    rf"\b({'|'.join(COUNTED)}|[0-9]{{1,2}}) (?:[a-z-]{{1,20}} ){{0,2}}"
    r"(?:infusions|sessions|doses|treatments|injections)\b"
)


@of_record("trials")
@likely
def sessions(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A number of sessions that does not follow from days, weeks or the words of the arm."""
    for place, arm in enumerate(trial.arms):
        found = arm.schedule
        if found is None or found.sessions is None:
            continue
        key = f"arms.{place}.schedule"
        said = arm.label.casefold()
        if found.days and re.fullmatch(r"[0-9]{1,3}(?:(?:, | and )[0-9]{1,3})*", found.days):
            days = len(re.findall("[0-9]+", found.days))
            if days != found.sessions:
                yield key, f"{found.sessions} sessions, but {days} days"
        elif found.per_week is not None and found.weeks is not None and found.per_week_high is None:
            made = found.per_week * found.weeks
            if abs(made - found.sessions) > max(1, 0.15 * made):
                yield key, f"{found.sessions} sessions, but {found.per_week:g} a week for {found.weeks:g} weeks"
        if ONCE.search(said) and found.sessions != 1:
            yield key, f"{found.sessions} sessions, but its words say one"
        numbers = {int(word) if word.isdecimal() else COUNTED[word] for word in SESSIONS.findall(said)}
        if numbers and found.sessions not in numbers:
            yield key, f"{found.sessions} sessions, but its words say {' and '.join(map(str, sorted(numbers)))}"


@of_record("trials")
@likely
def sessions_alike(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """Arms that are given on one schedule with different numbers of sessions."""
    known: dict[tuple[str | None, float | None], set[int]] = {}
    for arm in trial.arms:
        if arm.schedule is not None and arm.schedule.sessions is not None and arm.route is not None:
            known.setdefault((arm.route, arm.schedule.per_week), set()).add(arm.schedule.sessions)
    for counts in known.values():
        if len(counts) > 1:
            yield "arms", f"arms given alike have {' and '.join(map(str, sorted(counts)))} sessions"


@of_record("regimens")
@likely
def licensed(regimen: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A standing that what is on record of approvals does not bear out."""
    compound = at.authored.records.get("compounds", {}).get(regimen.form)
    if compound is None:
        return
    for place, standing in enumerate(regimen.standing):
        approved = [
            each for each in compound.approvals
            if each.status == "approved" and each.jurisdiction == standing.jurisdiction
            and (not each.route or each.route in regimen.routes)
        ]  # fmt: skip
        fits = [each for each in approved if not each.indications or set(each.indications) & set(regimen.indications)]
        key = f"standing.{place}.status"
        if standing.status == "licensed" and not fits:
            yield key, f"is licensed, but no approval of {regimen.form} in {standing.jurisdiction} is for this use"
        if standing.status == "off-label" and regimen.evidence == "label":
            yield key, "is off-label, but the regimen is a label's"
