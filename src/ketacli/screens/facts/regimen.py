"""The facts of a regimen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.doses import phase_words
from ketacli.records.names import label
from ketacli.screens.facts.fact import Fact, words

if TYPE_CHECKING:
    from ketacli.records.base import Dose
    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Regimen, Standing

STATUS = {
    "licensed": "licensed",
    "off-label": "off-label",
    "trial-only": "trial only",
    "consensus": "consensus",
    "not-stated": "standing not stated",
}

INSTRUCTIONS = {
    "before": "Before a dose",
    "during": "During",
    "after": "After",
    "setting": "Setting",
    "handling": "Handling",
    "contraindication": "Contraindicated, as listed by this source",
    "caution": "Caution",
}


def facts(dataset: Dataset, regimen: Regimen) -> list[Fact]:
    """Form and route, phases, limits, standing, basis, instructions, caveats."""
    found = [
        Fact("Regimen", "form", "Form", label(dataset, "compounds", regimen.form)),
        Fact("Regimen", "routes", "Route", ", ".join(label(dataset, "routes", name) for name in regimen.routes)),
        Fact("Regimen", "use", "Use", regimen.use.replace("-", " and ")),
        Fact(
            "Regimen", "indications", "Indication",
            ", ".join(label(dataset, "indications", name) for name in regimen.indications),
        ),
    ]  # fmt: skip
    for at, phase in enumerate(regimen.phases):
        claims = (*phase.doses, *((phase.given_over,) if phase.given_over else ()),
                  *((phase.schedule,) if phase.schedule else ()))  # fmt: skip
        found.append(Fact("Dose", f"phases.{at}", phase.name, phase_words(phase), claims))
    if regimen.phases and regimen.phases[0].doses:
        first = regimen.phases[0].doses[0]
        found.append(Fact("Dose", "phases.0.doses.0.mass_basis", "Mass and weight", basis_words(first), (first,)))
    if regimen.maximum is not None:
        found.append(Fact("Dose", "maximum", "Maximum", words(regimen.maximum), (regimen.maximum,)))
    if regimen.population is not None:
        found.append(Fact("Regimen", "population", "For", words(regimen.population), (regimen.population,)))
    for at, standing in enumerate(regimen.standing):
        found.append(Fact("Standing", f"standing.{at}", standing.jurisdiction, standing_words(standing), (standing,)))
    found.append(Fact("Basis", "evidence", "Rests on", regimen.evidence.replace("-", " ")))
    if regimen.n is not None:
        found.append(Fact("Basis", "n", "People given it", words(regimen.n), (regimen.n,)))
    found.append(Fact("Basis", "trials", "Trials", ", ".join(regimen.trials)))
    found.append(Fact("Basis", "guidelines", "Guidelines", ", ".join(regimen.guidelines)))
    if regimen.finding is not None:
        found.append(Fact("Basis", "finding", "Finding", words(regimen.finding), (regimen.finding,)))
    for kind, title in INSTRUCTIONS.items():
        for at, item in enumerate(regimen.instructions):
            if item.kind == kind:
                where = f" ({item.jurisdiction})" if item.jurisdiction else ""
                note = f" ({item.note.rstrip('.')})" if item.note else ""
                found.append(Fact("Instructions", f"instructions.{at}", title + where, item.value + note, (item,)))
    for at, caveat in enumerate(regimen.caveats):
        found.append(Fact("Caveats", f"caveats.{at}", "", words(caveat), (caveat,)))
    return [fact for fact in found if fact.text]


def basis_words(dose: Dose) -> str:
    """What mass and which weight a dose means."""
    mass = {"base": "mass of base", "salt": "mass of salt", "unstated": "base or salt not stated"}[dose.mass_basis]
    if not (dose.unit or "").startswith(("mg/kg", "mcg/kg")):
        return mass
    weight = {
        "actual": "actual body weight", "ideal": "ideal body weight", "unstated": "which body weight is not stated",
        "not-applicable": "",
    }[dose.weight_basis]  # fmt: skip
    return f"{mass}; {weight}" if weight else mass


def standing_words(standing: Standing, note: bool = True) -> str:
    """Licensed or not, and as of when; with ``note`` what a reader must know of it."""
    text = STATUS[standing.status]
    if standing.as_of:
        text += ", source undated" if standing.as_of == "undated" else f", as of {standing.as_of}"
    return f"{text} ({standing.note.rstrip('.')})" if standing.note and note else text
