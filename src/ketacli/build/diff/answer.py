"""The whole answer: what differs, how many records do, and which conclusions follow otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ketacli.build.diff.changes import changes
from ketacli.build.diff.sides import State
from ketacli.build.facts.fact import joined
from ketacli.evidence.answers.diff import Conclusion, Diff, DiffCount, DiffDocument, Difference, DiffState
from ketacli.evidence.direction import WORDS
from ketacli.evidence.question_words import direction_words, estimate, trials_words
from ketacli.evidence.questions import held
from ketacli.records.kinds import ALL
from ketacli.records.source import cite
from ketacli.records.wording import TIE


def compared(before: State, after: State) -> Diff:
    """What differs from the first state to the second."""
    found = changes(before, after)
    return Diff(
        before=_state(before), after=_state(after), kinds=tuple(_counts(before, after, found)),
        conclusions=tuple(sorted(_conclusions(before, after), key=lambda each: not each.turned)),
        not_compared=_not_compared(before, after), changes=tuple(found),
        documents=tuple(_documents(before, after, found)),
    )  # fmt: skip


def _state(side: State) -> DiffState:
    meta = side.authored.meta
    return DiffState(
        name=side.name, sort=side.sort, version=meta.get("version"), checked_through=meta.get("checked_through"),
        records=sum(map(len, side.authored.records.values())), worked_out=side.worked,
    )  # fmt: skip


def _counts(before: State, after: State, found: list[Difference]) -> Iterator[DiffCount]:
    changed = {(each.kind, each.id) for each in found if each.keys and each.group != "where-from"}
    for kind in ALL:
        old, new = (side.authored.records.get(kind, {}).keys() for side in (before, after))
        same = sum(each == kind for each, _ in changed)
        if old != new or same:
            yield DiffCount(kind=kind, before=len(old), after=len(new), added=len(new - old), removed=len(old - new),
                            changed=same)  # fmt: skip


def _not_compared(before: State, after: State) -> str | None:
    for side in (before, after):
        if side.broken:
            some = ", ".join(f"{kind}/{name}" for kind, name in sorted(side.broken)[:3])
            number, verb = (f"{len(side.broken)} records", "break") if len(side.broken) > 1 else ("a record", "breaks")
            return f"nothing is worked out of {side.name}: {number} in it {verb} a rule of this version ({some})"
    old, new = (side.authored.records.get("questions", {}).keys() for side in (before, after))
    if not old & new:
        lacking = before if not old else after if not new else None
        reason = f"{lacking.name} has none" if lacking else "none stands in both"
        return f"the pools of clinical questions, for {reason}; of trials the results are"
    return None


def _conclusions(before: State, after: State) -> Iterator[Conclusion]:
    if not (before.worked and after.worked):
        return
    old, new = before.authored.records, after.authored.records
    for name in sorted(old.get("questions", {}).keys() & new.get("questions", {}).keys()):
        first, second = old["questions"][name], new["questions"][name]
        earlier = {each.id: each for each in first.outcomes}
        for asked in second.outcomes:
            if asked.id in earlier:
                words = _finding(first, earlier[asked.id]), _finding(second, asked)
                sides = [(held(each).basis, direction_words(question, held(each)))
                         for question, each in ((first, earlier[asked.id]), (second, asked))]  # fmt: skip
                if words[0] != words[1]:
                    yield Conclusion(kind="questions", id=name, outcome=asked.id, label=f"{second.name}: {asked.name}",
                                     old=words[0], new=words[1], turned=sides[0] != sides[1])  # fmt: skip
    for name in sorted(old.get("trials", {}).keys() & new.get("trials", {}).keys()):
        first, second = old["trials"][name], new["trials"][name]
        if first.direction != second.direction:
            yield Conclusion(kind="trials", id=name, outcome=None, label=f"{second.name}: primary result",
                             old=WORDS[first.direction], new=WORDS[second.direction], turned=True)  # fmt: skip


def _finding(question: Any, asked: Any) -> str:
    """The figures with their direction, what went in, and how sure somebody judged it."""
    judged = ", ".join(f"{each.value} ({each.system})" for each in held(asked).certainty)
    sure = f"certainty {judged}" if judged else ""
    return joined(estimate(question, asked), trials_words(asked), sure).replace(TIE, " ")


def _documents(before: State, after: State, found: list[Difference]) -> Iterator[DiffDocument]:
    named = sorted({name for each in found for name in (each.old_source, each.source) if name})
    known = [side.authored.records.get("sources", {}) for side in (after, before)]
    for name in named:
        source = known[0].get(name) or known[1].get(name)
        if source is not None:
            yield DiffDocument(id=name, cited=cite(source))
