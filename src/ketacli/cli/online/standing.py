"""Ask Crossref for corrections and retractions of documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ketacli.cli.online.ask import Client, Missing, Unasked
from ketacli.cli.online.notices import meant, notices, on_record
from ketacli.cli.online.services import CROSSREF, Asked, record
from ketacli.errors import DataError
from ketacli.evidence.answers.fetch import Noticed, Told

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.records.source import Source

GIVEN_UP = 3
"""After so many documents in a row without an answer the rest is not asked for."""


def standings(client: Client, documents: list[Source], base: str, tick: Callable[[int, int], None]) -> list[Noticed]:
    """A row for each document, in their order."""
    found: list[Noticed] = []
    failed = 0
    for at, each in enumerate(documents):
        tick(at, len(documents))
        row: dict[str, Any] = {"id": each.id, "doi": each.doi, "on_record": each.status, "new": False}
        if not each.doi:
            found.append(Noticed(**row, told="no-doi"))
            continue
        if failed >= GIVEN_UP:
            found.append(Noticed(**row, told="not-asked", problem="Crossref gave no answer before"))
            continue
        wanted = Asked(CROSSREF, each.doi)
        try:
            body = client.get(CROSSREF, base + wanted.path)
            about, of = notices(json.loads(record(wanted, body))["message"])
        except Missing:
            found.append(Noticed(**row, told="not-there"))
            failed = 0
            continue
        except DataError as error:
            failed += isinstance(error, Unasked)
            found.append(Noticed(**row, told="not-asked", problem=error.message))
            continue
        failed = 0
        row["new"] = not on_record(meant(about), each.status)
        told: Told = "notice" if about else "is-notice" if of else "none"
        found.append(Noticed(**row, told=told, notices=tuple(about), about=tuple(of)))
    tick(len(documents), len(documents))
    return found
