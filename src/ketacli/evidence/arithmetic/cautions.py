"""What must be said beside a dose that is worked out: another use, another time, far below everything on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.arithmetic.patterns import doses, forms_of, matching
from ketacli.evidence.arithmetic.quantities import IN_AN_HOUR, Typed, show
from ketacli.evidence.arithmetic.regimens import ends
from ketacli.evidence.dose_patterns import use_of
from ketacli.records import wording
from ketacli.records.names import label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from ketacli.evidence.arithmetic.patterns import Answer, Match, Request
    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Regimen

USES = {
    "anaesthesia": "anaesthesia",
    "sedation-emergency": "intensive and emergency care",
    "pain": "pain",
    "other": "other uses",
}
"""What a regimen is for, beside psychiatric use, inside of a sentence."""
LARGER = {"mcg": "mg", "mcg/kg": "mg/kg", "mg": "mg/kg", "mcg/min": "mg/min", "mcg/h": "mg/h",
          "mcg/kg/min": "mg/kg/min", "mcg/kg/h": "mg/kg/h"}  # fmt: skip
"""The unit that may have been meant by a dose that is far too low in its own."""


def cautions(dataset: Dataset, asked: Request, found: Answer, forms: set[str]) -> tuple[str, ...]:
    """Sentences of caution about a dose that was worked out; none where it is an ordinary psychiatric one.

    ``forms`` are those of the regimens that were asked for.
    """
    forms = forms_of(match.regimen for match in found.matches) or forms
    usual = [
        item for item in dataset.regimens
        if item.role == "treatment" and item.use == "psychiatric" and asked.route in item.routes and item.form in forms
    ]  # fmt: skip
    return (*_use(dataset, asked, found, usual), *_time(asked, found, usual), *_low(dataset, asked, found, usual))


def _use(dataset: Dataset, asked: Request, found: Answer, usual: list[Regimen]) -> list[str]:
    """That a dose belongs to anaesthesia or another use, or that it is above every psychiatric one."""
    uses = dict.fromkeys(match.regimen.use for match in found.matches)
    if "psychiatric" in uses:
        return []
    route = label(dataset, "routes", asked.route)
    highest, item = max(doses(usual, found.wanted.unit), key=lambda pair: pair[0], default=(found.wanted.value, None))
    above = item is not None and found.wanted.value > highest
    most = (
        f"; the highest {route} psychiatric one is {show(highest)} {found.wanted.unit} ({item.id})"
        if item and above
        else ""
    )
    if not uses:
        return [f"No psychiatric regimen on record has so much{most}."] if above else []
    form = wording.joined(sorted(forms_of(match.regimen for match in found.matches)), "and")
    use = wording.joined([USES[name] for name in uses], "and")
    trials = [dataset.trials[name] for name in found.trials if use_of(dataset.trials[name]) == "psychiatric"]
    none = "no psychiatric regimen or trial on record has it"
    if trials:
        gave = {arm.form for trial in trials for arm in trial.arms if arm.route == asked.route and arm.form}
        which = f"{len(trials)} psychiatric {'trial' if len(trials) == 1 else 'trials'}"
        none = f"no psychiatric regimen on record has it, {which} did ({wording.joined(sorted(gave), 'and')})"
    return [f"A dose for {use} ({form}): {none}{most}."]


def _time(asked: Request, found: Answer, usual: list[Regimen]) -> list[str]:
    """That a dose is to be given faster or slower than anybody published, or in a time that another use has."""
    psychiatric = [match for match in found.matches if match.regimen.use == "psychiatric"]
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


def _low(dataset: Dataset, asked: Request, found: Answer, usual: list[Regimen]) -> list[str]:
    """That a dose is below everything on record, and which other unit may have been meant."""
    if not found.least:
        return []
    text = f"This is below every dose on record by this route: the lowest is {found.least}"
    unit = LARGER.get(asked.dose.unit, "")
    while unit:
        meant = Typed(asked.dose.value, unit)
        if matching(dataset, usual, meant):
            return [f"{text}. Did you mean {show(meant.value)} {meant.unit}?"]
        unit = LARGER.get(unit, "")
    return [f"{text}."]


def _times(matches: Iterable[Match]) -> list[Typed]:
    return [time for match in matches if not match.unclear for time in match.times]


def _hours(time: Typed) -> Decimal:
    return time.value / IN_AN_HOUR[time.unit]


def _words(time: Typed) -> str:
    return f"{show(time.value)} {time.unit}"
