"""Text that people typed, made safe to be shown: it can neither break a line nor command a terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text with line breaks and other invisible characters written as escapes."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() or letter == " " else letter.encode("unicode_escape").decode() for letter in text
    )
