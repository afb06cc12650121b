"""What a text stands for as a value of a field, and how a field is compared with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ketacli.errors import UsageError
from ketacli.records import fields
from ketacli.records.names import missing, near, resolve
from ketacli.records.store import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.records.dataset import Dataset
    from ketacli.records.fields import Field, Fields

    Meets = Callable[[Any], bool]

ORDERING = ("<", "<=", ">", ">=")
NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
YES, NO = ("true", "yes"), ("false", "no")

SPELLINGS = {"uk": "gb", "unitedkingdom": "gb", "usa": "us", "unitedstates": "us", "europeanunion": "eu"}
"""Folded names of jurisdictions that are written otherwise in the data."""

TYPES = {
    fields.NUMBER: "a number",
    fields.TEXT: "text",
    fields.DATE: "a date",
    fields.YES_NO: "yes or no",
    fields.CHOICE: "one of fixed words",
}


def fits(field: Field, operator: str) -> None:
    """Raise UsageError where an operator does not go with the type of a field."""
    node = field.compared()
    if node.type in (fields.PART, fields.TABLE):
        inside = [f"{field.path}.{name}" for name in node.inside()]
        hint = f"It has {', '.join(inside)}." if inside else "Name one of its keys after a dot."
        raise UsageError(f"{field.path} is no single value to compare", hint)
    said = f"{field.path} is {TYPES[node.type]}"
    if operator in ORDERING and node.type not in (fields.NUMBER, fields.DATE):
        raise UsageError(f"{said}: {operator} compares numbers and dates", "Use = != ~ or in.")
    if operator == "~" and node.type in (fields.NUMBER, fields.YES_NO):
        raise UsageError(f"{said}: ~ looks into texts", "Use = or !=.")


def met(field: Field, operator: str, text: str, dataset: Dataset | None, known: Fields) -> Meets:
    """What a single value is asked; UsageError where the text is no value of the field."""
    node = field.compared()
    if operator == "~":
        part = text.casefold()
        return lambda held: part in str(held).casefold()
    if node.type == fields.NUMBER:
        if not NUMBER.fullmatch(text) or not text.isascii():
            raise UsageError(f'{field.path} is a number, "{text}" is none', "Write a number, such as 100.")
        return ordered(operator, float(text))
    if node.type == fields.DATE:
        return dated(operator, date(field, text))
    if node.type == fields.YES_NO:
        word = text.lower()
        if word not in (*YES, *NO):
            raise UsageError(f'{field.path} is yes or no, not "{text}"', "Write true or false.")
        return lambda held: bool(held) == (word in YES)
    values = meant(field, text, dataset, known.kind)
    if values is not None:
        return lambda held: held in values
    if node.role is not None and node.role.name == "registry number":
        number = fold(text)
        return lambda held: fold(held) == number
    asked = text.casefold()
    return lambda held: str(held).casefold() == asked


def meant(field: Field, text: str, dataset: Dataset | None, kind: str) -> set[str] | None:
    """The fixed words, ids or jurisdictions that a text stands for; UsageError for none, None for a field of texts."""
    node = field.compared()
    if node.type == fields.CHOICE:
        return words(field, text)
    if dataset is None:
        return None
    if node.named_in is not None:
        found = {resolve(dataset, node.named_in, text, UsageError)}
        return narrower(dataset, found) if node.named_in == "indications" else found
    if node.role is not None and node.role.name == "jurisdiction" and kind:
        return {jurisdiction(dataset, field, kind, text)}
    return None


def words(field: Field, text: str) -> set[str]:
    """The fixed words that a text means: itself, or those that hold a number (``phase=3``)."""
    choices = (*field.compared().choices, *field.manner.words)
    asked = fold(text)
    found = {choice for choice in choices if asked and fold(choice) == asked}
    if not found and asked.isdecimal():
        found = {choice for choice in choices if asked in re.findall(r"\d+", choice)}
    if not found:
        close = near(text, {fold(choice): choice for choice in choices})
        start = f"Did you mean {' or '.join(close)}? " if close else ""
        raise UsageError(f'{field.path} has no value "{text}"', f"{start}Known: {', '.join(choices)}.",
                         suggestions=close, allowed=choices)  # fmt: skip
    return found


def narrower(dataset: Dataset, found: set[str]) -> set[str]:
    """Indications with all of their narrower terms."""
    while True:
        wider = {name for name, entry in dataset.indications.raw.items() if entry["broader"] in found}
        if wider <= found:
            return found
        found = found | wider


def jurisdiction(dataset: Dataset, field: Field, kind: str, text: str) -> str:
    """A jurisdiction as the records of a kind write it; UsageError with those that there are."""
    written: set[str] = {value for record in dataset.kind(kind) for value in field.values(record)}
    known = {fold(value): value for value in sorted(written)}
    known |= {word: known[code] for word, code in SPELLINGS.items() if code in known}
    if fold(text) not in known:
        word = field.path.rpartition(".")[2]
        raise missing(word, text, near(text, known), tuple(sorted(written)), UsageError)
    return known[fold(text)]


def bodies(dataset: Dataset, text: str) -> set[str]:
    """Ids of every guideline of the body that ``text`` names; UsageError with the bodies known."""
    found: set[str] = set()
    known: dict[str, str] = {}
    asked = fold(text)
    for item in dataset.guidelines:
        for word in (item.body, item.body_name, item.id):
            known.setdefault(fold(word), item.body)
        if asked and (asked in (fold(item.body), fold(item.body_name), fold(item.id)) or _leads(item.body, text)):
            found.add(item.id)
    if not found:
        names = tuple(sorted(set(known.values())))
        raise missing("body", text, near(text, known), names, UsageError)
    return found


def _leads(body: str, text: str) -> bool:
    """Whether a body's name, or a word of it, begins with what was asked for (at least three letters)."""
    asked = fold(text)
    parts = [fold(body), *(fold(part) for part in body.replace("/", " ").split())]
    return any(part == asked or (len(asked) > 2 and part.startswith(asked)) for part in parts)


def date(field: Field, text: str) -> str:
    """A year, a month or a day from the text."""
    month, day = text[5:7] or "01", text[8:10] or "01"
    if not DATE.fullmatch(text) or not ("01" <= month <= "12" and "01" <= day <= "31"):
        raise UsageError(f'{field.path} is a date, "{text}" is none', "Write 2019, 2019-03 or 2019-03-05.")
    return text


def ordered(operator: str, wanted: Any) -> Meets:
    """A comparison with a number, or of texts that sort like what they mean."""
    return {
        "=": lambda held: held == wanted,
        "<": lambda held: held < wanted,
        "<=": lambda held: held <= wanted,
        ">": lambda held: held > wanted,
        ">=": lambda held: held >= wanted,
    }[operator]


def dated(operator: str, wanted: str) -> Meets:
    """A comparison with a date, as far as both are written.

    A value that is known less exactly than asked meets it only when its own part decides.
    """
    compare = ordered(operator, wanted)

    def meets(held: Any) -> bool:
        text = str(held)
        if not DATE.fullmatch(text):
            return False
        if len(text) >= len(wanted):
            return compare(text[: len(wanted)])
        return text != wanted[: len(text)] and operator != "=" and ordered(operator, wanted[: len(text)])(text)

    return meets
