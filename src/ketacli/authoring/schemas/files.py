"""The schemas as files of the compiled data, and the list of them."""

from __future__ import annotations

import json
from functools import cache

from ketacli.authoring.read import Authored
from ketacli.authoring.schemas.classes import Schema
from ketacli.authoring.schemas.envelope import ERROR_TITLE, error_schema, output_schema
from ketacli.authoring.schemas.outputs import OUTPUTS
from ketacli.authoring.schemas.toml import record_schema
from ketacli.kinds import ALL

INDEX = "schemas.json"
KINDS = (*ALL, "meta")


def file_of(describes: str, name: str) -> str:
    """The file of a schema; ``describes`` is ``output`` or ``record``."""
    return f"{describes}-{name}.schema.json"


def compiled_schemas(authored: Authored) -> dict[str, str]:
    """File name to text, for every schema and for the list of them."""
    files = {}
    listed = []
    for name, schema in _outputs().items():
        files[file_of("output", name)] = _text(schema)
        listed.append(_entry("output", name, OUTPUTS[name].title if name in OUTPUTS else ERROR_TITLE, schema))
    for kind in KINDS:
        schema = record_schema(kind, authored)
        files[file_of("record", kind)] = _text(schema)
        listed.append(_entry("record", kind, schema["description"].partition(". ")[0].rstrip("."), schema))
    files[INDEX] = json.dumps(listed, separators=(",", ":"))
    return files


@cache
def _outputs() -> dict[str, Schema]:
    """The schemas of outputs, which do not depend on the data."""
    return {**{name: output_schema(name) for name in OUTPUTS}, "error": error_schema()}


def _entry(describes: str, name: str, title: str, schema: Schema) -> dict[str, object]:
    version = int(schema["$id"].rpartition(":")[2])
    return {"name": name, "describes": describes, "title": title, "version": version, "id": schema["$id"]}


def _text(schema: Schema) -> str:
    # ASCII, as all compiled data; laid out, for people read it and editors keep it as it is.
    return json.dumps(schema, indent=2) + "\n"
