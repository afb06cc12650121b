"""Whether compiled data is whole: asked when an error within the program may be the fault of a damaged install."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields
from hashlib import sha256
from pathlib import Path

from ketacli.build.read import META_KEYS
from ketacli.build.rules.sources import is_date
from ketacli.errors import DataError
from ketacli.records.kinds import ALL, class_of
from ketacli.records.store import SHIPPED, Store, shipped


def altered() -> list[str]:
    """The data files of the package that are not, byte for byte, what the build wrote.

    Raises DataError where the description with their hashes cannot be read.
    """
    folder = Path(SHIPPED)
    try:
        written = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["sha256"]
        return [name for name, digest in written.items() if sha256((folder / name).read_bytes()).hexdigest() != digest]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError("the hashes of the data files cannot be read", "Install the package again.") from error


def flaw_of_shipped() -> str | None:
    """The first thing that is wrong with the compiled data of the package; None for data that is whole."""
    try:
        return next(flaws(shipped()), None)
    except DataError as error:
        return error.message


def flaws(store: Store) -> Iterator[str]:
    """Everything that the build never writes: no description, records without fields, documents that are gone."""
    meta = store.meta()
    yield from (f"the data says no {key}" for key in META_KEYS if not meta.get(key))
    if not is_date(meta.get("checked_through", "")):
        yield "the data says no date on which it was checked"
    known: set[str] = set()
    for kind in ALL:
        if not store.ids(kind):
            yield f"the data has no {kind}"
        needed = {item.name for item in fields(class_of(kind)) if item.default is MISSING}
        for name, line in store.lines(kind):
            known.add(f"{kind}/{name}")
            try:
                found = json.loads(line)
            except (TypeError, ValueError):
                found = None
            lacking = needed - found.keys() if isinstance(found, dict) else needed
            if lacking:
                yield f"{kind}/{name} has no {min(lacking)}"
    for (source,) in store.rows("SELECT DISTINCT source FROM rests_on"):
        if f"sources/{source}" not in known:
            yield f"the document {source} is missing"
    for kind, name in store.rows("SELECT DISTINCT kind, id FROM other_name"):
        if f"{kind}/{name}" not in known:
            yield f"{kind}/{name} is missing"
