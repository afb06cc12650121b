"""Lines on a terminal, drawn by Rich: our layout, its colours.

Four styles with one meaning each, all redundant with words. They are the terminal's own sixteen
colours, so that its theme and contrast settings apply, and they are legible on light and on dark:
text itself is never yellow, which many light themes make unreadable. A caution is marked by its
exclamation mark in black on yellow, and its words stay in the terminal's own colour. Rich neither
wraps nor reads markup here: the lines arrive as finished segments.
"""

from __future__ import annotations

from typing import TextIO

from ketacli.render.glyphs import fit
from ketacli.render.wrap import Line

STYLES = {"name": "bold", "dim": "dim", "caution": "black on yellow", "danger": "bold red"}

AT_ONCE = 100
"""Lines handed to Rich at a time: it keeps several copies of what it is drawing."""


def write(lines: list[Line], stream: TextIO) -> None:
    """Write the lines to ``stream`` in colour."""
    from rich.console import Console
    from rich.segment import Segment, Segments
    from rich.style import Style

    console = Console(
        file=stream,
        width=80,
        height=25,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=True,
        no_color=False,
        color_system="standard",
        legacy_windows=False,
    )
    looks = {name: Style.parse(look) for name, look in STYLES.items()}
    encoding = getattr(stream, "encoding", None)
    for start in range(0, len(lines), AT_ONCE):
        segments = []
        for line in lines[start : start + AT_ONCE]:
            segments += [Segment(fit(part, encoding), looks.get(style)) for part, style in marked(merged(line))]
            segments.append(Segment("\n"))
        console.print(Segments(segments), end="", soft_wrap=True)


def marked(line: Line) -> Line:
    """The line with the style of a caution on its mark alone."""
    out: Line = []
    for part, style in line:
        if style == "caution":
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
