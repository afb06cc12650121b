"""How many trials on record compare a form with a treatment, or are about several things at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records import fields, names
from ketacli.records.choose import USUAL, Clause, together

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.evidence.find.question import Question
    from ketacli.records.dataset import Dataset

FIELDS = {
    "compounds": "form", "indications": "indication", "routes": "route", "populations": "population",
    "comparators": "comparator",
}  # fmt: skip
"""A kind of name to the field of a trial that it narrows."""


def meeting(dataset: Dataset, named: Iterable[tuple[str, str]], finished: bool = True) -> int:
    """Trials that all names, kind and id, narrow down to; ``finished`` leaves out those without results on record."""
    clauses = [Clause(FIELDS[kind], "in", (name,)) for kind, name in named]
    clauses += [each for each in USUAL["trials"] if finished or each.path != "status"]
    return sum(map(together(clauses, fields.of_kind("trials"), dataset), dataset.trials.light()))


def lists_of(dataset: Dataset, named: list[tuple[str, str]]) -> list[str]:
    """The line that lists the trials of all names; with those that have no results where there are no others."""
    if not named or any(kind not in FIELDS for kind, _ in named):
        return []
    line = f"keta trials {' '.join(name for _, name in named)}"
    if meeting(dataset, named):
        return [line]
    return [f"{line} --status any"] if meeting(dataset, named, finished=False) else []


def unmet(dataset: Dataset, question: Question) -> list[str]:
    """That no finished trial on record compared a form with a treatment, where a question names one of each."""
    named = {(kind, name) for each in question.concepts for kind, name in each.named}
    forms = sorted(each for each in named if each[0] == "compounds")
    treatments = sorted(each for each in named if each[0] == "comparators")
    if len(forms) != 1 or len(treatments) != 1 or meeting(dataset, [*forms, *treatments]):
        return []
    form = names.inline(names.label(dataset, *forms[0]))
    text = f"No trial with results on record compares {form} with {names.label(dataset, *treatments[0])}"
    running = meeting(dataset, [*forms, *treatments], finished=False)
    lines = lists_of(dataset, [*forms, *treatments])
    without = f"; {running} {'is' if running == 1 else 'are'} registered without results: {lines[0]}" if lines else ""
    return [f"{text}{without}."]
