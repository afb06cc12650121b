"""A new record to fill in: its keys, required ones first set to nothing, each with what it means.

Made from the schema of the record's TOML, so it needs neither pydantic nor the record classes. Nothing is
preset: a key that was not filled in is a problem that ``keta check`` names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

WIDTH = 100
MOST_WORDS = 14
"""Vocabularies of so many words are listed in a comment, longer ones are named."""

INHERITED = ("source", "at", "check", "checked", "note")

Schema = dict[str, Any]


def skeleton(schema: Schema, kind: str, name: str) -> str:
    """The TOML of a new record of a kind, from the schema of that kind's files."""
    inner = schema.get("patternProperties")
    if inner is not None:
        entry = resolve(schema, next(iter(inner.values())))
        head = [f"To be added to {kind}.toml. {entry['description']}"]
        lines = [f"[{name}]", *keys(schema, entry)]
    else:
        head = [f"{kind}/{name}.toml. {schema['description']}"]
        lines = [*keys(schema, schema), *tables(schema, schema)]
    head.append(
        "A line that begins with # and a key is optional: take the # off, or delete it. Leave out what no source "
        "shows. Then: keta check DIR"
    )
    example = provenance(schema)
    if example:
        head.append("Every value takes source, at, check and checked from the record. One from elsewhere says so:")
    top = [line for text in head for line in comment(text)] + ([f"#   {example}"] if example else [])
    return "\n".join([*top, "", *lines]).rstrip() + "\n"


def resolve(schema: Schema, value: Schema) -> Schema:
    """What a reference inside a schema stands for, with the words of the field that refers to it."""
    if "$ref" not in value:
        return value
    found: Schema = {**schema["$defs"][value["$ref"].rpartition("/")[2]], **value}
    return found


def table_of(schema: Schema, value: Schema) -> Schema | None:
    """The object that a field or an item must be written as; None for what can be written in a line."""
    found = resolve(schema, value)
    return found if "properties" in found else None


def keys(schema: Schema, table: Schema, leave: tuple[str, ...] = ("id",)) -> Iterator[str]:
    """The lines of every key of a table that is no table itself, each under what it means.

    Keys in ``leave`` are passed over unless they are required.
    """
    for key, value in table["properties"].items():
        needed = key in table["required"]
        if not is_table(schema, value) and (needed or key not in leave):
            yield from comment(meaning(schema, value))
            nothing = "[]" if value.get("type") == "array" else '""'
            yield f"{key} = {nothing}" if needed else f"#{key} ="


def tables(schema: Schema, table: Schema) -> Iterator[str]:
    """The lines of the tables in a record: those that it must have with their keys, the others with what they need."""
    for key, value in table["properties"].items():
        many = value.get("type") == "array"
        inner = table_of(schema, value.get("items", {}) if many else value)
        if inner is None:
            continue
        needed = key in table["required"]
        yield ""
        yield from comment(meaning(schema, value))
        yield ("" if needed else "#") + (f"[[{key}]]" if many else f"[{key}]")
        if needed:
            yield from keys(schema, inner, leave=INHERITED)
        else:
            for name in inner["required"]:
                yield from comment(meaning(schema, inner["properties"][name]))
                yield f"#{name} ="
        rest = [
            name
            for name, each in inner["properties"].items()
            if name not in inner["required"] and (not needed or name in INHERITED or is_table(schema, each))
        ]
        if rest:
            yield from comment(f"Further keys: {', '.join(rest)}.")


def is_table(schema: Schema, value: Schema) -> bool:
    """Whether a field holds a table, or a list of tables."""
    return table_of(schema, value) is not None or table_of(schema, value.get("items", {})) is not None


def meaning(schema: Schema, value: Schema) -> str:
    """Label and meaning of a field, with the words that it takes."""
    found = resolve(schema, value)
    text = f"{value['title']}."
    if value.get("description"):
        text += f" {value['description']}"
    items = resolve(schema, found.get("items", found))
    choices = items.get("enum") or next((each["enum"] for each in items.get("anyOf", []) if "enum" in each), None)
    if choices is None:
        return text
    named = value.get("items", value).get("$ref")
    if named is None or len(choices) <= MOST_WORDS:
        return f"{text} One of: {', '.join(str(each) for each in choices)}."
    return f"{text} Words: {named.rpartition('/')[2]}.toml."


def provenance(schema: Schema) -> str:
    """A value in words that names its own source, of the first field that can; empty for records without such."""
    for key, value in schema["properties"].items() if "properties" in schema else ():
        many = value.get("type") == "array"
        found = resolve(schema, value.get("items", {}) if many else value)
        if "anyOf" in found and found["anyOf"][0]["type"] == "string":
            text = '{ value = "...", source = "smith-2024", at = "table 2", check = "primary" }'
            return f"{key} = [{text}]" if many else f"{key} = {text}"
    return ""


def comment(text: str) -> Iterator[str]:
    """A text as comment lines."""
    line = "#"
    for word in text.split():
        if len(line) + len(word) >= WIDTH:
            yield line
            line = "#"
        line += f" {word}"
    yield line
