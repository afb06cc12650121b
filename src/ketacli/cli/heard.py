"""A command run for a program: its screen as an object instead of text on a stream."""

from __future__ import annotations

from ketacli.cli import reader
from ketacli.cli.invocation import Invocation
from ketacli.cli.table import BY_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ketacli.screens.screen import Screen


def heard(name: str, /, **values: object) -> Screen:
    """The screen with which a command answers.

    ``values`` are its arguments and options by the names that the table of commands has; what is left out is as on a
    line without it. They are values and no line: none of them is ever read as an option.
    Raises KetaError for what the command refuses.
    """
    asked: dict[str, Any] = {**reader.defaults(BY_NAME[name]), **values}
    wrong = reader.unusable(name, asked)
    if wrong is not None:
        from ketacli.cli.mistakes import unusable

        raise unusable(*wrong)
    screens: list[Screen] = []
    invocation = Invocation([name])
    invocation.listener = screens.append
    command = __import__(f"ketacli.cli.commands.{name}", fromlist=["run"])
    command.run(**asked, invocation=invocation)
    return screens[-1]
