"""The schema of each TOML file as authors write it: short and long values, provenance inherited."""

from __future__ import annotations

from typing import Any

from ketacli.build.describe import every
from ketacli.build.read import META_KEYS, Authored
from ketacli.build.resolve import PROVENANCE
from ketacli.build.rules.references import COMPARATORS
from ketacli.build.schema.classes import DATE, DIALECT, Object, Schema, objects, titled, without_default, without_null
from ketacli.records.base import Claim
from ketacli.records.kinds import RECORDS, VOCABULARIES, class_of
from ketacli.records.nodes import nodes
from ketacli.records.structure import derived

VERSION = 1
"""Counted by the compiler, so not entered."""
ENUMERATED = (*VOCABULARIES, "compounds")
"""Kinds with few ids, all of which an editor can offer."""
INHERITED = {
    "source": "Left out, it is the record's; another one needs a check level of its own.",
    "at": "Left out, it is the record's, unless the source is another.",
    "check": "Left out, it is the record's.",
    "checked": "Left out, it is the record's.",
}
"""What is said of a claim's provenance beyond its meaning."""
ID = "^[a-z0-9]+(-[a-z0-9]+)*$"

META = {
    "version": ("Version", "Of the data"),
    "checked_through": ("Checked to", "Date to which the data was compared with its sources (ISO 8601)"),
    "released": ("Released", "Date (ISO 8601)"),
    "licence": ("Licence", "Of the data"),
    "advice": ("Advice", "The last line of every screen"),
}


def record_schema(kind: str, authored: Authored) -> Schema:
    """The schema of a kind's files, with the words that the vocabularies of the data hold.

    KeyError for a kind that there is none of; ``meta`` is the data's own file.
    """
    if kind == "meta":
        return _document(kind, "meta.toml", _meta(), {})
    cls = class_of(kind)
    found = objects(cls)
    definitions = {name: _authored(item, root=item.cls is cls) for name, item in found.items()}
    named: set[str] = set()
    for name, item in found.items():
        named |= _point(definitions[name], item)
    for name in sorted(named):
        definitions[name] = {"description": f"Ids of {name} in this data.", "type": "string"}
        # An empty list of words would refuse everything, and is no list to validators of older drafts.
        if ids := _ids(name, authored):
            definitions[name]["enum"] = ids
    own = definitions.pop(cls.__name__)
    if kind in RECORDS:
        return _document(kind, f"{kind}/ID.toml", own, definitions)
    definitions[cls.__name__] = own
    table = {
        "description": f"The vocabulary of {kind}. {own['description']}",
        "type": "object",
        "patternProperties": {ID: {"$ref": f"#/$defs/{cls.__name__}"}},
        "additionalProperties": False,
    }
    return _document(kind, f"{kind}.toml", table, definitions)


def _ids(kind: str, authored: Authored) -> list[str]:
    ids = list(authored.records.get(kind, {}))
    return [*ids, *COMPARATORS] if kind == "compounds" else ids


def _authored(item: Object, root: bool) -> Schema:
    """One class as written in TOML: no null, nothing that is counted or inherited is demanded."""
    cls, schema, _ = item
    inherited = PROVENANCE if issubclass(cls, Claim) else ()
    made = derived(cls)
    properties: dict[str, Schema] = {}
    for key, value in schema["properties"].items():
        if key not in made:
            found = without_null(value)
            properties[key] = without_default(found) if key in inherited or not found.get("default") else found
        if key in inherited:
            told = f"{value['description']} {INHERITED[key]}"
            properties[key] = {**properties[key], "description": told}
    required = [key for key in schema.get("required", []) if key not in inherited]
    for key in required:
        if properties[key].get("type") == "array":
            properties[key] = {**properties[key], "minItems": 1}
    if root:
        properties["id"] = {**properties["id"], "description": "Leave it out: it is the name of the file or table."}
        required.remove("id")
    return _short(cls, {**schema, "properties": properties, "required": required})


def _short(cls: Any, table: Schema) -> Schema:
    """A value that may also be written bare, where nothing but the value has to be said."""
    bare = table["properties"].get("value")
    if not issubclass(cls, Claim) or bare is None or set(table["required"]) - {"value"}:
        return table
    words: Schema = {key: table.pop(key) for key in ("title", "description") if key in table}
    return {**words, "anyOf": [{**bare, **titled(*every(cls)["value"])}, table]}


def _point(schema: Schema, item: Object) -> set[str]:
    """Let the fields that name an entry of a vocabulary refer to its words; the vocabularies that are referred to."""
    properties = (schema["anyOf"][1] if "anyOf" in schema else schema)["properties"]
    found = set()
    for field, node in nodes(item.cls).items():
        value = properties.get(field)
        kind = node.named_in
        if value is None or kind not in ENUMERATED:
            continue
        pointer = {"$ref": f"#/$defs/{kind}"}
        if value.get("type") == "string":
            properties[field] = {**_annotations(value), **pointer}
        elif value.get("items") == {"type": "string"}:
            properties[field] = {**value, "items": pointer}
        else:
            continue
        found.add(kind)
    return found


def _annotations(schema: Schema) -> Schema:
    return {key: schema[key] for key in ("title", "description") if key in schema}


def _meta() -> Schema:
    properties: dict[str, Any] = {}
    for key in META_KEYS:
        properties[key] = {**titled(*META[key]), "type": "string", "minLength": 1}
        if key in ("checked_through", "released"):
            properties[key]["pattern"] = f"^{DATE}$"
    return {
        "description": "Version, dates and licence of the data.",
        "type": "object",
        "properties": properties,
        "required": list(META_KEYS),
        "additionalProperties": False,
    }


def _document(kind: str, file: str, schema: Schema, definitions: dict[str, Schema]) -> Schema:
    schema.pop("title", None)
    return {
        "$schema": DIALECT,
        "$id": f"urn:keta:record:{kind}:{VERSION}",
        "title": f"{file}, as written in TOML",
        **schema,
        **({"$defs": dict(sorted(definitions.items()))} if definitions else {}),
    }
