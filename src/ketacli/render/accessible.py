"""A screen as sentences for screen readers and braille displays: one fact a line, in reading order.

No columns, rules, capitals for headings or marks: what a sighted reader takes from the layout is said
in words. Lines are not broken unless a width is asked for: the reader's device breaks them itself.
Digits are never touched; a sign before a digit becomes the word "minus", because many speech engines
pass over a hyphen.
"""

from __future__ import annotations

import re

from ketacli.records.wording import TIE, joined
from ketacli.render.wrap import Line, untie, wrap, wrap_command
from ketacli.screens.screen import Block, Facts, Group, Heading, Note, Prose, Row, Screen, Table, Value, plain

MARK = re.compile(r"(.?)(\s*)\[(\d+(?:,\d+)*)\](?=(\s+\w)?)")
"""A source mark such as [1] or [1,3], what stands before it and whether words follow."""
NUMBERED = re.compile(r"\[(\d+)\] (.*)", re.DOTALL)
SIGN = re.compile(r"(?<![^\s(\[=<>])-(?=\.?\d)")
"""A hyphen that is a sign: it starts a number. One inside a word, a date or an id is preceded by a letter or digit."""
LITERAL = re.compile(r"((?<!\w)'[^'\n]+'(?!\w))")
"""Text in single quotes is to be typed: it stays as it is. An apostrophe follows a letter."""
DISPUTE = "\ue000"
"""The mark of a dispute while a text is said: that of a hazard is an exclamation mark too on a screen."""
WARNING = re.compile(rf"(?:^|[;,]?\s)([!{DISPUTE}])\s")
DISAGREE = re.compile(r"sources\sdisagree\b", re.IGNORECASE)
WORDS = (
    (re.compile(r"(?<=[\s(])<=\s*(?=\S)|(?<=[\s(])\u2264\s*"), f"at most{TIE}"),
    (re.compile(r"(?<=[\s(])>=\s*(?=\S)|(?<=[\s(])\u2265\s*"), f"at least{TIE}"),
    (re.compile(r"(?<=[\s(])<\s*(?=\S)"), f"less than{TIE}"),
    (re.compile(r"(?<=[\s(])>\s*(?=\S)"), f"greater than{TIE}"),
    # Written close to a word or a number, they are signs only before a number: an address keeps its own.
    (re.compile(r"\s*(?:<=|\u2264)\s*(?=\.?\d)"), f" at most{TIE}"),
    (re.compile(r"\s*(?:>=|\u2265)\s*(?=\.?\d)"), f" at least{TIE}"),
    (re.compile(r"\s*<\s*(?=\.?\d)"), f" less than{TIE}"),
    (re.compile(r"\s*>\s*(?=\.?\d)"), f" greater than{TIE}"),
    (re.compile(r"(?<=\s)=(?=\s)"), "equals"),
    (re.compile(r"(?<=\s)\+(?=\s)"), "plus"),
    (re.compile(r"(?<=\()\+(?=\d)"), f"plus{TIE}"),
    (re.compile(r"\s*\u00b1\s*"), " plus or minus "),
    (re.compile(r"\s*\u00d7\s*"), " times "),
    (re.compile(r"\s*\u00b7\s*"), ", "),
    (re.compile(r"\s*\u2192\s*"), " to "),
    (re.compile(r"\u2212(?=\.?\d)"), f"minus{TIE}"),
)
"""Signs that speech passes over or misnames, as words; only where they stand as signs of their own."""
AGAINST = re.compile(r"(?<=\S) v (?=\S)")
UNITS = {
    "mg": "milligram", "mcg": "microgram", "ng": "nanogram", "kg": "kilogram", "mL": "millilitre", "L": "litre",
    "h": "hour", "min": "minute",
}  # fmt: skip
WHOLE_UNITS = {"uM": "micromolar", "nM": "nanomolar", "mM": "millimolar", "mm Hg": "millimetres of mercury"}
UNIT = re.compile(
    rf"(?<![\w.])(\d[\d,.]*)([ {TIE}])(mm[ {TIE}]Hg|[unm]M|(?:{'|'.join(UNITS)})(?:/(?:{'|'.join(UNITS)}))*)(?![\w/-])"
)
"""A number with its unit, which speech spells out letter by letter."""
LONG = 40
"""From so many lines on, a page with several sections says first which they are."""
SECTION = re.compile(r"Section(, sources disagree)?: ")
STOPS = (".", "!", "?", ":", ";")


class Typed(str):
    """A line with a command to be typed: it is broken between words only."""

    __slots__ = ()


DOUBT = "! "
"""Before the name of a row of which sources disagree."""


def speak(screen: Screen, width: int | None) -> list[Line]:
    """Every line of the screen; broken at ``width`` cells, not at all for ``None``."""
    known = len(screen.sources)
    # An address is no sentence: a full stop would become part of it.
    said = [screen.title] if "/" in screen.title and " " not in screen.title else sentence(screen.title, 0)
    if screen.currency:
        said += sentence(screen.currency, 0)
    start = len(said)
    for block in screen.blocks:
        said += _block(block, known)
    if screen.notes:
        said += ["", "Section: Notes."]
        for note in screen.notes:
            said += sentence(note, known)
    if screen.sources:
        said += ["", f"Section: Sources, {known}."]
        said += [_source(plain(source)) for source in screen.sources]
    if screen.next:
        said += ["", "Section: Next commands.", *map(Typed, screen.next)]
    said[start:start] = _contents(said)
    if screen.advice:
        said += ["", *sentence(screen.advice, 0)]
    return [line for text in _squeezed(said) for line in _lines(text, width)]


def _contents(said: list[str]) -> list[str]:
    """What a long page has, for whoever wants to go on to a part of it; nothing for a short one."""
    titles = [text[found.end() :].partition(". ")[0].rstrip(".") for text in said if (found := SECTION.match(text))]
    return [f"Sections: {'; '.join(titles)}."] if len(said) >= LONG and len(titles) > 2 else []


def sentence(text: Value, known: int, label: str = "", disputed: bool = False) -> list[str]:
    """A text as lines: the text with its label, then what is marked in it; commands to type end the last sentence.

    A mark is a warning, or says that sources disagree: by its style, by the words after it, or, where ``disputed``,
    by the label that it stands under. ``known`` is how many numbered sources the screen has: only their marks are
    said as words.
    """
    commands: tuple[str, ...] = ()
    if isinstance(text, Note):
        text, commands = Note(text.text, caution=text.caution), text.commands
    head, *marked = WARNING.split(_marked(text))
    head, label = _spoken(head, known).strip(), _spoken(label, known)
    out: list[str] = []
    if head:
        out.append(_stopped(f"{label}: {head}") if label else _stopped(_capital(head)))
    elif label and not disputed:
        out.append(_stopped(label))
    for mark, said in zip(marked[::2], marked[1::2], strict=True):
        told = _stopped(_capital(_spoken(said, known).strip()))
        opening = "Sources disagree: " if disputed or mark == DISPUTE else "Warning: "
        out.append(told[:1].upper() + told[1:] if DISAGREE.match(told) else opening + told)
    if commands:
        typed = " or ".join(commands)
        last = out.pop() if out else ""
        out.append(f"{last} {typed}." if last.endswith(":") else f"{last} Type {typed}.".strip())
    return out


def _marked(text: Value) -> str:
    """The text without styles, with the mark of a dispute apart from that of a hazard."""
    if isinstance(text, Note):
        said = Note(_marked(text.text), text.commands, text.caution)
        return plain(said).replace("!", DISPUTE, 1) if text.caution == "dispute" else plain(said)
    if isinstance(text, str):
        return text
    return "".join(part.replace("!", DISPUTE) if style == "dispute" else part for part, style in text)


def _spoken(text: str, known: int) -> str:
    """The text with marks and signs as words."""

    def source(found: re.Match[str]) -> str:
        before, space, listed, after = found.groups()
        numbers = listed.split(",")
        if not all(0 < int(number) <= known for number in numbers):
            return found.group()
        words = f"source{'s' if len(numbers) > 1 else ''} {joined(numbers, 'and')}"
        if before in (".", "!", "?"):
            words = words.capitalize()
        elif before and before not in "(;:,":
            before += ","
        return f"{before}{space or (' ' if before not in ('', '(') else '')}{words}{',' if after else ''}"

    text = MARK.sub(source, text)
    return "".join(part if at % 2 else _in_words(part) for at, part in enumerate(LITERAL.split(text)))


def _unit(found: re.Match[str]) -> str:
    """A number and its unit in words: 0.5 milligrams per kilogram."""
    number, gap, unit = found.groups()
    plain_unit = unit.replace(TIE, " ")
    if plain_unit in WHOLE_UNITS:
        return f"{number}{gap}{WHOLE_UNITS[plain_unit]}"
    first, *rest = plain_unit.split("/")
    words = " per ".join([UNITS[first] + ("" if number == "1" else "s"), *(UNITS[each] for each in rest)])
    return f"{number}{gap}{words}"


def _in_words(text: str) -> str:
    """The text with signs and units as words."""
    text = UNIT.sub(_unit, AGAINST.sub(" against ", text))
    # Tied to its number, so that no line ends between the two.
    text = SIGN.sub(f"minus{TIE}", text)
    for sign, word in WORDS:
        text = sign.sub(word, text)
    return text


def _stopped(text: str) -> str:
    """The text with a stop at its end."""
    return text if text.endswith(STOPS) else text + "."


def _capital(text: str) -> str:
    """The text with a large first letter where it begins with a plain word; an id or a symbol keeps its own."""
    first = text.partition(" ")[0].rstrip(",;")
    plain_word = first.isalpha() and first.islower() and len(first) > 1 and first != "keta"
    return text[:1].upper() + text[1:] if plain_word else text


def _source(text: str) -> str:
    """A source such as ``[1] Popova 2019`` as ``Source 1: Popova 2019`` and a stop."""
    found = NUMBERED.match(text)
    return _stopped(f"Source {found[1]}: {_spoken(found[2], 0)}" if found else _spoken(text, 0))


def _block(block: Block, known: int) -> list[str]:
    told = getattr(block, "spoken", None)
    if told is not None:
        lines = [line for each in told for line in sentence(each, known)]
        return lines if isinstance(block, Prose) else ["", *lines]
    if isinstance(block, Table):
        return _table(block, known)
    if isinstance(block, Facts):
        return _facts(block, known)
    if isinstance(block, Heading):
        return _heading(block, known)
    if isinstance(block, Prose):
        return _prose(block, known)
    return []


def _facts(block: Facts, known: int) -> list[str]:
    """A line a pair; what stands under a label that sources disagree is said so, whatever line of it it is."""
    out: list[str] = []
    under = ""
    for label, value in block.pairs:
        under = label.strip() or under
        disputed = DISAGREE.match(under) is not None
        out += sentence(value, known, label.strip(), disputed and "!" in plain(value))
    return out


def _prose(block: Prose, known: int) -> list[str]:
    lines = sentence(block.text, known) if plain(block.text).strip() else [""]
    opened = ("Warning", "Boxed warning", "Sources disagree")
    if block.style in ("caution", "danger") and not lines[0].startswith(opened):
        lines[0] = f"Warning: {lines[0]}"
    return lines


def _heading(block: Heading | Group, known: int) -> list[str]:
    """A heading by name, in the case in which it was written, then its note."""
    title = _spoken(block.title.strip(), known)
    opening = "Section, sources disagree: " if title.startswith("! ") else "Section: "
    note = " ".join(sentence(block.note, known)) if block.note else ""
    return ["", f"{opening}{_stopped(_capital(title.removeprefix('! ')))} {note}".rstrip()]


def _table(table: Table, known: int) -> list[str]:
    """Each row announced with its number, then a line for each cell that holds something."""
    total = sum(1 for row in table.rows if isinstance(row, Row) and not row.continued)
    word = "Record" if table.headings and table.columns[0].label else "Row"
    out: list[str] = [""] if table.rows and isinstance(table.rows[0], Row) else []
    number, part, parts, name = 0, 1, 1, ""
    for at, row in enumerate(table.rows):
        if isinstance(row, Group):
            out += _heading(row, known)
            continue
        if row.continued:
            part += 1
            out.append(f"Part {part} of {parts} of {name}.")
        else:
            number += 1
            part, parts = 1, _parts(table.rows, at)
            name = _spoken(plain(row.cells[0]).strip(), known) or f"{word.lower()} {number}"
            many = f", in {parts} parts" if parts > 1 else ""
            if name.startswith(DOUBT):
                name = name.removeprefix(DOUBT)
                many += ", in doubt"
            title = "" if name == f"{word.lower()} {number}" else f": {name}"
            out.append(_stopped(f"{word} {number} of {total}{many}{title}"))
        for column, cell in list(zip(table.columns, row.cells, strict=True))[not row.continued :]:
            if plain(cell).strip() == "!":
                out.append("Sources disagree about it.")
            elif plain(cell).strip():
                out += sentence(_marked(cell).strip().removeprefix("= "), known, column.label)
    return out


def _parts(rows: list[Row | Group], at: int) -> int:
    """How many lines the row at ``at`` goes on for."""
    count = 1
    for row in rows[at + 1 :]:
        if not isinstance(row, Row) or not row.continued:
            break
        count += 1
    return count


def _lines(text: str, width: int | None) -> list[Line]:
    if width is None or not text:
        return [untie([(text, "")])] if text else [[]]
    return wrap_command(text, width) if isinstance(text, Typed) else wrap(text, width)


def _squeezed(lines: list[str]) -> list[str]:
    """No two empty lines in a row and none at the ends."""
    out: list[str] = []
    for line in lines:
        if line or (out and out[-1]):
            out.append(line)
    while out and not out[-1]:
        out.pop()
    return out
