"""An export that is no text: it is made for the file of ``--output``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ketacli.cli.output_file import Target, is_stream
from ketacli.cli.output_folder import Folder, archive
from ketacli.errors import UsageError
from ketacli.render.writers import writer

if TYPE_CHECKING:
    from typing import Any

    from ketacli.cli.session import Session
    from ketacli.evidence.exported import Exported

NAMES = {"sqlite": "keta.db", "datapackage": "keta.zip", "parquet": "keta.parquet"}
"""What a file of a format may be called."""


def save(session: Session, export: Exported) -> None:
    """Hand the export to the file of ``--output``, which is written at the end; UsageError without one."""
    file = session.output.file
    if file is None:
        raise UsageError(
            f"{session.format} is no text: it needs a file", f"Add --output {NAMES[session.format]}.", field="output"
        )
    made = made_of(session.format, export)
    if isinstance(file, Folder):
        file.files = made
        return
    file.pieces.append(archive(made) if isinstance(made, dict) else made)
    if session.format == "sqlite" and not export.dataset.store.full_text:
        session.note("keta: this Python's SQLite has no FTS5: the database has no full text")
    if session.format == "sqlite" and not is_stream(file.path):
        from ketacli.render.datasette import metadata

        beside = Path(file.name).with_suffix(".metadata.json")
        file.beside = Target(str(beside))
        file.beside.pieces.append(metadata(export, Path(file.name).stem))
        session.note(f"keta: {beside} describes it: datasette {file.name} -m {beside}")


def made_of(form: str, export: Exported) -> Any:
    """What the writer of a format makes; UsageError where it needs an extra that is not installed."""
    try:
        return writer(form)(export)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "pyarrow":
            raise
        raise UsageError(
            "an export as Parquet needs the extra parquet, which is not installed",
            "Install it: pip install 'keta-evidence[parquet]'.", field="output_format",
        ) from error  # fmt: skip
