"""How current and how well checked the data is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ketacli.screens.common import screen
from ketacli.screens.screen import Column, Facts, Heading, Row, Screen, Table, Words

if TYPE_CHECKING:
    from ketacli.evidence.answers.status import Status
    from ketacli.records.dataset import Dataset

LEVELS = {
    "primary": "the paper's or agency's own text",
    "registry": "a registry",
    "label": "a label",
    "secondary": "a review, compendium or news item",
}


def status_screen(dataset: Dataset, found: Status) -> Screen:
    """Dates, counts, check levels, on one screen."""
    shown = screen(dataset, "keta data")
    label, looked = found.oldest_label, found.corrections
    oldest = f"check {found.oldest_check.date} ({found.oldest_check.record})"
    oldest += f"; label behind a key fact {label.date} ({label.record.removeprefix('sources/')})" if label.date else ""
    folders = json.loads(dataset.meta.get("local", "[]"))
    shown.blocks.append(
        Facts(
            [
                *([("Local", f"also here, not part of keta's data: {', '.join(folders)}")] if folders else []),
                ("Version", f"{found.version}, released {found.released}; {found.licence} for data, MIT for code"),
                ("Oldest", oldest),
                ("Records", ", ".join(f"{number:,} {kind}" for kind, number in found.records.items())),
            ]
        )
    )
    shown.blocks += [Heading("Studies", f"{sum(found.trials_by_species.values()):,}"), Facts(studies(found))]
    shown.blocks += [
        Heading("Values", f"{found.values:,} with a source each; {found.key_facts.total:,} of them key facts"),
        levels(found),
    ]
    facts = found.key_facts
    pairs: list[tuple[str, Words]] = [
        ("Key facts are", ", ".join(f"{sort} {number:,}" for sort, number in facts.by_sort.items())),
        (
            "They rest first on",
            shares(facts.by_tier, facts.total) + f"; without a date {share(facts.undated, facts.total)}",
        ),
        ("Missing", f"{found.values_absent:,} looked for and not reported or not found"),
    ]
    shown.blocks.append(Facts(pairs))
    standing = ", ".join(f"{name.replace('-', ' ')} {number:,}" for name, number in found.sources_by_status.items())
    pairs = [
        (
            "Number or address",
            share(looked.identified, looked.sources)
            + (f"; {looked.numbered:,} others have their issuer's own number" if looked.numbered else ""),
        ),
        (
            "Looked for",
            f"corrections in {share(looked.looked, looked.sources)}, retractions in "
            f"{share(looked.retractions, looked.sources)}; of {looked.articles:,} papers with effects or doses in "
            + " and ".join(
                share(each, looked.articles) for each in (looked.articles_looked, looked.articles_retractions)
            ),
        ),
        ("Standing", standing),
    ]
    conflicts = found.conflicts
    if conflicts.by_standing:
        held = ", ".join(f"{number:,} {name.replace('-', ' ')}" for name, number in conflicts.by_standing.items())
        pairs.append(("Conflicts", f"{held}; {conflicts.changing_a_conclusion} change a conclusion"))
    shown.blocks += [Heading("Sources", f"{looked.sources:,}"), Facts(pairs)]
    shown.next = ["keta sources --status untraceable", "keta check", "keta help data"]
    return shown


def studies(found: Status) -> list[tuple[str, Words]]:
    """Kinds of studies with how many are reported and how many are registered only."""
    pairs: list[tuple[str, Words]] = []
    rest = []
    for kind, by_status in found.trials_by_kind.items():
        if set(by_status) == {"reported"}:
            rest.append(f"{by_status['reported']:,} {kind}")
            continue
        others = {name: number for name, number in by_status.items() if name != "reported"}
        more = ", ".join(f"{name.replace('-', ' ')} {number:,}" for name, number in others.items())
        text = f"{by_status.get('reported', 0):,} reported" + (f"; {more}" if more else "")
        pairs.append((kind, text))
    return [*pairs, ("others", f"{', '.join(rest)}, reported")] if rest else pairs


def levels(found: Status) -> Table:
    """What was seen, of all values and of key facts."""
    columns = [Column("Seen in"), Column("Values", align="right"), Column("Key facts", align="right")]
    rows = [
        Row(
            [
                words,
                share(found.values_by_check.get(level, 0), found.values),
                share(found.key_facts.by_check.get(level, 0), found.key_facts.total),
            ]
        )
        for level, words in LEVELS.items()
    ]
    return Table(columns, list(rows))


def shares(counts: dict[str, int], total: int) -> str:
    """Names with their counts and shares; those below one in a hundred together."""
    few = sum(number for number in counts.values() if number < total / 100)
    named = {name.replace("-", " "): number for name, number in counts.items() if number >= total / 100}
    return ", ".join(
        f"{name} {share(number, total)}" for name, number in {**named, **({"other": few} if few else {})}.items()
    )


def share(number: int, total: int) -> str:
    """``12 (40%)``."""
    return f"{number:,} ({100 * number / (total or 1):.0f}%)"
