"""The facts of a dosing regimen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketacli.build.facts.fact import Fact, Names, fact, joined, value
from ketacli.records import wording

if TYPE_CHECKING:
    from ketacli.records.regimen import Regimen

STATUS = {
    "licensed": "Licensed", "off-label": "Off-label: not licensed for this", "trial-only": "Used in trials only",
    "consensus": "Agreed by experts, not licensed", "not-stated": "Standing not stated",
}  # fmt: skip
INSTRUCTIONS = {
    "before": ("monitoring", "Before a dose"), "during": ("monitoring", "During a dose"),
    "after": ("monitoring", "After a dose"), "setting": ("supervision", "Where it is given"),
    "handling": ("handling", "Handling"), "contraindication": ("contraindication", "Contraindicated"),
    "caution": ("warning", "Caution"),
}  # fmt: skip


def facts(names: Names, regimen: Regimen) -> Iterator[Fact]:
    """The dose in words, limits, standing, instructions."""
    route = names.of("routes", regimen.routes)
    claims = [claim for phase in regimen.phases for claim in (*phase.doses, phase.given_over, phase.schedule) if claim]
    also = joined("how much dosing dosage protocol posology", *(claim.note for claim in claims))
    text = joined("; ".join(regimen.dose) or "dose " + wording.absent(None), route, between=", ")
    yield fact("phases", "dose", "Dose", text, None, also)._replace(source=claims[0].source if claims else "")
    if regimen.maximum is not None and regimen.maximum.absent is None:
        yield fact("maximum", "maximum", "Maximum dose", value(regimen.maximum), regimen.maximum, "highest max limit")
    for at, item in enumerate(regimen.standing):
        place = "" if item.jurisdiction in ("any", "international") else f", {item.jurisdiction}"
        as_of = f" (as of {item.as_of})" if item.as_of and item.as_of != "undated" else ""
        text = f"{STATUS[item.status]}{as_of}"
        yield fact(f"standing.{at}", "standing", f"Standing{place}", text, item, "approved approval")
    if regimen.n is not None and regimen.n.value is not None:
        yield fact("n", "people", "People given it", wording.count(regimen.n.value), regimen.n)
    for at, rule in enumerate(regimen.instructions):
        sort, label = INSTRUCTIONS[rule.kind]
        place = f", {rule.jurisdiction}" if rule.jurisdiction else ""
        yield fact(f"instructions.{at}", sort, label + place, rule.value, rule)
