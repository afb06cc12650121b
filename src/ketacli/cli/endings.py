"""What the ending of ``--output`` says of the format: nobody wants a table of text in a file for a spreadsheet."""

from __future__ import annotations

from pathlib import PurePath

from ketacli.errors import UsageError
from ketacli.render.writers import FORMATS

ENDINGS = {
    "csv": "csv", "tsv": "tsv", "json": "json", "jsonl": "jsonl", "ndjson": "jsonl", "md": "markdown",
    "markdown": "markdown", "html": "html", "htm": "html", "toml": "toml", "svg": "svg", "sarif": "sarif",
    "bib": "bibtex", "ris": "ris", "db": "sqlite", "sqlite": "sqlite", "zip": "datapackage", "parquet": "parquet",
}  # fmt: skip
"""Endings of files that name a format."""
PLAIN = ("txt", "text")
"""Endings of a screen as text, which says nothing of the format."""
ELSEWHERE = (
    *("pdf", "doc", "docx", "odt", "rtf", "ppt", "pptx", "odp", "xls", "xlsx", "ods", "png", "jpg", "jpeg", "gif"),
    *("xml", "yaml", "yml", "tex", "rds", "dta", "sav"),
)
"""Endings of formats that nothing here writes, whatever -o says."""
ARCHIVE = "zip"


def ending(file: str | None) -> str:
    """The ending of a file's name, as it is compared; empty for none, such as that of a hidden file or a number."""
    head, dot, tail = PurePath(file or "").name.rpartition(".")
    return tail.lower() if dot and head and any(letter.isalpha() for letter in tail) else ""


def format_of(file: str | None, asked: str | None, formats: tuple[str, ...], written: str | None = None) -> str | None:
    """The format that the ending of ``--output`` names, None where it names none or another one was ``asked`` for.

    ``formats`` are those of the command, ``written`` the citation style that it writes instead. UsageError for an
    ending that nobody knows, and for that of another format.
    """
    found = ending(file)
    named = ENDINGS.get(found)
    if not found or found in PLAIN or (written is not None and named == written):
        return None
    if asked is None:
        if named in formats:
            return named
        known = [f".{each}" for each, name in ENDINGS.items() if name in (*formats, written)]
        raise UsageError(
            f"--output: keta writes no .{found} here",
            f"Known endings: {', '.join(known)}; a screen as text: .txt or none. See keta help formatting.",
            field="output", value=file, allowed=(*known, ".txt"),
        )  # fmt: skip
    fits = named in (None, asked) or (found == ARCHIVE and FORMATS[asked].many)
    if not fits or found in ELSEWHERE:
        fitting = [f".{each}" for each, name in ENDINGS.items() if name == asked]
        hint = f"Let it end in {' or '.join(fitting or ['.txt'])}, or name the format that it ends in."
        raise UsageError(f"--output: .{found} is no ending of {asked}", hint, field="output", value=file)
    return None
