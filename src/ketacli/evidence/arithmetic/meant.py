"""Which other unit may have been meant by a dose that is far below what is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.arithmetic.quantities import Typed, show
from ketacli.evidence.arithmetic.single import has_dose

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Regimen

LARGER = {"mcg": "mg", "mcg/kg": "mg/kg", "mg": "mg/kg", "mcg/min": "mg/min", "mcg/h": "mg/h",
          "mcg/kg/min": "mg/kg/min", "mcg/kg/h": "mg/kg/h"}  # fmt: skip
"""The unit that may have been meant by a dose that is far too low in its own."""


def meant(dataset: Dataset, dose: Typed, forms: AbstractSet[str], route: str) -> str:
    """The same number in a larger unit, where a psychiatric regimen by the route has it; empty for none."""
    unit = LARGER.get(dose.unit, "")
    while unit:
        typed = Typed(dose.value, unit)
        for item in usual_of(dataset, forms, route):
            if any(has_dose(each, typed) for phase in item.phases for each in phase.doses):
                return f"{show(typed.value)} {typed.unit}"
        unit = LARGER.get(unit, "")
    return ""


def usual_of(dataset: Dataset, forms: AbstractSet[str], route: str) -> list[Regimen]:
    """The psychiatric regimens of forms by a route; no forms are any."""
    return [
        item for item in dataset.regimens
        if item.role == "treatment" and item.use == "psychiatric" and route in item.routes
        and (not forms or item.form in forms)
    ]  # fmt: skip
