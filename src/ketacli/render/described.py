"""What the tables and columns of an export are called and what they mean, in the words of the record classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.build.describe import every
from ketacli.evidence.exported import NUMBER
from ketacli.records.kinds import many_of, word_of
from ketacli.records.tables import STRUCTURE, VALUE, root

if TYPE_CHECKING:
    from ketacli.build.describe import Words
    from ketacli.records.tables import Column, Table

OWN = {
    "figures": ("Figures", "What one arm showed for one outcome at one time: the rows of keta results."),
    "comparisons": ("Comparisons", "Two arms compared, in metafor's names: the rows of keta results --wide."),
}
UNITS = {"days": "day", "weeks": "week", "from_day": "day", "to_day": "day"}
"""Of columns whose unit is always the same; others have it in a column beside them."""


def title(column: Column, table: Table) -> str:
    """What a column is called: the labels of the fields that lead to it."""
    return ", ".join(word.label for word in _words(column, table))


def meaning(column: Column, table: Table) -> str:
    """What a column means; empty where its title says it all."""
    return " ".join(word.meaning for word in _words(column, table) if word.meaning)


def title_of(table: Table) -> str:
    """What a table is called."""
    if table.name in OWN:
        return OWN[table.name][0]
    labels = [every(cls)[field].label for cls, field in table.about]
    many = many_of(table.kind).capitalize()
    return f"{many}: {', '.join(labels)}" if labels else many


def meaning_of(table: Table) -> str:
    """What a row of a table is."""
    if table.name in OWN:
        return OWN[table.name][1]
    said = [every(cls)[field].meaning for cls, field in table.about[-1:]]
    return " ".join(filter(None, [(table.cls.__doc__ or "").split("\n")[0] if table.cls else "", *said]))


def _words(column: Column, table: Table) -> list[Words]:
    from ketacli.build.describe import Words

    if column.about:
        return [every(cls)[field] for cls, field in column.about]
    if column.name == VALUE and table.about:
        cls, field = table.about[-1]
        return [every(cls)[field]]
    if column.name in STRUCTURE:
        return [Words(*STRUCTURE[column.name])]
    if column.name == NUMBER:
        return [Words("Number", "Of the row, from 1.")]
    word = word_of(table.kind)
    return [Words(root(table.kind).replace("_", " ").capitalize(), f"Id of the {word} that the row is a part of.")]
