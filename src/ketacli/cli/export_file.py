"""An export that is no text: it is made for the file of ``--output``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ketacli.cli.output_file import Target, is_stream
from ketacli.errors import UsageError
from ketacli.render.writers import writer

if TYPE_CHECKING:
    from ketacli.cli.session import Session
    from ketacli.evidence.exported import Exported

NAMES = {"sqlite": "keta.db"}
"""What a file of a format may be called."""


def save(session: Session, export: Exported) -> None:
    """Hand the export to the file of ``--output``, which is written at the end; UsageError without one."""
    file = session.output.file
    if file is None:
        raise UsageError(
            f"{session.format} is no text: it needs a file", f"Add --output {NAMES[session.format]}.", field="output"
        )
    file.pieces.append(writer(session.format)(export))
    if not is_stream(file.path):
        from ketacli.render.datasette import metadata

        beside = Path(file.name).with_suffix(".metadata.json")
        file.beside = Target(str(beside))
        file.beside.pieces.append(metadata(export, Path(file.name).stem))
        session.note(f"keta: {beside} describes it: datasette {file.name} -m {beside}")
