"""What must be said beside a dose that is worked out.

That it belongs to another use, that it is no first dose, that it is above or below what is on record, that its time or
the weight is odd, and that a guideline is against it. What authorities caution of a route is ``warnings.of_routes``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.arithmetic.meant import usual_of
from ketacli.evidence.arithmetic.on_record import doses, on_record
from ketacli.evidence.arithmetic.patterns import USES, forms_of
from ketacli.evidence.arithmetic.quantities import IN_AN_HOUR, show
from ketacli.evidence.arithmetic.regimens import ends
from ketacli.evidence.arithmetic.units import common, measure, turned
from ketacli.evidence.dose_patterns import Key, positions
from ketacli.records import wording
from ketacli.records.names import label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from decimal import Decimal

    from ketacli.evidence.arithmetic.patterns import Answer, Match, Request
    from ketacli.evidence.arithmetic.quantities import Typed, Weight
    from ketacli.evidence.arithmetic.steps import Step
    from ketacli.evidence.arithmetic.studied import Studied
    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Regimen

SMALL = 40
"""Kilograms below which most people are children."""
MOST_NAMED = 3


def cautions(
    dataset: Dataset, asked: Request, found: Answer, forms: set[str], indications: AbstractSet[str] = frozenset()
) -> tuple[str, ...]:
    """Sentences of caution about a dose that was worked out; none where it is an ordinary psychiatric one.

    ``forms`` are those asked for, or all by the route; ``indications`` those that were asked for, none for any. Where
    nothing of what was asked for has the dose, what holds of the form by the route is said all the same.
    """
    given = forms
    own = bool(found.matches)
    found = found if own else found._replace(matches=[*found.alike])
    forms = forms_of(match.regimen for match in found.matches) or forms
    route = label(dataset, "routes", asked.route)
    usual = usual_of(dataset, forms, asked.route)
    use = _use(dataset, asked, found, usual)
    return (
        *([found.between] if found.between else []),
        *use,
        *([] if found.matches else _beyond(dataset, asked, found.wanted, given, " ".join(use))),
        *_first(found.matches),
        *_time(asked, found, usual),
        *([found.least] if found.least else []),
        *_high(found.steps, found.matches, usual, route),
        *(
            _against_use(dataset, forms, asked.route, indications)
            if indications and not own
            else opposed(dataset, [match.regimen for match in found.matches], asked.route, indications)
        ),
        *small(asked.weight),
    )


def of_regimen(dataset: Dataset, item: Regimen, steps: list[Step], weight: Weight) -> tuple[str, ...]:
    """Sentences of caution about a regimen that was worked out for a weight."""
    told: list[str] = []
    for route in item.routes:
        if item.use == "psychiatric":
            told += _above(steps, usual_of(dataset, {item.form}, route), label(dataset, "routes", route))
        told += opposed(dataset, [item], route, set())
    return tuple(dict.fromkeys([*told, *small(weight)]))


def _use(dataset: Dataset, asked: Request, found: Answer, usual: list[Regimen]) -> list[str]:
    """That a dose belongs to anaesthesia or another use, or that it is above every psychiatric one."""
    uses = dict.fromkeys(match.regimen.use for match in found.matches)
    if "psychiatric" in uses:
        return []
    route = label(dataset, "routes", asked.route)
    wanted = common(found.wanted)
    highest, item = max(doses(usual, wanted.unit), key=lambda pair: pair[0], default=(wanted.value, None))
    above = item is not None and wanted.value > highest
    other, whose = max(doses(usual, turned(wanted.unit)), key=lambda pair: pair[0], default=(wanted.value, None))
    most = (
        f"; the highest {route} psychiatric one is {show(highest)} {wanted.unit} ({item.id}{_form(item)})"
        if item and above
        else ""
    )
    if most and whose is not None:
        most += f", {measure(turned(wanted.unit))} {show(other)} {turned(wanted.unit)} ({whose.id}{_form(whose)})"
    if not uses:
        said = f"{USES['psychiatric']} (" in found.between
        much = f" {measure(wanted.unit)}" if whose is not None else ""
        return [f"No psychiatric regimen on record has so much{much}{most}."] if above and not said else []
    form = wording.joined(sorted(forms_of(match.regimen for match in found.matches)), "and")
    use = wording.joined([USES[name] for name in uses], "and")
    elsewhere = [match.regimen.id for match in found.outside if match.regimen.use == "psychiatric"]
    if elsewhere:
        have = "a psychiatric regimen has" if len(elsewhere) == 1 else f"{len(elsewhere)} psychiatric regimens have"
        return [f"A dose for {use} ({form}) as asked for; by this route {have} it too: {_some(elsewhere)}{most}."]
    return [f"A dose for {use} ({form}): {_studies(dataset, found.trials, [*uses])}{most}."]


def _form(item: Regimen) -> str:
    """The form of a regimen, where its id does not begin with it."""
    return "" if item.id.startswith(item.form) else f", {item.form}"


def _beyond(dataset: Dataset, asked: Request, wanted: Typed, forms: set[str], said: str) -> list[str]:
    """The forms of which a dose is above every one on record by the route, where it is not above those of another.

    What was ``said`` already is not repeated.
    """
    regimens = [item for item in dataset.regimens if asked.route in item.routes and item.form in forms]
    wanted = common(wanted)
    held = [each for each in on_record(dataset, regimens, asked.route, forms) if not each.total]
    every = [each for each in held if each.unit == wanted.unit]
    most = {form: max((each for each in every if each.form == form), key=lambda each: each.value, default=None)
            for form in sorted(forms)}  # fmt: skip
    otherwise = {each.form for each in held if each.unit == turned(wanted.unit)}
    over = [
        f"{form}{f' {measure(wanted.unit)}' if form in otherwise else ''}, {each.printed} ({each.id})"
        for form, each in most.items() if each is not None and each.value < wanted.value
    ]  # fmt: skip
    if not over or len(over) == sum(each is not None for each in most.values()):
        return []
    over = [each for each in over if each.partition(" (")[2].rstrip(")") not in said]
    if not over:
        return []
    route = label(dataset, "routes", asked.route)
    return [f"Above the highest {route} dose on record of {wording.joined(over, 'and')}."]


def _studies(dataset: Dataset, trials: tuple[Studied, ...], uses: list[str]) -> str:
    """That no psychiatric regimen has a dose, and which trials gave it as one dose, and what for beside ``uses``."""
    held = [trial for trial in trials if not trial.apart and trial.kind == "trial"]
    single = [trial for trial in held if trial.exact]
    usual = [trial for trial in single if trial.use == "psychiatric"]
    inside = [trial for trial in held if trial.use == "psychiatric" and not trial.exact]
    if inside and not usual:
        have = "1 psychiatric trial has" if len(inside) == 1 else f"{len(inside)} psychiatric trials have"
        return f"no psychiatric regimen on record has it; {have} a range that includes it"
    if usual:
        gave = wording.joined(sorted({form for trial in usual for form in trial.forms}), "and")
        which = f"{len(usual)} psychiatric {'trial' if len(usual) == 1 else 'trials'}"
        beside = sum(bool(trial.occasion) for trial in usual)
        about = f", {'all' if beside == len(usual) else beside} at ECT, an operation or a birth" if beside else ""
        return f"no psychiatric regimen on record has it, {which} did ({gave}{about})"
    none = "no psychiatric regimen or trial on record has it"
    single = [trial for trial in single if trial.use not in uses]
    if not single:
        return none
    names = dict.fromkeys(label(dataset, "indications", name, short=True) for trial in single
                          for name in trial.indications)  # fmt: skip
    return f"{none}; {len(single)} {'trial' if len(single) == 1 else 'trials'} gave it for {wording.joined([*names])}"


def _first(matches: list[Match]) -> list[str]:
    """Which regimens do not begin with the dose, the labels first."""
    later = sorted((match for match in matches if match.not_first), key=lambda match: match.regimen.evidence != "label")
    if not later:
        return []
    return [f"Not the first dose of {_some([f'{match.regimen.id} ({match.not_first})' for match in later])}."]


def _high(steps: list[Step], matches: list[Match], usual: list[Regimen], route: str) -> list[str]:
    """That an amount worked out is above every psychiatric one in mg, where a psychiatric regimen has the dose."""
    psychiatric = [match for match in matches if match.regimen.use == "psychiatric"]
    return _above(steps, usual, route) if psychiatric else []


def _above(steps: list[Step], usual: list[Regimen], route: str) -> list[str]:
    """That a dose by weight comes to more milligrams than any on record by the route as a fixed amount."""
    amounts = [step.value for step in steps if step.what.startswith("Dose") and step.unit == "mg"]
    highest, item = max(doses(usual, "mg"), key=lambda pair: pair[0], default=(None, None))
    if item is None or highest is None or max(amounts, default=highest) <= highest:
        return []
    by_weight, whose = max(doses(usual, "mg/kg"), key=lambda pair: pair[0], default=(None, None))
    most = f"; by weight it is {show(by_weight)} mg/kg ({whose.id})" if whose is not None and by_weight else ""
    return [
        f"{show(max(amounts))} mg is above every {route} psychiatric dose on record in mg: the highest is "
        f"{show(highest)} mg ({item.id}){most}."
    ]


AGES = {"adolescents": "of adults", "older-adults": "of adults in general"}
"""Of which people regimens mostly are that are not of a population that is told by its age."""


def of_others(people: str, who: str) -> str:
    """Whose the regimens and studies are that are not of the people asked for, and that no dose follows from them."""
    rest = f": no dose for {who} follows from them" if people in AGES else ""
    return f"The other regimens and trials here are {others(people, who)}{rest}."


def others(people: str, who: str) -> str:
    """Whose the doses mostly are that are not of a population."""
    return f"{AGES[people]}, not of {who}" if people in AGES else f"not of those asked for ({who})"


def opposed(dataset: Dataset, regimens: list[Regimen], route: str, indications: AbstractSet[str]) -> list[str]:
    """That guidelines are against regimens by a route, and in what."""
    against: dict[str, None] = {}
    for form in forms_of(regimens):
        key = Key(form, route, "", "")
        held = [item for item in regimens if item.form == form and len(item.phases) == 1]
        against.update(dict.fromkeys(positions(dataset, key, held, {*indications})[1]))
    about = {name for item in regimens for name in item.indications if not indications or name in indications}
    return _against(dataset, against, about)


def _against_use(dataset: Dataset, forms: set[str], route: str, indications: AbstractSet[str]) -> list[str]:
    """The same of a use of which no regimen on record has the dose: guidelines on the form by the route in that use."""
    against = {
        item.id: None for item in dataset.guidelines
        if not item.superseded_by
        and {
            each.position for each in item.recommendations
            if forms & set(each.forms) and (not each.routes or route in each.routes)
            and indications & set(each.indications)
        } == {"against"}
    }  # fmt: skip
    return _against(dataset, against, indications)


def _against(dataset: Dataset, against: dict[str, None], about: AbstractSet[str]) -> list[str]:
    """That guidelines are against something in some of the indications that it is ``about``."""
    if not against:
        return []
    said = {
        name: None for guideline in against for each in dataset.guidelines[guideline].recommendations
        if each.position == "against" for name in each.indications if name in about
    }  # fmt: skip
    names = wording.joined([label(dataset, "indications", name, short=True) for name in said], "and")
    which = "1 guideline is" if len(against) == 1 else f"{len(against)} guidelines are"
    return [f"{which} against it in {names}: {_some([*against])}."]


def small(weight: Weight | None) -> list[str]:
    """That people of such a weight are mostly children."""
    if weight is None or weight.kilograms >= SMALL:
        return []
    return [
        f"At {show(weight.kilograms)} kg most people are children: the regimens here are of adults, and so is the "
        "arithmetic."
    ]


def _some(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _time(asked: Request, found: Answer, usual: list[Regimen]) -> list[str]:
    """That a dose is to be given faster or slower than anybody published, or in a time that another use has."""
    # Those of other illnesses too: "any time published" is said of the whole record.
    every = (*found.matches, *(match for match in found.outside if match.regimen.form in forms_of(usual)))
    psychiatric = [match for match in every if match.regimen.use == "psychiatric"]
    published = _times(psychiatric or found.matches)
    where = "for this dose" + (" in psychiatric use" if psychiatric else "")
    if not published:
        published = [time for item in usual for phase in item.phases for time in ends(phase)]
        where = "in psychiatric use by this route"
    if not published:
        return []
    low, high = min(published, key=_hours), max(published, key=_hours)
    span = _words(low) if _hours(low) == _hours(high) else f"{_words(low)} to {_words(high)}"
    if asked.over is not None:
        if _hours(low) <= _hours(asked.over) <= _hours(high):
            return []
        how = "faster" if _hours(asked.over) < _hours(low) else "slower"
        return [f"Over {_words(asked.over)} is {how} than any time published {where}, which is {span}."]
    if asked.volume is None or not psychiatric:
        return []
    others = [match for match in found.matches if match.regimen.use != "psychiatric"]
    odd = dict.fromkeys(_words(time) for time in _times(others) if _hours(time) < _hours(low))
    return (
        [f"Over {wording.joined(list(odd))} is of other uses than psychiatric ones, which have {span}."] if odd else []
    )


def _times(matches: Iterable[Match]) -> list[Typed]:
    return [time for match in matches if not match.unclear for time in match.times]


def _hours(time: Typed) -> Decimal:
    return time.value / IN_AN_HOUR[time.unit]


def _words(time: Typed) -> str:
    return f"{show(time.value)} {time.unit}"
