"""One fact, and the names by which its words call things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ketacli.records import wording

if TYPE_CHECKING:
    from ketacli.build.read import Authored


class Fact(NamedTuple):
    """A value or a statement of a record, worded for a person."""

    path: str
    """Dotted key of the value in the record."""
    sort: str
    """What sort of fact: approval, dose, outcome and so on; a question may ask for one."""
    label: str
    """What it is, in a few words; may be empty."""
    text: str
    """What it says, on one line."""
    source: str = ""
    """Id of the document; empty for the record's own."""
    also: str = ""
    """Words that find it and are not printed: conditions, definitions, notes."""
    covers: tuple[str, ...] = ()
    """Further paths that it words."""


class Names:
    """Ids as people read them."""

    def __init__(self, authored: Authored) -> None:
        self.records = authored.records

    def of(self, kind: str, names: tuple[str, ...] | str | None, short: bool = False) -> str:
        """One id or several as their labels, with commas."""
        ids = (names,) if isinstance(names, str) else names or ()
        labels = [self._one(kind, each, short) for each in ids]
        return ", ".join([*labels[:1], *(map(wording.inside, labels[1:]) if kind == "compounds" else labels[1:])])

    def _one(self, kind: str, name: str, short: bool) -> str:
        entry = self.records.get(kind, {}).get(name)
        if entry is None:
            return name
        return str((short and getattr(entry, "short", None)) or getattr(entry, "label", None) or entry.name)

    def spellings(self, kind: str, names: tuple[str, ...] | str | None) -> str:
        """Every spelling of entries of a vocabulary or of compounds, for search alone; broader terms too."""
        words: list[str] = []
        for name in (names,) if isinstance(names, str) else names or ():
            entry = self.records.get(kind, {}).get(name)
            if entry is None:
                words.append(name)
                continue
            label = getattr(entry, "label", None) or entry.name
            words += [label, getattr(entry, "short", None) or "", *entry.synonyms, name]
            words.append(self.spellings(kind, getattr(entry, "broader", None)))
        return " ; ".join(word for word in words if word)


def fact(
    path: str, sort: str, label: str, text: str, claim: Any = None, also: str = "", covers: tuple[str, ...] = ()
) -> Fact:
    """A fact with the source of its claim, the claim's note and place as words that find it."""
    note = getattr(claim, "note", None) or ""
    line = " ".join(text.replace(wording.TIE, " ").split())
    return Fact(path, sort, label, line, getattr(claim, "source", "") or "", f"{also} {note}".strip(), covers)


def joined(*parts: str | None, between: str = "; ") -> str:
    """The parts that there are, on one line."""
    return between.join(part for part in parts if part)


def capital(text: str) -> str:
    """The text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def value(found: Any) -> str:
    """A Text, Count or Quantity in words."""
    if found.value is None and getattr(found, "low", None) is None and getattr(found, "high", None) is None:
        return wording.absent(found.absent)
    if isinstance(found.value, str):
        return found.value
    return wording.count(found.value) if not hasattr(found, "unit") else wording.quantity(found)
