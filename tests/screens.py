"""Every screen of the program on the shipped data, made once: command lines, and the screen that each gives."""

from __future__ import annotations

from functools import cache

import pytest

from ketacli.__main__ import main
from ketacli.cli.session import Session
from ketacli.cli.spec import TOPICS
from ketacli.errors import OK
from ketacli.screen import Screen

COMMAND_LINES = (
    "compare esketamine racemic",
    "compare esketamine racemic arketamine --all",
    "compare transform-1 transform-2 transform-3",
    "trials",
    "trials --indication ptsd",
    "trials --indication ocd --phase 4",
    "dosing",
    "dosing iv --controls",
    "dosing --regimen racemic-intravenous-elekt-d --weight 70 --strength 50 --volume 50",
    "guidelines",
    "guidelines --body canmat --history",
    "show transform-2",
    "show feder-2014",
    "show esketamine",
    "show racemic-intravenous-elekt-d",
    "show reviews/vankawala-2021",
    "find midazolam",
    "find nothingofthatname",
    "safety",
    "safety esketamine --kind contraindication",
    "reviews",
    "timeline",
    "topics",
    "topics mechanism",
    "conflicts",
    "why transform-2.arms",
    "why feder-2014",
    "sources",
    "sources popova-2019",
    "status",
    "help",
    *(f"help {topic}" for topic in TOPICS),
)
"""Each gives a screen."""


@cache
def screen_of(line: str) -> Screen:
    """The screen that a command line gives, before it is drawn."""
    caught: list[Screen] = []

    def keep(_: Session, shown: Screen) -> int:
        caught.append(shown)
        return OK

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "screen", keep)
        code = main(line.split())
    assert code == OK
    [shown] = caught
    return shown
