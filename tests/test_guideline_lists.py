"""Lists of guidelines: one word for one state, and nothing that matches told as nothing."""

from __future__ import annotations

import pytest

from ketacli import load
from ketacli.screens.facts.guideline import POSITIONS
from ketacli.screens.lists.guidelines import UNSEEN

from .conftest import Run

DATA = load()


def said_of(keta: Run, *words: str) -> str:
    """A list as one line, however it is wrapped."""
    return " ".join(keta("guidelines", *words, "--width", "1000").out.split())


@pytest.mark.parametrize("indication", ["trd", "ptsd", "depression", "mdsi"])
def test_what_is_no_position_is_called_by_its_own_word(keta: Run, indication: str) -> None:
    out = said_of(keta, indication)
    for item in DATA.guidelines:
        held = {each.position for each in item.recommendations if indication in each.indications}
        if held and held <= set(UNSEEN) and not item.superseded_by:
            word = POSITIONS[min(held, key=UNSEEN.index)]
            line = out.partition(f"{word.capitalize()}: ")[2].partition("Position is our")[0]
            assert item.body.rstrip(".") in line.partition(". ")[0] + line


@pytest.mark.parametrize("body", sorted({item.body for item in DATA.guidelines}))
def test_a_body_that_is_listed_has_a_row(keta: Run, body: str) -> None:
    ran = keta("guidelines", "--body", body, "--history")
    assert "Nothing matches" not in ran.out
    ids = [item.id for item in DATA.guidelines if item.body == body]
    assert any(name in ran.out for name in ids)
    assert body in ran.out.splitlines()[0]


def test_only_nothing_is_told_as_nothing(keta: Run) -> None:
    out = said_of(keta, "--body", "wfsbp", "trd")
    assert "0 guidelines" in out
    assert "Nothing matches" in out
