"""The facts of a form of ketamine or a metabolite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketacli.build.facts.fact import Fact, Names, fact, joined
from ketacli.records import wording

if TYPE_CHECKING:
    from ketacli.records.compound import Approval, Compound, Property

CODES = {
    "PubChem CID": ("PubChem number", "CID"),
    "RxCUI": ("RxNorm code", "RxCUI"),
    "CAS": ("CAS number", "registry number"),
    "ATC": ("ATC code", "anatomical therapeutic chemical classification WHO"),
    "UNII": ("UNII", "unique ingredient identifier FDA code"),
    "MeSH": ("MeSH", "medical subject heading"),
    "DrugBank": ("DrugBank number", "code"),
    "InChIKey": ("InChIKey", "structure code"),
    "ChEBI": ("ChEBI", "database id"),
    "ChEMBL": ("ChEMBL", "database id"),
    "code name": ("Code name", "sponsor code"),
}
"""System of a code to its label and to further words that find it."""

SORTS = {
    "identity": "identity", "targets": "target", "potency": "potency", "kinetics": "kinetics",
    "bioavailability": "kinetics", "use": "use", "development": "development",
}  # fmt: skip
SYSTEMS = {"animal": "in animals", "in-vitro": "in vitro", "computed": "computed"}
LEADS = {
    "use": ("As used", "dose dosing regimen how often"),
    "setting": ("Where it is given", "clinic monitoring supervision"),
    "placebo": ("Against placebo", "efficacy effect"),
    "duration": ("How long it lasts", "duration wear off maintenance"),
    "harms": ("Commonest harms", "side effects adverse events"),
}
STATUSES = {"approved": "Approved", "not-approved": "Not approved", "withdrawn": "Withdrawn", "refused": "Refused"}


def facts(names: Names, compound: Compound) -> Iterator[Fact]:
    """Names, codes, properties, approvals, rules of law, warnings, contrasts."""
    if compound.synonyms:
        yield fact("synonyms", "names", "Also called", ", ".join(compound.synonyms), also="brand trade name synonyms")
    yield from _codes(compound)
    yield from _properties(names, compound)
    for at, item in enumerate(compound.approvals):
        label = f"Approval, {item.jurisdiction}"
        also = joined(
            item.body, "licensed marketing authorisation status label", names.spellings("indications", item.indications)
        )
        yield fact(f"approvals.{at}", "approval", label, approval(names, item), item, also)
    for field, sort, label, also in (
        ("scheduling", "law", "Controlled substance", "schedule scheduling law legal class"),
        ("supervision", "supervision", "Supervision", "rules law legal"),
    ):
        for at, rule in enumerate(getattr(compound, field)):
            since = f" (since {rule.date})" if rule.date else ""
            yield fact(f"{field}.{at}", sort, f"{label}, {rule.jurisdiction}", rule.value + since, rule, also)
    for at, box in enumerate(compound.boxed_warnings):
        text = f"{box.product}: {'; '.join(box.hazards)}"
        yield fact(f"boxed_warnings.{at}", "warning", f"Boxed warning, {box.jurisdiction}", text, box, "black box")
    for at, contrast in enumerate(compound.contrasts):
        if contrast.figure is not None:
            continue
        label = f"Against {names.of('compounds', contrast.versus)}"
        yield fact(f"contrasts.{at}", "contrast", label, contrast.value, contrast, "compared with difference versus")
    for topic, (label, also) in LEADS.items():
        held = [(at, lead) for at, lead in enumerate(compound.leads) if lead.topic == topic and lead.figure is None]
        if held:
            paths = tuple(f"leads.{at}" for at, _ in held)
            text = "; ".join(lead.value for _, lead in held)
            yield fact(paths[0], "lead", label, text, held[0][1], also, paths[1:])


def _codes(compound: Compound) -> Iterator[Fact]:
    systems = dict.fromkeys(code.system for code in compound.codes)
    for system in systems:
        held = [(at, code) for at, code in enumerate(compound.codes) if code.system == system]
        text = ", ".join(code.value + ("" if code.of == "substance" else f" ({code.of})") for _, code in held)
        label, also = CODES[system]
        paths = tuple(f"codes.{at}" for at, _ in held)
        notes = joined(*(code.note for _, code in held))
        yield fact(paths[0], "code", label, text, held[0][1], f"{system} {also} {notes}", paths[1:])


def _properties(names: Names, compound: Compound) -> Iterator[Fact]:
    terms = names.records["properties"]
    rows: dict[tuple[str, str | None, str | None], list[tuple[int, Property]]] = {}
    for at, item in enumerate(compound.properties):
        by_route = terms[item.property].group == "bioavailability"
        rows.setdefault((item.property, item.route if by_route else None, item.versus), []).append((at, item))
    for (name, route, versus), held in rows.items():
        # What was measured in people comes first.
        held.sort(key=lambda row: (row[1].system in ("animal", "in-vitro", "computed"), row[0]))
        label = joined(
            terms[name].label, names.of("routes", route), f"to {names.of('compounds', versus)}" if versus else "",
            between=", ",
        )  # fmt: skip
        text = "; ".join(dict.fromkeys(property_words(names, item, route is None) for _, item in held))
        also = joined(*terms[name].synonyms, terms[name].group, *(each.note for _, each in held))
        paths = tuple(f"properties.{at}" for at, _ in held)
        yield fact(paths[0], SORTS[terms[name].group], label, text, held[0][1], also, paths[1:])._replace(
            source=held[0][1].source
        )


def property_words(names: Names, item: Property, with_route: bool) -> str:
    """One reported property: the number or finding, in what, and how measured."""
    if item.value is not None or item.low is not None or item.high is not None:
        text = joined(wording.quantity(item), item.text, between=", ")
    else:
        text = item.text or wording.absent(item.absent)
    species = item.species if item.species not in (None, "human", "not stated") else None
    route = names.of("routes", item.route) if with_route else ""
    details = joined(SYSTEMS.get(item.system), species, route, item.conditions)
    return f"{text} ({details})" if details else text


def approval(names: Names, item: Approval) -> str:
    """One approval: what for, by which route, as what, when."""
    when = f" {item.date}" if item.date else ""
    head = STATUSES[item.status] + (when if item.status == "approved" else "")
    as_of = f" (as of {item.date})" if item.date and item.status != "approved" else ""
    text = joined(item.use, names.of("routes", item.route), item.product, between=", ")
    return f"{head}: {text}{as_of}"
