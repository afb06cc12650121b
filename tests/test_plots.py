"""Golden forest plots and effect pages on invented trials: text at four widths in two encodings, SVG, sentences.

To accept a change of the look:  KETA_UPDATE_GOLDEN=1 python -m pytest tests/test_plots.py
and read the difference, and the SVG in a browser, before committing it.
"""

from __future__ import annotations

import io
import os
import re
import xml.etree.ElementTree as ET
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from ketacli import load
from ketacli.__main__ import main
from ketacli.evidence.forest.assemble import forest
from ketacli.evidence.forest.rows import Ask
from ketacli.render.glyphs import ASCII, UNICODE
from ketacli.render.layout import lay_out
from ketacli.render.svg import svg
from ketacli.screens.forest import forest_screen, plot_of
from ketacli.screens.plot import Mark, Plot
from ketacli.screens.screen import Column, Screen

from .trials import arm, change, response, trial, write

FOLDER = Path(__file__).parent / "golden-plots"
UPDATE = bool(os.environ.get("KETA_UPDATE_GOLDEN"))
WIDTHS = (60, 80, 100, 140)

SCREENS = {
    "pooled": ["forest", "--outcome", "response", "--registry", "NCT88888888"],
    "few": ["forest", "--outcome", "change", "--registry", "NCT88888888", "--leave-one-out", "--multiarm", "keep"],
    "ratio": ["forest", "--outcome", "response", "--measure", "or", "--baseline", "20", "--registry", "NCT88888888"],
    "refused": ["forest", "--outcome", "change", "--registry", "NCT88888888"],
    "effect": ["effect", "gorse", "--baseline", "25"],
    "effect-means": ["effect", "ivy", "--outcome", "mood-day-28"],
    "effect-harms": ["effect", "alder", "--outcome", "harms"],
    "effect-given": ["effect", "--events", "10/34", "--control", "7/29", "--better", "higher"],
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    same = {"registry": "NCT88888888"}
    three = [arm("low", "esketamine", 28), arm("high", "esketamine", 84), arm("placebo")]
    return write(
        tmp_path_factory.mktemp("plots"),
        {
            "gorse": trial("gorse", **same),
            "hazel": trial("hazel", **same, year=2003,
                           outcomes=[response({"esketamine": (55, 90), "placebo": (41, 88)})]),
            "ivy": trial("ivy", **same, year=2004, outcomes=[
                response({"esketamine": (9, 30), "placebo": (11, 31)}),
                change({"esketamine": (-19.0, 9.0, 30), "placebo": (-14.0, 8.5, 31)}, role="secondary")]),
            "juniper": trial("juniper", **same, year=2005, outcomes=[
                response({"esketamine": (4, 6), "placebo": (0, 6)}),
                change({"esketamine": (-22.0, 12.0, 6), "placebo": (-5.0, 11.0, 6)}, role="secondary")]),
            "larch": trial("larch", **same, year=2006,
                           outcomes=[response({"esketamine": (200, 400), "placebo": (150, 390)})]),
            "maple": trial("maple", **same, year=2007, arms=three, outcomes=[
                change({"low": (-12.0, 9.0, 40), "high": (-15.0, 9.0, 41), "placebo": (-11.0, 9.0, 42)})]),
            "nettle": trial("nettle", **same, year=2008, outcomes=[response(
                {}, results=[{"arm": "esketamine", "percent": 60, "n": 400},
                             {"arm": "placebo", "percent": 40, "n": 399}]
            )]),
        },
    )  # fmt: skip


def run(words: list[str], data: Path, encoding: str, *more: str) -> str:
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding=encoding, newline="\n") as out, redirect_stdout(out):
        code = main([*words, "--data", str(data), "--color", "never", *more])
        out.flush()
        text = written.getvalue().decode(encoding)
    assert code == 0
    return text


def held(name: str, shown: str) -> None:
    """Compare with the golden file, or write it."""
    path = FOLDER / name
    if UPDATE:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "KETA_DATA", "ACCESSIBLE"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_screens(name: str, width: int, encoding: str, data: Path) -> None:
    held(f"{name}-{width}-{encoding}.txt", run(SCREENS[name], data, encoding, "--width", str(width)))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_no_line_is_wider_than_asked(name: str, width: int) -> None:
    lines = (FOLDER / f"{name}-{width}-utf-8.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > width] == []


@pytest.mark.parametrize("name", SCREENS)
def test_no_width_loses_a_number_unsaid(name: str) -> None:
    wide = (FOLDER / f"{name}-140-utf-8.txt").read_text(encoding="utf-8")
    for width in WIDTHS[:-1]:
        narrow = (FOLDER / f"{name}-{width}-utf-8.txt").read_text(encoding="utf-8")
        said = "Left out at this width" in narrow
        lost = set(re.findall(r"\d+\.\d+", wide)) - set(re.findall(r"\d+\.\d+", narrow))
        assert not lost or said, (width, lost)


def pooled_screen(data: Path, **asked: object) -> tuple[Screen, Plot]:
    dataset = load(str(data))
    trials = [each for each in dataset.trials if each.registry == "NCT88888888"]
    found = forest(dataset, trials, Ask(**{"outcome": "response", **asked}))  # type: ignore[arg-type]
    return forest_screen(dataset, found, "random", None, False), plot_of(dataset, found, "random")


def test_svg(data: Path) -> None:
    screen, plot = pooled_screen(data)
    drawn = svg(screen)
    held("pooled.svg", drawn)
    root = ET.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    texts = ["".join(each.itertext()) for each in root.iter(f"{space}text")]
    for mark in plot.marks:
        assert mark.label in texts
        assert all(cell in texts for cell in mark.cells if cell)
    assert root.findtext(f"{space}title") == screen.title
    assert root.findtext(f"{space}desc", "").startswith("Forest plot, 5 rows.")
    assert len(root.findall(f"{space}polygon")) >= 1
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    for each in root.iter(f"{space}text"):
        assert 0 <= float(each.attrib["x"]) <= width
        assert 0 <= float(each.attrib["y"]) <= height


def test_svg_escapes_what_it_writes(data: Path) -> None:
    screen, _ = pooled_screen(data)
    screen.title = 'a < b & "c" > d'
    root = ET.fromstring(svg(screen))
    assert root.findtext("{http://www.w3.org/2000/svg}title") == screen.title


def test_svg_of_a_screen_without_a_plot_is_refused() -> None:
    with pytest.raises(ValueError, match="no plot"):
        svg(Screen("nothing"))


def test_sentences_say_what_the_plot_draws(data: Path) -> None:
    _, plot = pooled_screen(data)
    held("pooled-spoken.txt", "\n".join(plot.spoken) + "\n")
    for mark in plot.marks:
        assert any(mark.label in said for said in plot.spoken)


def lines(plot: Plot, width: int, glyphs: object = ASCII) -> list[str]:
    screen = Screen("t", blocks=[plot])
    return ["".join(part for part, _ in line) for line in lay_out(screen, width, glyphs)]  # type: ignore[arg-type]


def simple(marks: list[Mark], null: float = 0.0, log: bool = False) -> Plot:
    return Plot([Column("RD", 1, "right")], marks, null, log, "placebo", "ketamine", [])


def test_an_interval_beyond_the_axis_ends_in_an_arrow() -> None:
    wide = Mark("Wide", ["1"], 1.0, -500.0, 500.0)
    near = Mark("Near", ["2"], 2.0, 1.0, 3.0)
    row = next(line for line in lines(simple([wide, near]), 100) if line.startswith("Wide"))
    assert "<" in row
    assert ">" in row
    other = next(line for line in lines(simple([wide, near]), 100) if line.startswith("Near"))
    assert "[" in other
    assert "]" in other


@pytest.mark.parametrize("sign", [1, -1])
def test_an_end_close_to_no_effect_is_drawn_on_its_own_side(sign: int) -> None:
    def limits(value: float) -> tuple[float, float]:
        low, high = sorted((sign * value, sign * 30.0))
        return low, high

    marks = [
        Mark("Over", ["1"], sign * 15.0, *limits(-0.1)),
        Mark("Clear", ["1"], sign * 15.0, *limits(0.1)),
        Mark("Touch", ["1"], sign * 15.0, *limits(0.0)),
        Mark("Far", ["1"], 0.0, -30.0, 30.0),
    ]
    shown = {line.split()[0]: line for line in lines(simple(marks), 80) if line.split()}
    bar, plus = (shown[name].index(glyph) for name, glyph in (("Clear", "|"), ("Over", "+")))
    near = "[" if sign > 0 else "]"
    assert bar == plus
    assert shown["Clear"].index(near) == bar + sign
    assert shown["Over"].index(near) == bar - sign
    assert shown["Touch"].index(near) == bar


def test_pooled_rows_look_unlike_study_rows() -> None:
    marks = [Mark("A", ["1"], 1.0, 0.5, 1.5), Mark("P", ["1"], 1.0, 0.7, 1.3, "pooled"),
             Mark("Q", [""], 1.0, 0.2, 1.8, "prediction")]  # fmt: skip
    shown = {line[0]: line for line in lines(simple(marks), 100) if line[:1] in "APQ" and line}
    assert "#" in shown["A"]
    assert "#" not in shown["P"]
    assert "@" in shown["P"]
    assert "=" in shown["P"]
    assert "." in shown["Q"]
    assert "@" not in shown["Q"]


@pytest.mark.parametrize(
    ("marks", "log"),
    [
        ([Mark("A", ["x"], 0.0, 0.0, 0.0)], False),
        ([Mark("A", ["x"], float("inf"), 2.0, float("inf"))], True),
        ([Mark("A", ["x"], 0.0, 0.0, 3.0)], True),
        ([Mark("A", ["x"], 1e-9, 1e-12, 1e9)], True),
        ([Mark("A", ["x"], -1e6, -2e6, 3e6)], False),
    ],
)
@pytest.mark.parametrize("width", [20, 40, 60, 72, 80, 200])
def test_extreme_figures_are_drawn_without_fault(marks: list[Mark], log: bool, width: int) -> None:
    for glyphs in (ASCII, UNICODE):
        shown = lines(simple(marks, 1.0 if log else 0.0, log), width, glyphs)
        assert all(len(line) <= width for line in shown)
        assert any("A" in line for line in shown)


def test_every_golden_file_belongs_to_a_test() -> None:
    expected = {f"{name}-{width}-{e}.txt" for name in SCREENS for width in WIDTHS for e in ("utf-8", "ascii")}
    assert {path.name for path in FOLDER.iterdir()} == expected | {"pooled.svg", "pooled-spoken.txt"}
