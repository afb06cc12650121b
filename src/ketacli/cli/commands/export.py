"""``keta export``: the whole dataset as one JSON object."""

from __future__ import annotations

from typing import Any

from ketacli.cli.session import Session
from ketacli.errors import OK, UsageError
from ketacli.kinds import ALL


def run(**settings: Any) -> int:
    """Write every record of every kind, a record a line."""
    session = Session(**settings)
    if session.format not in ("table", "json"):
        raise UsageError(
            "an export is JSON", "Leave -o out, or say -o json.", field="output_format", value=session.format
        )
    from ketacli.render.document import compact

    # Everything is read before anything is written: damaged data must not end in half an object.
    kinds = {kind: session.dataset.kind(kind) for kind in ALL}
    held = {kind: [found.line(name) for name in found.ids()] for kind, found in kinds.items()}
    stamp = {key: session.dataset.meta[key] for key in ("version", "checked_through", "released", "licence")}
    session.write(
        f'{{"schema": "keta.export/1",\n"dataset": {compact(stamp)},\n"query": {{}},\n"total": null,\n"data": {{'
    )
    documents = held.pop("sources")
    for at, (kind, lines) in enumerate(held.items()):
        session.write(("," if at else "") + f'\n"{kind}": [\n' + ",\n".join(lines) + ("\n]" if lines else "]"))
    entries = [f"{compact(name)}:{line}" for name, line in zip(kinds["sources"].ids(), documents, strict=True)]
    session.write('\n},\n"sources": {\n' + ",\n".join(entries) + '\n},\n"warnings": []}\n')
    return OK
