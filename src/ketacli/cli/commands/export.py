"""``keta export``: the whole dataset as one JSON object."""

from __future__ import annotations

from typing import Any

from ketacli.cli.session import Session
from ketacli.errors import OK, UsageError
from ketacli.records.kinds import ALL


def run(**settings: Any) -> int:
    """Write every record of every kind, a record a line."""
    session = Session(**settings)
    if session.format not in ("table", "json"):
        raise UsageError(
            "an export is JSON", "Leave -o out, or say -o json.", field="output_format", value=session.format
        )
    from ketacli.render.envelope import Encoded, entries, envelope, kinds, rows

    # Everything is read before anything is written: damaged data must not end in half an object.
    held = {kind: session.dataset.kind(kind) for kind in ALL}
    lines = {kind: [Encoded(found.line(name)) for name in found.ids()] for kind, found in held.items()}
    documents = zip(held["sources"].ids(), lines.pop("sources"), strict=True)
    pieces = envelope({
        "schema": "keta.export/1",
        "dataset": {key: session.dataset.meta[key] for key in ("version", "checked_through", "released", "licence")},
        "query": {},
        "total": None,
        "data": kinds((kind, rows(each)) for kind, each in lines.items()),
        "sources": entries(documents, lines=True),
        "warnings": [],
    })  # fmt: skip
    for piece in pieces:
        session.write(piece)
    return OK
