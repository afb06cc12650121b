"""Break styled text into lines without ever losing a character of a number, unit or name."""

from __future__ import annotations

from ketacli.fmt import TIE
from ketacli.screen import Span, Words, spans

Line = list[Span]


def width_of(text: Words) -> int:
    """Cells that the text takes when it stays on one line."""
    return sum(cells(part) for part, _ in spans(text))


def cells(text: str) -> int:
    """Terminal cells of a string; wide East Asian characters take two, combining marks none."""
    if text.isascii() or text.replace(TIE, "").isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def tokens(text: Words) -> list[list[Span]]:
    """Words that must not be broken, each a list of spans."""
    found: list[list[Span]] = [[]]
    for part, style in spans(text):
        for at, word in enumerate(part.split(" ")):
            if at:
                found.append([])
            if word:
                found[-1].append((word, style))
    return [word for word in found if word]


def longest_token(text: Words) -> int:
    """Cells of the widest unbreakable word: no column may be narrower."""
    return max((sum(cells(part) for part, _ in token) for token in tokens(text)), default=0)


def wrap(text: Words, width: int | None) -> list[Line]:
    """The text as lines of at most ``width`` cells; a wider word stands on a line of its own.

    ``None`` means no limit. Words joined by a no-break space stay together.
    """
    if width is None:
        return [untie(list(spans(text)))]
    lines: list[Line] = [[]]
    used = 0
    for token in tokens(text):
        size = sum(cells(part) for part, _ in token)
        if used and used + 1 + size > width:
            lines.append([])
            used = 0
        if used:
            style = lines[-1][-1][1] if lines[-1][-1][1] == token[0][1] else ""
            lines[-1].append((" ", style))
            used += 1
        lines[-1] += token
        used += size
    return [untie(line) for line in lines]


def untie(line: Line) -> Line:
    """The line with no-break spaces made plain."""
    return [(part.replace(TIE, " "), style) for part, style in line]
