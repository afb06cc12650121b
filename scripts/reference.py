"""Make docs/data.md from the record classes, docs/cli.md from the command table, docs/safe-words.md from the list.

python scripts/reference.py            writes the pages
python scripts/reference.py --check    exits with 1 when a page is stale
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path

from ketacli.build.describe import every
from ketacli.build.rules.notation import UNSAFE
from ketacli.cli.help_pages import flags, synopsis
from ketacli.cli.table import COMMANDS, Command, Option
from ketacli.records.base import Claim, field_types
from ketacli.records.kinds import RECORDS, VOCABULARIES, class_of
from ketacli.records.nodes import CHOICE, NUMBER, TABLE, YES_NO, Node, nodes
from ketacli.records.structure import held, nested

DOCS = Path(__file__).resolve().parent.parent / "docs"

DATA_HEAD = """\
# The data, kind by kind

Made from the record classes in `src/ketacli/records/` by `scripts/reference.py`. A field's first sentence is its label,
the rest its meaning. Objects that carry `source`, `at`, `check`, `checked` and `note` are claims: each knows where it
comes from. In JSON, the fields of a record are always there; inside it, a field without a value is left out.
"""

CLI_HEAD = """\
# The commands

Made from the command table, `src/ketacli/cli/table/`, by `scripts/reference.py`. `keta COMMAND --help` says so too.
Exit codes: `keta help exit-codes`. Output formats and the JSON object: `keta help formatting`.
"""


SAFE_HEAD = """\
# Safe words

Some abbreviations, symbols and ways of writing a dose have been misread and have harmed people. The Institute for Safe
Medication Practices (ISMP) keeps the list. keta prints none of what follows: in no text of its data, on no screen and
in no document. `keta check` refuses it in data (`src/ketacli/build/rules/notation.py`, from which this page is made by
`scripts/reference.py`), and the tests look for it everywhere else.
"""

SAFE_TAIL = """
## What is exempt, and why

- Titles of papers, names of journals, publishers and authors: bibliographic facts, kept as printed. Names of companies.
- `IV` in dense tables, where the long word would push a number out of the row; it is not on the list. Elsewhere it is
  intravenous.
- `<` and `>` with p values, which everyone reads that way and which JSON carries as `p` and `p_bound`.
- Letters that are something else where they stand: `AU` as the code of Australia, `SSI` and other names of scales,
  `SSRI`, formulas, codes and registry numbers.
- `ng/mL` of a concentration in blood: a laboratory's unit, no dose. A dose is in nanograms, spelled out.
- Results keep the trailing zeros that their source printed: they say how exact a figure is. Doses never do.

## What is understood

A person may type shorthand: `iv`, `in`, `im`, `sc`, `sq`, `subq`, `po`, `per os`, `sl`, `pr` and the like are accepted
wherever a route is, with or without points, and answered in words.
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
            kind = type_words(nodes(cls)[name], types[name])
            yield f"| `{name}` | {kind} | {label} | {meaning} |"


def type_words(node: Node, text: str) -> str:
    """The type of a field in words: its choices, ids of which kind, "list of", "or none"."""
    words = "text"
    if node.cls is not None:
        words = str(node.cls.__name__)
    elif node.type == CHOICE:
        words = f"one of {', '.join(node.choices)}"
    elif node.named_in is not None:
        words = f"{'ids' if node.many else 'id'} in {node.named_in}"
    elif node.type == NUMBER:
        words = "whole number" if "int" in text or "Literal" in text else "number"
    elif node.role is not None and node.role.name in DATED:
        words = DATED[node.role.name]
    else:
        words = OTHERS.get(node.type, words)
    return ("list of " if node.many else "") + words + (" or none" if held(text).endswith("| None") else "")


OTHERS = {TABLE: "texts by name", YES_NO: "true or false"}
DATED = {"day": "date", "day or undated": "date or undated"}


def data_page() -> str:
    """docs/data.md."""
    lines = [DATA_HEAD, "## Claim", "", inspect.cleandoc(Claim.__doc__ or ""), "", *table(Claim), ""]
    shared: dict[str, type] = {}
    for kind in (*RECORDS, *VOCABULARIES):
        parts_of(class_of(kind), shared)
    general = [cls for cls in shared.values() if cls.__module__ == "ketacli.records.base"]
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


def option_row(option: Option) -> str:
    """One option as a table row."""
    values = ", ".join(option.complete) if isinstance(option.complete, tuple) else (option.complete or "")
    return f"| `{flags(option)}` | {option.help} | {values} |"


def command_lines(command: Command) -> Iterator[str]:
    """One command's section."""
    yield f"## `{synopsis(command)}`"
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


def safe_words_page() -> str:
    """docs/safe-words.md."""
    lines = [SAFE_HEAD, "| not this | it has been taken for | but this |", "| --- | --- | --- |"]
    lines += [f"| {each.shown} | {each.misread} | {each.instead} |" for each in UNSAFE]
    return "\n".join([*lines, "", SAFE_TAIL.strip()]) + "\n"


def main() -> int:
    """Write or compare the pages."""
    stale = []
    for name, text in (("data.md", data_page()), ("cli.md", cli_page()), ("safe-words.md", safe_words_page())):
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
