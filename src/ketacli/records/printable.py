"""Text that others wrote, made safe to be shown: it can neither break a line, turn it round nor command a terminal."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = "\n\t"
CRLF = "\r\n"
MOST_MARKS = 3
"""Combining marks on one letter: no writing needs more, and many of them run over the lines around."""


def printable(text: str) -> str:
    """The text on one line, with line breaks and other invisible characters written as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return _shown(text, {letter for letter in set(text) if not letter.isprintable()}, visible)


def harmless(text: str, escape: Callable[[str], str] | None = None) -> str:
    """Finished text with its lines as they are, and what commands, turns or breaks them written as escapes.

    ``escape`` says how a character is written; JSON has its own way.
    """
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    if CRLF in text:
        # How RIS and some tables end their lines; a carriage return alone goes back over what stands there.
        return CRLF.join(harmless(line, escape) for line in text.split(CRLF))
    return _shown(text, {letter for letter in set(text) if _commands(letter)}, escape or visible)


def visible(letter: str) -> str:
    """A character as Python writes it: a backslash with its number."""
    return letter.encode("unicode_escape").decode()


def as_json(letter: str) -> str:
    """A character as JSON and TOML escape it: one or two units of UTF-16."""
    raw = letter.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{raw[at] << 8 | raw[at + 1]:04x}" for at in range(0, len(raw), 2))


def _commands(letter: str) -> bool:
    """Whether a character is a control, a format, no character at all, or breaks a line; spaces are none of them."""
    if letter.isprintable() or letter in KEPT:
        return False
    from unicodedata import category

    return category(letter) != "Zs"


def _shown(text: str, refused: set[str], escape: Callable[[str], str]) -> str:
    if refused:
        text = text.translate({ord(letter): escape(letter) for letter in refused})
    return text if text.isascii() else _unstacked(text, escape)


def _unstacked(text: str, escape: Callable[[str], str]) -> str:
    """The text with marks beyond the third on one letter escaped."""
    from unicodedata import category

    marks = {letter for letter in set(text) if not letter.isascii() and category(letter) in ("Mn", "Me")}
    if not marks:
        return text
    out, run = [], 0
    for letter in text:
        run = run + 1 if letter in marks else 0
        out.append(escape(letter) if run > MOST_MARKS else letter)
    return "".join(out)
