"""What SVG drawings are made of: numbers, texts and lines, with the sizes and colours that all of them share."""

from __future__ import annotations

from ketacli.render.wrap import wrap

FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
SIZE = 13
ADVANCE = 7.0
"""Width that is set aside for a letter; more than nearly every letter of these fonts takes at this size."""
LINE = 22
MARGIN = 24
INK, FAINT = "#000000", "#555555"


def number(value: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def escaped(text: str, tied: bool = False) -> str:
    """Text as it stands in an element; ``tied`` keeps its no-break spaces."""
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(letter, entity)
    return text if tied else text.replace("\u00a0", " ")


def text_at(x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False, fill: str = INK) -> str:
    """A line of text that starts, ends or is centred at a place, by ``anchor``."""
    weight = ' font-weight="bold"' if bold else ""
    stand = "" if anchor == "start" else f' text-anchor="{anchor}"'
    colour = "" if fill == INK else f' fill="{fill}"'
    return f'<text x="{number(x)}" y="{number(y)}"{stand}{weight}{colour}>{escaped(text)}</text>'


def line_to(
    x1: float, y1: float, x2: float, y2: float, *, dash: str = "", stroke: str = INK, width: float = 1.2
) -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" stroke="{stroke}" '
        f'stroke-width="{number(width)}"{dashed}/>'
    )


def polygon(corners: list[tuple[float, float]], fill: str) -> str:
    """A filled shape."""
    points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    return f'<polygon points="{points}" fill="{fill}"/>'


def broken(text: str, letters: int) -> list[str]:
    """A text in lines of at most so many letters."""
    return ["".join(part for part, _ in held) for held in wrap(text, letters)]


def document(title: str, spoken: list[str], parts: list[str], width: float, height: float) -> str:
    """The elements as one document of that size, with the title and what it shows in words."""
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" '
        f'width="{number(width)}" height="{number(height)}" role="img" font-family="{FONT}" font-size="{SIZE}">',
        f"<title>{escaped(title)}</title>",
        f"<desc>{escaped(' '.join(spoken))}</desc>",
        f'<rect width="{number(width)}" height="{number(height)}" fill="#ffffff"/>',
        *parts,
        "</svg>",
        "",
    ])  # fmt: skip
