"""Write the checked records as one file a kind, a record a line, with an index of names and the schemas."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ketacli.authoring.read import Authored, dump
from ketacli.authoring.schemas.files import compiled_schemas
from ketacli.kinds import RECORDS

PACKAGE = Path(__file__).resolve().parent.parent
DATA = PACKAGE / "data"
COMPILED = PACKAGE / "_compiled"


def compiled(authored: Authored) -> dict[str, str]:
    """File name to text, for every file of the compiled data."""
    files = {
        f"{kind}.jsonl": "".join(_text(dump(record)) + "\n" for _, record in _ordered(kind, records))
        for kind, records in authored.records.items()
    }
    files["index.json"] = _text(index(authored))
    files["disputed.json"] = _text(disputed(authored))
    # Last, for its time is the stamp by which a checkout knows that everything else is there.
    files["meta.json"] = _text(_meta(authored))
    return files


def _meta(authored: Authored) -> dict[str, Any]:
    """Version, dates and licence, with the number of records of each kind: a file cut short is noticed by it."""
    return {**authored.meta, "records": {kind: len(records) for kind, records in authored.records.items()}}


def disputed(authored: Authored) -> dict[str, dict[str, list[str]]]:
    """For each record, the dotted keys that conflicts are about and their ids; "" for the record as a whole."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, conflict in sorted(authored.records.get("conflicts", {}).items()):
        for path in conflict.about:
            record, _, key = path.partition(".")
            found.setdefault(record, {}).setdefault(key, []).append(name)
    return found


def _ordered(kind: str, records: dict[str, Any]) -> list[tuple[str, Any]]:
    """Records by id; vocabularies in the order of their file, which is the order of the screens."""
    return sorted(records.items()) if kind in RECORDS else list(records.items())


def index(authored: Authored) -> dict[str, list[Any]]:
    """Record id to kind, name and other names: enough to look up, complete and suggest."""
    found: dict[str, list[Any]] = {}
    for kind in RECORDS:
        for name, record in sorted(authored.records.get(kind, {}).items()):
            label = getattr(record, "name", None) or getattr(record, "title", name)
            others = [*getattr(record, "synonyms", ()), *getattr(record, "aliases", ())]
            if getattr(record, "registry", None):
                others.append(record.registry)
            others += getattr(record, "registries", ())
            found[f"{kind}/{name}"] = [label, others]
    return found


def compile_directory(authored: Authored, target: Path, editable: bool = False) -> None:
    """Write the compiled data and the schemas; a file is replaced whole or not at all.

    ``editable`` marks the data of a checkout, which is compiled again when its TOML changes.
    """
    target.mkdir(exist_ok=True)
    files = {**compiled_schemas(authored), **compiled(authored)}
    files["meta.json"] = _text({**_meta(authored), "editable": editable})
    for name, text in files.items():
        part = target / f"{name}.{os.getpid()}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(target / name)


def _text(value: Any) -> str:
    # ASCII throughout: one byte a character in memory, and quickest to decode.
    return json.dumps(value, separators=(",", ":"))
