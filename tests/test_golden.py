"""Golden screens: every main screen on the invented data, whole, for eyes and for listeners.

What holds at every width and in every encoding are properties, in test_answers.py and test_terminals.py.

To accept a change of the look:  KETA_UPDATE_GOLDEN=1 python -m pytest tests/test_golden.py
and read the difference before committing it.
"""

from __future__ import annotations

import io
import os
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from ketacli.__main__ import main

from .conftest import CLEARED
from .support import MINI

FOLDER = Path(__file__).parent / "golden"
UPDATE = bool(os.environ.get("KETA_UPDATE_GOLDEN"))

SCREENS = {
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
WIDTH = 100
ELSEWHERE = {"compare-100-utf-8.txt", "compare-accessible.txt"}
"""Held by test_compare.py."""


def screen(words: list[str], encoding: str, *more: str) -> str:
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding=encoding, newline="\n") as out, redirect_stdout(out):
        code = main([*words, "--data", str(MINI), "--color", "never", *more])
        out.flush()
        text = written.getvalue().decode(encoding)
    assert code == 0
    return text


@pytest.mark.parametrize("name", SCREENS)
def test_screens(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clear(monkeypatch)
    compare(f"{name}.txt", screen(SCREENS[name], "utf-8", "--width", str(WIDTH)))


@pytest.mark.parametrize("name", SCREENS)
def test_the_ascii_twin_says_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clear(monkeypatch)
    twin = screen(SCREENS[name], "ascii", "--width", str(WIDTH))
    whole = screen(SCREENS[name], "utf-8", "--width", str(WIDTH))
    assert twin.isascii()
    assert re.findall(r"\d+", twin) == re.findall(r"\d+", whole)
    assert len(twin.splitlines()) == len(whole.splitlines())


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


@pytest.mark.parametrize("name", SCREENS)
def test_no_line_is_wider_than_asked(name: str) -> None:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > WIDTH] == []


def test_every_golden_file_belongs_to_a_screen() -> None:
    expected = {f"{name}.txt" for name in SCREENS} | {f"{name}-accessible.txt" for name in SCREENS}
    assert {path.name for path in FOLDER.iterdir()} == expected | ELSEWHERE
