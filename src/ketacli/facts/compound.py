"""The facts of a compound, in the order of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli import fmt
from ketacli.facts.fact import Fact, noted, words
from ketacli.names import label

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.models.compound import Approval, Compound, Property
    from ketacli.models.vocabulary import PropertyTerm

GROUPS = {
    "identity": "Identity",
    "targets": "Pharmacology",
    "potency": "Pharmacology",
    "kinetics": "Kinetics",
    "bioavailability": "Kinetics",
    "use": "Use and supervision",
    "development": "Development",
}

SYSTEMS = {"animal": "in animals", "in-vitro": "in vitro", "computed": "computed"}


def facts(dataset: Dataset, compound: Compound) -> list[Fact]:
    """Identity, pharmacology, kinetics, approvals, scheduling, supervision, development."""
    found = [
        Fact("Identity", "composition", "Composition", words(compound.composition), (compound.composition,)),
        Fact("Identity", "descriptor", "Stereo descriptor", compound.descriptor),
        Fact("Identity", "synonyms", "Also called", ", ".join(compound.synonyms), (), False),
    ]
    systems: dict[str, list[str]] = {}
    for code in compound.codes:
        of = "" if code.of == "substance" else f" ({code.of})"
        systems.setdefault(code.system, []).append(f"{code.value}{of}")
    for system, values in systems.items():
        claims = tuple(code for code in compound.codes if code.system == system)
        found.append(Fact("Identity", "codes", system, ", ".join(values), claims, system == "ATC"))
    found += _properties(dataset, compound)
    found += _approvals(dataset, compound)
    for name, title in (("scheduling", "Scheduling"), ("supervision", "Supervision")):
        rules = getattr(compound, name)
        for place in dict.fromkeys(rule.jurisdiction for rule in rules):
            own = [rule for rule in rules if rule.jurisdiction == place]
            text = "; ".join(noted(rule.value + (f" (since {rule.date})" if rule.date else ""), rule) for rule in own)
            found.append(Fact("Use and supervision", name, f"{title}, {place}", text, tuple(own), place in ("US", "EU")))
    if compound.development:
        for at, item in enumerate(compound.development):
            found.append(Fact("Development", f"development.{at}", "Development", words(item), (item,), False))
    return [fact for fact in found if fact.text]


def _properties(dataset: Dataset, compound: Compound) -> list[Fact]:
    rows: dict[tuple[str, str | None], list[Property]] = {}
    for item in compound.properties:
        rows.setdefault((item.property, item.route), []).append(item)
    order = {name: at for at, name in enumerate(dataset.properties.ids())}
    found = []
    for (name, route), items in sorted(rows.items(), key=lambda row: (order.get(row[0][0], 999), row[0][1] or "")):
        term = dataset.properties[name]
        title = term.label + (f", {label(dataset, 'routes', route)}" if route else "")
        text = "; ".join(property_words(dataset, item) for item in items)
        people = any(item.system not in ("animal",) for item in items)
        main = term.priority == 1 and people
        found.append(Fact(_group(term), f"properties.{name}", title, text, tuple(items), main))
    return found


def _group(term: PropertyTerm) -> str:
    return GROUPS[term.group]


def property_words(dataset: Dataset, item: Property) -> str:
    """One reported property: the number or finding, then against what, in what, how measured."""
    number = item.value is not None or item.low is not None or item.high is not None
    if number:
        text = fmt.quantity(item)
        if item.text:
            text += f", {item.text}"
    else:
        text = item.text or fmt.absent(item.absent)
    if item.versus:
        text += f", against {label(dataset, 'compounds', item.versus)}"
    details = [SYSTEMS[item.system]] if item.system in SYSTEMS else []
    if item.species and item.species != "human":
        details.append(item.species)
    if item.conditions:
        details.append(item.conditions)
    if item.n is not None:
        details.append(f"n = {item.n}")
    if item.note:
        details.append(item.note.rstrip("."))
    return f"{text} ({'; '.join(details)})" if details else text


def _approvals(dataset: Dataset, compound: Compound) -> list[Fact]:
    places: dict[str, list[Approval]] = {}
    for item in compound.approvals:
        places.setdefault(item.jurisdiction, []).append(item)
    found = []
    for place, items in places.items():
        texts = []
        for item in sorted(items, key=lambda each: each.date or "9999"):
            status = {"approved": "", "not-approved": "not approved: ", "withdrawn": "withdrawn: ", "refused": "refused: "}
            when = f"{item.date}: " if item.date else ""
            route = f", {label(dataset, 'routes', item.route)}" if item.route else ""
            texts.append(noted(f"{when}{status[item.status]}{item.use}{route}", item))
        found.append(
            Fact("Use and supervision", "approvals", f"Approvals, {place}", "; ".join(texts), tuple(items),
                 place in ("US", "EU"))
        )  # fmt: skip
    return found
