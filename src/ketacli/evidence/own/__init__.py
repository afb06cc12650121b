"""Studies of a person's own, from a table: read by the usual names of columns, checked for the usual mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.own.study import Own, Problem

if TYPE_CHECKING:
    from ketacli.evidence.own.study import Study


def read_own(text: str, measure: str | None = None, medians: str | None = None) -> Own:
    """The studies of a CSV, TSV or JSON text, and what of it cannot be used, or looks mistaken, by row and reason.

    ``measure`` is that of effects whose column does not say it, ``medians`` the method that makes means of medians.
    ValueError for a text that is no table.
    """
    from ketacli.evidence.own.doubts import doubted
    from ketacli.evidence.own.figures import study_of
    from ketacli.evidence.own.headers import columns
    from ketacli.evidence.own.table import paired, rows_of

    rows = rows_of(text)
    known = columns(list(dict.fromkeys(name for row in rows for name in row.cells)))
    rows, problems = paired(rows, known) if known.long else (rows, [])
    studies: list[Study] = []
    for row in rows:
        found = study_of(row, known, measure, medians)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            studies.append(found)
    doubts = doubted(studies)
    return Own(tuple(studies), tuple(sorted([*problems, *doubts])), known.unread)


__all__ = ["Own", "Problem", "read_own"]
