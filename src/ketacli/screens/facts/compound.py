"""The facts of a compound, in the order of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records import wording
from ketacli.records.names import inline, label
from ketacli.screens.facts.fact import Fact, noted, words

if TYPE_CHECKING:
    from ketacli.records.compound import Approval, Compound, Property
    from ketacli.records.dataset import Dataset
    from ketacli.records.vocabulary import PropertyTerm

GROUPS = {
    "identity": "Identity",
    "targets": "Pharmacology",
    "potency": "Pharmacology",
    "kinetics": "Kinetics",
    "bioavailability": "Kinetics",
    "use": "Use and supervision",
    "development": "Development",
}

TOPICS = {
    "use": "As used", "setting": "Where it is given", "placebo": "Against placebo", "duration": "How long it lasts",
    "harms": "Commonest harms",
}  # fmt: skip
"""Topics of leads."""

SHORT_CONDITIONS = 48
"""Conditions longer than this stand only on the compound's own page."""

SYSTEMS = {"animal": "in animals", "in-vitro": "in vitro", "computed": "computed"}


def facts(dataset: Dataset, compound: Compound) -> list[Fact]:
    """Identity, pharmacology, kinetics, approvals, scheduling, supervision, development."""
    found = [
        Fact(
            "Identity",
            "composition",
            "Composition",
            words(compound.composition),
            (compound.composition,),
            True,
            compound.composition.value or "",
        ),
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
            shorts = [rule.value + (f" (since {rule.date})" if rule.date else "") for rule in own]
            text = "; ".join(noted(short, rule) for short, rule in zip(shorts, own, strict=True))
            main = place in ("US", "EU")
            group = "Use and supervision"
            found.append(Fact(group, name, f"{title}, {place}", text, tuple(own), main, "; ".join(shorts)))
    for at, lead in enumerate(compound.leads):
        figure = f" (figure: {lead.figure})" if lead.figure else ""
        found.append(Fact("Leads", f"leads.{at}", TOPICS[lead.topic], noted(lead.value + figure, lead), (lead,), False))
    if compound.development:
        for at, item in enumerate(compound.development):
            found.append(Fact("Development", f"development.{at}", "Development", words(item), (item,), False))
    return [fact for fact in found if fact.text]


def _properties(dataset: Dataset, compound: Compound) -> list[Fact]:
    rows: dict[tuple[str, str | None, str | None], list[Property]] = {}
    for item in compound.properties:
        way = item.route if dataset.properties[item.property].group == "bioavailability" else None
        rows.setdefault((item.property, way, item.versus), []).append(item)
    order = {name: at for at, name in enumerate(dataset.properties.ids())}
    found = []
    for key, items in sorted(
        rows.items(), key=lambda row: (order.get(row[0][0], 999), row[0][1] or "", row[0][2] or "")
    ):
        name, way, versus = key
        term = dataset.properties[name]
        title = term.label
        if way:
            title += f", {label(dataset, 'routes', way)}"
        if versus:
            title += f", to {inline(label(dataset, 'compounds', versus))}"
        text = "; ".join(property_words(dataset, item, full=True) for item in items)
        short = "; ".join(dict.fromkeys(property_words(dataset, item, full=False) for item in items))
        main = term.priority == 1 and any(item.system != "animal" for item in items)
        found.append(Fact(_group(term), f"properties.{name}", title, text, tuple(items), main, short))
    return found


def _group(term: PropertyTerm) -> str:
    return GROUPS[term.group]


def property_words(dataset: Dataset, item: Property, full: bool) -> str:
    """One reported property: the number or finding and in what; how it was measured only in ``full``."""
    if item.value is not None or item.low is not None or item.high is not None:
        text = wording.quantity(item)
        if item.text and full:
            text += f", {item.text}"
    else:
        text = item.text or wording.absent(item.absent)
    by_route = dataset.properties[item.property].group == "bioavailability"
    details = [SYSTEMS[item.system]] if item.system in SYSTEMS else []
    if item.species and item.species not in ("human", "not stated"):
        details.append(item.species)
    if item.route and not by_route:
        details.append(label(dataset, "routes", item.route))
    if item.conditions and (full or len(item.conditions) <= SHORT_CONDITIONS):
        details.append(item.conditions)
    if item.system == "not-stated" and item.check == "secondary" and by_route:
        details.append("as quoted")
    if full:
        details += [wording.tie(f"n = {item.n}")] if item.n is not None else []
        details += [item.note.rstrip(".")] if item.note else []
    return f"{text} ({'; '.join(details)})" if details else text


STATUSES = {"approved": "", "not-approved": "not approved: ", "withdrawn": "withdrawn: ", "refused": "refused: "}


def _approvals(dataset: Dataset, compound: Compound) -> list[Fact]:
    places: dict[str, list[Approval]] = {}
    for item in compound.approvals:
        places.setdefault(item.jurisdiction, []).append(item)
    found = []
    for place, held in places.items():
        items = sorted(held, key=lambda each: (each.status != "approved", each.date or "9999"))
        shorts = [approval_words(dataset, item) for item in items]
        texts = [noted(short, item) for short, item in zip(shorts, items, strict=True)]
        main = place in ("US", "EU")
        title = f"Approvals, {place}"
        group = "Use and supervision"
        found.append(Fact(group, "approvals", title, "; ".join(texts), tuple(items), main, "; ".join(shorts)))
    return found


def approval_words(dataset: Dataset, item: Approval) -> str:
    """One approval: date, use and route; what is not approved says so and as of when."""
    route = f", {label(dataset, 'routes', item.route)}" if item.route else ""
    use = f"{STATUSES[item.status]}{item.use[:1].lower()}{item.use[1:]}{route}"
    if not item.date:
        return use
    return f"{item.date} {use}" if item.status == "approved" else f"{use} (as of {item.date})"
