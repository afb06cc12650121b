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
    labelled = ("spray-" if "intranasal" in regimen.routes else "injected-") if regimen.evidence == "label" else ""
    yield fact("phases", f"{labelled}dose", "Dose", text, None, also)._replace(
        source=claims[0].source if claims else ""
    )
    most, limit = _most(regimen)
    if most:
        yield fact("maximum", f"{labelled}maximum", "Maximum dose", most, regimen.maximum, limit)
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


def _most(regimen: Regimen) -> tuple[str, str]:
    """The maximum in words, and what else finds it; where a label states none, what it names; none of a study's."""
    most = regimen.maximum
    if most is None:
        return "", ""
    if most.absent is None:
        return value(most), "highest max limit"
    told = regimen.evidence == "label" and any(letter.isdigit() for letter in most.note or "")
    return (f"none stated; {most.note}" if told else ""), "max limit"
