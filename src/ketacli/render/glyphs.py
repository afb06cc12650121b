"""Every glyph has an ASCII twin, chosen by what the stream can encode."""

from __future__ import annotations

from collections import namedtuple

PLOT = "\u2500\u251c\u2524\u25a0\u25aa\u25a1\u2550\u255e\u2561\u25c6\u2508\u2502\u253c\u256a\u25c2\u25b8\u2500\u2534"
ASCII_PLOT = "-[]#*o={}@.|++<>-+"
"""What plots are drawn with; ``ketacli.render.plotglyphs`` names each."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class Glyphs(NamedTuple):
        """The few characters beyond ASCII that the tool draws by itself."""

        rule: str
        plots: str
        """Those of plots."""

else:
    Glyphs = namedtuple("Glyphs", "rule plots")


UNICODE = Glyphs("\u2500", PLOT)
ASCII = Glyphs("-", ASCII_PLOT)

TWINS = {
    "\u2500": "-",
    "\u00b7": "|",
    "\u2265": ">=",
    "\u2264": "<=",
    "\u00d7": "x",
    "\u00b1": "+/-",
    "\u00b5": "u",
    "\u03bc": "u",
    "\u2044": "/",
    "\u2212": "-",
    **dict(zip(PLOT, ASCII_PLOT, strict=True)),
}


def choose(encoding: str | None) -> Glyphs:
    """The glyphs that ``encoding`` can carry; those of plots are chosen by themselves."""
    plots = PLOT if encodable(PLOT, encoding) else ASCII_PLOT
    plain = UNICODE if encodable(UNICODE.rule, encoding) else ASCII
    return plain._replace(plots=plots)


def encodable(text: str, encoding: str | None) -> bool:
    """Whether every character survives in ``encoding``."""
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def fit(text: str, encoding: str | None) -> str:
    """``text`` with what ``encoding`` cannot carry replaced by its twin, else by its nearest letters.

    A fraction or a power never turns into another number: 2 1/2 for a half after a 2, 10^9 for a
    raised 9.
    """
    if encodable(text, encoding):
        return text
    out: list[str] = []
    for letter in text:
        if encodable(letter, encoding):
            out.append(letter)
        else:
            out.append(_twin(letter, out[-1] if out else ""))
    return "".join(out)


def _twin(letter: str, before: str) -> str:
    import unicodedata

    if letter in TWINS:
        return TWINS[letter]
    kind, _, rest = unicodedata.decomposition(letter).partition(" ")
    plain = "".join(TWINS.get(each, each) for each in unicodedata.normalize("NFKD", letter))
    plain = plain.encode("ascii", "ignore").decode()
    if not plain:
        return "?"
    if kind == "<fraction>":
        return f" {plain}" if before[-1:].isdigit() else plain
    if kind in ("<super>", "<sub>") and rest and before[-1:].isalnum():
        return ("^" if kind == "<super>" else "_") + plain
    return plain
