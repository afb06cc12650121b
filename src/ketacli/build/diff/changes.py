"""Differences in clinical words: the fact that words a value says what it is, what it says, and on which document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ketacli.build.diff.differences import Leaf, differences
from ketacli.build.diff.sides import State
from ketacli.build.facts.fact import Fact, capital
from ketacli.build.overlays.said import worded
from ketacli.build.read import dump
from ketacli.evidence.answers.diff import Change, Difference, Group
from ketacli.records.kinds import ALL

GROUPS: tuple[Group, ...] = ("dose", "warning", "guidance", "approval", "result", "status", "other", "where-from")
"""What matters first."""
CHANGES: tuple[Change, ...] = ("changed", "removed", "added")
DOSED = {"doses", "given_over", "schedule", "maximum", "phases"}
OF_SORT: dict[str, Group] = {
    "dose": "dose", "maximum": "dose", "contraindication": "warning", "warning": "warning", "position": "guidance",
    "grading": "guidance", "approval": "approval", "standing": "approval", "event": "approval", "law": "approval",
    "supervision": "approval", "status": "status", "registry": "status",
    "result": "result", "outcome": "result", "arm": "result", "harm": "result", "pooled": "result",
    "signal": "result", "certainty": "result", "frequency": "result", "people": "result",
}  # fmt: skip
OF_KIND: dict[str, Group] = {
    "regimens": "dose", "guidelines": "guidance", "events": "approval", "trials": "result", "reviews": "result",
    "questions": "result",
}  # fmt: skip
"""Group of a record that one state alone has, where its first fact does not say it."""
STATUS = {"status", "completion", "phase", "registry", "registries"}
COUNTED = ("n_", "arms.", "outcomes.", "harms.", "withdrawals.")
POSITIONS = {"recommendations", "superseded_by"}


def changes(before: State, after: State) -> list[Difference]:
    """Everything that differs, what matters most first."""
    found = [each for kind in ALL for each in _of_kind(before, after, kind)]
    return sorted(found, key=lambda each: (GROUPS.index(each.group), CHANGES.index(each.change), ALL.index(each.kind),
                                           each.id))  # fmt: skip


def _of_kind(before: State, after: State, kind: str) -> Iterator[Difference]:
    old, new = (side.authored.records.get(kind, {}) for side in (before, after))
    for name in sorted({*old, *new}):
        if name in old and name in new:
            yield from _of_record(before, after, kind, old[name], new[name])
        elif name in new:
            yield _whole(after, kind, new[name], "added")
        else:
            yield _whole(before, kind, old[name], "removed")


def _whole(side: State, kind: str, record: Any, change: Change) -> Difference:
    """A record that one state alone has, by the fact by which it is known."""
    facts = side.facts(kind, record)
    lead = facts[0] if facts else None
    group = OF_KIND.get(kind) or OF_SORT.get(lead.sort if lead else "", "other")
    if kind == "trials" and record.status != "reported":
        group = "status"
    if kind == "safety" and group != "warning":
        group = "result"
    text, source = (lead.text if lead else "on record"), lead.source if lead else getattr(record, "source", None)
    return Difference(
        group=group, change=change, kind=kind, id=record.id, name=called(record), path=f"{kind}/{record.id}",
        label=lead.label if lead else "", old=text if change == "removed" else None,
        new=text if change == "added" else None, old_source=source if change == "removed" else None,
        source=source if change == "added" else None, keys=(),
    )  # fmt: skip


def called(record: Any) -> str:
    """How a record is printed."""
    return str(getattr(record, "name", None) or getattr(record, "title", None) or getattr(record, "label", record.id))


def _of_record(before: State, after: State, kind: str, old: Any, new: Any) -> Iterator[Difference]:
    raw_old, raw_new = dump(old), dump(new)
    if raw_old == raw_new:
        return
    leaves = list(differences(type(new), raw_old, raw_new))
    told = [side.facts(kind, record) for side, record in ((before, old), (after, new))]
    # Where one state words nothing of the record, for it breaks a rule, the values stand for themselves in both.
    old_facts, new_facts = (_Facts(each if all(told) else []) for each in told)
    groups: dict[tuple[str, str], list[Leaf]] = {}
    for leaf in leaves:
        if not leaf.where_from:
            # Where no fact words it, it stands by itself.
            own = [each.path if each is not None else "" for each in _both(old_facts, new_facts, leaf)]
            groups.setdefault((own[0], own[1]) if any(own) else ("", f"\0{leaf.key}"), []).append(leaf)
    for held in groups.values():
        first, second = _both(old_facts, new_facts, held[0])
        texts = (first.text if first else None, second.text if second else None)
        if texts[0] != texts[1]:
            yield _worded(kind, new, held, first, second)
        else:
            yield from (_plain(kind, new, leaf, second or first, raw_old, raw_new) for leaf in held)
    moved = [leaf for leaf in leaves if leaf.where_from]
    if moved:
        yield _moved(kind, new, moved)


def _both(old: _Facts, new: _Facts, leaf: Leaf) -> tuple[Fact | None, Fact | None]:
    """The facts that word a value before and after; of a part of what one fact words, the fact of that label."""
    first, second = old.of(leaf.old_key), new.of(leaf.new_key)
    if leaf.old_key is None and second is not None:
        return old.alike(second, leaf.key), second
    if leaf.new_key is None and first is not None:
        return first, new.alike(first, leaf.key)
    return first, second


class _Facts:
    """The facts of a record by the keys that they word."""

    def __init__(self, facts: list[Fact]) -> None:
        self.by_label = {(each.sort, each.label): each for each in reversed(facts)}
        self.by_key = {path: each for each in reversed(facts) for path in (each.path, *each.covers)}

    def of(self, key: str | None) -> Fact | None:
        """The fact that words a value, or the list that it is in."""
        words = (key or "").split(".")
        for end in range(len(words), 0, -1):
            found = self.by_key.get(".".join(words[:end]))
            if found is not None:
                return found
        return None

    def alike(self, fact: Fact, key: str) -> Fact | None:
        """The fact of the same label, where ``fact`` words more than the part at ``key`` alone."""
        alone = fact.path == key and not fact.covers
        return None if alone else self.by_label.get((fact.sort, fact.label))


def _group(kind: str, sort: str, keys: list[str]) -> Group:
    """What a change concerns, by the keys that differ and by the fact that words them."""
    words = {word for key in keys for word in key.split(".")}
    if all(key.split(".")[-1] == "note" for key in keys):
        return "other"
    if kind in ("regimens", "trials") and words & DOSED:
        return "dose"
    if kind == "guidelines" and words & POSITIONS:
        return "guidance"
    if kind == "trials" and {key.partition(".")[0] for key in keys} <= STATUS:
        return "status"
    if not sort and kind == "trials" and all(key.startswith(COUNTED) for key in keys):
        return "result"
    return OF_SORT.get(sort, "other")


def _worded(kind: str, record: Any, held: list[Leaf], old: Fact | None, new: Fact | None) -> Difference:
    """Values that a fact words, before and after."""
    either = new or old
    assert either is not None
    keys = list(dict.fromkeys(leaf.key for leaf in held))
    change: Change = "added" if old is None else "removed" if new is None else "changed"
    return Difference(
        group=_group(kind, either.sort, keys), change=change, kind=kind, id=record.id, name=called(record),
        path=f"{kind}/{record.id}.{either.path}", label=either.label or capital(either.sort.replace("-", " ")),
        old=old.text if old else None, new=new.text if new else None, old_source=old.source if old else None,
        source=new.source if new else None, keys=tuple(keys),
    )  # fmt: skip


def _plain(
    kind: str, record: Any, leaf: Leaf, about: Fact | None, raw_old: dict[str, Any], raw_new: dict[str, Any]
) -> Difference:
    """A value that no fact words, by its key."""
    change: Change = "added" if leaf.old_key is None else "removed" if leaf.new_key is None else "changed"
    key = leaf.key
    own = " ".join(word.replace("_", " ") for word in key.split(".") if not word.isdigit())
    last = key.split(".")[-1].replace("_", " ")
    label = f"{about.label}: {last}" if about is not None and about.label else own
    return Difference(
        group=_group(kind, about.sort if about else "", [key]), change=change, kind=kind, id=record.id,
        name=called(record), path=f"{kind}/{record.id}.{key}", label=capital(label), old=_words(leaf.old),
        new=_words(leaf.new), old_source=_source(raw_old, leaf.old_key), source=_source(raw_new, leaf.new_key),
        keys=(key,),
    )  # fmt: skip


def _words(value: Any) -> str | None:
    return None if value is None or value == [] else worded({"value": value})


def _source(raw: dict[str, Any], key: str | None) -> str | None:
    """The document behind a value: that of the part that it is in, or of the whole record."""
    if key is None:
        return None
    found, at = raw.get("source"), raw
    for word in key.split("."):
        at = at[int(word)] if isinstance(at, list) else at.get(word, {}) if isinstance(at, dict) else {}
        if isinstance(at, dict):
            found = at.get("source") or found
    return found if isinstance(found, str) else None


def _moved(kind: str, record: Any, leaves: list[Leaf]) -> Difference:
    """That the same values are from elsewhere, or were looked at again."""
    sources = [leaf for leaf in leaves if leaf.key.split(".")[-1] == "source"]
    shown = (sources or leaves)[0]
    last = shown.key.split(".")[-1].replace("_", " ")
    more = len(leaves) - 1
    label = f"Where it is from, or when it was looked at: {last}" + (f", and {more} more" if more else "")
    return Difference(
        group="where-from", change="changed", kind=kind, id=record.id, name=called(record),
        path=f"{kind}/{record.id}.{shown.key}", label=label, old=_words(shown.old), new=_words(shown.new),
        old_source=shown.old if sources else None, source=shown.new if sources else None,
        keys=tuple(leaf.key for leaf in leaves),
    )  # fmt: skip
