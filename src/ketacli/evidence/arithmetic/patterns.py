"""Arithmetic on a dose as typed, and which published regimens have it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ketacli.errors import Refused, UsageError
from ketacli.evidence.arithmetic.bounds import Sought, around, below, refuse_above, refuse_unknown
from ketacli.evidence.arithmetic.meant import meant
from ketacli.evidence.arithmetic.on_record import on_record
from ketacli.evidence.arithmetic.quantities import Typed, Weight, show
from ketacli.evidence.arithmetic.regimens import (
    amounts,
    ends,
    limit,
    refuse_maximum,
    refused,
    solution,
    unclear,
    unclear_dose,
)
from ketacli.evidence.arithmetic.routes import INFUSED, refuse_senseless
from ketacli.evidence.arithmetic.single import apart, first_doses, has_dose, in_words, is_rate, starts
from ketacli.evidence.arithmetic.steps import BY_WEIGHT, Step, divide, drawn_up, in_kilograms, rate
from ketacli.evidence.arithmetic.studied import Studied, studied
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Phase, Regimen
    from ketacli.records.trial import Trial

MOST_NAMED = 4
USES = {
    "psychiatric": "psychiatric use",
    "anaesthesia": "anaesthesia",
    "sedation-emergency": "intensive and emergency care",
    "pain": "pain",
    "other": "other uses",
}
"""What a regimen is for, inside of a sentence."""


class Request(NamedTuple):
    """What was typed."""

    dose: Typed
    route: str
    weight: Weight | None = None
    strength: Decimal | None = None
    volume: Decimal | None = None
    over: Typed | None = None


class Match(NamedTuple):
    """A regimen that has the dose."""

    regimen: Regimen
    exact: bool
    """False where the dose lies inside of a range."""
    phases: tuple[Phase, ...]
    """The phases that have it."""
    dose: str
    """The dose as published, of the first of them."""
    unclear: str
    """Why the regimen's dose is unclear; empty when it is not."""
    apart: str = ""
    """What the dose is instead of one given at one time, such as "in a day"; empty where it is one."""
    not_first: str = ""
    """What is given on day 1 instead, in the words of the record; empty where a course can begin with the dose."""

    @property
    def times(self) -> list[Typed]:
        """Over how long: the usual time, or both ends of a range."""
        found: dict[Typed, None] = {}
        for phase in self.phases:
            usual = phase.given_over.value if phase.given_over is not None else None
            for at, time in enumerate(ends(phase)):
                if usual is None or at == 0:
                    found[time] = None
        return list(found)


class Left(NamedTuple):
    """A regimen that has the dose, but not for this person: its maximum forbids it."""

    regimen: Regimen
    reason: str


class Answer(NamedTuple):
    """A dose worked out, and who published it."""

    steps: list[Step]
    wanted: Typed
    """The dose that was looked for: in mg, by weight where a weight was given."""
    matches: list[Match]
    left: list[Left]
    outside: list[Match]
    """Regimens of this route that have the dose, but not the form or whatever else was asked for."""
    trials: tuple[Studied, ...] = ()
    """Studies with an arm of this dose by this route, whatever they are about."""
    apart: tuple[Match, ...] = ()
    """Regimens of what was asked for that have the amount, but not as a dose given at one time."""
    least: str = ""
    """That the dose is below those on record that it can be compared with; empty where it is not."""
    between: str = ""
    """That nobody has the dose, and between which others it lies; empty where somebody has it."""
    alike: tuple[Match, ...] = ()
    """Regimens of the form by the route with the dose, where none of what was asked for has it: for its cautions."""


def work_out(
    dataset: Dataset, asked: Request, here: Iterable[Regimen], every: Iterable[Regimen],
    chosen: Callable[[Trial], bool] = lambda _: True, forms: AbstractSet[str] = frozenset(),
) -> Answer:  # fmt: skip
    """The arithmetic on a dose.

    ``here`` are the regimens of the route and whatever else was asked for, ``every`` those of all routes; ``chosen``
    says whether a study is of what was asked for; ``forms`` are those asked for, none for any.
    Raises Refused for a dose above a maximum or above all that is on record, for one that is on record by another
    route only, and for a solution that cannot be; UsageError for a request that makes no sense.
    """
    here, every = list(here), list(every)
    typed, steps = in_milligrams(asked.dose)
    phase = "the dose asked for"
    _refuse_senseless(asked, typed)
    kilograms = asked.weight.kilograms if asked.weight is not None else None
    wanted, value, unit, more = _amount(typed, kilograms)
    steps = [*(in_kilograms(asked.weight) if asked.weight is not None else []), *steps, *more]
    by_route = [item for item in every if asked.route in item.routes]
    of_forms = [item for item in by_route if not forms or item.form in forms]
    matches, others = _having(dataset, here, typed, wanted, kilograms)
    alike = [] if matches else _having(dataset, of_forms, typed, wanted, kilograms)[0]
    asked_for = {item.id for item in here}
    outside = [
        each for each in matching(dataset, by_route, wanted) if each.regimen.id not in asked_for and not each.apart
    ]
    held = studied(dataset, asked.route, forms, {typed, wanted}, chosen)
    least = between = ""
    if not (matches or alike or any(not each.apart for each in held)):
        least, between = _compared(
            dataset, asked, typed, wanted, forms, of_forms, every, bool(outside or others or held)
        )
    left: list[Left] = []
    if matches or not any(each.chosen and not each.apart for each in held):
        # What holds of a dose by a route holds whatever it is given for.
        kept, left = _allowed(matches or alike, value, unit, kilograms)
        matches, alike = (kept, []) if matches else ([], kept)
    if unit == "mg":
        steps += drawn_up(phase, value, asked.strength, asked.volume)
        if asked.volume is not None and asked.route in INFUSED:
            steps += [rate(phase, asked.volume, time) for time in times(asked, matches)]
    elif asked.strength is not None:
        steps.append(solution(phase, value, unit, asked.strength))
    return Answer(steps, wanted, matches, left, outside, held, tuple(others), least, between, tuple(alike))


def _compared(
    dataset: Dataset, asked: Request, typed: Typed, wanted: Typed, forms: AbstractSet[str], of_forms: list[Regimen],
    every: list[Regimen], elsewhere: bool,
) -> tuple[str, str]:  # fmt: skip
    """What is said of a dose that nobody on record has: that it is below others, or between which it lies.

    ``elsewhere``: whether it is on record of another form, or not as one dose.
    Raises Refused for a dose that is outside of what is on record, or that nothing there can be compared with.
    """
    kilograms = asked.weight.kilograms if asked.weight is not None else None
    sought = Sought(asked.dose, wanted, kilograms, label(dataset, "routes", asked.route), forms)
    found = on_record(dataset, of_forms, asked.route, forms)
    refuse_unknown(found, sought, asked.route)
    if not elsewhere:
        refuse_elsewhere(every, dict.fromkeys((typed, wanted)), asked, forms)
    refuse_above(found, sought)
    least = below(found, sought, meant(dataset, asked.dose, forms, asked.route))
    return least, "" if least else around(found, sought, USES)


def _amount(typed: Typed, kilograms: Decimal | None) -> tuple[Typed, Decimal, str, list[Step]]:
    """The dose to look for, by weight where there is one, what is drawn up with its unit, and the lines that say so."""
    phase, value, unit = "the dose asked for", typed.value, typed.unit
    what = "Rate of drug" if "/" in BY_WEIGHT.get(unit, unit) else "Dose"
    if unit in BY_WEIGHT:
        if kilograms is None:
            return typed, value, unit, []
        total, of = value * kilograms, BY_WEIGHT[unit]
        step = Step(phase, what, f"{show(value)} {unit} x {show(kilograms)} kg", total, of, True)
        return typed, total, of, [step]
    steps = [Step(phase, what, "as you gave it", value, unit, True)]
    if kilograms is None:
        return typed, value, unit, steps
    mass, _, time = unit.partition("/")
    found = Typed(value / kilograms, f"{mass}/kg/{time}" if time else f"{mass}/kg")
    divided, exact = divide(value, kilograms)
    formula = f"{show(value)} {unit} / {show(kilograms)} kg"
    return found, value, unit, [*steps, Step(phase, "By weight", formula, divided, found.unit, exact)]


def _having(
    dataset: Dataset, regimens: list[Regimen], typed: Typed, wanted: Typed, kilograms: Decimal | None
) -> tuple[list[Match], list[Match]]:
    """Who has a dose as one given at one time, and who has it otherwise; beside a weight who has it by weight too.

    Raises Refused for a fixed dose beside a weight that nobody has by weight.
    """
    found = matching(dataset, regimens, typed)
    if wanted != typed:
        matches = matching(dataset, regimens, wanted)
        if found and not matches:
            names = _named([match.regimen for match in found])
            raise Refused(
                f"{show(typed.value)} {typed.unit} is a fixed dose ({names}): no source gives it by weight",
                "Leave --weight out.", field="weight", value=str(kilograms),
            )  # fmt: skip
        known = {match.regimen.id for match in matches}
        more = [each for each in found if each.regimen.id not in known]
        found = sorted([*matches, *more], key=lambda match: not match.exact)
    return [each for each in found if not each.apart], [each for each in found if each.apart]


def _allowed(
    matches: list[Match], value: Decimal, unit: str, kilograms: Decimal | None
) -> tuple[list[Match], list[Left]]:
    """The regimens whose dose is clear enough and whose maximum it keeps to, and those whose maximum it passes."""
    if matches and all(unclear_dose(each.regimen, each.phases) for each in matches):
        raise refused(matches[0].regimen, unclear_dose(matches[0].regimen, matches[0].phases))
    return _within_maxima(matches, value, unit, kilograms)


def forms_of(regimens: Iterable[Regimen]) -> set[str]:
    """The forms of regimens."""
    return {item.form for item in regimens}


def times(asked: Request, matches: list[Match]) -> list[Typed]:
    """Over how long the dose is given: as asked for, else every time on record for it, the commonest first."""
    if asked.over is not None:
        return [asked.over]
    counted: dict[Typed, int] = {}
    for match in matches:
        if match.regimen.role == "treatment" and not match.unclear:
            for time in match.times:
                counted[time] = counted.get(time, 0) + 1
    return sorted(counted, key=lambda time: -counted[time])


def in_milligrams(typed: Typed) -> tuple[Typed, list[Step]]:
    """The dose with mcg turned into mg, and the line that says so."""
    if not typed.unit.startswith("mcg"):
        return typed, []
    unit = typed.unit.replace("mcg", "mg", 1)
    found = Typed(typed.value / 1000, unit)
    formula = f"{show(typed.value)} {typed.unit} / 1,000 mcg/mg"
    return found, [Step("", "In milligrams", formula, found.value, unit, True)]


def matching(dataset: Dataset, regimens: Iterable[Regimen], typed: Typed) -> list[Match]:
    """The regimens that have a dose (in mg, mg/kg ...): those with just this one first, then those with a range.

    Of a regimen the doses given at one time count where it has any, the others only where it has none.
    """
    found = []
    for regimen in regimens:
        has = [
            (apart(dose, phase.given_over), how != "exact", phase, dose)
            for phase in regimen.phases for dose in phase.doses if (how := has_dose(dose, typed))
        ]  # fmt: skip
        if not has:
            continue
        best = min((bool(other), inside) for other, inside, _, _ in has)
        chosen = [each for each in has if (bool(each[0]), each[1]) == best]
        other, inside, _, dose = chosen[0]
        phases = tuple({phase.name: phase for _, _, phase, _ in chosen}.values())
        words = wording.dose(dose) + (f" ({dose.when})" if dose.when else "")
        doubt = unclear(dataset, regimen, phases)
        found.append(Match(regimen, not inside, phases, words, doubt, other, not_first(regimen, phases, typed)))
    return sorted(found, key=lambda match: (bool(match.apart), not match.exact))


def not_first(regimen: Regimen, phases: tuple[Phase, ...], typed: Typed) -> str:
    """What a regimen gives on day 1 instead of a dose that ``phases`` have; empty where it sets no other.

    Of two readings of a label, or of arms, it is enough that one begins with the dose; which does not is then said.
    """
    first = starts(regimen)
    held = [phase for phase in first if phase in phases]
    if not held:
        other = next((dose for dose in first[0].doses if amounts(dose)), None)
        return f"{wording.dose(other)} in {first[0].name}" if other is not None and not is_rate(typed.unit) else ""
    barred = [
        phase for phase in held if first_doses(phase) and not any(has_dose(each, typed) for each in first_doses(phase))
    ]  # fmt: skip
    if not barred:
        return ""
    text = in_words(first_doses(barred[0]))
    return text if len(barred) == len(held) else f"{text} by one of its texts, no such limit by another"


def _within_maxima(
    matches: list[Match], value: Decimal, unit: str, kilograms: Decimal | None
) -> tuple[list[Match], list[Left]]:
    """The regimens whose maximum the dose keeps to, and those whose maximum it passes; Refused when all are such."""
    kept, left = [], []
    for match in matches:
        try:
            refuse_maximum(match.regimen)
        except Refused as error:
            left.append(Left(match.regimen, error.message.partition(": ")[2]))
            continue
        most = limit(match.regimen, unit, kilograms)
        if most is not None and value > most:
            left.append(Left(match.regimen, f"{show(value)} {unit} is above its maximum of {show(most)} {unit}"))
        else:
            kept.append(match)
    if left and not kept:
        first = left[0]
        raise Refused(
            f"no regimen with this dose allows it here: {first.regimen.id}: {first.reason}",
            f"keta show {first.regimen.id} has the dose and the maximum.",
            details=tuple(f"{each.regimen.id}: {each.reason}" for each in left[1:]), field="dose", value=str(value),
        )  # fmt: skip
    return kept, left


def refuse_elsewhere(every: list[Regimen], wanted: Iterable[Typed], asked: Request, forms: AbstractSet[str]) -> None:
    """Raise Refused for a dose that is on record by another route only: it is not carried over to this one."""
    others = [
        item for item in every
        if item.routes and asked.route not in item.routes
        and any(has_dose(dose, each) == "exact" for each in wanted for phase in item.phases for dose in phase.doses)
    ]  # fmt: skip
    if not others:
        return
    by = wording.joined(sorted({name for item in others for name in item.routes}), "and")
    dose = f"{show(asked.dose.value)} {asked.dose.unit}"
    form = f" {wording.joined(sorted(forms))}" if forms else ""
    hint = f"The doses published for this route: keta dosing {asked.route}"
    if asked.weight is None and asked.dose.unit in ("mg", "mcg"):
        hint += "; with --weight it is looked for among doses by weight"
    raise Refused(
        f"no {asked.route}{form} regimen or study on record has {dose}: it is a dose by another route ({by}), and no "
        "equivalence of doses between routes is established",
        f"{hint}.", details=(f"on record: {_named(others)}",), field="dose", value=dose,
    )  # fmt: skip


def _refuse_senseless(asked: Request, typed: Typed) -> None:
    as_rate = "/" in BY_WEIGHT.get(typed.unit, typed.unit)
    if asked.weight is None and typed.unit in BY_WEIGHT and (asked.strength or asked.volume or asked.over):
        raise UsageError(
            "a dose by weight needs a body weight", 'Add --weight, such as --weight "70 kg".', field="weight"
        )
    for name, given in (("volume", asked.volume), ("over", asked.over)):
        if given is not None and as_rate:
            raise UsageError(
                f"a dose in {typed.unit} is a rate: how fast it runs follows from the strength",
                f"Leave --{name} out.", field=name,
            )  # fmt: skip
    refuse_senseless((asked.route,), asked.strength, asked.volume, asked.over)


def _named(regimens: list[Regimen]) -> str:
    names = [f"{item.id} ({item.form})" if not item.id.startswith(item.form) else item.id for item in regimens]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
