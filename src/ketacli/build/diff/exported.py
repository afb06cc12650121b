"""The records of a file that ``keta export`` wrote, held to the classes of records again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ketacli.build.files import read_bytes
from ketacli.build.preview import fail
from ketacli.build.problems import Problem
from ketacli.build.read import Authored, read_record
from ketacli.build.validate import validate
from ketacli.build.write import authored
from ketacli.errors import DataError
from ketacli.records.kinds import ALL, RECORDS, class_of

LARGEST = 32_000_000
"""Bytes of an export; that of the shipped data has some 5,000,000."""
SCHEMA = "keta.export/1"
MOST = 200
"""Records that are not valid, after which nothing more is read."""
HINT = "keta diff reads the JSON that keta export writes: keta export -o json --output FILE.json."


def read_export(path: str) -> Authored:
    """The records of an export; DataError where it is none, cannot be read, or holds records that are not valid."""
    try:
        document = json.loads(read_bytes(path, LARGEST).decode("utf-8"))
    except OSError as error:
        raise DataError(f'cannot read "{path}": {error.strerror}', HINT, value=path) from None
    except (ValueError, RecursionError):
        raise DataError(f'"{path}" is no export that can be compared: it is no JSON', HINT, value=path) from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise DataError(f'"{path}" is no export: its schema is not {SCHEMA}', HINT, value=path)
    data, sources, stamp = (document.get(name) for name in ("data", "sources", "dataset"))
    if not isinstance(data, dict) or not isinstance(sources, dict) or not isinstance(stamp, dict):
        raise DataError(f'"{path}" is no export: data, sources or dataset is missing', HINT, value=path)
    if document.get("query"):
        raise DataError(f'"{path}" holds a part of the data alone', "Export all of it, without a choice.", value=path)
    found = Authored(Path(), {key: value for key, value in stamp.items() if isinstance(value, str)})
    problems: list[Problem] = []
    for kind in ALL:
        records = found.records.setdefault(kind, {})
        held = list(sources.values()) if kind == "sources" else data.get(kind, [])
        for raw in held if isinstance(held, list) else []:
            if len(problems) < MOST:
                problems += _put(records, kind, raw)
    fail(problems, f'the records of "{path}" are', "An older keta cannot read what a newer one wrote.")
    return found


def _put(records: dict[str, Any], kind: str, raw: Any) -> list[Problem]:
    name = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(name, str):
        return [Problem(kind, "", "holds a record without an id")]
    if name in records:
        return [Problem(f"{kind}/{name}", "", "stands twice")]
    record, problems = validate(class_of(kind), raw, f"{kind}/{name}")
    if record is not None and kind in RECORDS:
        # What the build worked out is left behind: it is worked out anew, as it is of the other state.
        try:
            record, problems = read_record(kind, name, authored(kind, raw), f"{kind}/{name}")
        except ArithmeticError:
            record, problems = None, [Problem(f"{kind}/{name}", "", "has a number of more decimals than are read")]
    if record is not None:
        records[name] = record
    return problems
