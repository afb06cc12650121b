"""Get records by their numbers, and keep each with its draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.drafting import draft_of, text_of
from ketacli.cli.online.ask import Client, Missing
from ketacli.cli.online.files import keep, refuse
from ketacli.cli.online.services import Asked, record
from ketacli.errors import KetaError, UnknownName
from ketacli.evidence.answers.fetch import Fetched

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ketacli.build.drafts.draft import Draft
    from ketacli.records.dataset import Dataset


class Taken:
    """What came of the numbers: a row each, the drafts, and the first error."""

    def __init__(self) -> None:
        self.rows: list[Fetched] = []
        self.drafts: list[Draft] = []
        self.error: KetaError | None = None


def take(
    client: Client,
    numbers: list[Asked],
    bases: dict[str, str],
    into: Path,
    force: bool,
    dataset: Dataset,
    tick: Callable[[int, int], None],
) -> Taken:
    """Ask for each number and write its two files; one that fails does not stop the others."""
    taken = Taken()
    for at, each in enumerate(numbers):
        tick(at, len(numbers))
        address = bases[each.service.name] + each.path
        raw, made = into / f"{each.stem}.{each.service.ending}", into / f"{each.stem}.toml"
        row: dict[str, Any] = {"asked": each.number, "service": each.service.title, "address": address}
        try:
            if not force:
                refuse([raw, made])
            body = _asked(client, each, address)
            draft = draft_of(each.service.kind, record_of(each, body), dataset)
            keep({raw: body, made: text_of(draft).encode()}, force)
        except KetaError as error:
            taken.error = taken.error or error
            taken.rows.append(Fetched(**row, raw=None, draft=None, problem=error.message))
            continue
        taken.drafts.append(draft)
        left = tuple(dict.fromkeys(draft.unmapped))
        taken.rows.append(Fetched(**row, raw=str(raw), draft=str(made), judge=tuple(draft.judge), unmapped=left))
    tick(len(numbers), len(numbers))
    return taken


def _asked(client: Client, each: Asked, address: str) -> bytes:
    try:
        return client.get(each.service, address)
    except Missing:
        raise missing(each) from None


def record_of(each: Asked, body: bytes) -> str:
    """The text of an answer that is the record asked for; UnknownName where the service has none, else DataError."""
    try:
        return record(each, body)
    except LookupError:
        raise missing(each) from None


def missing(each: Asked) -> UnknownName:
    """The error for a number that a service does not have."""
    return UnknownName(f"{each.service.title} has no {each.said}", each.service.elsewhere, value=each.number)
