"""An answer in every form that a writer takes, and the one place where a format is chosen among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.errors import UsageError
from ketacli.render.writers import FORMATS, writer
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ketacli.cli.session import Session
    from ketacli.records.fields import Field
    from ketacli.records.source import Source
    from ketacli.screens.screen import Screen


def no_plot() -> Screen:
    """The plot of an answer that has none: UsageError."""
    raise UsageError("this cannot be drawn", "Choose another format.", field="output_format")


def no_log() -> dict[str, Any]:
    """The log of an answer that found nothing in files: UsageError."""
    raise UsageError("this is no log of what was found in files", "Choose another format.", field="output_format")


def no_documents() -> list[Source]:
    """The documents of an answer that is no export: UsageError."""
    raise UsageError("this is no list of documents", "Choose another format.", field="output_format")


def no_file() -> None:
    """The file of an answer that is no export: UsageError."""
    raise UsageError("this is no export", "Choose another format.", field="output_format")


class Forms(NamedTuple):
    """An answer in every form, each made when it is asked for."""

    terminal: Callable[[], object]
    """Writes what a person is shown."""
    envelope: Callable[[], object]
    """Writes the JSON object."""
    screen: Callable[[], Screen]
    cells: Callable[[], tuple[Sequence[Field], Sequence[Any]]]
    """The columns and the records that they are read from."""
    lines: Callable[[], Iterable[str]]
    """The compact JSON of each row."""
    tables: Callable[[], dict[str, Any]]
    """An object of plain values."""
    plot: Callable[[], Screen] = no_plot
    log: Callable[[], dict[str, Any]] = no_log
    """What was found in files, as SARIF."""
    documents: Callable[[], Sequence[Source]] = no_documents
    """The documents that an export rests on."""
    file: Callable[[], object] = no_file
    """Makes the file of an export that is no text."""


def write(session: Session, forms: Forms) -> None:
    """Write an answer in the format that was asked for."""
    takes = FORMATS[session.format].takes
    if takes == "terminal":
        forms.terminal()
    elif takes == "envelope":
        forms.envelope()
    elif takes == "screen":
        session.write(writer(session.format)(session.noted(forms.screen())))
    elif takes == "plot":
        session.write(writer(session.format)(forms.plot()))
    elif takes == "cells":
        _rows(session, as_cells(session, *forms.cells()))
    elif takes == "lines":
        _rows(session, writer(session.format)(forms.lines()))
    elif takes == "tables":
        _rows(session, writer(session.format)(forms.tables()))
    elif takes == "log":
        session.write(writer(session.format)(forms.log()))
    elif takes == "documents":
        from ketacli.evidence import citations

        checked = session.dataset.meta["checked_through"]
        session.write(citations.write(forms.documents(), session.format, checked), utf8=True)
    elif takes == "file":
        forms.file()
    else:
        from typing import assert_never

        assert_never(takes)


def _rows(session: Session, text: str) -> None:
    """Write rows, and say on standard error which records of overlays are among them: not every row has room for it."""
    session.write(text)
    if session.local:
        from ketacli.records.local import ids_in, listed

        found = session.store.local(ids_in(text))
        if found:
            session.note(f"keta: local records in this answer: {listed(found)}")


def hides_warnings(session: Session) -> bool:
    """Whether the format asked for has rows alone, and so none of the boxed warnings that stand beside them."""
    return FORMATS[session.format].takes in ("cells", "lines", "tables")


def as_cells(session: Session, columns: Sequence[Field], records: Sequence[Any]) -> str:
    """The text of a format of rows, with what was asked of its header."""
    from ketacli.records import fields
    from ketacli.render.cells import BOM

    header = [field.path for field in columns] if session.header else None
    rows = ([fields.cell(field, record) for field in columns] for record in records)
    text: str = writer(session.format)(header, rows)
    return (BOM if session.bom else "") + text
