"""Every screen at every width in every encoding: nothing cropped, nothing lost unless it is named."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import cache, lru_cache

import pytest
from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style

from ketacli.records.wording import TIE
from ketacli.render import plain, terminal
from ketacli.render.glyphs import Glyphs, choose
from ketacli.render.layout import lay_out
from ketacli.render.wrap import Line, as_words, tokens, width_of
from ketacli.screens.piece import changed
from ketacli.screens.plot import Plot
from ketacli.screens.screen import Block, Facts, Heading, Prose, Row, Screen, Table, Words
from ketacli.screens.screen import plain as text_of

from .conftest import Run
from .installed import install
from .screens import COMMAND_LINES, screen_of, without_drawings
from .test_process import ESCAPES, LIGHT, Program, lines_of

WIDTHS = (20, 33, 60, 72, 80, 100, 140)
ENCODINGS = ("utf-8", "cp1252", "cp437", "ascii")
WIDTHS_IN = {"cp1252": (60, 100), "cp437": (33, 80), "ascii": (20, 60, 100)}
"""Encodings differ in their marks alone: those poorer than the first are laid out at fewer widths."""
FORMS = [(encoding, width) for encoding in ENCODINGS for width in WIDTHS_IN.get(encoding, WIDTHS)]
LOOKS = {
    "name": "bold", "dim": "dim", "caution": "black on yellow", "dispute": "black on yellow", "danger": "bold red",
}  # fmt: skip
"""Every style, as Rich calls it."""
NUMBER = re.compile(r"\d+")
LEFT_OUT = re.compile(r"Left out at this width: (.*?)\.(?= |$)")
DEEPEST = 6
"""Cells by which a line may be indented before a piece that cannot be broken."""


@lru_cache(maxsize=100)
def shown(screen: Screen, width: int | None, encoding: str) -> str:
    return plain.text(laid_out(screen, width, choose(encoding)), encoding)


@lru_cache(maxsize=100)
def laid_out(screen: Screen, width: int | None, glyphs: Glyphs) -> list[Line]:
    return lay_out(screen, width, glyphs)


def words_of(block: Block) -> list[Words]:
    """Every text of a block."""
    if isinstance(block, Table):
        rows: list[Words] = [cell for row in block.rows if isinstance(row, Row) for cell in row.cells]
        groups: list[Words] = [part for row in block.rows if not isinstance(row, Row) for part in (row.title, row.note)]
        return [*rows, *groups, *(column.label for column in block.columns)]
    if isinstance(block, Facts):
        return [as_words(part, min(WIDTHS)) for pair in block.pairs for part in pair]
    if isinstance(block, Heading):
        return [block.title, block.note]
    return [block.text] if isinstance(block, Prose) else []


@cache
def widest(screen: Screen) -> int:
    """The widest piece of a screen that no line may break."""
    notes = [as_words(note, min(WIDTHS)) for note in (*screen.notes, screen.advice) if note is not None]
    texts = [screen.title, screen.currency, *notes, *screen.sources]
    texts += [part for block in screen.blocks for part in words_of(block)]
    pieces = [size for text in texts for _, _, size in tokens(text)]
    return max(pieces + [width_of(word) for command in screen.next for word in command.split(" ")])


def left_out(screen: Screen, text: str) -> Counter[str]:
    """The numbers in the columns that a screen names as left out."""
    names = [name for found in LEFT_OUT.findall(" ".join(text.split())) for name in found.split(", ")]
    numbers: Counter[str] = Counter()
    for table in (block for block in screen.blocks if isinstance(block, Table)):
        for at, column in enumerate(table.columns):
            if column.label in names:
                cells = [row.cells[at] for row in table.rows if isinstance(row, Row)]
                numbers.update(n for cell in (*cells, column.label) for n in NUMBER.findall(text_of(cell)))
    for plot in (block for block in screen.blocks if isinstance(block, Plot)):
        for at, column in enumerate(plot.columns):
            if column.label in names:
                numbers.update(n for mark in plot.marks for n in NUMBER.findall(mark.cells[at]))
    return numbers


@pytest.mark.parametrize("line", COMMAND_LINES, scope="class")
class TestEveryScreen:
    """The shipped data, laid out for each width in each encoding; the tests of one line follow each other."""

    def test_no_line_is_wider_than_asked(self, line: str) -> None:
        screen = screen_of(line)
        piece = widest(screen)
        for encoding, width in FORMS:
            for each in shown(screen, width, encoding).splitlines():
                at = (encoding, width, each)
                assert width_of(each) <= width or width_of(each.strip()) <= piece, at
                if width_of(each) > width:
                    assert width_of(each) <= max(piece + DEEPEST, width), at

    def test_no_number_is_lost_unless_its_column_is_named(self, line: str) -> None:
        # Documents are counted where two lines do not hold them.
        screen = changed(screen_of(line), every_source=True)
        for encoding in ENCODINGS:
            whole = Counter(NUMBER.findall(shown(without_drawings(screen), None, encoding)))
            for width in WIDTHS_IN.get(encoding, WIDTHS):
                text = shown(screen, width, encoding)
                lost = whole - Counter(NUMBER.findall(text))
                assert lost <= left_out(screen, text), (encoding, width)

    def test_nothing_is_cropped_and_everything_can_be_encoded(self, line: str) -> None:
        for encoding, width in (*FORMS, *((encoding, None) for encoding in ENCODINGS)):
            text = shown(screen_of(line), width, encoding)
            text.encode(encoding)
            for mark in ("\u2026", TIE, "\x1b"):
                assert mark not in text, (encoding, width)

    def test_commands_to_go_on_with_are_never_broken_where_they_fit(self, line: str) -> None:
        screen = screen_of(line)
        for encoding, width in FORMS:
            lines = shown(screen, width, encoding).splitlines()
            for command in screen.next:
                fits = width_of(command) <= width
                assert not fits or any(command in each for each in lines), (encoding, width, command)


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_colour_adds_nothing_but_colour(line: str) -> None:
    lines = lay_out(screen_of(line), 80, choose("utf-8"))
    assert ESCAPES.sub("", drawn(lines)) == plain.text(lines, "utf-8")


def drawn(lines: list[Line]) -> str:
    import io

    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding="utf-8", newline="\n", write_through=True) as stream:
        terminal.write(lines, stream)
        return written.getvalue().decode("utf-8")


class TestColours:
    """Legible on light and on dark."""

    def test_only_the_mark_of_a_caution_is_coloured(self) -> None:
        text = drawn([[("! Sources disagree.", "caution")], [("about this, too", "caution")]])
        assert text == "\x1b[30;43m!\x1b[0m Sources disagree.\nabout this, too\n"

    def test_no_words_are_yellow(self) -> None:
        for line in ("trials --indication ptsd", "show feder-2014", "dosing iv", "why feder-2014"):
            text = drawn(lay_out(screen_of(line), 100, choose("utf-8")))
            assert not re.search(r"\x1b\[(?:\d+;)*(?:33|93)m", text)
            assert set(re.findall(r"\x1b\[30;43m(.*?)\x1b", text)) <= {"!"}

    def test_each_style_is_one_of_the_terminals_own(self) -> None:
        text = drawn([[("name", "name"), ("dim", "dim"), ("danger", "danger"), ("plain", "")]])
        assert text == "\x1b[1mname\x1b[0m\x1b[2mdim\x1b[0m\x1b[1;31mdanger\x1b[0mplain\n"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(install(tmp_path_factory))


@cache
def usual(program: Program, columns: int | None) -> str:
    """What it shows on a terminal of so many columns, or in a pipe."""
    ran = program.run(*LIGHT) if columns is None else program.screen(*LIGHT, columns=columns)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


class TestStreams:
    """The program itself: variables, odd sizes, encodings of the stream."""

    @pytest.mark.parametrize("encoding", ENCODINGS)
    @pytest.mark.parametrize("line", ["trials --indication ptsd", "dosing iv", "show transform-2", "help evidence"])
    def test_it_writes_what_was_laid_out(self, program: Program, line: str, encoding: str) -> None:
        for width in (60, 100):
            ran = program.run(*line.split(), "--width", str(width), encoding=encoding)
            assert (ran.code, ran.err) == (0, "")
            assert ran.out == shown(screen_of(line), width, encoding)

    @pytest.mark.parametrize("columns", ["", "0", "5", "-80", "abc", "80.5", " 80", "99999", "1e2", "\u0668\u0660"])
    def test_odd_columns_are_passed_over(self, program: Program, columns: str) -> None:
        assert program.screen(*LIGHT, columns=60, COLUMNS=columns).out == usual(program, 60)
        assert program.run(*LIGHT, COLUMNS=columns).out == usual(program, None)

    def test_columns_are_obeyed_in_a_pipe_too(self, program: Program) -> None:
        assert program.run(*LIGHT, COLUMNS="60") == program.run(*LIGHT, "--width", "60")

    @pytest.mark.parametrize(("columns", "as_if"), [(0, 80), (1, 20), (19, 20), (20, 20), (1001, 1001)])
    def test_odd_terminals(self, program: Program, columns: int, as_if: int) -> None:
        ran = program.screen(*LIGHT, columns=columns)
        assert (ran.code, ran.err) == (0, "")
        assert "\n".join(lines_of(ran.out)) == shown(screen_of(" ".join(LIGHT)), as_if, "utf-8")

    @pytest.mark.parametrize(
        ("coloured", "env"),
        [
            (False, {"NO_COLOR": "1", "FORCE_COLOR": "1"}),
            (True, {"NO_COLOR": "", "TERM": "xterm"}),
            (True, {"CLICOLOR": "0"}),
            (True, {"TERM": ""}),
        ],
    )
    def test_colour_on_a_terminal(self, program: Program, coloured: bool, env: dict[str, str]) -> None:
        ran = program.screen(*LIGHT, columns=80, **env)
        assert ("\x1b[" in ran.out) is coloured
        assert "\n".join(lines_of(ran.out)) == shown(screen_of(" ".join(LIGHT)), 80, "utf-8")

    @pytest.mark.parametrize("name", ["status", "trials", "conflicts"])
    def test_colours_are_those_of_a_console(self, name: str) -> None:
        """The codes are the very bytes that Rich's console would write, of the looks that the documents name."""
        lines = laid_out(screen_of(name), 100, choose("utf-8"))
        raw, theirs = io.BytesIO(), io.StringIO()
        ours = io.TextIOWrapper(raw, encoding="utf-8", newline="\n", write_through=True)
        terminal.write(lines, ours)
        looks = {style: Style.parse(look) for style, look in LOOKS.items()}
        assert looks.keys() == terminal.STYLES.keys()
        console = Console(file=theirs, width=100, force_terminal=True, no_color=False, color_system="standard")
        for line in lines:
            spans = terminal.marked(terminal.merged(line))
            pieces = [Segment(part, looks.get(style)) for part, style in spans]
            console.print(Segments([*pieces, Segment("\n")]), end="", soft_wrap=True)
        assert raw.getvalue().decode() == theirs.getvalue()
        assert "\x1b[" in theirs.getvalue()

    def test_an_uncoloured_terminal_is_drawn_without_rich(self, program: Program) -> None:
        ran = program.screen("status", columns=80, NO_COLOR="1", PYTHONPROFILEIMPORTTIME="1")
        assert "ketacli.render.plain" in ran.err
        assert "rich.console" not in ran.err


@pytest.mark.parametrize(
    "line",
    [
        "trials --indication ptsd",
        "help evidence",
        "cite transform-2",
        "cite --self",
        "trials --indication ptsd --cite ris",
        "check tests/mini",
        "completion bash",
        "trials --help",
        "",
    ],
)
def test_every_command_ends_well(keta: Run, line: str) -> None:
    takes = line and not line.startswith("completion") and "--help" not in line
    ran = keta(*line.split(), *(("--width", "60", "--color", "never") if takes else ()))
    assert ran.code == 0
    assert ran.out
