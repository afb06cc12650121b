"""A new record to fill in: its keys, required ones set to nothing, each with its meaning, and an example of each part.

Made from the schema of the record's TOML, so it needs neither pydantic nor the record classes. Nothing is preset: a key
that was not filled in is a problem that ``keta check`` names, and so is each of the examples, which hold no figure but
words in angle brackets (``PLACEHOLDER``) where one belongs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

PLACEHOLDER = re.compile(r"<[^<>]*>")
"""What stands where a value belongs; the rules refuse it."""
WIDTH = 100
MOST_WORDS = 14
"""Vocabularies of so many words are listed in a comment, longer ones are named."""

INHERITED = ("source", "at", "check", "checked", "note")
SHOWN = {
    "Arm": ("form", "route", "doses", "given_over", "schedule", "n_randomised", "n_analysed"),
    "Outcome": ("scale", "definition", "timepoint", "days", "results", "effects"),
    "ArmResult": ("n", "events", "percent", "mean", "sd"),
    "Effect": ("versus", "value", "lower", "upper", "level", "unit", "p"),
    "Harm": ("results",),
    "Phase": ("given_over", "schedule"),
    "Dose": ("low", "high", "unit"),
    "Quantity": ("value", "unit"),
    "Schedule": ("sessions", "per_week", "weeks"),
    "Pooled": ("timepoint", "value", "lower", "upper", "level", "studies", "participants"),
    "Frequency": ("role", "events", "n", "percent"),
    "Property": ("value", "unit"),
    "Recommendation": ("line", "level", "strength"),
}
"""By the class of a part: the keys of its example beside those that it must have."""

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
    needed = (entry if inner is not None else schema)["required"]
    head.append(f"Needs: {', '.join(key for key in needed if key != 'id')}.")
    head.append(
        "A line that begins with # and a key is optional: take the # off, or delete it. What stands in < > is no "
        "value: write one in its place, numbers, true and false without quotes. Leave out what no source shows. "
        "Then: keta check DIR"
    )
    inherits = provenance(schema)
    if inherits:
        head.append("Every value takes source, at, check and checked from the record. One from elsewhere says so:")
    top = [line for text in head for line in comment(text)] + ([f"#   {inherits}"] if inherits else [])
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
            yield f"{key} = {nothing}" if needed else f"#{key} = {example(schema, key, value)}"


def tables(schema: Schema, table: Schema) -> Iterator[str]:
    """The lines of the tables in a record: those that it must have with their keys, of the others an example."""
    for key, value in table["properties"].items():
        many = value.get("type") == "array"
        inner = table_of(schema, value.get("items", {}) if many else value)
        if inner is None:
            continue
        if key not in table["required"]:
            yield from part(schema, key, value)
            continue
        yield ""
        yield from comment(meaning(schema, value))
        yield f"[[{key}]]" if many else f"[{key}]"
        yield from keys(schema, inner, leave=INHERITED)
        written = [name for name, each in inner["properties"].items() if not is_table(schema, each)]
        yield from rest(inner, [name for name in written if name not in INHERITED])


def part(schema: Schema, path: str, value: Schema) -> Iterator[str]:
    """The example of a table that a record may have, and of the tables in it; every line of it a comment."""
    many = value.get("type") == "array"
    pointer = value.get("items", {}) if many else value
    inner = table_of(schema, pointer) or {}
    shown = [*inner["required"], *SHOWN.get(class_of(pointer), ())]
    below = [name for name in shown if class_of(inner["properties"][name].get("items", {})) in ("ArmResult", "Effect")]
    yield ""
    yield from comment(f"{meaning(schema, value)} {'Each needs' if many else 'Needs'}: {', '.join(inner['required'])}.")
    yield f"#[[{path}]]" if many else f"#[{path}]"
    for name in shown:
        if name not in below:
            yield from comment(meaning(schema, inner["properties"][name]))
            yield f"#{name} = {example(schema, name, inner['properties'][name])}"
    yield from rest(inner, shown)
    for name in below:
        yield from part(schema, f"{path}.{name}", inner["properties"][name])


def rest(table: Schema, shown: list[str]) -> Iterator[str]:
    """The names of the keys that were not shown."""
    others = [name for name in table["properties"] if name not in shown]
    if others:
        yield from comment(f"Further keys: {', '.join(others)}.")


def example(schema: Schema, key: str, value: Schema) -> str:
    """What stands in the place of a value: TOML of its shape, with words in angle brackets that are refused."""
    found, cls = resolve(schema, value), class_of(value)
    if "anyOf" in found:
        # Written bare, or as a table where an example has to show more than the value.
        found = resolve(schema, found["anyOf"][cls in SHOWN])
    if found.get("type") == "array":
        return f"[{example(schema, key, found.get('items', {}))}]"
    if "properties" in found:
        shown = [*found["required"], *SHOWN.get(cls, ())]
        inside = (f"{name} = {example(schema, name, found['properties'][name])}" for name in shown)
        return f"{{ {', '.join(inside)} }}"
    words = {"integer": "number", "number": "number", "boolean": "true or false"}.get(str(found.get("type")), key)
    made = f"<{words.replace('_', ' ')}>"
    return f'"{made}"'


def class_of(value: Schema) -> str:
    """The class that a field or an item refers to; empty where it is no part."""
    return str(value.get("$ref", "")).rpartition("/")[2]


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
