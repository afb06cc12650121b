"""What a notebook shows of records and rows: a small table, its cells escaped; longer ones are cut and say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

MOST_ROWS, MOST_LETTERS = 20, 160


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], total: int) -> str:
    """A table with its caption; of more rows than a notebook takes the first, with how many there are."""
    from html import escape

    held = [list(row) for row in islice(rows, MOST_ROWS)]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell(value))}</td>" for value in row) + "</tr>" for row in held)
    more = f", the first {len(held)}" if total > len(held) else ""
    title = f"<caption>{escape(caption)}{more}</caption>"
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def pairs(caption: str, held: dict[str, Any]) -> str:
    """One record as a table of two columns: its fields and their values, those without a value left out."""
    rows = [(name, value) for name, value in held.items() if value not in (None, [], {}, "")]
    return table(caption, ("field", "value"), rows, len(rows))


def cell(value: Any) -> str:
    """A value as a text that is not too long."""
    if isinstance(value, dict):
        main = next((value[name] for name in ("value", "label", "id") if value.get(name) is not None), None)
        text = str(main) if main is not None else f"{len(value)} fields"
    elif isinstance(value, list):
        simple = all(not isinstance(each, dict | list) for each in value)
        text = ", ".join(map(str, value)) if simple else f"{len(value)} entries"
    else:
        text = "" if value is None else str(value)
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 3] + "..."
