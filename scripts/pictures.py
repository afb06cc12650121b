"""Make the pictures of the README from the program itself.

python scripts/pictures.py            writes docs/pictures/*.svg
python scripts/pictures.py --check    exits with 1 when a picture is not what the program shows now
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ketacli.__main__ import main as keta

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
WIDTH = 100
PICTURES = {
    "trials-ptsd.svg": ["trials", "--indication", "ptsd"],
    "dosing-arithmetic.svg": [
        "dosing", "--regimen", "racemic-intravenous-elekt-d", "--weight", "70", "--strength", "50", "--volume", "50",
    ],
}  # fmt: skip

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


def draw(words: list[str]) -> str:
    """One screen as SVG, from what the program writes to a terminal of 100 columns."""
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding="utf-8") as screen, redirect_stdout(screen):
        code = keta([*words, "--color", "always", "--width", str(WIDTH)])
        screen.flush()
        drawn = written.getvalue().decode("utf-8")
    if code:
        raise SystemExit(f"keta {' '.join(words)} ended with {code}")
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(Text.from_ansi(drawn), soft_wrap=True)
    return console.export_svg(title=f"keta {' '.join(words)}", code_format=FRAME, unique_id="keta")


def main() -> int:
    """Write or compare every picture."""
    stale = []
    for name, words in PICTURES.items():
        path, drawn = FOLDER / name, draw(words)
        if "--check" not in sys.argv:
            path.write_text(drawn, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != drawn:
            stale.append(name)
    for name in stale:
        print(f"{name} is not what the program shows now: run python scripts/pictures.py")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
