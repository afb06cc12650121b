"""The rules of default answers: they fit a window, a wider one shows no less, nothing decisive is left out."""

from __future__ import annotations

import pytest

from ketacli import load
from ketacli.evidence import disputes
from ketacli.records.dataset import Dataset
from ketacli.records.kinds import RECORDS
from ketacli.render.glyphs import UNICODE
from ketacli.render.layout import lay_out
from ketacli.screens.screen import Column, Group, Row, Screen, Table, plain

from .conftest import Run
from .screens import screen_of

WIDTHS = (60, 80, 100, 140, 200)
HIGHEST = {80: 48, 100: 36}
"""Lines at most, by the columns of the window."""
SUBJECTS = (
    "esketamine",
    "ptsd",
    "iv",
    "canmat",
    "postpartum",
    "transform-2",
    "compare esketamine racemic",
    "compare transform-1 transform-2 transform-3",
    "show elekt-d",
    "show bahji-2021",
    "show spravato-us-trd",
    "dosing iv",
    "dosing intranasal",
    "dosing iv 0.5mg/kg --weight 82kg --strength 50mg/mL --volume 50mL",
    "safety esketamine",
    "guidelines trd",
    "reviews ptsd",
    "trials ptsd",
    "topics",
    "status",
    "report esketamine-trd",
    "report ect-or-racemic",
    "report ptsd",
    "report racemic",
    "reproduce papakostas-2020",
    "reproduce silva-2023-brazil",
    "reproduce rhee-2022",
    "network",
    "network --indication trd",
    "find how long does it last",
    "is ketamine approved for depression",
)
"""Answers about one subject or one comparison."""
LISTS = {
    "trials": "trials",
    "reviews": "reviews",
    "guidelines": "guidelines",
    "timeline": "events",
    "topics mechanism": "topics",
    "conflicts": "conflicts",
    "sources": "sources",
}
"""Lists with the kind of their records."""
LONG = ("trials", "reviews", "conflicts", "sources", "timeline")


def lines(shown: Screen, width: int, one_line: bool = False) -> list[str]:
    return ["".join(part for part, _ in line) for line in lay_out(shown, width, UNICODE, one_line)]


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load()


def words(text: str) -> str:
    """A text without its spaces: a line may end within a long id."""
    return "".join(text.split())


def rows(shown: Screen) -> list[Row]:
    tables = [block for block in shown.blocks if isinstance(block, Table) and block.listed]
    return [row for table in tables for row in table.rows if isinstance(row, Row)]


@pytest.mark.parametrize("width", HIGHEST)
@pytest.mark.parametrize("line", SUBJECTS)
def test_an_answer_fits_its_window(line: str, width: int) -> None:
    shown = lines(screen_of(line), width)
    assert len(shown) <= HIGHEST[width], "\n".join(shown)


@pytest.mark.parametrize("line", [*SUBJECTS, *LISTS])
def test_wider_is_never_longer(line: str) -> None:
    widths = WIDTHS if line in LISTS else range(WIDTHS[0], WIDTHS[-1] + 1, 10)
    heights = [len(lines(screen_of(line), width)) for width in widths]
    assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize("line", SUBJECTS)
def test_two_lines_of_documents_at_most(line: str) -> None:
    shown = lines(screen_of(line), 100)
    start = next((at for at, text in enumerate(shown) if text.startswith("Sources  ")), None)
    if start is not None:
        after = shown[start + 1 :]
        end = next(at for at, text in enumerate(after) if not text.startswith(" "))
        assert end <= 1


@pytest.mark.parametrize("line", LISTS)
def test_each_record_is_a_line_in_a_pipe_with_its_id_first(line: str, keta: Run) -> None:
    out = keta(*line.split()).out.splitlines()
    for row in rows(screen_of(line)):
        [found] = [text for text in out if text.split(" ")[0] == plain(row.cells[0])]
        for cell, column in zip(row.cells, columns_of(line), strict=True):
            if column.priority == 1:
                assert words(plain(cell)) in words(found)


def columns_of(line: str) -> list[Column]:
    [table] = [block for block in screen_of(line).blocks if isinstance(block, Table) and block.listed]
    return list(table.columns)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("line", LISTS)
def test_no_width_leaves_out_what_decides(line: str, width: int) -> None:
    text = words(" ".join(lines(screen_of(line), width)))
    for row in rows(screen_of(line)):
        for cell, column in zip(row.cells, columns_of(line), strict=True):
            if column.priority == 1:
                assert words(plain(cell)) in text


def test_a_list_of_trials_says_what_against_what_and_what_came_of_it() -> None:
    columns = {column.label: column.priority for column in columns_of("trials")}
    assert all(columns[name] == 1 for name in
               ("What against what", "Primary outcome", "Effect (95% interval)", "Result"))  # fmt: skip
    line = "trials --form esketamine --route intranasal --comparator placebo"
    at = {column.label: place for place, column in enumerate(columns_of(line))}
    for row in rows(screen_of(line)):
        assert " v " in plain(row.cells[at["What against what"]])
        assert plain(row.cells[at["Result"]])


@pytest.mark.parametrize("line", LISTS)
def test_a_doubted_record_is_marked_where_it_stands(line: str, data: Dataset) -> None:
    kind = LISTS[line]
    for row in rows(screen_of(line)):
        doubted = bool(disputes.of_record(data, kind, plain(row.cells[0]))) and kind != "conflicts"
        assert plain(row.cells[1]) == ("!" if doubted else "")


@pytest.mark.parametrize("line", LONG)
def test_a_list_has_few_notes(line: str) -> None:
    shown = screen_of(line)
    listed = sum(len(lines_of_list(shown, width)) for width in (100,))
    assert len(lines(shown, 100)) - listed <= 14


def lines_of_list(shown: Screen, width: int) -> list[str]:
    from ketacli.render.listing import listing

    [table] = [block for block in shown.blocks if isinstance(block, Table)]
    return ["".join(part for part, _ in line) for line in listing(table, width, False)]


def test_any_name_is_a_question(keta: Run, data: Dataset) -> None:
    names = [*data.indications.ids(), *data.routes.ids(), *data.populations.ids(), "canmat", "nice", "ect"]
    names += [data.kind(kind).ids()[at] for kind in RECORDS for at in (0, -1)]
    for name in names:
        ran = keta(*name.split())
        assert ran.code == 0, (name, ran.err)
        assert ran.out


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("trials ptsd", "trials --indication ptsd"),
        ("trials ptsd iv", "trials --indication ptsd --route iv"),
        ("trials acute suicidality", "trials --indication mdsi"),
        ("trials midazolam", "trials --comparator midazolam"),
        ("trials esketamine intranasal placebo", "trials --form esketamine --route intranasal --comparator placebo"),
        ("trials ptsd 2021-", "trials --indication ptsd --year 2021-"),
        ("guidelines canmat trd", "guidelines --body canmat --indication trd"),
        ("reviews suicidality", "reviews --indication suicidality"),
        ("timeline us", "timeline --jurisdiction us"),
        ("safety racemic", "safety --form racemic"),
        ("topics mechanism", "topics --topic mechanism"),
        ("sources label", "sources --tier label"),
    ],
)
def test_words_after_a_list_are_its_options(line: str, option: str, keta: Run) -> None:
    assert keta(*line.split(), "--json").document["data"] == keta(*option.split(), "--json").document["data"] != []


def test_a_group_says_how_many_it_has() -> None:
    for line in ("trials", "reviews"):
        [table] = [block for block in screen_of(line).blocks if isinstance(block, Table)]
        count = 0
        for row in reversed(table.rows):
            if isinstance(row, Group):
                assert row.note == str(count)
                count = 0
            else:
                count += 1
