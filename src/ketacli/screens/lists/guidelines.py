"""The list of guidelines: what each body says of which form, in common words and in its own grade, a line a body."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ketacli.records.names import inline, label
from ketacli.records.store import fold
from ketacli.records.wording import plural
from ketacli.screens.facts.guideline import POSITIONS, grade_words, stand
from ketacli.screens.guidelines import wanted
from ketacli.screens.lists.listed import titled
from ketacli.screens.lists.of_records import list_of_records
from ketacli.screens.screen import Column, Note, Screen, Words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.guideline import Guideline, Recommendation

COLUMNS = [
    Column("Body", 1, below=True),
    Column("For", 1, below=True),
    Column("Position, and their own grade", 1, below=True, joint=": "),
]
SHORTER = {"option": "option", "guidance-only": "guidance only"}
SHORT = {"racemic": "racemic"}
"""What a form is called where a line is short."""
CLINICAL = ("guideline", "consensus")
UNSEEN = ("not-addressed", "not-seen")
"""Positions that are none: what a document was read for and does not speak of, and what was not read."""


def guidelines_list(
    dataset: Dataset,
    found: list[Guideline],
    *,
    form: set[str],
    route: set[str],
    indication: set[str],
    asked: str,
    superseded: int,
    as_sorted: bool,
) -> Screen:
    """Clinical guidance apart from reimbursement; bodies whose text was not seen in a line at the end."""

    def held(item: Guideline) -> list[Recommendation]:
        return [each for each in item.recommendations if wanted(each, form, route, indication)]

    unseen = [item for item in found if held(item) and all(each.position in UNSEEN for each in held(item))]
    # A list of nothing else shows them as its rows: they are what was asked for.
    unseen = [] if len(unseen) == len(found) else unseen
    seen = [item for item in found if item not in unseen]
    groups = [("", seen)] if as_sorted else [
        ("Guidelines", [item for item in seen if item.kind in CLINICAL]),
        ("Statements and advice of others", [item for item in seen if item.kind not in (*CLINICAL, "hta")]),
        ("Reimbursement", [item for item in seen if item.kind == "hta"]),
    ]  # fmt: skip

    def cells(item: Guideline) -> list[Words]:
        told = [each for each in held(item) if each.position not in UNSEEN] or held(item)
        names = dict.fromkeys(name for each in told for name in each.indications)
        # What was asked for need not be said in every row.
        said = [] if set(names) == indication else names
        scope = ", ".join(label(dataset, "indications", name, short=True) for name in said)
        old = f", superseded by {item.superseded_by}" if item.superseded_by else ""
        # Most ids begin with the body: then it need not be said again.
        in_id = fold(item.id).startswith(fold(re.split(r"[ /]", item.body)[0]))
        body = "" if in_id else f"{item.body} {item.year or 'undated'}"
        return [f"{body}{old}".removeprefix(", "), scope, positions(dataset, held(item))]

    title = titled(asked, plural(len(found), "guideline"))
    shown = list_of_records(dataset, "guidelines", title, COLUMNS, groups, cells)
    silent = {item.id: min((each.position for each in held(item)), key=UNSEEN.index) for item in unseen}
    said = Counter(body for body, _ in {(item.body, silent.get(item.id, "")) for item in found})
    for position in UNSEEN:
        names = [f"{item.body} ({item.id})" if said[item.body] > 1 else item.body for item in unseen
                 if silent[item.id] == position]  # fmt: skip
        if names:
            text = f"{POSITIONS[position]}: {', '.join(dict.fromkeys(names))}"
            shown.notes.append(Note(f"{text[:1].upper()}{text[1:].rstrip('.')}."))
    old = f" {superseded} superseded: --history." if superseded else ""
    shown.notes.append(Note(f"Position is our class of the wording; their own grade wins.{old}"))
    if seen:
        shown.next = ["keta guidelines --full", "keta help guideline-levels"]
    return shown


def positions(dataset: Dataset, held: list[Recommendation]) -> str:
    """Form and route with position and grade; routes and forms of one position together."""
    same: dict[str, list[str]] = {}
    addressed = [each for each in held if each.position not in UNSEEN] or held
    for each in addressed:
        said, grade = stand(each.position, grade_words(each))
        graded = ", ".join(filter(None, (grade, f"as of {each.as_of}" if each.as_of else "")))
        position = SHORTER.get(each.position, said) + (f" ({graded})" if graded else "")
        patterns = {other.pattern for other in addressed if (other.forms, other.routes) == (each.forms, each.routes)}
        same.setdefault(position, []).append(scope(dataset, each, len(patterns) > 1))
    return "; ".join(f"{', '.join(dict.fromkeys(scopes))}: {position}" for position, scopes in same.items())


def scope(dataset: Dataset, each: Recommendation, told: bool) -> str:
    """Form and route of a recommendation; with ``told`` how often it is given, where others differ in that."""
    forms = " or ".join(SHORT.get(name) or inline(label(dataset, "compounds", name)) for name in each.forms)
    routes = "/".join(label(dataset, "routes", name, short=True) for name in each.routes)
    pattern = each.pattern if told and each.pattern not in ("any", "single-or-repeated") else ""
    return " ".join(part for part in (forms, routes, pattern) if part)
