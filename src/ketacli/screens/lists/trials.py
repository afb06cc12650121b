"""The list of trials: what was set against what, and what came of it, a line a study."""

from __future__ import annotations

from ketacli.evidence.listed.trial_row import GROUPS
from ketacli.records.wording import plural
from ketacli.screens.lists.listed import Line, doubted_words, list_screen
from ketacli.screens.screen import Column, Note, Screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.evidence.listed.trial_row import TrialRow
    from ketacli.records.store import Store

COLUMNS = {
    "year": Column("Year", 1),
    "n": Column("n", 1, "right"),
    "counted": Column("Counted", 3),
    "contrast": Column("What against what", 1, below=True),
    "outcome": Column("Primary outcome", 1, below=True),
    "effect": Column("Effect (95% interval)", 1, below=True, joint=": "),
    "result": Column("Result", 1, style="name", below=True),
    "indications": Column("For", 1, below=True, joint="; for "),
    "masking": Column("Masking", 3),
    "phase": Column("Phase", 4),
}
"""By the field of a line (``TrialRow``)."""
ONE = {"Other trials": "other trial"}
CLEAR = {"favours-ketamine", "favours-comparator", "no-clear-difference", "mixed"}


def trials_list(
    store: Store,
    found: list[TrialRow],
    asked: str,
    left_out: dict[str, int],
    pooled: str,
    *,
    of_indications: bool,
    as_sorted: bool,
) -> Screen:
    """Trials under headings by design, the largest first unless an order was asked for.

    ``pooled`` says what the pooled estimate is that answers for them; ``of_indications`` that they were chosen by
    indication, which the lines then need not repeat.
    """
    held: dict[str, list[TrialRow]] = {name: [] for name in GROUPS}
    for row in found:
        held[row.group].append(row)
    groups = [("", found)] if as_sorted else [
        (name, sorted(rows, key=lambda row: (-int(row.size), row.id))) for name, rows in held.items()
    ]  # fmt: skip
    counts = [
        f"{len(rows)} {ONE.get(name, name) if len(rows) == 1 else name}".lower() for name, rows in held.items() if rows
    ]
    head = f"{asked}: " if asked else ""
    total = plural(len(found), "study", "studies")
    title = f"{head}{total}" + (f" ({', '.join(counts)})" if len(counts) > 1 else "")
    title += doubted_words(row.doubt.partition(" ")[2] for row in found if row.doubt)
    columns = {field: column for field, column in COLUMNS.items() if not of_indications or column.label != "For"}
    lines = [
        (name, [Line(row.id, [getattr(row, field) for field in columns], row.doubt) for row in rows])
        for name, rows in groups
    ]
    shown = list_screen(store, "trials", title, list(columns.values()), lines)
    notes = [*reading(found), *([Note(pooled, ("keta reviews",))] if pooled and found else ()), *not_here(left_out)]
    shown.notes[:0] = notes[:2]
    shown.notes += notes[2:]
    if found:
        first = next(rows[0].id for _, rows in groups if rows)
        shown.next = [f"keta show {first}", "keta trials --full", "keta trials --help"]
    return shown


def reading(found: list[TrialRow]) -> list[Note]:
    """How a result is to be read."""
    if not {row.direction for row in found} & CLEAR:
        return []
    text = "favours: the interval or p of the primary comparison excludes no effect; no clear difference: it does not."
    return [Note(text)]


def not_here(left_out: dict[str, int]) -> list[Note]:
    """What matches and is not shown."""
    animals, registered = left_out.get("species", 0), left_out.get("status", 0)
    parts = [f"{registered:,} registered without results (--status any)"] if registered else []
    parts += [f"{plural(animals, 'animal study', 'animal studies')} (--species any)"] if animals else []
    return [Note(f"Not shown: {', '.join(parts)}.")] if parts else []
