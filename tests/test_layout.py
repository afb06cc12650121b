"""Screens as lines: wrapping, columns that give way, the record view, glyphs; nothing is ever cropped."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli.records.wording import TIE
from ketacli.render import plain as plain_text
from ketacli.render import terminal
from ketacli.render.glyphs import ASCII, TWINS, UNICODE, Glyphs, choose, encodable, fit
from ketacli.render.layout import RECORD_BELOW, lay_out
from ketacli.render.wrap import Line, height_of, longest_token, tokens, width_of, wrap
from ketacli.screens.screen import (
    Block,
    Column,
    Facts,
    Group,
    Heading,
    Marks,
    Note,
    Prose,
    Row,
    Screen,
    Table,
    Words,
    plain,
    spans,
)

STYLES = ("", "name", "dim", "caution", "danger")
SHAPES = ("{}", "{}%", "-{}", "a{}", "n={}", "({})", "[{}]", "{}mg", ".{}")
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
LEFT_OUT = "Left out at this width: "
ROOM_BESIDE = 28
"""The widest label, with the gaps around it."""


def text_of(line: Line) -> str:
    """A line as it is read."""
    return "".join(part for part, _ in line)


def lines_of(screen: Screen, width: int | None, glyphs: Glyphs = UNICODE) -> list[str]:
    """The screen as lines of text."""
    return [text_of(line) for line in lay_out(screen, width, glyphs)]


def table_lines(table: Table, width: int | None) -> list[str]:
    """A table alone, without the title and the rule."""
    lines = lines_of(Screen("T", blocks=[table]), width)[2:]
    return lines[1:] if lines and not lines[0] else lines


class Serial:
    """Words that differ from one another: each holds a number of its own."""

    def __init__(self) -> None:
        self.last = 100

    def word(self, shape: str) -> str:
        """The next word."""
        self.last += 1
        return shape.format(self.last)


@st.composite
def texts(draw: st.DrawFn, serial: Serial, ties: bool, most: int = 7) -> Words:
    """A cell: words, some held together where asked, some styled."""
    pairs = draw(st.lists(st.tuples(st.sampled_from(SHAPES), st.booleans()), max_size=most))
    text = "".join(serial.word(shape) + (TIE if tied and ties else " ") for shape, tied in pairs).rstrip(" " + TIE)
    if not text or draw(st.booleans()):
        return text
    cut = draw(st.integers(0, len(text)))
    return ((text[:cut], draw(st.sampled_from(STYLES))), (text[cut:], draw(st.sampled_from(STYLES))))


@st.composite
def tables(draw: st.DrawFn, serial: Serial, ties: bool = False) -> Table:
    """A table of up to six columns and four rows, with headings between rows; the first column names the row."""
    count = draw(st.integers(1, 6))
    columns = [
        Column(f"Col{at}", draw(st.integers(1, 4)), draw(st.sampled_from(("left", "right")))) for at in range(count)
    ]
    rows: list[Row | Group] = []
    for _ in range(draw(st.integers(0, 4))):
        if draw(st.integers(0, 4)) == 0:
            rows.append(Group(plain(draw(texts(serial, False, 4))) or "Group", plain(draw(texts(serial, False, 3)))))
        cells: list[Words] = [draw(texts(serial, ties, 5)) for _ in columns]
        continued = bool(rows) and isinstance(rows[-1], Row) and draw(st.booleans())
        rows.append(Row(["" if continued else cells[0] or serial.word("row{}"), *cells[1:]], continued))
    return Table(columns, rows, draw(st.booleans()))


@st.composite
def screens(draw: st.DrawFn) -> Screen:
    """A screen with blocks of every kind, of short words."""
    serial = Serial()
    blocks: list[Block] = []
    for kind in draw(st.lists(st.sampled_from(("table", "facts", "prose", "heading")), max_size=3)):
        if kind == "table":
            blocks.append(draw(tables(serial)))
        elif kind == "facts":
            blocks.append(Facts([(f"Fact{at}", draw(texts(serial, False))) for at in range(draw(st.integers(0, 3)))]))
        elif kind == "prose":
            blocks.append(Prose(draw(texts(serial, False)), draw(st.sampled_from(STYLES)), draw(st.integers(0, 4))))
        else:
            blocks.append(Heading(plain(draw(texts(serial, False, 4))) or "Head", plain(draw(texts(serial, False, 3)))))
    run = st.lists(texts(serial, False, 3).filter(plain), max_size=3)
    commands = st.lists(texts(serial, False, 3).map(plain).filter(bool), max_size=2).map(tuple)
    return Screen(
        plain(draw(texts(serial, False))) or "Title",
        plain(draw(texts(serial, False, 3))),
        blocks,
        [Note(text, draw(commands), draw(st.sampled_from(("", "caution")))) for text in draw(run)],
        draw(run),
        [plain(item) for item in draw(run)],
        Note(plain(draw(texts(serial, False))), draw(commands)),
    )


def words_of(text: Words) -> list[str]:
    """The words of a cell, those held together apart as well."""
    return plain(text).replace(TIE, " ").split()


def rows_of(table: Table) -> list[Row]:
    """The rows without the headings between them."""
    return [row for row in table.rows if isinstance(row, Row)]


def places(words: list[str], out: str) -> list[int]:
    """Where each word stands; every word must stand there exactly once."""
    for word in words:
        assert out.count(word) == 1, word
    return [out.index(word) for word in words]


def left_out(lines: list[str]) -> set[str]:
    """The columns that a screen says it leaves out."""
    text = " ".join(lines)
    if LEFT_OUT not in text:
        return set()
    return set(text.partition(LEFT_OUT)[2].partition(".")[0].split(", "))


widths = st.integers(20, 200)
wide_tables = st.builds(Serial).flatmap(lambda serial: tables(serial, ties=True))


@settings(deadline=None, max_examples=100)
@given(table=wide_tables, width=widths)
def test_every_word_of_every_column_is_shown_or_the_column_is_named(table: Table, width: int) -> None:
    lines = table_lines(table, width)
    out = "\n".join(lines)
    named = left_out(lines)
    assert named <= {column.label for column in table.columns if column.priority > 1}
    assert not named or width >= RECORD_BELOW
    for at, column in enumerate(table.columns):
        for row in rows_of(table):
            words = words_of(row.cells[at])
            if column.label in named:
                assert not any(word in out for word in words)
            else:
                found = places(words, out)
                assert found == sorted(found)


@settings(deadline=None, max_examples=60)
@given(table=wide_tables, width=widths)
def test_words_held_together_stand_on_one_line(table: Table, width: int) -> None:
    lines = table_lines(table, width)
    named = left_out(lines)
    for row in rows_of(table):
        for column, cell in zip(table.columns, row.cells, strict=True):
            for piece in plain(cell).split() if column.label not in named else ():
                assert any(piece.replace(TIE, " ") in line for line in lines)


@settings(deadline=None, max_examples=100)
@given(screen=screens(), width=widths)
def test_no_line_is_longer_than_the_width(screen: Screen, width: int) -> None:
    assert [line for line in lines_of(screen, width) if len(line) > width] == []


@settings(deadline=None, max_examples=50)
@given(table=wide_tables, width=widths)
def test_a_longer_line_holds_a_piece_that_fits_nowhere(table: Table, width: int) -> None:
    pieces = [
        piece.replace(TIE, " ") for row in rows_of(table) for cell in row.cells for piece in plain(cell).split(" ")
    ]
    for line in table_lines(table, width):
        if len(line) > width:
            longest = max((len(piece) for piece in pieces if piece in line), default=0)
            assert longest + ROOM_BESIDE > width


@settings(deadline=None, max_examples=50)
@given(screen=screens(), width=st.none() | widths)
def test_empty_lines_stand_alone_and_no_line_ends_in_a_space(screen: Screen, width: int | None) -> None:
    lines = lines_of(screen, width)
    assert not any(line.endswith(" ") for line in lines)
    assert all(one or two for one, two in pairwise(lines))
    assert lines[0]
    assert lines[-1]


@settings(deadline=None, max_examples=60)
@given(table=wide_tables)
def test_a_pipe_wraps_nothing_and_leaves_nothing_out(table: Table) -> None:
    lines = table_lines(table, None)
    assert not left_out(lines)
    for row in rows_of(table):
        texts_of_row = [plain(cell).replace(TIE, " ") for cell in row.cells if plain(cell)]
        if texts_of_row:
            [line] = [line for line in lines if texts_of_row[0] in line]
            assert all(text in line for text in texts_of_row)
    for group in table.rows:
        if isinstance(group, Group):
            wanted = "  ".join(part for part in (group.title.upper(), group.note) if part)
            assert wanted in lines


@settings(deadline=None, max_examples=40)
@given(screen=screens(), width=widths)
def test_a_terminal_shows_the_same_text_as_a_pipe(screen: Screen, width: int) -> None:
    lines = lay_out(screen, width, UNICODE)
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="utf-8", newline="\n")
    terminal.write(lines, stream)
    stream.flush()
    drawn = written.getvalue().decode("utf-8")
    assert ESCAPES.sub("", drawn) == plain_text.text(lines, "utf-8")


def example(**settings_: int) -> Table:
    """Three columns of which the last two may give way."""
    columns = [Column("Name", 1, style="name"), Column("Place", settings_.get("place", 3)), Column("Long", 2)]
    rows: list[Row | Group] = [
        Row(["alpha", "somewhere", "one two three four five six seven"]),
        Row(["beta", "nowhere-in-particular/at-all-" + "x" * 30, "eight " * 8]),
    ]
    return Table(columns, rows)


class TestColumns:
    """Which columns give way."""

    def test_all_of_them_fit_a_wide_screen(self) -> None:
        lines = table_lines(example(), 200)
        assert lines[0].split() == ["Name", "Place", "Long"]
        assert left_out(lines) == set()
        assert len(lines) == 3

    def test_text_wraps_before_a_column_is_dropped(self) -> None:
        lines = table_lines(example(), 90)
        assert left_out(lines) == set()
        assert len(lines) > 3

    def test_the_highest_priority_goes_first_and_is_named(self) -> None:
        lines = table_lines(example(), 78)
        assert left_out(lines) == {"Place"}
        assert lines[0].split() == ["Name", "Long"]
        assert lines[-2:] == ["", "Left out at this width: Place."]

    def test_a_column_of_priority_one_never_goes(self) -> None:
        lines = table_lines(example(place=1), 72)
        assert "Place" not in left_out(lines)
        assert any("x" * 30 in line for line in lines)

    def test_an_empty_column_is_not_drawn(self) -> None:
        table = Table([Column("Full"), Column("Empty"), Column("Also")], [Row(["1", "", "2"]), Row(["3", "", "4"])])
        assert table_lines(table, 100) == ["Full  Also", "1     2", "3     4"]
        assert table_lines(table, None) == ["Full  Also", "1     2", "3     4"]

    def test_numbers_stand_right(self) -> None:
        table = Table([Column("n", 1, "right"), Column("What")], [Row(["5", "a"]), Row(["1,234", "b"])])
        assert table_lines(table, 100) == ["    n  What", "    5  a", "1,234  b"]

    def test_headings_can_be_left_away(self) -> None:
        table = Table([Column("A"), Column("B")], [Row(["1", "2"])], headings=False)
        assert table_lines(table, 100) == ["1  2"]

    def test_groups_stand_between_rows(self) -> None:
        table = Table(
            [Column("A"), Column("B")], [Group("first", "1"), Row(["x", "y"]), Group("then"), Row(["u", "v"])]
        )
        assert table_lines(table, 100) == ["A  B", "", "FIRST  1", "x  y", "", "THEN", "u  v"]

    def test_a_heading_between_rows_is_as_wide_as_the_screen(self) -> None:
        title = "a heading of more than forty-five characters, with a note"
        table = Table([Column("A"), Column("B")], [Group(title, "note"), Row(["x" * 20, "y" * 23])])
        assert table_lines(table, None)[2] == f"{title.upper()}  note"
        assert max(map(len, table_lines(table, 50))) <= 50

    def test_a_heading_over_narrow_rows_wraps_too(self) -> None:
        table = Table([Column("A"), Column("B")], [Group("word " * 15), Row(["x", "y"])])
        assert max(map(len, table_lines(table, 50))) <= 50

    def test_tall_rows_are_set_apart_but_not_from_their_own_lines(self) -> None:
        rows: list[Row | Group] = [
            Row(["a", "word " * 40]),
            Row(["", "more"], continued=True),
            Row(["b", "short"]),
        ]
        lines = table_lines(Table([Column("A"), Column("B")], rows), 80)
        assert lines[lines.index("   more") - 1] != ""
        assert lines[lines.index("b  short") - 1] == ""

    def test_a_row_that_ends_in_a_name_is_set_apart_from_the_next(self) -> None:
        rows: list[Row | Group] = [Group("first"), Row(["name " * 60, "b"]), Row(["c", "d"])]
        lines = table_lines(Table([Column("A", style="name"), Column("B")], rows), 80)
        heading = lines.index("FIRST")
        assert lines[heading + 1].startswith("name")
        assert lines[-2] == ""
        assert lines[-1].split() == ["c", "d"]


def test_rows_that_become_records_keep_every_column() -> None:
    columns = [Column("Name", 1), Column("Wide", 1), Column("Extra", 2), Column("More", 3)]
    table = Table(columns, [Row(["a", "x" * 75, "the extra", "and more"])])
    lines = table_lines(table, 74)
    assert left_out(lines) == set()
    assert any("the extra" in line for line in lines)
    assert any("and more" in line for line in lines)


@pytest.mark.parametrize(
    "dose", ["0.045 mg/kg", "50 mg", "2 h", "40 min", "35 mL/h", "10 mcg/kg/min", "12.61 mm Hg", "70 kg", "84 mg,"]
)
def test_a_number_in_free_text_stays_with_its_unit(dose: str) -> None:
    for width in range(len(dose), 60):
        lines = [text_of(line) for line in wrap(f"some words and Midazolam {dose} then more of them", width)]
        assert sum(dose in line for line in lines) == 1


def test_words_that_only_look_like_units_break() -> None:
    assert [text_of(line) for line in wrap("after 2 minor ones", 7)] == ["after 2", "minor", "ones"]


class TestRecords:
    """Below 72 cells each row is a record."""

    TABLE = Table(
        [Column("Name"), Column("Place", 4), Column("n", 1, "right"), Column("Note")],
        [
            Group("first"),
            Row(["alpha", "here", "5", ""]),
            Row(["beta", "there", "7", "a note"]),
            Row(["", "", "9", ""], True),
        ],
    )

    def test_one_labelled_value_a_line(self) -> None:
        assert table_lines(self.TABLE, 71) == [
            "FIRST", "",
            "alpha", "  Place  here", "  n      5", "",
            "beta", "  Place  there", "  n      7", "  Note   a note", "  n  9",
        ]  # fmt: skip

    def test_a_table_from_72_on(self) -> None:
        assert table_lines(self.TABLE, 72)[0].split() == ["Name", "Place", "n", "Note"]

    def test_nothing_is_left_out(self) -> None:
        lines = table_lines(example(), 71)
        assert left_out(lines) == set()
        assert any("x" * 30 in line for line in lines)

    def test_a_row_that_goes_on_keeps_its_first_drawn_column(self) -> None:
        rows: list[Row | Group] = [Row(["", "1", "2", "3"]), Row(["", "4", "5", "6"], continued=True)]
        lines = table_lines(Table([Column(label) for label in "ABCD"], rows), 60)
        assert [number for number in "123456" if number not in " ".join(lines)] == []

    def test_columns_that_cannot_fit_become_records_too(self) -> None:
        table = Table([Column("A"), Column("B"), Column("C")], [Row(["a" * 40, "b" * 40, "c" * 40])])
        assert table_lines(table, 100) == ["a" * 40, "  B  " + "b" * 40, "  C  " + "c" * 40]


class TestScreen:
    """The frame around the blocks."""

    def test_title_left_and_version_right(self) -> None:
        lines = lines_of(Screen("Title", "data 1"), 40)
        assert lines == ["Title" + " " * 29 + "data 1", UNICODE.rule * 40]

    def test_title_and_version_below_each_other_when_narrow(self) -> None:
        assert lines_of(Screen("A long title", "data 2026.11"), 20)[:2] == ["A long title", "data 2026.11"]

    def test_order_of_the_parts(self) -> None:
        screen = Screen("T", "", [Prose("Body")], [Note("Note")], ["[1] One"], ["keta next"], Note("Advice"))
        assert lines_of(screen, 40, ASCII) == [
            "T", "-" * 40, "Body", "", "Note", "", "Sources  [1] One", "Next     keta next", "Advice",
        ]  # fmt: skip

    def test_runs_break_between_items(self) -> None:
        screen = Screen("T", sources=[f"[{at}] Somebody {at}" for at in range(1, 6)])
        assert lines_of(screen, 48)[3:] == [
            "Sources  [1] Somebody 1   [2] Somebody 2",
            "         [3] Somebody 3   2 more: --sources",
        ]
        screen.every_source = True
        assert lines_of(screen, 48)[3:] == [
            "Sources  [1] Somebody 1   [2] Somebody 2",
            "         [3] Somebody 3   [4] Somebody 4",
            "         [5] Somebody 5",
        ]

    def test_facts_stand_beside_their_labels(self) -> None:
        screen = Screen("T", blocks=[Facts([("One", "a b"), ("Longer", "word " * 12)])])
        assert lines_of(screen, 40)[2:] == [
            "One     a b", "Longer  word word word word word word", "        word word word word word word",
        ]  # fmt: skip

    def test_a_value_that_would_stick_out_stands_below_its_label(self) -> None:
        screen = Screen("T", blocks=[Facts([("Registry number", "x" * 30), ("Short", "word")])])
        assert lines_of(screen, 40)[2:] == ["Registry number", "  " + "x" * 30, "Short           word"]
        assert lines_of(Screen("T", blocks=[Facts([("One", "y" * 40)])]), 40)[2:] == ["One", "y" * 40]

    def test_a_source_that_would_stick_out_stands_below_the_word(self) -> None:
        screen = Screen("T", sources=["[1] Somebody", "[2] " + "z" * 15], every_source=True)
        assert lines_of(screen, 20)[3:] == ["Sources", "  [1] Somebody", "  [2]", "  " + "z" * 15]

    def test_a_command_to_go_on_with_is_broken_only_where_it_is_wider_than_the_screen(self) -> None:
        commands = ["keta show a-long-id-that-could-be-broken", "keta dosing --regimen another --weight 70", "keta b"]
        assert lines_of(Screen("T", next=commands), 52)[3:] == [
            "Next     keta show a-long-id-that-could-be-broken",
            "         keta dosing --regimen another --weight 70",
            "         keta b",
        ]
        assert lines_of(Screen("T", next=commands), 42)[3:] == [
            "Next",
            # All at the one indent that the widest has room for.
            " keta show a-long-id-that-could-be-broken",
            " keta dosing --regimen another --weight 70",
            " keta b",
        ]
        assert lines_of(Screen("T", next=commands), 34)[3:] == [
            "Next",
            "  keta show",
            "    a-long-id-that-could-be-broken",
            "  keta dosing --regimen another",
            "    --weight 70",
            "  keta b",
        ]

    def test_commands_at_the_end_of_a_note_stay_whole(self) -> None:
        screen = Screen(
            "T",
            notes=[Note("Sources disagree here.", ("keta why ID", "keta conflicts --all"))],
            advice=Note("No.", ("keta help me",)),
        )
        assert lines_of(screen, 34)[3:] == [
            "Sources disagree here.",
            "keta why ID, keta conflicts --all",
            "",
            "No. keta help me",
        ]
        assert lines_of(screen, 30)[3:5] == ["Sources disagree here.", "keta why ID,"]
        assert "Sources disagree here.  keta why ID, keta conflicts --all" in lines_of(screen, None)

    def test_headings_are_capitals_with_a_line_before(self) -> None:
        screen = Screen("T", blocks=[Prose("a"), Heading("part", "note"), Prose("b", indent=2)])
        assert lines_of(screen, 40)[2:] == ["a", "", "PART  note", "  b"]

    def test_the_rule_in_a_pipe_is_as_long_as_the_title(self) -> None:
        screen = Screen("Title", "data", [Prose("x" * 300)])
        assert lines_of(screen, None) == ["Title  data", UNICODE.rule * 11, "x" * 300]

    def test_documents_are_numbered_as_they_come(self) -> None:
        marks = Marks()
        assert [marks.mark("b"), marks.mark("a", "b"), marks.mark("a", "a"), marks.mark(), marks.mark("")] == [
            "[1]", "[2,1]", "[2]", "", "",
        ]  # fmt: skip
        assert marks.numbers == {"b": 1, "a": 2}


segments = st.text("abcdefghij0123456789", min_size=1, max_size=12)
ids = st.lists(segments, min_size=2, max_size=8).map("-".join)


class TestWrap:
    """Text as lines of a width."""

    @settings(deadline=None)
    @given(data=st.data(), width=st.integers(1, 60))
    def test_words_stay_whole_and_in_order(self, data: st.DataObject, width: int) -> None:
        text = data.draw(texts(Serial(), ties=True, most=12))
        lines = [text_of(line) for line in wrap(text, width)]
        assert " ".join(lines).split() == words_of(text)
        pieces = [piece.replace(TIE, " ") for piece in plain(text).split(" ")]
        assert all(len(line) <= width or line in pieces for line in lines)
        assert height_of(text, width) == len(lines)

    @settings(deadline=None)
    @given(name=ids, width=st.integers(1, 60))
    def test_ids_break_only_after_a_hyphen(self, name: str, width: int) -> None:
        lines = [text_of(line) for line in wrap(name, width)]
        assert "".join(lines) == name
        assert all(line.endswith("-") for line in lines[:-1])

    @pytest.mark.parametrize("name", ["racemic-intravenous-two-infusions,", "racemic-intravenous-two-infusions."])
    def test_an_id_breaks_with_a_mark_after_it_too(self, name: str) -> None:
        lines = [text_of(line) for line in wrap(name, 22)]
        assert "".join(lines) == name
        assert max(map(len, lines)) <= 22

    def test_a_long_list_of_marks_breaks_after_a_comma(self) -> None:
        marks = "[" + ",".join(str(number) for number in range(100, 120)) + "]"
        lines = [text_of(line) for line in wrap(f"text {marks}", 30)]
        assert "".join(lines) == f"text {marks}"
        assert max(map(len, lines)) <= 30
        assert len(lines) > 2
        assert all(line.endswith(",") for line in lines[:-1])
        assert [text_of(line) for line in wrap("[100,101,102,103]", 10)] == ["[100,101,102,103]"]

    @settings(deadline=None)
    @given(name=ids.filter(lambda name: len(name) <= 22), width=st.integers(1, 60))
    def test_short_ids_do_not_break(self, name: str, width: int) -> None:
        assert [text_of(line) for line in wrap(name, width)] == [name]

    @pytest.mark.parametrize(
        "text",
        [
            "10.1001/jamapsychiatry.2017.3739-and-more",
            "Esketamine-Plus-Antidepressant-Group",
            "-0.64-to-the-very-end-of-it-all",
            "https://example.org/a-very-long-address-with-hyphens",
            "1234567890123456789012345",
        ],
    )
    def test_what_is_no_id_does_not_break(self, text: str) -> None:
        assert [text_of(line) for line in wrap(text, 10)] == [text]

    @settings(deadline=None)
    @given(data=st.data())
    def test_without_a_width_it_is_one_line(self, data: st.DataObject) -> None:
        text = data.draw(texts(Serial(), ties=True, most=12))
        assert [text_of(line) for line in wrap(text, None)] == [plain(text).replace(TIE, " ")]

    @settings(deadline=None)
    @given(data=st.data(), width=st.integers(1, 60))
    def test_words_keep_their_styles(self, data: st.DataObject, width: int) -> None:
        text = data.draw(texts(Serial(), ties=True, most=12))
        wanted = [(letter, style) for part, style in spans(text) for letter in part if letter not in (" ", TIE)]
        shown = [(letter, style) for line in wrap(text, width) for part, style in line for letter in part]
        assert [pair for pair in shown if pair[0] != " "] == wanted

    def test_an_empty_text_is_one_empty_line(self) -> None:
        assert wrap("", 10) == [[]]

    def test_pieces(self) -> None:
        assert [size for _, _, size in tokens(f"0.5{TIE}mg/kg over 40{TIE}min")] == [9, 4, 6]
        assert longest_token("a bb ccc") == 3
        assert longest_token("") == 0

    def test_cells_of_a_terminal(self) -> None:
        assert width_of("abc") == 3
        assert width_of("caf\u00e9") == 4
        assert width_of("cafe\u0301") == 4
        assert width_of("\u6f22\u5b57") == 4
        assert width_of((("ab", "name"), ("c", ""))) == 3


class TestGlyphs:
    """Every glyph has a twin where the stream cannot carry it."""

    @pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "utf8", "utf-16"])
    def test_drawn_where_they_can_be(self, encoding: str) -> None:
        assert choose(encoding) == UNICODE

    @pytest.mark.parametrize("encoding", ["ascii", "US-ASCII", "cp1252", "latin-1", None, "", "no-such-encoding"])
    def test_twins_elsewhere(self, encoding: str | None) -> None:
        assert choose(encoding) == ASCII
        assert (ASCII.rule + ASCII.plots).isascii()

    @pytest.mark.parametrize(
        ("encoding", "wanted"),
        [
            ("ascii", ">= 5 and <= 6, 2 x 3 +/- 1 | Andre Muller ?"),
            ("cp1252", ">= 5 and <= 6, 2 \u00d7 3 \u00b1 1 \u00b7 Andr\u00e9 M\u00fcller ?"),
            ("utf-8", "\u2265 5 and \u2264 6, 2 \u00d7 3 \u00b1 1 \u00b7 Andr\u00e9 M\u00fcller \u6f22"),
        ],
    )
    def test_letters_too(self, encoding: str, wanted: str) -> None:
        text = "\u2265 5 and \u2264 6, 2 \u00d7 3 \u00b1 1 \u00b7 Andr\u00e9 M\u00fcller \u6f22"
        assert fit(text, encoding) == wanted

    @pytest.mark.parametrize("glyph", sorted({*TWINS, UNICODE.rule, *UNICODE.plots}))
    def test_every_glyph_has_a_twin(self, glyph: str) -> None:
        twin = fit(glyph, "ascii")
        assert twin.isascii()
        assert twin not in ("", "?")

    @pytest.mark.parametrize(
        ("text", "wrong"),
        [("\u00bd", "12"), ("\u00bc", "14"), ("2\u00bd", "212"), ("10\u2079", "109"), ("10\u207b\u00b2", "10?2")],
    )
    def test_a_fraction_or_a_power_does_not_become_another_number(self, text: str, wrong: str) -> None:
        assert fit(text, "ascii") != wrong

    def test_micro_keeps_its_letter(self) -> None:
        assert fit("5 \u00b5L", "ascii") == "5 uL"
        assert fit("5 \u03bcL", "ascii") == "5 uL"

    @settings(deadline=None)
    @given(text=st.text(), encoding=st.sampled_from(("ascii", "cp1252", "latin-1", "utf-8", None, "no-such-encoding")))
    def test_whatever_comes_can_be_written(self, text: str, encoding: str | None) -> None:
        found = fit(text, encoding)
        assert encodable(found, encoding if encoding != "no-such-encoding" else "ascii")

    @settings(deadline=None)
    @given(text=st.text("0123456789.,%()<>=-+ abc\u00e9\u2265\u00b1\u00d7\u2500"))
    def test_digits_are_never_lost(self, text: str) -> None:
        assert re.findall(r"\d+", fit(text, "ascii")) == re.findall(r"\d+", text)

    @settings(deadline=None, max_examples=30)
    @given(screen=screens(), encoding=st.sampled_from(("ascii", "cp1252", "utf-8")), width=widths)
    def test_a_screen_can_be_written(self, screen: Screen, encoding: str, width: int) -> None:
        lines = lay_out(screen, width, choose(encoding))
        text = plain_text.text(lines, encoding)
        assert text.encode(encoding).decode(encoding) == text
        assert text == "".join(text_of(line) + "\n" for line in lines)
