"""``keta export``: the data, or a part of it, as other programs take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.forms import Forms, no_log, no_plot, write
from ketacli.cli.selection import Selection, selected
from ketacli.cli.session import Session
from ketacli.cli.table import EXPORTS, split
from ketacli.errors import OK, UsageError
from ketacli.records.kinds import ALL
from ketacli.render.document import compact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacli.records.fields import Field
    from ketacli.records.source import Source


def run(*, words: list[str], fail_empty: bool, **values: Any) -> int:
    """Write every record of every kind, or those of one kind that meet every filter."""
    filters, settings = split("export", values)
    session = Session(**settings, formats=EXPORTS)
    chosen = selected(session, words, filters)

    def cells() -> tuple[list[Field], list[Any]]:
        from ketacli.records import fields

        if chosen.kind is None:
            raise UsageError(
                "a file of CSV holds records of one kind",
                "Name it, such as keta export trials -o csv.",
                field="output_format",
            )
        known = fields.of_kind(chosen.kind)
        found = session.dataset.kind(chosen.kind).some(chosen.ids[chosen.kind])
        return [known.find(name) for name in known.columns()], list(found)

    def lines() -> dict[str, list[str]]:
        # Everything is read before anything is written: damaged data must not end in half an object.
        return {kind: [line for _, line in session.store.lines_of(kind, ids)] for kind, ids in chosen.ids.items()}

    def rows() -> Iterator[str]:
        for kind, each in lines().items():
            yield from each if chosen.kind else (f'{{"kind":{compact(kind)},"record":{line}}}' for line in each)

    def documents() -> list[Source]:
        return list(session.dataset.sources.some(chosen.documents(session.store)))

    def document() -> None:
        for piece in pieces(session, chosen, lines()):
            session.write(piece)

    def file() -> None:
        from ketacli.cli.export_file import save
        from ketacli.evidence.exported import exported

        found = exported(session.dataset, chosen.ids, chosen.asked)
        with session.waiting():
            save(session, found)

    write(session, Forms(terminal=document, envelope=document, screen=no_plot, cells=cells, lines=rows,
                         tables=no_log, documents=documents, file=file))  # fmt: skip
    return session.empty(any(chosen.ids.values()), fail_empty) if chosen.kind else OK


def pieces(session: Session, chosen: Selection, lines: dict[str, list[str]]) -> Iterator[str]:
    """The JSON object, a record a line."""
    from ketacli.render.envelope import Encoded, entries, envelope, kinds, rows

    meta = session.dataset.meta
    documents = session.store.lines_of("sources", chosen.documents(session.store))
    return envelope({
        "schema": "keta.export/1",
        "dataset": {key: meta[key] for key in ("version", "checked_through", "released", "licence")},
        "query": chosen.asked,
        "total": None,
        "data": kinds((kind, rows(map(Encoded, lines[kind]))) for kind in ALL if kind in lines and kind != "sources"),
        "sources": entries(((name, Encoded(line)) for name, line in documents), lines=True),
        "warnings": [],
    })  # fmt: skip
