"""Lines on a terminal, drawn by Rich: our layout, its colours.

Four styles with one meaning each, all redundant with words. They are the terminal's own sixteen
colours, so that its theme and contrast settings apply, and they are legible on light and on dark:
text itself is never yellow, which many light themes make unreadable. A caution is marked by its
exclamation mark in black on yellow, and its words stay in the terminal's own colour. The lines
arrive finished; of Rich only the styles are used, which write what its console would.
"""

from __future__ import annotations

from typing import TextIO

from ketacli.records.printable import harmless
from ketacli.render.glyphs import fit
from ketacli.render.wrap import Line

STYLES = {
    "name": "bold",
    "dim": "dim",
    "caution": "black on yellow",
    "dispute": "black on yellow",
    "danger": "bold red",
}


def write(lines: list[Line], stream: TextIO) -> None:
    """Write the lines to ``stream`` in colour."""
    from rich.color import ColorSystem
    from rich.style import Style

    looks = {name: Style.parse(look) for name, look in STYLES.items()}
    encoding = getattr(stream, "encoding", None)
    out: list[str] = []
    for line in lines:
        for part, style in marked(merged(line)):
            text = fit(harmless(part), encoding)
            look = looks.get(style)
            out.append(text if look is None else look.render(text, color_system=ColorSystem.STANDARD))
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
    """The line with neighbouring spans of one style as one: fewer segments for Rich to walk through."""
    out: Line = []
    for part, style in line:
        if not part:
            continue
        if out and (out[-1][1] == style or not part.strip()):
            out[-1] = (out[-1][0] + part, out[-1][1])
        else:
            out.append((part, style))
    return out
