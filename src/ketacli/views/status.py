"""How current and how well checked the data is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.screen import Facts, Heading, Screen, Words
from ketacli.views.common import screen

if TYPE_CHECKING:
    from ketacli.dataset import Dataset

LEVELS = {
    "primary": "seen in the paper's or agency's own text",
    "registry": "seen in a registry",
    "label": "seen in a label",
    "secondary": "seen in a review, compendium or news item",
}


def status_screen(dataset: Dataset, found: dict[str, Any]) -> Screen:
    """Dates, counts, check levels."""
    shown = screen(dataset, "keta data")
    shown.blocks.append(
        Facts(
            [
                ("Version", str(found["version"])),
                ("Released", str(found["released"])),
                ("Checked to", str(found["checked_through"])),
                ("Oldest check", f"{found['oldest_check']['date']}, {found['oldest_check']['record']}"),
                ("Licence", f"{found['licence']} for data, MIT for code"),
            ]
        )
    )
    shown.blocks.append(Heading("Records"))
    animals = sum(n for species, n in found["trials_by_species"].items() if species != "human")
    pairs: list[tuple[str, Words]] = []
    for kind, number in found["records"].items():
        extra = f", {animals} of them in animals" if kind == "trials" and animals else ""
        pairs.append((kind, f"{number:,}{extra}"))
    shown.blocks.append(Facts(pairs))
    shown.blocks.append(Heading("Values", f"{found['values']:,} with a source each"))
    total = found["values"] or 1
    pairs = []
    for level, words in LEVELS.items():
        number = found["values_by_check"].get(level, 0)
        pairs.append((level, f"{number:,} ({100 * number / total:.0f}%), {words}"))
    pairs.append(("missing", f"{found['values_absent']:,} looked for and not reported or not found"))
    shown.blocks.append(Facts(pairs))
    shown.blocks.append(Heading("Sources"))
    shown.blocks.append(
        Facts([(name.replace("-", " "), f"{number:,}") for name, number in found["sources_by_status"].items()])
    )
    conflicts = found["conflicts"]
    if conflicts["by_standing"]:
        shown.blocks.append(
            Heading("Conflicts between sources", f"{conflicts['changing_a_conclusion']} change a conclusion")
        )
        held = conflicts["by_standing"].items()
        shown.blocks.append(Facts([(name.replace("-", " "), f"{number:,}") for name, number in held]))
    shown.notes.append("Correction and retraction were looked for only where a status other than not checked is given.")
    shown.next = ["keta sources --status untraceable", "keta check", "keta help data"]
    return shown
