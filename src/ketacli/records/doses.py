"""Doses in words: route and duration stand with the dose, the occasion in brackets after all of them.

The order carries meaning. "0.5 mg/kg, raised if needed over 40 min" would say that the raising takes 40 minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records import wording

if TYPE_CHECKING:
    from ketacli.records.base import Dose
    from ketacli.records.regimen import Phase

PER = {"day": " a day", "repeat": " as a repeat dose"}


def given(doses: tuple[Dose, ...], delivery: str = "", joint: str = " ") -> str:
    """Doses with what holds for all of them, such as "IV over 40 min"; empty without doses.

    ``0.5 mg/kg IV over 40 min (first dose)``; several doses follow it:
    ``intranasal: 56 mg (day 1); 84 mg (from day 4)``.
    ``joint`` stands between a dose and ``delivery``.
    """
    if len(doses) > 1:
        text = listed(doses)
        return f"{delivery}: {text}" if delivery else text
    for dose in doses:
        head, when = _parts(dose)
        return _with(joint.join(part for part in (head, delivery) if part), dose, when)
    return ""


def listed(doses: tuple[Dose, ...], between: str = "; ") -> str:
    """Doses in order, each with its occasion."""
    return between.join(_with(head, dose, when) for dose in doses for head, when in [_parts(dose)])


def amount(dose: Dose) -> str:
    """One dose without its occasion."""
    return _parts(dose)[0]


def _parts(dose: Dose) -> tuple[str, str]:
    """A dose and its occasion. One that is no figure but a part of another dose has that part as its occasion."""
    if _relative(dose):
        return "repeat dose" if dose.per == "repeat" else "dose", dose.when or ""
    return wording.dose(dose) + PER.get(dose.per, ""), dose.when or ""


def _with(head: str, dose: Dose, when: str) -> str:
    if not when:
        return head
    return f"{head}: {when}" if _relative(dose) else f"{head} ({when})"


def _relative(dose: Dose) -> bool:
    figures = dose.steps or dose.low is not None or dose.high is not None
    return not figures and dose.absent == "not-applicable" and bool(dose.when)


def phase_words(phase: Phase, notes: bool = True) -> str:
    """A phase on one line; with ``notes`` what its claims say besides."""
    over = phase.given_over
    timed = over is not None and over.absent is None
    parts = [given(phase.doses, f"over {wording.quantity(over)}" if timed else "")]
    if over is not None and not timed:
        parts.append(f"given over: {wording.quantity(over)}")
    often = wording.schedule(phase.schedule)
    if often:
        parts.append(often)
    said = [
        claim.note.rstrip(".") for claim in (*phase.doses, phase.schedule, phase.given_over) if claim and claim.note
    ]
    text = ("; " if len(phase.doses) > 1 else ", ").join(part for part in parts if part)
    return f"{text} ({'; '.join(said)})" if said and notes else text
