"""Lines as plain text."""

from __future__ import annotations

from ketacli.records.printable import harmless
from ketacli.render.glyphs import fit
from ketacli.render.wrap import Line


def text(lines: list[Line], encoding: str | None) -> str:
    """The lines joined, ending in a newline, with what the stream cannot carry replaced."""
    joined = "\n".join("".join(part for part, _ in line) for line in lines) + "\n"
    return fit(harmless(joined), encoding)
