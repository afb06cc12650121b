"""Screens for listeners: sentences in reading order, the same facts and digits, no marks, no columns."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli.__main__ import main
from ketacli.cli.table import BY_NAME, COMMANDS
from ketacli.render.accessible import speak
from ketacli.render.glyphs import ASCII, UNICODE, Glyphs
from ketacli.render.layout import lay_out
from ketacli.render.plotglyphs import PlotGlyphs
from ketacli.render.wrap import Line
from ketacli.screens.plot import Mark, Plot
from ketacli.screens.screen import Block, Column, Facts, Group, Heading, Note, Prose, Row, Screen, Table, Words, plain

from .conftest import Run
from .screens import COMMAND_LINES, screen_of, without_drawings
from .test_layout import screens

NUMBER = re.compile(r"\d+")
SERIAL = re.compile(r"\d{3}")
NEGATIVE = re.compile(r"(?<![^\s(\[=<>])-\d")
RULES = re.compile(r"[─·|]|-{3,}|={3,}|  ")


def text_of(lines: list[Line]) -> list[str]:
    return ["".join(part for part, _ in line) for line in lines]


def said(screen: Screen, width: int | None = None) -> list[str]:
    return text_of(speak(screen, width))


def told(*blocks: Block, **parts: list[Words]) -> list[str]:
    """The lines after the title of a screen with these blocks."""
    first, *rest = said(Screen("Title", blocks=list(blocks), **parts))  # type: ignore[arg-type]
    assert first == "Title."
    return rest


def note(text: Words | Note, sources: int = 0) -> list[str]:
    """A note as it is said, on a screen with so many numbered sources."""
    lines = said(
        Screen(
            "Title",
            notes=[text if isinstance(text, Note) else Note(text)],
            sources=[f"[{n + 1}] Source" for n in range(sources)],
        )
    )
    body = lines[lines.index("Section: Notes.") + 1 :]
    return body[: body.index("")] if "" in body else body


TABLE = Table(
    [Column("Trial", 1, style="name"), Column("n", 1, "right"), Column("Effect (95% interval)", 4)],
    [
        Group("first kind", "2"),
        Row(["Ash 2001", "41", "-12.7 points (-22.8 to -2.5)"]),
        Row(["birch-2002", "", "not reported"]),
        Group("Second kind"),
        Row(["Cedar 2003", "1,158", "0.5 to 1 mg/kg"]),
        Row(["", "12", "second phase"], continued=True),
    ],
)


class TestBlocks:
    """What each block becomes."""

    def test_title_and_currency_are_sentences(self) -> None:
        lines = said(Screen("Things: 3 trials", currency="data 2026.11, checked to 2026-11-21"))
        assert lines == ["Things: 3 trials.", "Data 2026.11, checked to 2026-11-21."]

    def test_an_address_as_title_is_left_alone(self) -> None:
        assert said(Screen("trials/alder.outcomes.0")) == ["trials/alder.outcomes.0"]

    def test_rows_are_announced_with_their_number_and_told_cell_by_cell(self) -> None:
        assert told(TABLE) == [
            "",
            "Section: First kind. 2.",
            "Record 1 of 3: Ash 2001.",
            "n: 41.",
            "Effect (95% interval): minus 12.7 points (minus 22.8 to minus 2.5).",
            "Record 2 of 3: birch-2002.",
            "Effect (95% interval): not reported.",
            "",
            "Section: Second kind.",
            "Record 3 of 3, in 2 parts: Cedar 2003.",
            "n: 1,158.",
            "Effect (95% interval): 0.5 to 1 milligram per kilogram.",
            "Part 2 of 2 of Cedar 2003.",
            "n: 12.",
            "Effect (95% interval): second phase.",
        ]

    def test_rows_of_a_comparison_are_no_records(self) -> None:
        table = Table([Column(""), Column("One"), Column("Other")], [Row(["Half-life", "2 to 4 h", "5.2 h"])])
        assert told(table) == ["", "Row 1 of 1: Half-life.", "One: 2 to 4 hours.", "Other: 5.2 hours."]

    def test_a_row_without_a_name_is_announced_by_its_number(self) -> None:
        assert told(Table([Column("Id"), Column("n")], [Row(["", "5"])])) == ["", "Record 1 of 1.", "n: 5."]

    def test_facts_are_a_label_and_a_value(self) -> None:
        pairs: list[tuple[str, Words]] = [
            ("  Year", "2014"),
            ("Ends", "Did it end?"),
            ("", "no label"),
            ("keta-id", "x"),
        ]
        assert told(Facts(pairs)) == ["Year: 2014.", "Ends: Did it end?", "No label.", "keta-id: x."]

    def test_headings_are_announced_in_the_case_they_were_written_in(self) -> None:
        assert told(Heading("Head to head", "4 trials"), Prose("Text.")) == [
            "",
            "Section: Head to head. 4 trials.",
            "Text.",
        ]
        assert (
            told(Heading("! Two that differ", "some-id"))[1] == "Section, sources disagree: Two that differ. some-id."
        )

    def test_paragraphs_keep_their_distance(self) -> None:
        assert told(Prose("One"), Prose(""), Prose("Two.")) == ["One.", "", "Two."]

    @pytest.mark.parametrize("style", ["caution", "danger"])
    def test_a_colour_that_warns_is_said(self, style: str) -> None:
        assert told(Prose("Mind this", style)) == ["Warning: Mind this."]

    def test_sources_and_commands_stand_one_a_line(self) -> None:
        screen = Screen(
            "Title", sources=["[1] Ash 2001, Journal", "[2] Body undated"], next=["keta show ash", "keta a -5"]
        )
        assert said(screen)[1:] == [
            "",
            "Section: Sources, 2.",
            "Source 1: Ash 2001, Journal.",
            "Source 2: Body undated.",
            "",
            "Section: Next commands.",
            "keta show ash",
            "keta a -5",
        ]

    def test_what_a_block_has_for_listeners_is_said_in_its_place(self) -> None:
        prose = Prose("BOXED WARNING: x", spoken=["Boxed warning: x [1]"])
        table = Table(TABLE.columns, TABLE.rows, spoken=["Two trials agree.", "One does not"])
        lines = said(Screen("Title", blocks=[prose, table], sources=["[1] Label"]))
        assert lines[1:5] == ["Boxed warning: x, source 1.", "", "Two trials agree.", "One does not."]

    def test_a_long_page_says_first_what_it_has(self) -> None:
        blocks: list[Block] = []
        for at in range(3):
            blocks += [Heading(f"Part {at}", "x"), *[Prose("Text.")] * 15]
        assert told(*blocks)[0] == "Sections: Part 0; Part 1; Part 2."
        assert not told(*blocks[:20])[0].startswith("Sections")

    def test_a_row_about_which_sources_disagree_is_said_to_be_one(self) -> None:
        table = Table([Column("Id"), Column(""), Column("n")], [Row(["ash-2001", "!", "5"])], listed=True)
        assert told(table)[1:] == ["Record 1 of 1: ash-2001.", "Sources disagree about it.", "n: 5."]


class TestPlot:
    """A plot: drawn for those who see it, told to those who listen."""

    @property
    def screen(self) -> Screen:
        spoken = ["Ash 2001: mean difference -4.0, from -7.3 to -0.6, favours ketamine", "No effect is at 0."]
        mark = Mark("Ash 2001", ["-4.0"], -4.0, -7.3, -0.6)
        plot = Plot([Column("MD", 1, "right")], [mark], 0.0, False, "ketamine", "placebo", spoken)
        return Screen("Plot", blocks=[Prose("Before."), plot, Prose("After.")])

    @pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
    @pytest.mark.parametrize("width", [20, 60, None])
    def test_it_is_drawn_with_the_glyphs_of_the_stream(self, width: int | None, glyphs: Glyphs) -> None:
        drawn = "\n".join(text_of(lay_out(self.screen, width, glyphs)))
        assert PlotGlyphs(*glyphs.plots).study in drawn
        assert PlotGlyphs(*glyphs.plots).left in drawn
        assert "Ash 2001" in drawn

    def test_it_is_told_in_sentences(self) -> None:
        assert said(self.screen)[1:] == [
            "Before.",
            "",
            "Ash 2001: mean difference minus 4.0, from minus 7.3 to minus 0.6, favours ketamine.",
            "No effect is at 0.",
            "After.",
        ]


class TestWords:
    """Marks and signs as words, and nothing else touched."""

    @pytest.mark.parametrize(
        ("text", "spoken"),
        [
            ("Yes [1]", "Yes, source 1."),
            ("Yes. [1]", "Yes. Source 1."),
            ("Yes [1,3]", "Yes, sources 1 and 3."),
            ("Yes [1] table 2", "Yes, source 1, table 2."),
            ("Yes [1] table 2; [2] page", "Yes, source 1, table 2; source 2, page."),
            ("Yes ([1])", "Yes (source 1)."),
            ("Yes [4]", "Yes [4]."),
            ("[3H]MK-801", "[3H]MK-801."),
            ("p = 0.02", "p equals 0.02."),
            ("p\u00a0=\u00a00.02", "p equals 0.02."),
            ("p < 0.001, p > 0.05", "p less than 0.001, p greater than 0.05."),
            ("age >= 65 or \u2265 70, <= 80 or \u226490", "Age at least 65 or at least 70, at most 80 or at most 90."),
            ("-0.3 (-1 to -.5)", "minus 0.3 (minus 1 to minus .5)."),
            ("p<0.001, n>=5, age\u226518", "p less than 0.001, n at least 5, age at least 18."),
            ("5 \u00b1 2", "5 plus or minus 2."),
            ("spray + tablet (+2 further)", "Spray plus tablet (plus 2 further)."),
            (
                "0.5 mg/kg over 40 min v 1 mg, Ki 3.5 uM",
                "0.5 milligrams per kilogram over 40 minutes against 1 milligram, Ki 3.5 micromolar.",
            ),
            (
                "140 mm\u00a0Hg at 24\u00a0h; 0.5 mg/kg/h",
                "140 millimetres of mercury at 24 hours; 0.5 milligrams per kilogram per hour.",
            ),
            ("PCN-101 60 mg-like", "PCN-101 60 mg-like."),
        ],
    )
    def test_marks_and_signs(self, text: str, spoken: str) -> None:
        assert note(text, sources=3) == [spoken]

    @pytest.mark.parametrize(
        "text",
        [
            "2026-11-21",
            "PCN-101",
            "S-(+)-ketamine",
            "R(-)-ketamine",
            "(+/-)-ketamine",
            "CAS 6740-88-1",
            "transform-2",
            "10 mg-20 mg",
            "p-value",
            "2015-2020",
            "R > S",
            "keta show x",
        ],
    )
    def test_a_hyphen_inside_a_word_a_date_or_a_range_is_no_sign(self, text: str) -> None:
        assert "minus" not in note(text)[0]
        assert NUMBER.findall(note(text)[0]) == NUMBER.findall(text)

    def test_warnings_stand_on_lines_of_their_own_and_commands_in_their_sentence(self) -> None:
        text = ((("fine [1]; ! bad-2001 RETRACTED"), ""),)
        assert note(text, sources=1) == ["Fine, source 1.", "Warning: bad-2001 RETRACTED."]
        disagree = Note("Sources disagree.", ("keta why ID", "keta effect --mean -3, 4"), "caution")
        assert note(disagree) == ["Sources disagree. Type keta why ID or keta effect --mean -3, 4."]
        assert note(Note("Sources disagree:", ("keta why ID",))) == ["Sources disagree: keta why ID."]

    def test_a_dispute_is_no_warning(self) -> None:
        licensed: Words = (("! ", "dispute"), ("US: licensed in 2019", ""))
        assert note(licensed) == ["Sources disagree: US: licensed in 2019."]
        assert note((("! ", "caution"), ("No driving", ""))) == ["Warning: No driving."]
        assert note(Note("2 conflicts.", ("keta why x",), "dispute")) == [
            "Sources disagree: 2 conflicts. Type keta why x."
        ]
        assert note(((" 41%", ""), (" ! sources disagree: 40% is used", "caution")))[1:] == [
            "Sources disagree: 40% is used."
        ]
        facts = Facts([("Sources disagree", "! One name"), ("", "! Another"), ("To mind", "! A hazard")])
        assert told(facts) == ["Sources disagree: One name.", "Sources disagree: Another.", "To mind.",
                               "Warning: A hazard."]  # fmt: skip

    def test_lines_are_broken_only_for_a_width(self) -> None:
        long = "word " * 60
        screen = Screen(
            "Title", notes=[Note(long)], next=["keta dosing --regimen racemic-intravenous-infusion-of-a-kind"]
        )
        assert len(max(said(screen), key=len)) > 200
        lines = said(screen, 40)
        assert all(len(line) <= 40 or line.startswith("racemic-") for line in lines)
        assert "racemic-intravenous-infusion-of-a-kind" in lines


@settings(deadline=None, max_examples=60)
@given(screen=screens(), width=st.none() | st.integers(20, 120))
def test_any_screen_is_said_whole(screen: Screen, width: int | None) -> None:
    # A command is said as it is typed, signs and all.
    screen.next = []
    for note in (*screen.notes, screen.advice):
        if note is not None:
            note.commands = ()
    drawn = "\n".join(text_of(lay_out(screen, None, ASCII)))
    spoken = "\n".join(said(screen, width))
    # Words of the invented screens hold numbers of three digits, labels of one: those of empty columns are not said.
    assert set(SERIAL.findall(drawn)) <= set(SERIAL.findall(spoken))
    assert not NEGATIVE.findall(spoken)
    assert not re.search(r"minus$", spoken, re.MULTILINE)
    if width is not None:
        pieces = re.split(r"(?<!minus) ", spoken)
        assert all(len(line) <= width or line in pieces for line in spoken.split("\n"))


@pytest.mark.parametrize("line", COMMAND_LINES)
class TestEveryScreen:
    """The shipped data."""

    def test_every_number_and_sign_is_said(self, line: str) -> None:
        shown = screen_of(line)
        whole = "\n".join(text_of(lay_out(without_drawings(shown), None, ASCII)))
        spoken = "\n".join(said(shown))
        assert Counter(NUMBER.findall(whole)) <= Counter(NUMBER.findall(spoken))
        assert len(NEGATIVE.findall(whole)) == spoken.count("minus ") - whole.count("minus ")
        assert not NEGATIVE.findall(spoken)

    def test_it_is_made_of_sentences(self, line: str) -> None:
        lines = said(screen_of(line))
        assert lines[0]
        for each in lines:
            assert not RULES.search(each)
            assert each == each.strip()
            assert not each.startswith("!")
            is_command = each.startswith("keta ")
            assert not each or is_command or each[-1] in ".!?:;" or each == screen_of(line).title
        assert not re.search(r" ! |\[\d+(,\d+)*\]", "\n".join(lines))

    def test_headings_are_in_plain_case(self, line: str) -> None:
        shown = screen_of(line)
        titles = [block.title for block in shown.blocks if isinstance(block, Heading)]
        titles += [
            row.title
            for block in shown.blocks
            if isinstance(block, Table)
            for row in block.rows
            if isinstance(row, Group)
        ]
        spoken = "\n".join(said(shown))
        for title in titles:
            # Units after numbers are said in words.
            head = re.split(r"(?<=\d) ", title.removeprefix("! ").replace(" + ", " plus "))[0]
            assert head.lower() in spoken.lower()
            assert title == title.upper() or title.upper() not in spoken

    def test_every_row_is_announced(self, line: str) -> None:
        shown = screen_of(line)
        lines = said(shown)
        for table in (block for block in shown.blocks if isinstance(block, Table)):
            rows = [row for row in table.rows if isinstance(row, Row) and not row.continued]
            announced = [each for each in lines if re.match(rf"(Record|Row) \d+ of {len(rows)}\b", each)]
            assert len(announced) >= len(rows)
            names = [plain(row.cells[0]).removeprefix("! ").split() for row in rows]
            heads = [each.partition(": ")[2].split() for each in announced]
            for name in filter(None, names):
                assert name[0] in [head[0].rstrip(".,") for head in heads if head] + [head[0] for head in heads if head]
            doubted = sum(plain(row.cells[0]).startswith("! ") for row in rows)
            assert sum(", in doubt" in each for each in announced) >= doubted


SCREENLESS = ("completion", "new", "export", "mcp")
"""Commands that write for another program or file alone."""


class TestAsked:
    """How it is asked for."""

    @pytest.mark.parametrize("value", ["1", "yes", "true"])
    def test_by_the_environment_everywhere(self, keta: Run, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        asked = keta("trials", "--indication", "ptsd", "--accessible").out
        monkeypatch.setenv("ACCESSIBLE", value)
        assert keta("trials", "--indication", "ptsd").out == asked
        assert "keta compare esketamine racemic: how two forms differ." in keta().out.splitlines()
        assert re.search(r"^Record \d+ of \d+: feder-2014\.$", asked, re.MULTILINE)

    @pytest.mark.parametrize("value", ["", "0"])
    def test_zero_and_nothing_are_off(self, keta: Run, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        plain_text = keta("status").out
        monkeypatch.setenv("ACCESSIBLE", value)
        assert keta("status").out == plain_text
        assert keta().out.startswith("keta: published evidence on ketamine")
        assert "\n  keta compare" in keta().out

    @pytest.mark.parametrize("command", [c for c in COMMANDS if c.name not in SCREENLESS], ids=lambda c: str(c.name))
    def test_every_command_takes_the_option(self, command: object) -> None:
        options = {option.name for option in BY_NAME[getattr(command, "name", "")].options}
        assert {"accessible", "pager", "width", "color"} <= options

    def test_colour_only_on_request(self, keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\x1b" not in keta("status", "--accessible").out
        assert "\x1b" not in keta("status", "--accessible", "--color", "auto").out
        coloured = keta("status", "--accessible", "--color", "always").out
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == keta("status", "--accessible").out

    def test_json_is_the_same(self, keta: Run) -> None:
        assert keta("status", "--accessible", "--json").out == keta("status", "--json").out

    @pytest.mark.parametrize("flag", ["--help", "-h"])
    def test_help_has_no_columns_either(self, keta: Run, monkeypatch: pytest.MonkeyPatch, flag: str) -> None:
        monkeypatch.setenv("ACCESSIBLE", "1")
        out = keta("show", flag).out
        assert "--width COLUMNS: Columns to lay the screen out for." in out.splitlines()
        assert "keta show transform-2" in out
        assert not RULES.search(out)
        assert "Section: The studies." in keta(flag).out
        assert keta("nosuch", flag).code == 2
        assert keta("help", "show").out == out

    def test_help_by_option(self, keta: Run) -> None:
        assert keta("status", "--accessible", "--help").out.startswith("keta status.\nHow current")

    def test_errors_are_the_same_line(self, keta: Run) -> None:
        assert keta("show", "nothing-of-that-name", "--accessible").err == keta("show", "nothing-of-that-name").err

    def test_width_on_request_alone(self, keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "40")
        assert max(len(line) for line in keta("trials", "ptsd", "--accessible").out.splitlines()) > 40
        assert max(len(line) for line in keta("status", "--accessible", "--width", "40").out.splitlines()) <= 40

    def test_nothing_matched_is_said(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["trials", "--indication", "ocd", "--phase", "4", "--accessible"]) == 0
        assert "Nothing matches." in capsys.readouterr().out
