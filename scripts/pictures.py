"""Make the pictures of the documents from the program itself.

python scripts/pictures.py            writes docs/pictures/*.svg
python scripts/pictures.py --check    exits with 1 when a picture is not what the program shows now
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from ketacli.__main__ import main as keta

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
WIDTH = 100
WIDE = 120
"""For a plot with all of its columns."""
RESPONSE = ["forest", "--form", "esketamine", "--outcome", "response", "--timepoint", "28d", "--comparator", "placebo"]


class Picture(NamedTuple):
    """One picture: the command that it shows, at which width, and at most how many of its lines, or all."""

    words: list[str]
    width: int = WIDTH
    most: int | None = None


PICTURES = {
    "trials-ptsd.svg": Picture(["trials", "ptsd"]),
    "dosing-arithmetic.svg": Picture(
        ["dosing", "iv", "0.5mg/kg", "--weight", "82kg", "--strength", "50mg/mL", "--volume", "50mL"]
    ),
    "compare-forms.svg": Picture(["compare", "esketamine", "racemic"]),
    "effect-elekt-d.svg": Picture(["effect", "elekt-d"]),
    "forest-response.svg": Picture([*RESPONSE, "--multiarm", "keep"], width=WIDE),
}
"""Screens on a terminal."""

PLOTS = {"forest-paper.svg": [*RESPONSE, "--multiarm", "keep", "-o", "svg"]}
"""What the program itself writes as SVG."""

FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px;
  line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: arial; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def written(words: list[str]) -> str:
    """What the program writes to standard output."""
    out = io.BytesIO()
    with io.TextIOWrapper(out, encoding="utf-8") as screen, redirect_stdout(screen):
        code = keta(words)
        screen.flush()
        text = out.getvalue().decode("utf-8")
    if code:
        raise SystemExit(f"keta {' '.join(words)} ended with {code}")
    return text


def draw(picture: Picture) -> str:
    """One screen as SVG, from what the program writes to a terminal; a part of one ends between two entries."""
    drawn = written([*picture.words, "--color", "always", "--width", str(picture.width)])
    title = f"keta {' '.join(picture.words)}"
    if picture.most:
        lines = drawn.split("\n")[: picture.most + 1]
        while lines.pop():
            pass
        drawn = "\n".join(lines) + "\n"
        title += f" | head -{len(lines)}"
    console = Console(
        record=True, width=picture.width, file=io.StringIO(), force_terminal=True, color_system="standard"
    )
    console.print(Text.from_ansi(drawn), soft_wrap=True)
    return console.export_svg(title=title, code_format=FRAME, unique_id="keta")


def main() -> int:
    """Write or compare every picture."""
    stale = []
    pictures = {name: draw(picture) for name, picture in PICTURES.items()}
    pictures |= {name: written(words) for name, words in PLOTS.items()}
    for name, drawn in pictures.items():
        path = FOLDER / name
        if "--check" not in sys.argv:
            path.write_text(drawn, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != drawn:
            stale.append(name)
    for name in stale:
        print(f"{name} is not what the program shows now: run python scripts/pictures.py")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
