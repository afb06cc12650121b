"""Classes as JSON Schema: pydantic's, with our labels and meanings, and true to what is written out."""

from __future__ import annotations

import inspect
from copy import deepcopy
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

from pydantic import TypeAdapter

from ketacli.build.describe import every
from ketacli.build.read import CLAIM_FIELDS
from ketacli.records.base import Claim, defaults
from ketacli.records.kinds import ALL, class_of
from ketacli.records.nodes import nodes

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ALWAYS = ("source", "check", "checked")
"""Fields of a claim that are written out even when they say what the default says."""
DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
PATTERNS = {"day": f"^{DATE}$", "day or undated": f"^({DATE}|undated)$"}
"""By the role of a field, how its text is written."""
NULL = {"type": "null"}


class Object(NamedTuple):
    """One class and its schema."""

    cls: Any
    schema: Schema
    keys: dict[str, str]
    """Name of each field to the name that it has in JSON."""


@cache
def whole() -> tuple[type, ...]:
    """The classes of records, written out with every field; the parts inside leave fields without a value out."""
    return tuple({class_of(kind) for kind in ALL})


def classes_in(cls: type) -> dict[str, type]:
    """``cls`` and every dataclass that its fields hold, by name; AssertionError when two share a name."""
    found: dict[str, type] = {}
    waiting: list[Any] = [cls]
    while waiting:
        at = waiting.pop()
        waiting += get_args(at)
        if not is_dataclass(at) or not isinstance(at, type) or found.get(at.__name__) is at:
            continue
        assert at.__name__ not in found, f"two classes are called {at.__name__}"
        found[at.__name__] = at
        waiting += get_type_hints(at).values()
    return found


@cache
def _generated(cls: type) -> dict[str, Schema]:
    """What pydantic makes of a class: its own object and those inside, by name."""
    made = TypeAdapter(cls).json_schema()
    found: dict[str, Schema] = made.pop("$defs", {})
    found[cls.__name__] = made
    return found


def objects(cls: type) -> dict[str, Object]:
    """A class and every class inside it, by name: described, what it says first and where it comes from last."""
    schemas = deepcopy(_generated(cls))
    classes = classes_in(cls)
    assert schemas.keys() == classes.keys(), schemas.keys() ^ classes.keys()
    found = {}
    for name, schema in schemas.items():
        words = every(classes[name])
        roles = roles_of(classes[name])
        given: dict[str, Schema] = schema["properties"]
        named = getattr(classes[name], "KEYS", {})
        keys = {field: named.get(field, field) for field in defaults(classes[name])}
        last = CLAIM_FIELDS if issubclass(classes[name], Claim) else ()
        order = [field for field in keys if field not in last] + list(last)
        properties = {
            keys[field]: dated({**titled(*words[field]), **plain(given[field])}, roles[field]) for field in order
        }
        head: Schema = {"title": name, "description": " ".join(inspect.cleandoc(classes[name].__doc__ or "").split())}
        closed: Schema = {key: schema[key] for key in ("required", "additionalProperties") if key in schema}
        ordered: Schema = {**head, "type": "object", "properties": properties, **closed}
        assert ordered.keys() >= schema.keys(), f"{name}: {schema.keys() - ordered.keys()}"
        found[name] = Object(classes[name], ordered, keys)
    return found


def titled(label: str, meaning: str) -> Schema:
    """The annotations that a field's docstring gives."""
    return {"title": label, **({"description": meaning} if meaning else {})}


def plain(schema: Schema) -> Schema:
    """A field's schema without what pydantic calls it."""
    return {key: value for key, value in schema.items() if key not in ("title", "description")}


def roles_of(cls: type) -> dict[str, str]:
    """The role of every field of a class, by name; empty without one."""
    return {name: node.role.name if node.role is not None else "" for name, node in nodes(cls).items()}


def dated(schema: Schema, role: str) -> Schema:
    """The schema of a date says how it is written."""
    if role not in PATTERNS:
        return schema
    pattern = PATTERNS[role]
    if "anyOf" in schema:
        choices = [{**each, "pattern": pattern} if each != NULL else each for each in schema["anyOf"]]
        return {**schema, "anyOf": choices}
    return {**schema, "pattern": pattern}


def without_null(schema: Schema) -> Schema:
    """The schema of a value that is there, for a field that is left out when there is none."""
    choices = [each for each in schema.get("anyOf", []) if each != NULL]
    if not choices:
        return schema
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**rest, **choices[0]} if len(choices) == 1 else {**rest, "anyOf": choices}


def without_default(schema: Schema) -> Schema:
    """The schema of a field that no default stands for."""
    return {key: value for key, value in schema.items() if key != "default"}


def written(cls: type) -> dict[str, Schema]:
    """A class and those inside it as JSON output holds them.

    A record has every field, null where it has no value. A part of a record leaves such fields out, and
    those that say what the default says; a claim always has its source, check level and date.
    """
    found = objects(cls)
    for each, schema, keys in found.values():
        if issubclass(each, whole()):
            schema["properties"] = {key: without_default(value) for key, value in schema["properties"].items()}
            schema["required"] = list(schema["properties"])
            continue
        always = ALWAYS if issubclass(each, Claim) else ()
        required = []
        for item in fields(each):
            key = keys[item.name]
            value = schema["properties"][key]
            if item.default is MISSING or item.name in always:
                required.append(key)
                schema["properties"][key] = without_default(value)
            elif item.default in (None, ()):
                schema["properties"][key] = without_default(without_null(value))
        schema["required"] = [key for key in schema["properties"] if key in required]
    return {name: item.schema for name, item in found.items()}
