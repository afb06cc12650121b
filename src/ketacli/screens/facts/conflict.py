"""The facts of a conflict between sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records import wording
from ketacli.records.names import label
from ketacli.screens.facts.fact import Fact, noted, words

if TYPE_CHECKING:
    from ketacli.records.conflict import Conflict
    from ketacli.records.dataset import Dataset

KINDS = {
    "contradicts-primary": "contradicts the primary source",
    "internal": "contradicts itself",
    "omission": "true but misleading by omission",
    "outdated": "out of date",
    "miscited": "cites the wrong document",
    "untraceable": "cites what could not be traced",
    "naming": "naming",
    "between-sources": "sources differ",
}

RULES = {
    "source-precedence": "the higher-ranking source is used",
    "arithmetic": "the figures that add up are used",
    "primary-endpoint": "the trial's own endpoint is used",
    "newest": "the newer state is used",
    "both-shown": "both are shown",
    "none-used": "neither is used",
    "as-of": "each is shown with its date",
}


def facts(dataset: Dataset, conflict: Conflict) -> list[Fact]:
    """Both sides with their places, what keta uses, by which rule, and why it matters."""
    found = []
    for at, side in enumerate(conflict.sides):
        title = "Used" if side.used else "Other"
        found.append(Fact("Who says what", f"sides.{at}", title, noted(side.value, side), (side,)))
    changes = "yes" if conflict.changes_conclusion else "no"
    found += [
        Fact("What keta does", "uses", "Uses", words(conflict.uses), (conflict.uses,)),
        Fact("What keta does", "rule", "Rule", RULES[conflict.rule]),
        Fact("What keta does", "kind", "Kind", KINDS[conflict.kind]),
        Fact("What keta does", "standing", "Standing", conflict.standing.replace("-", " ")),
        Fact("What keta does", "changes_conclusion", "Changes a conclusion", changes),
        Fact("What keta does", "about", "About", ", ".join(conflict.about)),
    ]
    if conflict.matters is not None:
        found.append(Fact("What keta does", "matters", "Why it matters", words(conflict.matters), (conflict.matters,)))
    forms = ", ".join(label(dataset, "compounds", name) for name in conflict.forms)
    indications = ", ".join(label(dataset, "indications", name) for name in conflict.indications)
    found += [
        Fact("Scope", "forms", "Forms", forms),
        Fact("Scope", "indications", "Indication", indications),
    ]
    return [fact for fact in found if fact.text]


def counted(found: list[Conflict]) -> str:
    """How many there are, and how many of them change a conclusion."""
    changing = sum(1 for item in found if item.changes_conclusion)
    text = wording.plural(len(found), "conflict")
    if len(found) == 1:
        return f"{text}, which changes {'a' if changing else 'no'} conclusion"
    changes = "change" if changing > 1 else "changes"
    return f"{text}, {changing or 'none'} of which {changes} a conclusion" if found else text
