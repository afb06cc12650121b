"""Pages of plain text: paragraphs, examples, headings and pairs, wrapped to a width or not at all.

Help and the start screen are such pages. They hold ASCII text of our own only, so that the layout of
evidence screens is not needed to write them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from ketacli.screens.screen import Block as ScreenBlock
    from ketacli.screens.screen import Screen

    Pairs: TypeAlias = list[tuple[str, str]]
    Block: TypeAlias = tuple[str, str | list[str] | Pairs]

INDENT = 2
GAP = 2
WIDEST_LABEL = 34
NARROWEST_TEXT = 28


def text(*words: str) -> Block:
    """A paragraph."""
    return "text", " ".join(words)


def head(title: str) -> Block:
    """A heading."""
    return "head", title


def lines(*each: str) -> Block:
    """Lines that stay as they are, such as examples."""
    return "lines", list(each)


def pairs(*each: tuple[str, str]) -> Block:
    """Labels with what they mean."""
    return "pairs", list(each)


def render(blocks: list[Block], width: int | None) -> str:
    """The page, ending in a newline; ``None`` for no limit, as in a pipe."""
    out: list[str] = []
    before = ""
    for kind, content in blocks:
        space = [] if before == "head" else [""]
        before = kind
        if kind == "head":
            out += ["", *wrap(str(content).upper(), width)]
        elif kind == "text":
            out += [*space, *wrap(str(content), width)]
        elif kind == "lines":
            out += ["", *(line for each in content for line in wrap(" " * INDENT + str(each), width, INDENT + 4))]
        else:
            out += [*space, *_pairs(content, width)]  # type: ignore[arg-type]
    return "\n".join(out).strip("\n") + "\n"


def screen(title: str, blocks: list[Block]) -> Screen:
    """The page as a screen, for a listener: without columns."""
    from ketacli.screens.screen import Facts, Heading, Note, Prose, Screen

    made: list[ScreenBlock] = []
    for kind, content in blocks:
        if kind == "head":
            made.append(Heading(str(content)))
        elif kind == "text":
            made.append(Prose(str(content)))
        elif kind == "lines":
            commands = tuple(map(str, content))
            made.append(Prose("\n".join(commands), spoken=[Note("", commands)]))
        else:
            made.append(Facts(list(content)))  # type: ignore[arg-type]
    return Screen(title, blocks=made)


def wrap(words: str, width: int | None, hang: int = 0) -> list[str]:
    """A paragraph as lines, those after the first indented by ``hang``; a longer word has a line of its own."""
    if width is None or len(words) <= width:
        return [words]
    start = words[: len(words) - len(words.lstrip())]
    found = [start]
    for word in words.split():
        line = found[-1]
        if not line.strip():
            found[-1] = line + word
        elif len(line) + 1 + len(word) <= width:
            found[-1] = f"{line} {word}"
        else:
            found.append(" " * hang + word)
    return found


def _pairs(content: Pairs, width: int | None) -> list[str]:
    fitting = [len(label) for label, _ in content if len(label) <= WIDEST_LABEL]
    column = INDENT + max(fitting, default=0) + GAP
    if width is not None and width - column < NARROWEST_TEXT:
        return _stacked(content, width)
    out = []
    for label, meaning in content:
        shown = " " * INDENT + label
        if len(label) > WIDEST_LABEL and width is not None:
            out.append(shown)
            shown = ""
        out += wrap_at(shown.ljust(column - GAP) + " " * GAP, meaning, width, column)
    return out


def _stacked(content: Pairs, width: int) -> list[str]:
    out = []
    for label, meaning in content:
        out += wrap(" " * INDENT + label, width, INDENT + 4)
        out += wrap(" " * (INDENT + 4) + meaning, width, INDENT + 4)
    return out


def wrap_at(shown: str, meaning: str, width: int | None, column: int) -> list[str]:
    """A label padded to a column, and its meaning wrapped behind it."""
    room = None if width is None else width - column
    first, *rest = wrap(meaning, room)
    return [(shown + first).rstrip(), *(" " * column + line for line in rest)]
