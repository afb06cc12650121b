"""Lines on a terminal in colour.

Four styles with one meaning each, all redundant with words. They are the terminal's own sixteen
colours, so that its theme and contrast settings apply, and they are legible on light and on dark:
text itself is never yellow, which many light themes make unreadable. A caution is marked by its
exclamation mark in black on yellow, and its words stay in the terminal's own colour. The lines
arrive finished; a test holds that Rich writes the same for each style. It is not asked at every
start, since its import takes longer than most answers do.
"""

from __future__ import annotations

from ketacli.records.printable import harmless
from ketacli.render.glyphs import fit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from ketacli.render.wrap import Line

STYLES = {
    "name": "1",
    "dim": "2",
    "caution": "30;43",
    "dispute": "30;43",
    "danger": "1;31",
}
"""How a terminal is told (ECMA-48, "select graphic rendition"): bold, dim, black on yellow, bold red."""


def write(lines: list[Line], stream: TextIO) -> None:
    """Write the lines to ``stream`` in colour."""
    encoding = getattr(stream, "encoding", None)
    out: list[str] = []
    for line in lines:
        whole = "".join([part for part, _ in line])
        usual = whole.isascii() and whole.isprintable()
        for part, style in marked(merged(line)):
            text = part if usual else fit(harmless(part), encoding)
            look = STYLES.get(style)
            out.append(f"\x1b[{look}m{text}\x1b[0m" if look and text else text)
        out.append("\n")
    stream.write("".join(out))


def marked(line: Line) -> Line:
    """The line with the style of a caution or a dispute on its mark alone."""
    out: Line = []
    for part, style in line:
        if style in ("caution", "dispute"):
            head, mark, rest = part.partition("!") if part.lstrip().startswith("!") else ("", "", part)
            out += [span for span in ((head, ""), (mark, style), (rest, "")) if span[0]]
        else:
            out.append((part, style))
    return out


def merged(line: Line) -> Line:
    """The line with neighbouring spans of one style as one: fewer changes of style for a terminal to read."""
    out: Line = []
    for part, style in line:
        if not part:
            continue
        if out and (out[-1][1] == style or not part.strip()):
            out[-1] = (out[-1][0] + part, out[-1][1])
        else:
            out.append((part, style))
    return out
