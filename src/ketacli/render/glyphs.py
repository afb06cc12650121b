"""Every glyph has an ASCII twin, chosen by what the stream can encode."""

from __future__ import annotations

from typing import NamedTuple


class Glyphs(NamedTuple):
    """The few characters beyond ASCII that the tool draws by itself."""

    rule: str
    dot: str


UNICODE = Glyphs("\u2500", "\u00b7")
ASCII = Glyphs("-", "|")

TWINS = {"\u2500": "-", "\u00b7": "|", "\u2265": ">=", "\u2264": "<=", "\u00d7": "x", "\u00b1": "+/-"}


def choose(encoding: str | None) -> Glyphs:
    """The glyphs that ``encoding`` can carry."""
    return UNICODE if encodable("".join(UNICODE), encoding) else ASCII


def encodable(text: str, encoding: str | None) -> bool:
    """Whether every character survives in ``encoding``."""
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def fit(text: str, encoding: str | None) -> str:
    """``text`` with what ``encoding`` cannot carry replaced by its twin, else by its nearest letters."""
    if encodable(text, encoding):
        return text
    import unicodedata

    out = []
    for letter in text:
        if encodable(letter, encoding):
            out.append(letter)
            continue
        twin = TWINS.get(letter) or unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
        out.append(twin or "?")
    return "".join(out)
