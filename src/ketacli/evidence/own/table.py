"""A text as rows with numbers: CSV, TSV, JSON; and rows of arms put together to rows of studies."""

from __future__ import annotations

import csv
import io
import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ketacli.evidence.own.headers import ARM, CONTROL, SIDES, words
from ketacli.evidence.own.study import Problem
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ketacli.evidence.own.headers import Columns

MISSING = {"", "na", "n/a", "nr", "-", ".", "none", "null", "nan"}
NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?", re.ASCII)
THOUSANDS = re.compile(r"\d{1,3}(,\d{3}){1,9}(\.\d{1,40})?", re.ASCII)
LARGEST = 1e9
"""What no figure of a study exceeds, nor falls below its inverse."""
MOST_ROWS, MOST_LETTERS = 1_000, 1_000
"""Rows of a table, and letters of a cell: more of either is no table of studies."""
FIGURES_OF_ARMS = ("events", "nonevents", "n", "percent", "mean", "sd", "se", "variance", "median", "q1", "q3")


class TableRow(NamedTuple):
    """One row of a table."""

    number: int
    """As a spreadsheet numbers it; of JSON the place in the list, from 1."""
    cells: dict[str, str]
    sides: Mapping[tuple[str, int], str] = MappingProxyType({})
    """Figures by whose they are, of rows that were put together from arms."""


def rows_of(text: str) -> list[TableRow]:
    """The rows of a table; ValueError where there is none, or more than a table of studies has."""
    found = _rows(text.removeprefix("\ufeff"))
    if len(found) > MOST_ROWS:
        raise ValueError(f"it has {len(found):,} rows, {MOST_ROWS:,} at most")
    for row in found:
        if any(len(cell) > MOST_LETTERS for pair in row.cells.items() for cell in pair):
            raise ValueError(f"row {row.number} has a cell of more than {MOST_LETTERS:,} letters")
    return found


def _rows(text: str) -> list[TableRow]:
    if text.lstrip()[:1] in ("[", "{"):
        return _of_json(text)
    lines = text.splitlines()
    if len(lines) < 2:
        raise ValueError("a table has a line of names and a row a study")
    delimiter = max("\t;,", key=lines[0].count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        read = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num} cannot be read: {error}") from None
    names = [name.strip() for name in read[0][1]]
    found = []
    for at, cells in read[1:]:
        if any(cell.strip() for cell in cells):
            comma = delimiter == ";"
            held = (cell.strip().replace(",", ".") if comma and "." not in cell else cell.strip() for cell in cells)
            found.append(TableRow(at, dict(zip(names, held, strict=False))))
    return found


def _of_json(text: str) -> list[TableRow]:
    try:
        # A number stays as it is written, as in the other formats.
        data: Any = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except ValueError as error:
        raise ValueError(f"not valid JSON: {error}") from None
    except RecursionError:
        raise ValueError("its lists or objects are nested too deep") from None
    data = data.get("data") if isinstance(data, dict) else data
    if not isinstance(data, list) or not all(isinstance(each, dict) for each in data):
        raise ValueError("JSON holds a list of objects, or an object with such a list in data")
    return [TableRow(at, {key: _text(value) for key, value in each.items()}) for at, each in enumerate(data, 1)]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def number(text: str | None) -> float | None:
    """A number as people write it, None where there is none; ValueError for what is no number."""
    word = (text or "").strip().replace("\u2212", "-").replace("\u2013", "-").removesuffix("%").strip()
    if word.casefold() in MISSING:
        return None
    if THOUSANDS.fullmatch(word):
        word = word.replace(",", "")
    if not NUMBER.fullmatch(word):
        raise ValueError(f'"{text}" is no number')
    found = float(word)
    if found and not 1 / LARGEST <= abs(found) <= LARGEST:
        raise ValueError(f'"{text}" is beyond any figure of a study')
    return found


def label_of(row: TableRow, known: Columns) -> str:
    """What the study of a row is called, by a name before a number; the row's number where no column says it."""
    said = [row.cells.get(name, "") for name, column in known.by_name.items() if column.figure == "study"]
    said.sort(key=lambda text: text.isdigit())
    return next(filter(None, said), f"row {row.number}")


def paired(rows: list[TableRow], known: Columns) -> tuple[list[TableRow], list[Problem]]:
    """Rows of arms as rows of studies: of each two, one has to say that it is the control."""
    groups: dict[str, list[TableRow]] = {}
    outcome = next((name for name in (rows[0].cells if rows else ()) if words(name) == ["outcome"]), "")
    for row in rows:
        groups.setdefault(f"{label_of(row, known)}\n{row.cells.get(outcome, '')}", []).append(row)
    found: list[TableRow] = []
    problems: list[Problem] = []
    for held in groups.values():
        label = label_of(held[0], known)
        controls = [row for row in held if side_of(row, known) == CONTROL]
        others = [row for row in held if row not in controls]
        if len(controls) != 1 or not others:
            reason = "no arm says that it is the control" if not controls else (
                "it has no other arm than the control" if not others else "several arms say that they are the control"
            )  # fmt: skip
            problems.append(
                Problem(held[0].number, label, "control", f"{reason}: a role column, or a name such as placebo")
            )
            continue
        if len(others) > 1:
            reason = f"{len(others)} arms share one control group: put them together, or leave all but one out"
            problems.append(Problem(others[1].number, label, "shared-control", reason))
            continue
        found.append(joined(others[0], controls[0], known))
    return found, problems


def side_of(row: TableRow, known: Columns) -> int:
    """Whether a row of an arm is the control, by its role or by the words of its name."""
    said = {
        column.figure: words(row.cells.get(name, ""))
        for name, column in known.by_name.items()
        if column.figure in ("arm", "role")
    }
    for part in (*said.get("role", ()), *said.get("arm", ())):
        if SIDES.get(part) == CONTROL:
            return CONTROL
    return ARM


def joined(arm: TableRow, control: TableRow, known: Columns) -> TableRow:
    """The rows of two arms as the row of their study."""
    sides = {
        (column.figure, side): row.cells.get(name, "")
        for row, side in ((arm, ARM), (control, CONTROL))
        for name, column in known.by_name.items()
        if column.figure in FIGURES_OF_ARMS
    }
    return TableRow(arm.number, arm.cells, sides)
