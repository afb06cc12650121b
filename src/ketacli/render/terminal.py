"""Lines on a terminal, drawn by Rich: our layout, its colours.

Four styles with one meaning each, all redundant with words. Rich neither wraps nor reads markup
here: the lines arrive as finished segments.
"""

from __future__ import annotations

from typing import TextIO

from ketacli.render.glyphs import fit
from ketacli.render.wrap import Line

STYLES = {"name": "bold", "dim": "dim", "caution": "yellow", "danger": "bold red"}


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
    segments = []
    for line in lines:
        segments += [Segment(fit(part, encoding), looks.get(style)) for part, style in line if part]
        segments.append(Segment("\n"))
    console.print(Segments(segments), end="", soft_wrap=True)
