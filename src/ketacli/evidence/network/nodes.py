"""What counts as one treatment in a network: form, route and class of dose, or the kind of comparator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ketacli.evidence.forest.rows import highest_dose
from ketacli.records.names import inline, label
from ketacli.records.wording import amount
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Arm, Trial

Doses = Literal["class", "each", "together"]
DOSES: tuple[Doses, ...] = ("class", "each", "together")
PLACEBO = "placebo"
INERT = ("placebo", "saline")
USUAL = {
    ("esketamine", "intranasal"): "spravato-us-trd",
    ("racemic", "intravenous"): "racemic-intravenous-single",
}
"""The regimen on record whose doses are the usual class of a form by a route."""


class Node(NamedTuple):
    """One treatment of a network."""

    key: str
    """Lower-case words joined by hyphens."""
    label: str
    short: str
    """The drug or other treatment alone."""


def node(dataset: Dataset, trial: Trial, arm: Arm, doses: Doses, lump: bool) -> Node:
    """The treatment that an arm had. ``lump`` takes every active placebo for the inert one."""
    if arm.form is None:
        return comparator(trial, arm, lump)
    name = inline(label(dataset, "compounds", arm.form))
    route = arm.route or "route-not-stated"
    words = label(dataset, "routes", arm.route) if arm.route else "route not stated"
    key, said = f"{arm.form}-{route}", f"{name[:1].upper()}{name[1:]} {words}"
    if doses == "together":
        return Node(key, said, name)
    suffix, dose = dose_class(dataset, arm, doses)
    return Node(key + suffix, f"{said}, {dose}", name)


def comparator(trial: Trial, arm: Arm, lump: bool) -> Node:
    """The treatment of an arm without any form of ketamine; all inert placebos are one, by whatever route."""
    text = f"{arm.id} {arm.label} {arm.treatment}".casefold()
    kind = trial.design.comparator if arm.role == "comparator" else ""
    if (kind == "placebo" and any(word in text for word in INERT)) or (lump and kind == "active-placebo"):
        said = "Placebo, inert or active" if lump else "Placebo"
        return Node(PLACEBO, said, said)
    if "midazolam" in text:
        return Node("midazolam", "Midazolam", "Midazolam")
    said = arm.label.partition(" plus ")[0].partition(",")[0]
    return Node(arm.id, said, said)


def dose_class(dataset: Dataset, arm: Arm, doses: Doses) -> tuple[str, str]:
    """The end of an arm's key and its dose in words, by the highest dose that it could be given."""
    highest = highest_dose(arm)
    if highest is None:
        return "-dose-not-stated", "dose not stated"
    dose, unit = highest
    usual = usual_doses(dataset, arm.form or "", arm.route or "", unit) if doses == "class" else None
    if usual is None:
        return f"-{dose:g}-{unit.replace('/', '-')}", quantity(dose, unit)
    low, high = usual
    if dose < low:
        return "-lower", f"below {quantity(low, unit)}"
    if dose > high:
        return "-higher", f"above {quantity(high, unit)}"
    return "", quantity(low, unit) if low == high else f"{amount(low)} to {quantity(high, unit)}"


def quantity(number: float, unit: str) -> str:
    """``0.5 mg/kg``."""
    return f"{amount(number)} {unit}"


def usual_doses(dataset: Dataset, form: str, route: str, unit: str) -> tuple[float, float] | None:
    """The lowest and highest dose of the usual regimen in that unit; None where none is named or on record."""
    name = USUAL.get((form, route))
    if name is None or name not in dataset.regimens:
        return None
    held = [dose for phase in dataset.regimens[name].phases for dose in phase.doses if dose.unit == unit]
    amounts = [number for each in held for number in (each.low, each.high, *each.steps) if number is not None]
    return (min(amounts), max(amounts)) if amounts else None
