"""Draw a card so that it fits a window at every width: what gives way is counted, and the card says where it is.

The same lines are shown at every width, so that a wider window never shows less and never takes more lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.wording import tie
from ketacli.screens.common import name_sources, screen, titled_standing, unsound
from ketacli.screens.screen import Facts, Marks, Note, Value, Words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.screens.cards.card import Card, Line, Part
    from ketacli.screens.screen import Screen

WINDOWS = ((100, 36), (80, 48))
"""Columns, and the lines that an answer may take there, title and footer included."""
FIXED = 5
"""Lines of the rule, the sources, the advice and the empty line before them."""
NEXT_INDENT, NEXT_GAP = 9, 3
LABEL = 24
ADVICE = 92
"""Columns in which the advice takes one line."""
GAP = 2
DISPUTED = tie("! sources disagree")


def drawn(dataset: Dataset, card: Card, whole: bool = False, marks: Marks | None = None) -> Screen:
    """The screen of a card, fitted to a window; with ``whole`` every line of it."""
    card.title = titled_standing(dataset, card.title, card.source)
    shown = screen(dataset, card.title)
    marks = marks or Marks()
    documents = [card.source, *(name for part in card.parts for line in part.lines for name in line.sources)]
    frame = [footer(card, shown.currency, width) + 2 * bool(unsound(dataset, documents)) for width, _ in WINDOWS]
    fitted = [(part, part.lines, None) for part in card.parts] if whole else fit(card, frame)
    pairs: list[tuple[str, Value]] = []
    for part, lines, more in fitted:
        label = part.label
        for line in lines:
            pairs.append((label, marked(dataset, line, marks)))
            label = ""
        if more is not None:
            pairs.append((label, more))
    shown.blocks.append(Facts(pairs))
    if card.source:
        marks.mark(card.source)
    name_sources(dataset, shown, marks)
    shown.next = card.next
    return shown


def marked(dataset: Dataset, line: Line, marks: Marks) -> Words:
    """A line with its source mark, and with the word that sources disagree about it."""
    mark = marks.mark(*(name for name in line.sources if name in dataset.sources))
    words: list[tuple[str, str]] = [(line.text, line.style)]
    if line.note:
        words.append((line.whole[len(line.text) :], "" if line.style == "name" else line.style))
    if mark:
        words.append((f" {mark}", "dim"))
    if line.disputed:
        words.append((f" {DISPUTED}", "caution"))
    return tuple(words)


def fit(card: Card, frame: list[int]) -> list[tuple[Part, list[Line], Value | None]]:
    """The parts with the lines that fit the windows, and what is said of those that are left out.

    ``frame`` is how many lines everything around them takes in each of the windows.
    """
    lines = {id(part): part.lines for part in card.parts}
    kept = {id(part): min(len(part.lines), part.most) for part in card.parts}
    label = min(max((len(part.label) for part in card.parts), default=0), LABEL)

    def too_high() -> bool:
        return any(
            taken + sum(height(part, lines[id(part)], kept[id(part)], width - label - GAP) for part in card.parts)
            > most
            for taken, (width, most) in zip(frame, WINDOWS, strict=True)
        )

    for part in sorted(card.parts, key=lambda each: -each.rank):
        if too_high():
            lines[id(part)] = [line._replace(note="") for line in part.lines]
    while too_high():
        loose: list[Part] = []
        for least in (None, 1, 0):
            loose = loose or [part for part in card.parts if part.rank and kept[id(part)] > _least(part, least)]
        loose = loose or [part for part in card.parts if kept[id(part)] > part.least]
        if not loose:
            break
        weakest = max(reversed(loose), key=lambda part: (part.rank, kept[id(part)]))
        kept[id(weakest)] -= 1
    return [(part, lines[id(part)][: kept[id(part)]], more_words(part, kept[id(part)])) for part in card.parts]


def _least(part: Part, least: int | None) -> int:
    return part.least if least is None else min(part.least, least)


def more_words(part: Part, kept: int) -> Value | None:
    """``4 more: keta show transform-2 harms``, ``24 guidelines in all: keta guidelines trd``; None for no rest."""
    if not part.leaves(kept):
        return None
    left = len(part.lines) - kept
    text = "left out here:" if len(part.lines) == 1 else f"{left} {'more' if kept else 'on record'}:"
    if part.counted:
        text = f"{part.counted} in all:"
    if part.whole.startswith("keta "):
        return Note(((text, "dim"),), (part.whole,))
    return ((f"{text} {part.whole}", "dim"),)


def height(part: Part, lines: list[Line], kept: int, room: int) -> int:
    """Lines that a part takes beside its label."""
    return sum(lines_of(line, room) for line in lines[:kept]) + part.leaves(kept)


def lines_of(line: Line, room: int) -> int:
    """Lines that a line takes with its source mark."""
    text = line.whole + (" [99]" if line.sources else "") + (f" {DISPUTED}" if line.disputed else "")
    return broken(text.split(" "), room, 1)


def broken(pieces: list[str], room: int, gap: int) -> int:
    """Lines that pieces take in so many cells, broken between them as the layout does."""
    count, used = 1, 0
    for piece in pieces:
        if used and used + gap + len(piece) > room:
            count, used = count + 1, len(piece)
        else:
            used += len(piece) + (gap if used else 0)
    return count


def footer(card: Card, currency: str, width: int) -> int:
    """Lines of everything around the parts: title, rule, sources, commands, advice."""
    title = 1 if len(card.title) + GAP + len(currency) <= width else broken(card.title.split(" "), width, 1) + 1
    following = broken(card.next, width - NEXT_INDENT, NEXT_GAP)
    return FIXED + title + following + (width < ADVICE)
