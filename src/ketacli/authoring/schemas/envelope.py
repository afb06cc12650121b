"""The schema of what each command writes: the envelope, what it holds, and errors."""

from __future__ import annotations

from typing import Any

from ketacli.authoring.schemas import outputs
from ketacli.authoring.schemas.answers import Failure
from ketacli.authoring.schemas.classes import DIALECT, NULL, Schema, written
from ketacli.authoring.schemas.outputs import MEANINGS, OUTPUTS, Output
from ketacli.models.source import Source

VERSION = 1
ERROR_TITLE = "An error, in place of the answer"
MEMBER: dict[str, Schema] = {
    outputs.WORDS: {"type": "array", "items": {"type": "string"}},
    outputs.TEXT: {"type": "string"},
    outputs.NUMBER: {"type": "integer"},
    outputs.FLAG: {"type": "boolean"},
}


def output_schema(name: str) -> Schema:
    """The schema of a command's JSON; KeyError for a command without one."""
    entry = OUTPUTS[name]
    found = _Members(name)
    found.add("schema", {"const": f"keta.{name}/{VERSION}"})
    if entry.enveloped:
        found.add("dataset", found.of(entry.stamp))
    asked = {**entry.query, **(outputs.CHOSEN if entry.enveloped else {})}
    query: Schema = {"type": "object", "properties": {key: MEMBER[kind] for key, kind in asked.items()}}
    if name == "check":
        for key in ("directory", "kind"):
            query["properties"][key] = {"anyOf": [MEMBER[outputs.TEXT], NULL]}
    found.add("query", query)
    found.add("total", {"type": "integer", "minimum": 0} if entry.many else NULL)
    found.add("data", _data(found, entry))
    for key, kind in entry.more:
        found.add(key, found.of(kind))
    if entry.enveloped:
        found.add("sources", {"type": "object", "additionalProperties": found.of(Source)})
        found.add("warnings", {"type": "array", "items": {"type": "string"}})
    for key, kind in entry.sometimes:
        found.add(key, found.of(kind), required=False)
    if entry.many and entry.enveloped:
        found.add("next_offset", {"anyOf": [{"type": "integer", "minimum": 0}, NULL]}, required=False)
    return found.document(f"{entry.title}: what keta {name} --json writes.")


def error_schema() -> Schema:
    """The schema of an error in JSON mode."""
    found = _Members("error")
    found.add("schema", {"const": f"keta.error/{VERSION}"})
    found.add("error", found.of(Failure))
    return found.document(f"{ERROR_TITLE}: what every command writes in JSON mode when it fails.")


def _data(found: _Members, entry: Output) -> Schema:
    kinds = [found.of(each) for each in entry.data]
    one = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    return {"type": "array", "items": one} if entry.many else one


class _Members:
    """The members of one envelope and the objects that they refer to."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.properties: dict[str, Schema] = {}
        self.required: list[str] = []
        self.definitions: dict[str, Schema] = {}

    def add(self, key: str, schema: Schema, required: bool = True) -> None:
        """Add one member."""
        self.properties[key] = {"description": MEANINGS[key], **schema}
        if required:
            self.required.append(key)

    def of(self, kind: Any) -> Schema:
        """The schema of a class, of a list of one ([class]), or of whole numbers or words."""
        if isinstance(kind, list):
            return {"type": "array", "items": self.of(kind[0])}
        if kind is int:
            return {"type": "integer", "minimum": 0}
        if kind is outputs.SPELLINGS:
            return {"type": "object", "additionalProperties": MEMBER[outputs.WORDS]}
        for name, schema in written(kind).items():
            assert self.definitions.setdefault(name, schema) == schema, f"{name} is described in two ways"
        return {"$ref": f"#/$defs/{kind.__name__}"}

    def document(self, description: str) -> Schema:
        """The whole schema."""
        return {
            "$schema": DIALECT,
            "$id": f"urn:keta:{self.name}:{VERSION}",
            "title": f"keta.{self.name}/{VERSION}",
            "description": description,
            "type": "object",
            "properties": self.properties,
            "required": self.required,
            "$defs": dict(sorted(self.definitions.items())),
        }
