"""The schema of what each command writes: the envelope, what it holds, and errors."""

from __future__ import annotations

from ketacli.build.schema.classes import DIALECT, NULL, Schema, titled, written
from ketacli.build.schema.outputs import CHOSEN, MEANINGS, OUTPUTS
from ketacli.evidence.answers.failure import Failure
from ketacli.evidence.answers.output import FLAG, NUMBER, TEXT, TEXT_OR_NULL, WORDS, Output
from ketacli.records.source import Source

VERSION = 1
ERROR_TITLE = "An error, in place of the answer"
COUNT: Schema = {"type": "integer", "minimum": 0}
MEMBER: dict[str, Schema] = {
    WORDS: {"type": "array", "items": {"type": "string"}},
    TEXT: {"type": "string"},
    TEXT_OR_NULL: {"anyOf": [{"type": "string"}, NULL]},
    NUMBER: {"type": "integer"},
    FLAG: {"type": "boolean"},
}


def output_schema(name: str) -> Schema:
    """The schema of a command's JSON; KeyError for a command without one."""
    entry = OUTPUTS[name]
    found = _Members(name)
    found.add("schema", {"const": f"keta.{name}/{VERSION}"})
    if entry.enveloped:
        found.add("dataset", found.of(entry.stamp))
    asked = {**entry.query, **(CHOSEN if entry.enveloped else {})}
    found.add("query", {"type": "object", "properties": {key: MEMBER[kind] for key, kind in asked.items()}})
    found.add("total", COUNT if entry.many else {"anyOf": [COUNT, NULL]} if entry.rows else NULL)
    found.add("data", _data(found, entry))
    found.add_beside(entry.beside, required=True)
    if entry.enveloped:
        found.add("sources", {"type": "object", "additionalProperties": found.of(Source)})
        found.add("warnings", {"type": "array", "items": {"type": "string"}})
        found.add("local", {"type": "object", "additionalProperties": {"type": "string"}}, required=False)
    found.add_beside(entry.beside, required=False)
    if (entry.many or entry.rows) and entry.enveloped:
        found.add("next_offset", {"anyOf": [COUNT, NULL]}, required=False)
    return found.document(f"{entry.title}: what keta {name} --json writes.")


def error_schema() -> Schema:
    """The schema of an error in JSON mode."""
    found = _Members("error")
    found.add("schema", {"const": f"keta.error/{VERSION}"})
    found.add("error", found.of(Failure))
    return found.document(f"{ERROR_TITLE}: what every command writes in JSON mode when it fails.")


def _data(found: _Members, entry: Output) -> Schema:
    if isinstance(entry.data, dict):
        return found.of_lists(entry.data)
    kinds = [found.of(each) for each in (entry.data if isinstance(entry.data, tuple) else (entry.data,))]
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
        self.properties[key] = {"description": MEANINGS[key], **schema} if key in MEANINGS else schema
        if required:
            self.required.append(key)

    def add_beside(self, cls: type | None, required: bool) -> None:
        """Add the fields of a class as members: those that are always there, or those that may be left out."""
        own = self.described(cls)[cls.__name__] if cls is not None else {"properties": {}}
        for key, schema in own["properties"].items():
            if (key in own["required"]) is required:
                self.add(key, COUNT | schema if schema.get("type") == "integer" else schema, required)

    def described(self, cls: type) -> dict[str, Schema]:
        """The schemas of a class and of those inside it; the latter are kept as definitions."""
        found = written(cls)
        for name, schema in found.items():
            if name != cls.__name__:
                self.define(name, schema)
        return found

    def define(self, name: str, schema: Schema) -> Schema:
        """Keep a definition; a reference to it."""
        assert self.definitions.setdefault(name, schema) == schema, f"{name} is described in two ways"
        return {"$ref": f"#/$defs/{name}"}

    def of(self, cls: type) -> Schema:
        """The schema of a class."""
        return self.define(cls.__name__, self.described(cls)[cls.__name__])

    def of_lists(self, classes: dict[str, type]) -> Schema:
        """The schema of an object with a list of records for each kind."""
        properties = {}
        for kind, cls in classes.items():
            meaning = self.described(cls)[cls.__name__]["description"]
            items = {"type": "array", "items": self.of(cls)}
            properties[kind] = {**titled(kind.capitalize(), meaning), **items}
        about = {"title": "Everything", "description": "Every record of every kind, or those of the one kind that "
                 "was asked for; documents stand in sources."}  # fmt: skip
        return self.define("Everything", {**about, "type": "object", "properties": properties})

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
