"""``keta guidelines``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.commands.show import shown
from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed
from ketacli.cli.session import Session
from ketacli.cli.table import split

if TYPE_CHECKING:
    from ketacli.records.guideline import Guideline
    from ketacli.screens.screen import Screen

SCOPE = ("form", "route", "indication")


def run(*, words: list[str], history: bool, fail_empty: bool, **values: Any) -> int:
    """List what bodies say, newest edition first."""
    filters, settings = split("guidelines", values)
    session = Session(**settings)
    dataset = session.dataset
    filters, one = placed(dataset, "guidelines", "guidelines", words, filters)
    if one is not None:
        return shown(session, *one, " ".join(words))
    wanted = chosen(dataset, "guidelines", "guidelines", filters, session.where)
    if history:
        wanted = wanted.lift("superseded_by")
    every = wanted.every()
    held = wanted.usual(every)
    superseded = sum(1 for item in every if item.superseded_by and (history or item not in held))

    def screen(found: list[Guideline]) -> Screen:
        scope = {name: wanted.words(name) for name in SCOPE}
        if session.full:
            from ketacli.screens.guidelines import guidelines_screen

            return guidelines_screen(
                dataset, found, form=scope["form"], route=scope["route"], indication=scope["indication"],
                superseded=superseded, history=history,
            )  # fmt: skip
        from ketacli.screens.lists.guidelines import guidelines_list

        left_out = 0 if history else superseded
        return guidelines_list(
            dataset, found, **scope, asked=wanted.title(), superseded=left_out, as_sorted=bool(session.sort)
        )

    return session.listing(
        "guidelines", "guidelines", {**wanted.asked, "history": history}, held, screen,
        fail_empty=fail_empty,
    )  # fmt: skip
