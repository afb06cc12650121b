"""Break styled text into lines without ever losing a character of a number, unit or name."""

from __future__ import annotations

from functools import lru_cache

from ketacli.records.wording import TIE
from ketacli.screens.screen import Note, Span, Value, Words, spans

Line = list[Span]
Token = tuple[tuple[Span, ...], bool, int]
"""A piece of text that stays on one line: its spans, whether it follows the piece before without a space, as the rest
of a long id does, and its width in cells."""

LONG_ID = 22
"""An id longer than this may break after a hyphen: it is no number, unit or name."""
UNITS = frozenset(("mg", "mcg", "ng", "g", "kg", "mL", "L", "h", "min", "mm", "nmol", "mcmol"))
"""What stays with the number before it: in free text too, a dose is never read across two lines."""


def width_of(text: Words) -> int:
    """Cells that the text takes when it stays on one line."""
    return cells(text) if isinstance(text, str) else sum([cells(part) for part, _ in text])


def cells(text: str) -> int:
    """Terminal cells of a string; wide East Asian characters take two, combining marks none."""
    if text.isascii() or text.replace(TIE, "").isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


@lru_cache(maxsize=1024)
def tokens(text: Words) -> tuple[Token, ...]:
    """The pieces that must not be broken, in order; a text is asked for them several times while a table is fitted."""
    found: list[Token] = []
    word: list[Span] = []
    for part, style in spans(text):
        for at, piece in enumerate(_words(part)):
            if at and word:
                found += _pieces(word)
                word = []
            if piece:
                word.append((piece, style))
    return (*found, *(_pieces(word) if word else ()))


def _words(text: str) -> list[str]:
    """The text cut at its spaces, but for those between a number and its unit."""
    found = text.split(" ")
    for at in range(len(found) - 1, 0, -1):
        before, after = found[at - 1 : at + 1]
        number = before[-1:].isdecimal()
        mercury = before == "mm" and after.startswith("Hg") and at > 1 and found[at - 2][-1:].isdecimal()
        if (number and _is_unit(after)) or mercury:
            found[at - 1 : at + 1] = [before + TIE + after]
    return found


def _is_unit(word: str) -> bool:
    """Whether a word begins with a unit: "mg", "mg/kg", "mL,"."""
    end = next((at for at, letter in enumerate(word) if not (letter.isascii() and letter.isalpha())), len(word))
    return word[:end] in UNITS


def as_words(value: Value, width: int | None, style: str = "") -> Words:
    """A note as text to be wrapped at ``width``, each of its commands in one piece where it fits: they are to be typed.

    ``style`` is that of a note without caution. Words are given back as they are.
    """
    if not isinstance(value, Note):
        return value
    look = value.caution or style
    parts = [("! ", look)] if value.caution else []
    parts += [(part, own or look) for part, own in spans(value.text)]
    if value.commands:
        whole = (each if width is None or cells(each) > width else each.replace(" ", TIE) for each in value.commands)
        commands = ", ".join(whole)
        parts.append((f"{'  ' if width is None else ' '}{commands}", look))
    return tuple(parts)


def _pieces(word: list[Span]) -> list[Token]:
    """A long id, or a long list of source marks, as pieces that may stand on different lines; anything else whole."""
    text, style = word[0]
    if len(word) == 1 and len(text) <= LONG_ID:
        return [(tuple(word), False, cells(text))]
    core = text.rstrip(",.;:)") if len(word) == 1 else ""
    if len(core) > LONG_ID:
        is_id = core == core.lower() and core.replace("-", "").isalnum()
        sign = "-" if is_id else "," if _is_marks(text) else None
        parts = text.split(sign) if sign else [text]
        shown = [part + (sign or "") for part in parts[:-1]] + parts[-1:]
        return [(((part, style),), at > 0, cells(part)) for at, part in enumerate(shown)]
    return [(tuple(word), False, width_of(tuple(word)))]


def _is_marks(word: str) -> bool:
    """Whether a word is a list of source marks, such as "[1,2,3]"; it may break after a comma."""
    numbers = word[1:].partition("]")[0].split(",")
    return word.startswith("[") and "]" in word and len(numbers) > 1 and all(map(str.isdecimal, numbers))


def longest_token(text: Words) -> int:
    """Cells of the widest unbreakable piece: no column may be narrower."""
    return max((size for _, _, size in tokens(text)), default=0)


def wrap(text: Words, width: int | None, first: Line | None = None, indent: int = 0) -> list[Line]:
    """The text as lines of at most ``width`` cells; a wider piece stands on a line of its own.

    ``None`` means no limit. Words joined by a no-break space stay together. ``first`` is what the first line begins
    with, and ``indent`` how far the others are set in.
    """
    if width is None:
        return [untie([*(first or []), *spans(text)])]
    line: Line = [*(first or [])]
    lines = [line]
    used = width_of(tuple(line))
    fresh = True
    for parts, glued, size in tokens(text):
        gap = "" if glued or fresh else " "
        fresh = False
        if used > (indent if len(lines) > 1 else 0) and used + len(gap) + size > width:
            line = [(" " * indent, "")] if indent else []
            lines.append(line)
            used, gap = indent, ""
        _append(line, gap, parts)
        used += len(gap) + size
    return [untie(line) for line in lines]


def _append(line: Line, gap: str, parts: tuple[Span, ...]) -> None:
    """Set a piece behind a line, in one span with the words before it where they have its style."""
    part, style = parts[0]
    before, look = line[-1] if line else ("", "")
    if look == style and before and not before.isspace():
        line[-1] = (before + gap + part, style)
    else:
        line += [(gap, look if look == style else ""), (part, style)] if gap else [(part, style)]
    line += parts[1:]


def height_of(text: Words, width: int, first: int = 0, indent: int = 0) -> int:
    """How many lines ``wrap`` makes of the text, without making them; ``first`` are the cells that it begins behind."""
    if first + width_of(text) <= width:
        return 1
    lines, used, fresh, margin = 1, first, True, 0
    for _, glued, size in tokens(text):
        gap = 0 if glued or fresh else 1
        fresh = False
        if used > margin and used + gap + size > width:
            lines += 1
            used = margin = indent
            gap = 0
        used += gap + size
    return lines


def wrap_command(command: str, width: int) -> list[Line]:
    """A command to copy: on one line, and only where it is wider than ``width`` broken, between words."""
    lines = [""]
    for word in command.split(" "):
        if lines[-1] and cells(lines[-1]) + 1 + cells(word) > width:
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return [[(line, "")] for line in lines]


def untie(line: Line) -> Line:
    """The line with no-break spaces made plain."""
    return [(part.replace(TIE, " "), style) for part, style in line]
