"""Schemas for the tests: reading them, closing them against unknown members, and telling what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from ketacli.build.schema.envelope import error_schema, output_schema
from ketacli.build.schema.toml import record_schema

from .kept import read_shipped

Schema = dict[str, Any]


@cache
def output(name: str) -> Schema:
    """The schema of a command's JSON, or of ``error``."""
    return error_schema() if name == "error" else output_schema(name)


@cache
def record(kind: str) -> Schema:
    """The schema of a kind's TOML, with the words of the shipped data."""
    return record_schema(kind, read_shipped())


def closed(schema: Any) -> Any:
    """The schema with every object that names its members closed: what is not described is an error."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    return {"additionalProperties": False, **found} if is_object(found) else found


def is_object(schema: Schema) -> bool:
    """Whether a schema names members; a field may be called ``properties`` too."""
    return schema.get("type") == "object" and isinstance(schema.get("properties"), dict)


@cache
def validator(name: str) -> Draft202012Validator:
    """Of a command's JSON, closed."""
    return Draft202012Validator(closed(output(name)))


def errors(validator: Draft202012Validator, instance: Any) -> list[str]:
    """What is wrong with an instance, a line each."""
    return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(instance)]


# ------------------------------------------------------------------------------------ fingerprint


def fingerprint(schemas: dict[str, Schema]) -> str:
    """Every member of every object with its type, a line each; objects that several schemas share stand once."""
    parts: dict[str, list[str]] = {}
    heads = []
    for name, schema in schemas.items():
        heads += [f"{name}  {schema['$id']}", *(f"  {line}" for line in lines(schema)), ""]
        for part, inner in schema.get("$defs", {}).items():
            text = [part, *(f"  {line}" for line in lines(inner)), ""]
            assert parts.setdefault(part, text) == text, f"{part} differs between schemas"
    return "\n".join([*heads, *(line for part in sorted(parts) for line in parts[part])]).rstrip() + "\n"


def lines(schema: Schema, path: str = "") -> Iterator[str]:
    """``key: type`` for what is always there, ``key?: type`` for what may be left out."""
    if "properties" not in schema:
        choices = [each for each in schema.get("anyOf", []) if "properties" in each]
        yield f"= {words(schema)}"
        for each in choices:
            yield from lines(each, path)
        return
    for key, value in schema["properties"].items():
        mark = "" if key in schema.get("required", []) else "?"
        default = f" = {value['default']!r}" if "default" in value else ""
        yield f"{path}{key}{mark}: {words(value)}{default}"
        if "properties" in value:
            yield from lines(value, f"{path}{key}.")


def words(schema: Schema) -> str:
    """A schema as a type in one line."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return repr(schema["const"])
    if "anyOf" in schema:
        return " | ".join(words(each) for each in schema["anyOf"])
    if "enum" in schema:
        if str(schema.get("description", "")).startswith("Ids of "):
            return "an id"
        return " | ".join(repr(each) for each in schema["enum"])
    if schema.get("type") == "array":
        return f"[{words(schema['items'])}]" + (", not empty" if "minItems" in schema else "")
    for key in ("additionalProperties", "patternProperties"):
        inner = schema.get(key)
        if isinstance(inner, dict):
            inner = next(iter(inner.values())) if key == "patternProperties" else inner
            return "{" + words(inner) + "}"
    kind = str(schema.get("type", "anything"))
    return kind + (" as written" if "pattern" in schema else "")
