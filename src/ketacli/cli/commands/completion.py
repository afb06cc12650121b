"""``keta completion SHELL``: the script that teaches a shell to complete."""

from __future__ import annotations

import os
from typing import Any

from ketacli.cli.session import Session
from ketacli.cli.table import BY_NAME
from ketacli.errors import UsageError
from ketacli.records.names import missing, near

SHELLS = tuple(BY_NAME["completion"].arguments[0].complete or ())
FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "completions")  # noqa: PTH100, PTH118, PTH120


def run(*, shell: str, **settings: Any) -> int:
    """Print the completion script of a shell."""
    if shell not in SHELLS:
        raise missing("shell", shell, near(shell, {name: name for name in SHELLS}), SHELLS, UsageError)
    with open(os.path.join(FOLDER, f"keta.{shell}"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
        Session(**settings).write(file.read())
    return 0
