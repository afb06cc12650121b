"""What a comparison is of: the names that were typed as records of one kind, and the part that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.errors import KetaError, UsageError
from ketacli.evidence.meeting import lists_of
from ketacli.records.kinds import VOCABULARIES, word_of
from ketacli.records.names import FORM_ORDER, find_record, numbered, of_document, owners
from ketacli.records.store import fold
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.guideline import Guideline

SECTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "compounds": {
        "identity": ("Identity",), "pharmacology": ("Pharmacology",), "kinetics": ("Kinetics",), "safety": ("Safety",),
        "guidelines": ("Guideline positions",), "regimens": ("Usual regimens",), "trials": ("Evidence",),
        "use": ("Use and supervision",), "development": ("Development",),
    },
    "trials": {
        "result": ("Result",), "design": ("Design",), "people": ("People",), "arms": ("Arms",),
        "outcomes": ("Outcomes", "Recomputed"), "harms": ("Harms",), "withdrawals": ("Withdrawals",),
        "caveats": ("Caveats",),
    },
    "regimens": {
        "dose": ("Dose",), "instructions": ("Instructions",), "standing": ("Standing",), "basis": ("Basis",),
        "caveats": ("Caveats",),
    },
    "guidelines": {"positions": ("Positions",), "grading": ("Grading",)},
}  # fmt: skip
"""By kind: what may be typed after the names, and the groups of facts that it shows."""

VOCABULARY_WORDS = {"indications": "an indication", "routes": "a route", "populations": "a population"}
JOINING = frozenset(("with", "and", "to", "versus", "vs", "v", "against", "or", "than"))
"""Words between two names that are names of nothing."""
OPEN = ("not-addressed", "not-seen", "no-recommendation")
STATEMENTS = ("events", "topics", "conflicts", "sources")
"""Kinds whose records give way to a body, an indication or a route of the same name."""


class Subjects(NamedTuple):
    """What is compared."""

    kind: str
    ids: tuple[str, ...]
    section: str | None
    """The part that is wanted; None for the answer as a whole."""
    bodies: dict[str, str]
    """The body that an id stands for with all its documents in force, where a body was named."""


def subjects(dataset: Dataset, asked: list[str]) -> Subjects:
    """The records that are compared, and the section asked for after their names.

    A body stands for all its documents in force, under the id of the newest that takes a position.
    Raises UnknownName for a name that nothing goes by, UsageError when there are fewer than two or when they are
    of different kinds.
    """
    names, section = joined(dataset, asked), None
    if len(names) > 2:
        kind = _found(dataset, names[0])[0]
        word = fold(names[-1])
        if word in SECTIONS.get(kind, {}) and word not in owners(dataset, kind):
            section = word
            names.pop()
    if len(names) < 2:
        raise UsageError("compare takes two or more names", "For example: keta compare esketamine racemic.")
    found = [_one(dataset, name, names) for name in names]
    kinds = list(dict.fromkeys(kind for kind, _ in found))
    if len(kinds) > 1 or kinds[0] in VOCABULARY_WORDS:
        raise unlike(dataset, found, kinds)
    ids = tuple(dict.fromkeys(name for _, name in found))
    if len(ids) < 2:
        raise UsageError(f"{ids[0]} is compared with itself", "Name two different records.")
    bodies = {record: body for name, (_, record) in zip(names, found, strict=True) if (body := _body(dataset, name))}
    return Subjects(kinds[0], ids, section, bodies if kinds[0] == "guidelines" else {})


def _one(dataset: Dataset, name: str, names: list[str]) -> tuple[str, str]:
    """Kind and id of what a name stands for; the error for what is no record leads on to the trials or to a search."""
    try:
        return _found(dataset, name)
    except KetaError as error:
        if dataset.store.meant("trials", "comparator", fold(name)) or fold(name) in owners(dataset, "comparators"):
            other = next(each for each in (*names, "") if each != name)
            lines = (*_trials(dataset, other, name), f"keta find {' against '.join(names)}")
            text = f'"{name}" is a treatment that trials compare with, not a record that can be lined up'
            raise UsageError(text, f"Try {' or '.join(lines)}.", field="names", suggestions=lines) from None
        if not error.suggestions:
            line = " ".join(["keta find", *" ".join(names).split()])
            error.hint, error.suggestions = f"{line} searches everything.", (line,)
        raise


def _trials(dataset: Dataset, other: str, treatment: str) -> list[str]:
    """The line that lists the trials of a name against a treatment; none where there is no such trial."""
    try:
        named = [_found(dataset, other)] if other else []
    except KetaError:
        return []
    called = owners(dataset, "comparators").get(fold(treatment))
    if not called:
        # A kind of comparator, such as placebo, which trials are chosen by.
        return [f"keta trials {' '.join([*(each for _, each in named), treatment])}"]
    return lists_of(dataset, [*named, ("comparators", called[0])])


def joined(dataset: Dataset, words: list[str]) -> list[str]:
    """Names typed as a sentence, as in ``iv ketamine with esketamine spray``: the words between two are no names.

    Of several words on one side the form is meant, for forms are what is lined up; where there is none, all stand.
    """
    groups: list[list[str]] = [[]]
    for word in words:
        if word.casefold().rstrip(".") in JOINING and word not in owners(dataset, "compounds"):
            groups.append([])
        else:
            groups[-1].append(word)
    if len(groups) < 2:
        return words
    forms = owners(dataset, "compounds")
    names: list[str] = []
    for group in filter(None, groups):
        whole = " ".join(group)
        own = [word for word in group if fold(word) in forms]
        if len(group) == 1 or fold(whole) in forms:
            names.append(whole)
        elif len(own) == 1 and all(word in own or fold(word) in owners(dataset, "routes") for word in group):
            names += own
        else:
            names += group
    return names


def _found(dataset: Dataset, name: str) -> tuple[str, str]:
    """Kind and id of what a name stands for; a body is the edition that speaks for it."""
    error: KetaError | None = None
    try:
        found = find_record(dataset, name)
        if found[0] not in STATEMENTS:
            return found
    except KetaError as missed:
        error = missed
    if error is None and found[0] == "sources" and numbered(dataset, name):
        # What a paper reports is lined up, not the paper.
        for kind in SECTIONS:
            held = of_document(dataset, kind, name)
            if held is not None:
                return kind, held
    body = _body(dataset, name)
    if body:
        return "guidelines", newest(dataset, body).id
    other = dataset.store.brief(fold(name))
    if other is not None:
        return other
    if error is not None:
        raise error
    return found


def _body(dataset: Dataset, name: str) -> str:
    """The body that a name stands for; empty for any other name, one of a record among them."""
    other = dataset.store.brief(fold(name))
    if other is None or other[0] != "body":
        return ""
    try:
        return other[1] if find_record(dataset, name)[0] in STATEMENTS else ""
    except KetaError:
        return other[1]


def newest(dataset: Dataset, body: str) -> Guideline:
    """The newest edition of a body that takes a position on ketamine, clinical guidance before others."""
    held = [item for item in dataset.guidelines if item.body == body]

    def rank(item: Guideline) -> tuple[bool, bool, int, bool]:
        silent = all(each.position in OPEN for each in item.recommendations)
        return item.superseded_by is not None, silent, -(item.year or 0), item.kind != "guideline"

    return min(held, key=rank)


def unlike(dataset: Dataset, found: list[tuple[str, str]], kinds: list[str]) -> UsageError:
    """The error for records that cannot be lined up, with two or three lines that lead on."""
    said = ", ".join(f"{name} is {VOCABULARY_WORDS.get(kind) or f'a {word_of(kind)}'}" for kind, name in found)
    choices: list[str] = []
    for kind, name in found:
        partner = _partner(dataset, kind, name)
        choices.append(f"keta compare {name} {partner}" if partner else f"keta {name}")
    if "compounds" in kinds and any(kind in VOCABULARIES for kind in kinds):
        choices[:0] = lists_of(dataset, found)
    lines = tuple(dict.fromkeys(choices))[:3]
    return UsageError(
        f"only records of one kind can be compared: {said}", f"Try {' or '.join(lines)}.", field="names",
        suggestions=lines,
    )  # fmt: skip


def _partner(dataset: Dataset, kind: str, name: str) -> str:
    """A record that one is often compared with; empty where none lies near."""
    if kind == "compounds":
        return next(form for form in FORM_ORDER if form != name)
    if kind == "trials":
        own = dataset.trials[name]
        for each in dataset.trials.partly("id", "forms", "indications", "design", "status"):
            same = (each.forms, each.indications) == (own.forms, own.indications)
            if same and each.id != name and each.status == "reported" and each.design.allocation == "randomised":
                return each.id
    return ""
