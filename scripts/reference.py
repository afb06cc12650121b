"""Make docs/data.md from the record classes and docs/cli.md from the command table.

python scripts/reference.py            writes both pages
python scripts/reference.py --check    exits with 1 when a page is stale
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path

from ketacli.authoring.describe import every
from ketacli.cli.spec import COMMANDS, Argument, Command, Option
from ketacli.kinds import RECORDS, VOCABULARIES, class_of
from ketacli.models.base import Claim
from ketacli.shape import field_types, nested

DOCS = Path(__file__).resolve().parent.parent / "docs"

DATA_HEAD = """\
# The data, kind by kind

Made from the record classes in `src/ketacli/models/` by `scripts/reference.py`. A field's first sentence is its label,
the rest its meaning. Objects that carry `source`, `at`, `check`, `checked` and `note` are claims: each knows where it
comes from. In JSON, the fields of a record are always there; inside it, a field without a value is left out.
"""

CLI_HEAD = """\
# The commands

Made from the command table in `src/ketacli/cli/spec.py` by `scripts/reference.py`. `keta COMMAND --help` says the same.
Exit codes: `keta help exit-codes`. Output formats and the JSON object: `keta help formatting`.
"""


def parts_of(cls: type, seen: dict[str, type]) -> None:
    """Collect the classes of the records inside a record, claims of general use left out."""
    for inner in nested(cls).values():
        if inner.cls.__name__ not in seen:
            seen[inner.cls.__name__] = inner.cls
            parts_of(inner.cls, seen)


def table(cls: type) -> Iterator[str]:
    """The fields of a class as a Markdown table; a claim's provenance is left to its own table."""
    yield "| field | type | label | meaning |"
    yield "| --- | --- | --- | --- |"
    texts = every(cls)
    types = field_types(cls)
    skipped = {item.name for item in fields(Claim)} if issubclass(cls, Claim) and cls is not Claim else set()
    for name, (label, meaning) in texts.items():
        if name not in skipped:
            kind = type_words(types[name])
            yield f"| `{name}` | {kind} | {label} | {meaning} |"


def type_words(text: str) -> str:
    """An annotation in words: its choices, "list of", "or none"."""
    choices = re.findall(r"'([^']+)'", text)
    if choices:
        text = "one of " + ", ".join(choices) + (" | None" if text.endswith("| None") else "")
    words = text.replace("tuple[", "list of ").replace(", ...]", "").replace(" | ", " or ").replace("None", "none")
    return " ".join(words.replace("str", "text").replace("float", "number").replace("int", "whole number").split())


def data_page() -> str:
    """docs/data.md."""
    lines = [DATA_HEAD, "## Claim", "", inspect.cleandoc(Claim.__doc__ or ""), "", *table(Claim), ""]
    shared: dict[str, type] = {}
    for kind in (*RECORDS, *VOCABULARIES):
        parts_of(class_of(kind), shared)
    general = [cls for cls in shared.values() if cls.__module__ == "ketacli.models.base"]
    for cls in general:
        lines += [f"## {cls.__name__}", "", inspect.cleandoc(cls.__doc__ or ""), "", *table(cls), ""]
    for kind in RECORDS:
        cls = class_of(kind)
        doc = import_module(cls.__module__).__doc__ or ""
        lines += [f"## `{kind}`", "", inspect.cleandoc(doc), "", *table(cls), ""]
        inside: dict[str, type] = {}
        parts_of(cls, inside)
        for part in inside.values():
            if part not in general:
                lines += [f"### {part.__name__}", "", inspect.cleandoc(part.__doc__ or ""), "", *table(part), ""]
    lines += ["## Vocabularies", ""]
    for kind in VOCABULARIES:
        lines += [f"### `{kind}`", "", inspect.cleandoc(class_of(kind).__doc__ or ""), "", *table(class_of(kind)), ""]
    return "\n".join(lines).rstrip() + "\n"


def argument_words(argument: Argument) -> str:
    """``NAMES...`` for many, ``[FORM]`` for one that may be left out."""
    name = argument.name.upper() + ("..." if argument.many else "")
    return name if argument.required else f"[{name}]"


def option_row(option: Option) -> str:
    """One option as a table row."""
    value = {"flag": "", "list": " VALUE", "text": " VALUE", "int": " NUMBER"}[option.kind]
    values = ", ".join(option.complete) if isinstance(option.complete, tuple) else (option.complete or "")
    return f"| `{', '.join(option.flags)}{value}` | {option.help} | {values} |"


def command_lines(command: Command) -> Iterator[str]:
    """One command's section."""
    words = " ".join(["keta", command.name, *(argument_words(argument) for argument in command.arguments)])
    yield f"## `{words}`"
    yield ""
    yield command.answers
    yield ""
    for argument in command.arguments:
        yield f"- `{argument.name.upper()}`: {argument.help}"
    if command.arguments:
        yield ""
    if command.options:
        yield "| option | meaning | values |"
        yield "| --- | --- | --- |"
        yield from (option_row(option) for option in command.options)
        yield ""
    yield "```console"
    yield from (f"$ {example}" for example in command.examples)
    yield "```"
    yield ""


def cli_page() -> str:
    """docs/cli.md."""
    lines = [CLI_HEAD]
    for command in COMMANDS:
        lines += command_lines(command)
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Write or compare both pages."""
    stale = []
    for name, text in (("data.md", data_page()), ("cli.md", cli_page())):
        path = DOCS / name
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    for name in stale:
        print(f"docs/{name} is stale: run python scripts/reference.py")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
