"""Lines on a terminal, drawn by Rich: our layout, its colours.

Four styles with one meaning each, all redundant with words. Rich neither wraps nor reads markup
here: the lines arrive as finished segments.
"""

from __future__ import annotations

from typing import TextIO

from ketacli.render.glyphs import fit
from ketacli.render.wrap import Line

STYLES = {"name": "bold", "dim": "dim", "caution": "yellow", "danger": "bold red"}

AT_ONCE = 100
"""Lines handed to Rich at a time: it keeps several copies of what it is drawing."""


def write(lines: list[Line], stream: TextIO, width: int, colour: bool) -> None:
    """Write the lines to ``stream``, in colour if asked."""
    from rich.console import Console
    from rich.segment import Segment, Segments
    from rich.style import Style

    console = Console(
        file=stream,
        width=width,
        height=25,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
    )
    looks = {name: Style.parse(look) for name, look in STYLES.items()}
    encoding = getattr(stream, "encoding", None)
    for start in range(0, len(lines), AT_ONCE):
        segments = []
        for line in lines[start : start + AT_ONCE]:
            segments += [Segment(fit(part, encoding), looks.get(style)) for part, style in merged(line)]
            segments.append(Segment("\n"))
        console.print(Segments(segments), end="", soft_wrap=True)


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
