"""Golden screens: every main screen on the invented data, at four widths, in UTF-8 and ASCII, and for listeners.

To accept a change of the look:  KETA_UPDATE_GOLDEN=1 python -m pytest tests/test_golden.py
and read the difference before committing it.
"""

from __future__ import annotations

import io
import os
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from ketacli.__main__ import main

from .conftest import CLEARED
from .support import MINI

FOLDER = Path(__file__).parent / "golden"
UPDATE = bool(os.environ.get("KETA_UPDATE_GOLDEN"))

SCREENS = {
    "compare": ["compare", "esketamine", "racemic"],
    "compare-all": ["compare", "esketamine", "racemic", "--all"],
    "trials": ["trials"],
    "reviews": ["reviews"],
    "safety": ["safety"],
    "why": ["why", "alder.outcomes.0"],
    "conflicts": ["conflicts"],
    "dosing": ["dosing"],
    "guidelines": ["guidelines", "--history"],
    "show-trial": ["show", "alder"],
    "find": ["find", "ketamine"],
    "sources": ["sources"],
    "status": ["status"],
}
WIDTHS = (60, 80, 100, 140)


def screen(words: list[str], encoding: str, *more: str) -> str:
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding=encoding, newline="\n") as out, redirect_stdout(out):
        code = main([*words, "--data", str(MINI), "--color", "never", *more])
        out.flush()
        text = written.getvalue().decode(encoding)
    assert code == 0
    return text


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_screens(name: str, width: int, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clear(monkeypatch)
    compare(f"{name}-{width}-{encoding}.txt", screen(SCREENS[name], encoding, "--width", str(width)))


@pytest.mark.parametrize("name", SCREENS)
def test_screens_for_listeners(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clear(monkeypatch)
    compare(f"{name}-accessible.txt", screen(SCREENS[name], "utf-8", "--accessible"))


def clear(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in CLEARED:
        monkeypatch.delenv(variable, raising=False)


def compare(file: str, shown: str) -> None:
    path = FOLDER / file
    if UPDATE:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_no_line_is_wider_than_asked(name: str, width: int) -> None:
    lines = (FOLDER / f"{name}-{width}-utf-8.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > width] == []


def test_every_golden_file_belongs_to_a_screen() -> None:
    expected = {f"{name}-{width}-{e}.txt" for name in SCREENS for width in WIDTHS for e in ("utf-8", "ascii")}
    expected |= {f"{name}-accessible.txt" for name in SCREENS}
    assert {path.name for path in FOLDER.iterdir()} == expected
