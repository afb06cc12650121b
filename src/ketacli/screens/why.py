"""The answer to ``keta why``: value, source, place, how checked, when, the rule, who says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.why import in_particular, place_of
from ketacli.records.source import warned
from ketacli.screens.common import LEVELS, name_sources, screen
from ketacli.screens.conflicts import pairs
from ketacli.screens.facts import facts_of
from ketacli.screens.screen import Block, Facts, Heading, Note, Screen, Value, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacli.evidence.answers.why import Why
    from ketacli.records.conflict import Conflict
    from ketacli.records.dataset import Dataset
    from ketacli.screens.screen import Marks

MOST = 12
MOST_WHOLE = 1
"""Conflicts with both sides on a window."""
PROVENANCE = ("source", "at", "check", "checked")


def why_screen(dataset: Dataset, found: Why, full: bool = False) -> Screen:
    """One value on a page of its own: the conflicts about it whole, others by name unless ``full``."""
    from ketacli.screens.screen import Marks

    shown = screen(dataset, found.path)
    marks = Marks()
    shown.blocks += [Heading("Value"), Facts(value_words(dataset, found)), Heading("Where it comes from")]
    shown.blocks.append(Facts(provenance(dataset, found)))
    shown.blocks.append(Facts([("Rule", f"the first of these that shows it: {found.rule}")]))
    place = place_of(dataset, found.path)
    own = sum(in_particular(each, place) for each in found.conflicts)
    whole = len(found.conflicts) if full else min(own, MOST_WHOLE)
    shown.blocks += disagreements(found.conflicts[:whole], marks)
    if rest := found.conflicts[whole:]:
        title = "! Conflicts about the record" if not whole else "! Further conflicts"
        shown.blocks += [Heading(title, "--full has both sides"), others(rest)]
    if not found.conflicts:
        shown.notes.append(Note("No conflict between sources is recorded about it."))
    name_sources(dataset, shown, marks)
    shown.next = [f"keta show {found.id}", "keta conflicts", "keta help evidence"]
    return shown


def value_words(dataset: Dataset, found: Why) -> list[tuple[str, Value]]:
    """The value as its record's page words it, or plainly where the page has no line for it."""
    _, _, keys = found.path.partition(".")
    if not keys:
        return [("", Note("the record as a whole:", (f"keta show {found.kind}/{found.id}",)))]
    record = dataset.kind(found.kind)[found.id]
    facts = facts_of(dataset, found.kind, record)
    lines = [fact for fact in facts if fact.field == keys or fact.field.startswith(keys + ".")]
    if lines:
        return [(fact.label.strip(), fact.text) for fact in lines]
    values = plain_values(found.value)
    shown: list[tuple[str, Value]] = [(name, text) for name, text in values[:MOST]]
    if len(values) > MOST:
        shown.append(("", Note(f"and {len(values) - MOST} more:", (f"keta show {found.id}",))))
    return shown


def plain_values(value: Any, name: str = "") -> list[tuple[str, str]]:
    """The values inside a piece of a record, each with its dotted key; provenance left out."""
    if isinstance(value, dict):
        return [
            pair
            for key, item in value.items()
            if key not in PROVENANCE
            for pair in plain_values(item, f"{name}.{key}" if name else key)
        ]
    if isinstance(value, list):
        if all(not isinstance(item, dict | list) for item in value):
            return [(name, ", ".join(str(item) for item in value) or "none")]
        return [
            pair for at, item in enumerate(value) for pair in plain_values(item, f"{name}.{at}" if name else str(at))
        ]
    return [] if value is None and name else [(name, "none" if value is None else str(value))]


def provenance(dataset: Dataset, found: Why) -> list[tuple[str, Words]]:
    """The documents, places, check levels and dates that a value rests on, each once."""
    rows: dict[tuple[str, str, str, str], None] = {}
    for claim in found.claims:
        rows[claim.source, claim.at or "", claim.check, claim.checked] = None
    pairs_: list[tuple[str, Words]] = []
    for name, at, check, checked in rows:
        source = dataset.sources[name]
        place = f", {at}" if at else ""
        level = LEVELS[check]
        pairs_.append((name, f"{warned(source)}{place}; {level} seen, checked {checked}; {source.tier} source"))
    if found.inherited and found.path.count("."):
        pairs_.append(("", "It names no source of its own: the record's stands for it."))
    return pairs_


def disagreements(found: Sequence[Conflict], marks: Marks) -> list[Block]:
    """Conflicts about the value, with both sides."""
    blocks: list[Block] = []
    for conflict in found:
        blocks += [Heading(f"! {conflict.name}", conflict.id), Facts(pairs(conflict, marks))]
    return blocks


def others(found: Sequence[Conflict]) -> Facts:
    """Conflicts by their names, with what keta uses."""
    return Facts([(each.id, f"{each.name}; keta uses: {each.uses.value}") for each in found])
