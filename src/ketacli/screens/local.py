"""The note on every screen that shows records of overlays: which they are, and their files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.records.local import ids_in, listed
from ketacli.screens.screen import Facts, Group, Heading, Note, Prose, Row, Screen, Table, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacli.records.store import Store


def note_local(store: Store, shown: Screen) -> None:
    """Add the note, where the screen names such records."""
    found = store.local(ids_in("\n".join(texts(shown))))
    if found:
        shown.notes.append(Note(f"Local, not part of keta's own data: {listed(found)}. --no-local goes without.",
                                (), "caution"))  # fmt: skip


def texts(shown: Screen) -> Iterator[str]:
    """Every text of a screen that can name a record."""
    yield shown.title
    yield from shown.next
    for block in shown.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                if isinstance(row, Row):
                    yield from map(_text, row.cells)
                elif isinstance(row, Group):
                    yield f"{row.title} {row.note}"
        elif isinstance(block, Facts):
            for label, value in block.pairs:
                yield f"{label} {_text(value)}"
        elif isinstance(block, Prose):
            yield _text(block.text)
        elif isinstance(block, Heading):
            yield f"{block.title} {block.note}"
    for note in shown.notes:
        yield _text(note)


def _text(value: Any) -> str:
    if isinstance(value, Note):
        return " ".join((_text(value.text), *value.commands))
    return plain(value)
