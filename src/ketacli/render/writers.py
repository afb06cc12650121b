"""Every format: what its writer takes, and where the writer stands.

A new format is a line here and its writer in this room. What it takes is one of the forms that every answer has
(``cli.forms``), so no command needs to know of it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    Takes = Literal["terminal", "envelope", "screen", "plot", "cells", "lines", "tables", "log", "documents", "file"]


class Format:
    """One format; a plain class, for it is made whenever the program starts."""

    def __init__(self, takes: Takes, writer: str = "", *, utf8: bool = False, many: bool = False) -> None:
        self.takes, self.writer, self.utf8, self.many = takes, writer, utf8, many


# Takes "terminal": drawn for a person, as the session wants it. "envelope": one JSON object with its sources.
# "screen": a screen. "plot": a screen with a plot, which not every command has. "cells": a header and rows of values.
# "lines": values, one a row. "tables": an object. "log": what was found in files, which check alone has.
# "documents": the documents that records rest on, written as ``evidence.citations`` does, which export alone has.
# "file": records as tables, for a file that is no text, which export alone has too.
# ``writer`` is a module of this room and its function, from what is taken to text.
# ``utf8``: UTF-8 wherever it is written to. ``many``: several files, by name.

FORMATS: dict[str, Format] = {
    "table": Format("terminal"),
    "json": Format("envelope"),
    "jsonl": Format("lines", "document.lines"),
    "csv": Format("cells", "cells.csv", utf8=True),
    "tsv": Format("cells", "cells.tsv", utf8=True),
    "markdown": Format("screen", "markdown.text", utf8=True),
    "html": Format("screen", "html.page", utf8=True),
    "toml": Format("tables", "toml.document", utf8=True),
    "svg": Format("plot", "svg.svg"),
    "sarif": Format("log", "document.laid_out", utf8=True),
    "bibtex": Format("documents", utf8=True),
    "ris": Format("documents", utf8=True),
    "sqlite": Format("file", "sqlite.database"),
    "datapackage": Format("file", "datapackage.files", many=True),
    "parquet": Format("file", "parquet.files", many=True),
}
"""By name, in the order in which help names them."""


def writer(name: str) -> Any:
    """The function that writes a format, imported now."""
    from importlib import import_module

    module, function = FORMATS[name].writer.split(".")
    return getattr(import_module(f"ketacli.render.{module}"), function)


def taking(*takes: Takes) -> tuple[str, ...]:
    """The formats whose writers take one of these."""
    return tuple(name for name, each in FORMATS.items() if each.takes in takes)
