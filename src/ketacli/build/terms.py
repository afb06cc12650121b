"""What options ask of lists, worked out once: which records meet each value, how it may be typed, where each stands.

Every row is made by running the clause that the option means (``records.choose``), so an answer read from the
tables is that of the clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ketacli.errors import KetaError
from ketacli.records import fields, names
from ketacli.records.choose import Clause, compile_clause
from ketacli.records.dataset import Dataset
from ketacli.records.kinds import LOOKUP_ORDER
from ketacli.records.meaning import narrower
from ketacli.records.order import ordered
from ketacli.records.store import TERMED, fold

Row = tuple[str, str, str, str]


def ranks(dataset: Dataset, kind: str) -> Iterator[tuple[int, str, str]]:
    """Place in the list, kind and id, for every record of a kind."""
    return ((at, kind, record.id) for at, record in enumerate(ordered(dataset, kind, dataset.kind(kind))))


def met(dataset: Dataset) -> Iterator[Row]:
    """Kind, field, value and id, for every record that meets a value."""
    for kind, paths in TERMED.items():
        known = fields.of_kind(kind)
        records = list(dataset.kind(kind))
        for path in paths:
            for value in _values(dataset, records, known.find(path)):
                meets = compile_clause(Clause(path, "=", (value,)), known, dataset)
                yield from ((kind, path, value, record.id) for record in records if meets(record))


def _values(dataset: Dataset, records: list[Any], field: fields.Field) -> list[str]:
    node = field.compared()
    if node.named_in is not None:
        return dataset.kind(node.named_in).ids()
    words = (*node.choices, *field.manner.words)
    if not words:
        return sorted({value for record in records for value in field.values(record)})
    return [*words, *sorted({number for word in words for number in re.findall(r"\d+", word)})]


def spellings(dataset: Dataset) -> Iterator[Row]:
    """Kind, field, folded spelling and value, for every way in which a value may be typed.

    A name that several records share, or that is refused as it names no one form, is left out: then the clauses say so.
    """
    for kind, paths in TERMED.items():
        records = list(dataset.kind(kind))
        for path in paths:
            field = fields.of_kind(kind).find(path)
            named = field.compared().named_in
            if named is None:
                yield from ((kind, path, fold(value), value) for value in _values(dataset, records, field))
                continue
            for folded, name in names.table(dataset, named).items():
                found = _resolved(dataset, named, folded)
                yield from ((kind, path, folded, value) for value in found)
                if named == "indications" and found:
                    # The indication itself, beside those that it includes.
                    yield named, "", folded, name


def called(dataset: Dataset) -> Iterator[Row]:
    """The record that each name stands for, as ``names.find_record`` finds it; shared names are left out."""
    taken: set[str] = set()
    for kind in LOOKUP_ORDER:
        for folded, name in names.table(dataset, kind).items():
            if folded in taken or not folded:
                continue
            taken.add(folded)
            if _resolved(dataset, kind, folded) or folded == fold(name):
                yield "record", "", folded, f"{kind}/{name}"
    for source in dataset.sources:
        for number in filter(None, (source.doi, source.pmid, source.pmcid)):
            if fold(number) not in taken:
                taken.add(fold(number))
                yield "record", "", fold(number), f"sources/{source.id}"


BRIEF = ("routes", "indications", "populations", "comparators")
"""Vocabularies whose entries have a brief of their own."""


def briefs(dataset: Dataset) -> Iterator[Row]:
    """What each name stands for that is no record's id: an entry of a vocabulary, a comparator, or a body.

    A form, a regimen, a trial or a guideline of that name comes first; anything else gives way, for a person who
    types "trd" means the indication and no statement about it.
    """
    taken = {fold(path.partition("/")[2]) for path in dataset.index}
    for kind in ("compounds", "regimens", "trials", "guidelines"):
        taken |= names.owners(dataset, kind).keys()
    for kind in BRIEF:
        for folded, name in names.table(dataset, kind).items():
            if folded not in taken:
                taken.add(folded)
                yield "brief", "", folded, f"{kind}/{name}"
    for item in dataset.guidelines:
        for folded in (fold(item.body), fold(item.body_name)):
            if folded not in taken:
                taken.add(folded)
                yield "brief", "", folded, f"body/{item.body}"


def _resolved(dataset: Dataset, kind: str, folded: str) -> list[str]:
    try:
        found = {names.resolve(dataset, kind, folded)}
    except KetaError:
        return []
    return sorted(narrower(dataset, found) if kind == "indications" else found)
