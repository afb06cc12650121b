"""The data that the inputs are answered from: the shipped one and the invented one, both as a wheel has them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Literal, NamedTuple

from ketacli.build import opening
from ketacli.build.compile import compile_directory
from ketacli.records import store
from tests.support import read_mini

from .vocabulary import Vocabulary, vocabulary


class Choice(NamedTuple):
    """One data set in the place of the installed one, and what can be asked of it."""

    name: str
    use: Callable[[], None]
    known: Vocabulary


def install(name: Literal["mini", "shipped"], folder: str) -> Choice:
    """Put a data set into a folder and read its vocabulary; it is the installed one from then on."""
    target = Path(folder) / name
    if name == "mini":
        target.mkdir()
        compile_directory(read_mini(), target)
    else:
        shutil.copytree(SHIPPED, target)
        with closing(sqlite3.connect(target / store.FILE)) as tables:
            # A checkout looks at every file for a change, whatever is asked.
            tables.execute("DELETE FROM meta WHERE key = 'editable'")
            tables.commit()

    def use() -> None:
        for module in (store, opening):
            vars(module)["SHIPPED"] = str(target)

    use()
    return Choice(name, use, vocabulary())


SHIPPED = store.SHIPPED
"""Where the shipped data is, whichever is in use."""
