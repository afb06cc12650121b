"""``keta completion SHELL``: the script that teaches a shell to complete."""

from __future__ import annotations

import os

from ketacli.cli.session import Session
from ketacli.cli.spec import BY_NAME
from ketacli.errors import UsageError

SHELLS = BY_NAME["completion"].arguments[0].complete
FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "completions")  # noqa: PTH100, PTH118, PTH120


def run(*, shell: str) -> int:
    """Print the completion script of a shell."""
    if shell not in (SHELLS or ()):
        raise UsageError(
            f'no completion for "{shell}"', f"Known: {', '.join(SHELLS or ())}.", field="shell", value=shell
        )
    with open(os.path.join(FOLDER, f"keta.{shell}"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
        Session().write(file.read())
    return 0
