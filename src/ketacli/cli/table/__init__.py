"""Every command, its arguments and options, described once.

Typer's declarations, the fast reader, completion, help and the reference page all come from this
table, so it holds nothing but plain data and imports nothing heavy.
"""

from __future__ import annotations

from ketacli.cli.table import export, practice, studies, tool
from ketacli.cli.table.options import CITE, EXPORTS, FORMATS, LIST, LOGS, PLOTS, Argument, Command, Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "BY_NAME", "CITE", "COMMANDS", "EXPORTS", "FORMATS", "GROUPS", "LIST", "LOGS", "PLOTS", "TOPICS", "Argument",
    "Command", "Option", "split",
]  # fmt: skip

LISTS: tuple[Command, ...] = (*studies.COMMANDS, *practice.COMMANDS, *tool.COMMANDS)
COMMANDS = (*LISTS, export.command(LISTS))

BY_NAME = {command.name: command for command in COMMANDS}

TOPICS = (
    "formatting",
    "exit-codes",
    "evidence",
    "pooling",
    "own-studies",
    "guideline-levels",
    "data",
    "safety",
    "environment",
    "where",
    "agents",
)

GROUPS = (
    ("The studies", ("find", "trials", "show", "compare", "evidence", "report")),
    ("Figures and pools", ("effect", "forest", "network", "results", "reproduce")),
    ("What is given and advised", ("dosing", "guidelines", "safety", "reviews")),
    ("Background", ("topics", "timeline")),
    ("How sure, and says who", ("why", "conflicts", "sources", "cite", "status")),
    ("The tool", ("check", "assert", "diff", "new", "fetch", "schema", "export", "mcp", "help", "completion")),
)
"""The commands in the order in which they are best learned; those not named here come last."""


def split(command: str, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of a command's filters, and all others."""
    names = {option.name for option in BY_NAME[command].options if option.field}
    return ({name: value for name, value in values.items() if name in names},
            {name: value for name, value in values.items() if name not in names})  # fmt: skip
