"""The facts of a harm, contraindication, warning, rule of monitoring, tool or signal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketacli.build.facts.fact import Fact, Names, fact, joined, value
from ketacli.records import wording

if TYPE_CHECKING:
    from ketacli.records.safety import Frequency, Safety

KINDS = {
    "harm": ("harm", "Harm", "adverse effect side effect safe safety"),
    "contraindication": ("contraindication", "Contraindicated", "contraindication must not avoid"),
    "warning": ("warning", "Warning", "precaution caution"),
    "monitoring": ("monitoring", "Monitoring", "check watch observe measure"),
    "tool": ("monitoring", "Tool", "scale questionnaire measure"),
    "signal": ("signal", "Signal from spontaneous reports", "pharmacovigilance FAERS adverse effect side effect"),
}


def replaced(caveat: str) -> bool:
    """Whether a caveat says that the statement is no longer in force."""
    return caveat.startswith("Superseded")


def facts(_: Names, item: Safety) -> Iterator[Fact]:
    """The statement and how often."""
    sort, label, also = KINDS[item.kind]
    place = f", {item.jurisdiction}" if item.jurisdiction else ""
    animal = "" if item.species == "human" else f" (in {item.species})"
    also = joined(also, item.system.replace("-", " "), *item.synonyms)
    text = joined(value(item.statement), *(each.value for each in item.caveats if each.value and replaced(each.value)),
                  between=". ")  # fmt: skip
    # What has been replaced is never shown bare, nor before what is in force.
    sort = "replaced" if text != value(item.statement) else sort
    yield fact("statement", sort, label + place + animal, text, item.statement, also)
    if item.frequencies:
        text = "; ".join(f"{each.group}: {frequency_words(each)}" for each in item.frequencies)
        notes = joined("frequency how common rate incidence percent", *(each.note for each in item.frequencies))
        yield fact("frequencies", "frequency", "How often", text, None, notes)._replace(
            source=item.frequencies[0].source
        )


def frequency_words(found: Frequency) -> str:
    """One group's figure: events of people, a percentage with its n, a range, or another measure."""
    bound = f"{wording.BOUNDS[found.bound]} " if found.bound else ""
    if found.events is not None and found.n is not None and found.derived is None:
        text = f"{wording.count(found.events)}/{wording.count(found.n)}"
        return f"{text} ({wording.result(found.percent, found.digits)}%)" if found.percent is not None else text
    if found.percent is not None:
        text = f"{bound}{wording.result(found.percent, found.digits)}%"
    elif found.low is not None and found.high is not None:
        text = f"{bound}{wording.amount(found.low)} to {wording.amount(found.high)}%"
    elif found.value is not None:
        text = f"{bound}{wording.result(found.value, found.digits)} {found.unit or ''}".strip()
    elif found.events is not None:
        text = wording.persons(found.events)
    else:
        text = wording.absent(found.absent)
    return f"{text} of {wording.count(found.n)}" if found.n is not None else text
