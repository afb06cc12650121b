"""What every screen shares: currency, sources, advice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ketacli.evidence import disputes
from ketacli.records.kinds import class_of
from ketacli.records.nodes import claims
from ketacli.records.printable import printable
from ketacli.records.source import MARKS, UNSOUND, address, cite, reference
from ketacli.records.wording import plural
from ketacli.screens.screen import Cited, Marks, Note, Screen, Words, headed

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset

MOST_NAMED = 15

LEVELS = {
    "primary": "own text",
    "registry": "registry",
    "label": "label",
    "secondary": "secondary",
    "unverified": "unverified",
}


def screen(dataset: Dataset, title: str) -> Screen:
    """An empty screen with its title, data version and advice line."""
    return headed(dataset.meta, printable(title))


def titled_standing(dataset: Dataset, title: str, source: str) -> str:
    """A title that says of a record whose document is not to be relied on that it is so: ``..., RETRACTED``."""
    standing = unsound(dataset, [source] if source else [])
    return f"{title}, {standing[0].partition(' ')[2]}" if standing else title


def name_sources(dataset: Dataset, shown: Screen, marks: Marks) -> None:
    """The ``Sources`` line: every document that the screen marks, with its number.

    A note warns of those that are not to be relied on, unless the screen has done so.
    """
    warnings = unsound(dataset, list(marks.numbers))
    if warnings and not any(note.caution == "danger" for note in shown.notes):
        shown.notes.insert(0, Note("; ! ".join(warnings), caution="danger"))
    shown.sources = [
        Cited(f"[{number}] {cite(source)}", address(source), reference(source))
        for source, number in ((dataset.sources[name], number) for name, number in marks.numbers.items())
    ]


def dispute_notes(dataset: Dataset, kind: str, names: list[str]) -> list[Note]:
    """A line for the records shown about which sources disagree, with what to type to see how."""
    found = [(name, disputes.of_record(dataset, kind, name)) for name in names]
    disputed = [(name, about) for name, about in found if about]
    if not disputed:
        return []
    total = len({each for _, about in disputed for each in about})
    if len(disputed) == 1:
        name, about = disputed[0]
        titles = "; ".join(str(dataset.title(f"conflicts/{each}")) for each in about)
        text = f"{plural(total, 'conflict')} between sources about {name}: {titles}."
        return [Note(text, (f"keta why {name}",), "dispute")]
    listed = f": {', '.join(name for name, _ in disputed)}" if len(disputed) <= MOST_NAMED else ""
    number = plural(len(disputed), "record")
    text = f"Sources disagree about values of {number} here{listed}."
    return [Note(text, ("keta why ID", "keta conflicts"), "dispute")]


def unsound(dataset: Dataset, names: list[str]) -> list[str]:
    """A warning for each of the documents that are retracted, untraceable or under concern."""
    found = []
    for name in dict.fromkeys(names):
        source = dataset.sources.get(name)
        if source is not None and source.status in UNSOUND:
            found.append(f"{name} {MARKS[source.status]}")
    return found


def standing_notes(dataset: Dataset, kind: str, names: list[str]) -> list[Note]:
    """A line for the records shown whose documents were corrected, doubted, retracted or not found again.

    What a caveat alone names is told there.
    """
    told: dict[str, dict[str, None]] = {}
    for name, source, status in dataset.store.not_sound(kind, names):
        raw = dataset.kind(kind).raw[name]
        behind = {claim["source"] for key, claim in claims(raw, class_of(kind)) if not key.startswith("caveats.")}
        if source in behind or source in raw.get("publications", ()):
            told.setdefault(MARKS[status], {})[name] = None
    return [
        Note(f"{mark[:1].upper()}{mark[1:]}, a document behind: {', '.join(found)}.", ("keta show ID",), "caution")
        for mark, found in sorted(told.items())
    ]


def claim_sources(claims: Iterable[Any]) -> list[str]:
    """The documents that claims rest on, in order, each once."""
    return list(dict.fromkeys(claim.source for claim in claims if getattr(claim, "source", "")))


def marked(text: str, mark: str) -> Words:
    """A text with its source mark after it."""
    return ((text, ""), (f" {mark}", "dim")) if mark else text
