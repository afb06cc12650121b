"""The facts of a harm, contraindication, warning, monitoring rule or tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records import wording
from ketacli.records.names import label
from ketacli.screens.facts.fact import Fact, noted, words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.safety import Frequency, Safety

COLLECTED = {
    "elicited": "asked about or measured",
    "spontaneous-in-trial": "mentioned by participants",
    "label-grouped": "grouped terms of a label",
    "spontaneous-reports": "spontaneous reports: not a rate",
    "registry": "posted in a registry",
    "survey": "survey",
    "case-report": "case report",
    "not-stated": "",
}

SETTINGS = {
    "treatment": "at treatment doses",
    "anaesthesia": "in anaesthesia",
    "recreational": "in recreational use",
    "any": "",
}


def facts(dataset: Dataset, item: Safety) -> list[Fact]:
    """What, in whom, how often, how it was collected, what limits it."""
    found = [
        Fact("Safety", "statement", "Statement", words(item.statement), (item.statement,)),
        Fact("Safety", "kind", "Kind", item.kind),
        Fact("Safety", "system", "Concerns", item.system.replace("-", " ")),
        Fact("Safety", "concerns", "Also concerns", ", ".join(each.replace("-", " ") for each in item.concerns)),
        Fact("Safety", "forms", "Forms", ", ".join(label(dataset, "compounds", name) for name in item.forms)),
        Fact("Safety", "routes", "Route", ", ".join(label(dataset, "routes", name) for name in item.routes)),
        Fact(
            "Safety",
            "indications",
            "Indication",
            ", ".join(label(dataset, "indications", name) for name in item.indications),
        ),
        Fact("Safety", "setting", "Setting", SETTINGS[item.setting]),
        Fact("Safety", "species", "Species", "" if item.species == "human" else item.species),
        Fact("Safety", "when", "When", "" if item.when == "any" else item.when.replace("-", " ")),
        Fact("Safety", "jurisdiction", "Jurisdiction", item.jurisdiction or ""),
        Fact("Safety", "as_of", "As of", item.as_of or ""),
        Fact("Safety", "collected", "Collected", COLLECTED[item.collected]),
        Fact("Safety", "trials", "Trials", ", ".join(item.trials)),
        Fact("Safety", "synonyms", "Also called", ", ".join(item.synonyms), (), False),
    ]
    for at, each in enumerate(item.frequencies):
        found.append(Fact("How often", f"frequencies.{at}", each.group, noted(frequency_words(each), each), (each,)))
    for at, caveat in enumerate(item.caveats):
        found.append(Fact("Caveats", f"caveats.{at}", "", words(caveat), (caveat,)))
    return [fact for fact in found if fact.text]


def frequency_words(found: Frequency) -> str:
    """One group's figure: events of people, a percentage with its n, a range, or another measure."""
    bound = f"{wording.BOUNDS[found.bound]} " if found.bound else ""
    if found.events is not None and found.n is not None and found.derived is None:
        text = f"{wording.count(found.events)}/{wording.count(found.n)}"
        return wording.tie(
            f"{text} ({wording.result(found.percent, found.digits)}%)" if found.percent is not None else text
        )
    if found.percent is not None:
        text = f"{bound}{wording.result(found.percent, found.digits)}%"
    elif found.low is not None and found.high is not None:
        text = f"{bound}{wording.amount(found.low)} to {wording.amount(found.high)}%"
    elif found.value is not None:
        text = f"{bound}{wording.result(found.value, found.digits)} {found.unit or ''}".strip()
    elif found.events is not None:
        text = f"{wording.count(found.events)} people"
    elif found.n is not None:
        text = f"n {wording.count(found.n)}"
        return wording.tie(f"{wording.absent(found.absent)}, {text}" if found.absent else text)
    else:
        return wording.absent(found.absent)
    return wording.tie(f"{text} of {wording.count(found.n)}" if found.n is not None else text)


def frequencies_words(item: Safety) -> str:
    """Every group's figure on one line."""
    return "; ".join(f"{each.group}: {frequency_words(each)}" for each in item.frequencies)
