"""A screen as sentences for screen readers and braille displays: one fact a line, in reading order.

No columns, rules, capitals for headings or marks: what a sighted reader takes from the layout is said
in words. Lines are not broken unless a width is asked for: the reader's device breaks them itself.
Digits are never touched; a sign before a digit becomes the word "minus", because many speech engines
pass over a hyphen.
"""

from __future__ import annotations

import re

from ketacli.fmt import TIE, joined
from ketacli.render.wrap import Line, untie, wrap, wrap_command
from ketacli.screen import Block, Facts, Group, Heading, Prose, Row, Screen, Table, Words, plain

MARK = re.compile(r"(.?)(\s*)\[(\d+(?:,\d+)*)\](?=(\s+\w)?)")
"""A source mark such as [1] or [1,3], what stands before it and whether words follow."""
NUMBERED = re.compile(r"\[(\d+)\] (.*)", re.DOTALL)
SIGN = re.compile(r"(?<![^\s(\[=<>])-(?=\.?\d)")
"""A hyphen that is a sign: it starts a number. One inside a word, a date or an id is preceded by a letter or digit."""
COMMAND = re.compile(r"\s{2,}(?=keta )")
"""Where the commands to type begin that end a text: they are set off by two spaces."""
NEXT_COMMAND = re.compile(r", (?=keta )")
LITERAL = re.compile(r"((?<!\w)'[^'\n]+'(?!\w))")
"""Text in single quotes is to be typed: it stays as it is. An apostrophe follows a letter."""
WARNING = re.compile(r"(?:^|[;,]?\s)!\s")
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
STOPS = (".", "!", "?", ":", ";")


def speak(screen: Screen, width: int | None) -> list[Line]:
    """Every line of the screen; broken at ``width`` cells, not at all for ``None``."""
    known = len(screen.sources)
    # An address is no sentence: a full stop would become part of it.
    said = [screen.title] if "/" in screen.title and " " not in screen.title else sentence(screen.title, 0)
    if screen.currency:
        said += sentence(screen.currency, 0)
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
        said += ["", "Section: Next commands.", *screen.next]
    if screen.advice:
        said += ["", *sentence(screen.advice, 0)]
    return [line for text in _squeezed(said) for line in _lines(text, width)]


def sentence(text: Words, known: int, label: str = "") -> list[str]:
    """A text as lines: the text with its label, then each warning and each command to type on a line of its own.

    ``known`` is how many numbered sources the screen has: only their marks are said as words.
    """
    head, *warnings = WARNING.split(plain(text))
    out = _commands(head, known, label)
    for warning in warnings:
        first, *rest = _commands(warning, known)
        out += [f"Warning: {first}", *rest]
    return out


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


def _in_words(text: str) -> str:
    """The text with signs as words."""
    # Tied to its number, so that no line ends between the two.
    text = SIGN.sub(f"minus{TIE}", text)
    for sign, word in WORDS:
        text = sign.sub(word, text)
    return text


def _commands(text: str, known: int, label: str = "") -> list[str]:
    """The text as one sentence, and the commands at its end on lines of their own, untouched and without a stop."""
    label = _spoken(label, known)
    parts = COMMAND.split(text, maxsplit=1)
    head, tail = _spoken(parts[0], known).strip(), parts[1] if len(parts) > 1 else ""
    out = []
    if head:
        out.append(_stopped(f"{label}: {head}") if label else _stopped(_capital(head)))
    elif label and not tail:
        out.append(_stopped(label))
    out += [f"Command: {command.strip()}" for command in NEXT_COMMAND.split(tail) if command.strip()]
    return out


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
        return [line for label, value in block.pairs for line in sentence(value, known, label.strip())]
    if isinstance(block, Heading):
        return _heading(block, known)
    if isinstance(block, Prose):
        return _prose(block, known)
    return []


def _prose(block: Prose, known: int) -> list[str]:
    lines = sentence(block.text, known) if plain(block.text).strip() else [""]
    if block.style in ("caution", "danger") and not lines[0].startswith(("Warning", "Boxed warning")):
        lines[0] = f"Warning: {lines[0]}"
    return lines


def _heading(block: Heading | Group, known: int) -> list[str]:
    """A heading by name, in the case in which it was written, then its note."""
    title = _spoken(block.title.strip(), known)
    opening = "Section, warning: " if title.startswith("! ") else "Section: "
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
            title = "" if name == f"{word.lower()} {number}" else f": {name}"
            out.append(_stopped(f"{word} {number} of {total}{many}{title}"))
        for column, cell in list(zip(table.columns, row.cells, strict=True))[not row.continued :]:
            if plain(cell).strip():
                out += sentence(plain(cell).strip().removeprefix("= "), known, column.label)
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
    return wrap_command(text, width) if text.startswith(("keta ", "Command: keta ")) else wrap(text, width)


def _squeezed(lines: list[str]) -> list[str]:
    """No two empty lines in a row and none at the ends."""
    out: list[str] = []
    for line in lines:
        if line or (out and out[-1]):
            out.append(line)
    while out and not out[-1]:
        out.pop()
    return out
