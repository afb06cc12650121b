"""Every screen of the program on the shipped data, made once: command lines, and the screen that each gives."""

from __future__ import annotations

from functools import cache

import pytest

from ketacli.__main__ import main
from ketacli.cli.session import Session
from ketacli.cli.table import TOPICS
from ketacli.errors import OK
from ketacli.screens.piece import changed
from ketacli.screens.plot import Plot
from ketacli.screens.screen import Block, Prose, Screen

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
    "effect elekt-d --baseline 25",
    "effect transform-1 --outcome response",
    "effect transform-2 --outcome harms",
    "effect zarate-2006",
    "effect --events 10/34 --control 7/29 --better higher",
    "forest --form esketamine --outcome response --timepoint 28d --comparator placebo --multiarm keep --leave-one-out",
    "forest --form esketamine --outcome madrs --timepoint 28d --multiarm keep",
    "forest --outcome remission --measure or",
    "forest --indication ptsd",
    "evidence",
    "evidence esketamine-trd",
    "evidence racemic-midazolam --baseline 30",
    "show questions/esketamine-trd",
    "network --indication trd --outcome madrs --timepoint 28d",
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
        # A pipe gets what was found as plain lines, which are no screen.
        patch.setattr(Session, "unlaid", False)
        code = main(line.split())
    assert code == OK
    [shown] = caught
    return shown


def without_drawings(screen: Screen) -> Screen:
    """The screen with each plot as its texts alone: numbers on an axis are no facts."""
    blocks: list[Block] = []
    for block in screen.blocks:
        if isinstance(block, Plot):
            blocks += [Prose("; ".join([mark.label, *(cell for cell in mark.cells if cell)])) for mark in block.marks]
        else:
            blocks.append(block)
    return changed(screen, blocks=blocks)
