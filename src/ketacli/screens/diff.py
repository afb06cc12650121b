"""Two states of the data side by side: what differs, what matters first, fitted to a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records import wording
from ketacli.records.kinds import many_of, word_of
from ketacli.records.wording import plural
from ketacli.screens.cards.card import Card, Line
from ketacli.screens.cards.draw import drawn
from ketacli.screens.screen import Note

if TYPE_CHECKING:
    from ketacli.evidence.answers.diff import Conclusion, Diff, Difference
    from ketacli.records.dataset import Dataset
    from ketacli.screens.screen import Screen

GROUPS = {
    "dose": "Doses", "warning": "Warnings", "guidance": "Guidelines", "approval": "Approvals, rules",
    "result": "Results", "status": "Status of trials", "other": "Other", "where-from": "Source or date",
}  # fmt: skip
"""Group of changes to its label on the screen."""
MOST, LONGEST = 6, 220
"""Lines of a group, and letters of a line, on a default screen."""
AROUND = 4
"""Words around one that differs."""
ELSEWHERE = "worded otherwise, --full has both"


def diff_screen(dataset: Dataset, found: Diff, changes: list[Difference], whole: bool) -> Screen:
    """The counts, the conclusions that differ, then each group of changes; with ``whole`` every one of them."""
    card = Card(f"{found.before.name} to {found.after.name}: {_counted(found, changes)}")
    for label, name in (("Added", "added"), ("Removed", "removed"), ("Changed", "changed")):
        held = [(getattr(each, name), each.kind) for each in found.kinds]
        words = [plural(number, word_of(kind), many_of(kind)) for number, kind in held if number]
        card.add(f"Records {label.lower()}", [wording.joined(words, "and")] if words else [], rank=0)
    turned = [_conclusion(each) for each in found.conclusions if each.turned]
    card.add("Conclusions that turn", turned, rank=1, most=len(turned), least=3)
    moved = [_conclusion(each) for each in found.conclusions if not each.turned]
    card.add("Estimates that move", moved, rank=5, most=4)
    for rank, (group, label) in enumerate(GROUPS.items(), 2):
        lines = [_line(dataset, each, whole) for each in changes if each.group == group]
        card.add(label, lines, rank=rank, most=MOST if rank < 6 else 3)
    if not changes and not found.conclusions:
        card.add("Differences", ["none"])
    here = [f"{each.kind}/{each.id}" for each in changes if dataset.title(f"{each.kind}/{each.id}") is not None]
    card.next = [f"keta show {path}" for path in here[:1]]
    shown = drawn(dataset, card, whole)
    if found.not_compared is not None:
        shown.notes.insert(0, Note(f"Conclusions not compared: {found.not_compared}."))
    elif found.conclusions:
        shown.notes.insert(0, Note("The conclusions of both are worked out by this version of keta."))
    return shown


def _counted(found: Diff, changes: list[Difference]) -> str:
    parts = [f"{sum(getattr(each, name) for each in found.kinds):,} {name}" for name in ("added", "removed")]
    turned = sum(each.turned for each in found.conclusions)
    parts += [plural(sum(bool(each.keys) for each in changes), "value changed", "values changed")]
    return ", ".join([*parts, *([plural(turned, "conclusion turns", "conclusions turn")] if turned else [])])


def _conclusion(each: Conclusion) -> Line:
    return Line(f"{each.id}, {each.label}: was {each.old or 'nothing'}; now {each.new or 'nothing'}")


def _line(dataset: Dataset, each: Difference, whole: bool) -> Line:
    """One change on one line, with the documents behind both states."""
    old, new = (each.old, each.new) if whole else _parts_that_differ(each.old, each.new)
    label = f", {wording.inside(each.label)}" if each.label else ""
    if not each.keys:
        head = f"{'new' if each.change == 'added' else 'gone'} {word_of(each.kind)}, {each.id}"
        text = f"{head}: {each.name}" + (f"; {old or new}" if whole or len(old or new or "") < LONGEST else "")
    elif each.change == "changed" and old is not None and new is not None:
        text = f"{each.id}{label}: was {old}; now {new}"
    else:
        told = {"added": "added", "removed": "gone"}.get(each.change, "now" if new else "was")
        text = f"{each.id}{label}, {told}: {new or old or 'nothing'}"
    if not whole and each.keys and len(text) > LONGEST:
        text = f"{each.id}{label}{_short(each)}"
        if each.old is not None and each.new is not None:
            first, second = _words_that_differ(each.old, each.new)
            closer = f"{each.id}{label}: was {first}; now {second}"
            text = closer if len(closer) <= LONGEST else text
    unknown = each.old_source if each.old_source and each.old_source not in dataset.sources else None
    if unknown and unknown != each.source:
        text += f" (it was from {unknown})"
    return Line(text, tuple(dict.fromkeys(filter(None, (each.source, each.old_source)))))


def _short(each: Difference) -> str:
    """What is said of a change whose words are too long: what stands before their colon, where that differs."""
    if each.change != "changed":
        return f": {'added' if each.change == 'added' else 'gone'}, --full has it"
    old, new = ((text or "").partition(": ")[0] for text in (each.old, each.new))
    if old != new and 0 < len(old) + len(new) < LONGEST // 2:
        return f": was {old}; now {new} ({ELSEWHERE})"
    return f": {ELSEWHERE}"


def _words_that_differ(old: str, new: str) -> tuple[str, str]:
    """Two long texts as the words that differ, with a few around them."""
    from difflib import SequenceMatcher

    first, second = old.split(" "), new.split(" ")
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_grouped_opcodes(AROUND)
    cuts = [((block[0][1], block[-1][2]), (block[0][3], block[-1][4])) for block in blocks]
    return _cut(first, [cut for cut, _ in cuts]), _cut(second, [cut for _, cut in cuts])


def _cut(words: list[str], cuts: list[tuple[int, int]]) -> str:
    parts = [" ".join(words[start:end]) for start, end in cuts]
    before, after = "... " if cuts[0][0] else "", " ..." if cuts[-1][1] < len(words) else ""
    return before + " ... ".join(parts) + after


def _parts_that_differ(old: str | None, new: str | None) -> tuple[str | None, str | None]:
    """Two texts without the pieces between semicolons that both have; the whole ones where nothing else is left."""
    if old is None or new is None:
        return old, new
    first, second = old.split("; "), new.split("; ")
    kept = ["; ".join(piece for piece in pieces if piece not in others)
            for pieces, others in ((first, second), (second, first))]  # fmt: skip
    return (kept[0], kept[1]) if all(kept) else (old, new)
