"""``keta help [TOPIC]``: words and rules, or a command's usage."""

from __future__ import annotations

import os

from ketacli.cli.session import Session
from ketacli.cli.spec import BY_NAME, COMMANDS, TOPICS
from ketacli.names import missing, near
from ketacli.screen import Block, Facts, Heading, Prose, Screen, Words

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "topics")  # noqa: PTH100, PTH118, PTH120

ABOUT = {
    "formatting": "output formats, picking fields and records, numbers",
    "exit-codes": "what each exit code means",
    "evidence": "how a result gets its word; comparators, check levels, which source wins",
    "guideline-levels": "how positions of different bodies are lined up",
    "data": "where the data comes from, how it was checked, its limits",
    "safety": "what this tool is and is not; dose arithmetic",
    "environment": "environment variables",
    "where": "the conditions of --where",
}


def run(*, topic: str | None) -> int:
    """Print a topic, the usage of a command, or the list of both."""
    session = Session()
    if topic is None:
        return session.screen(contents())
    if topic in BY_NAME and topic not in TOPICS:
        from ketacli.__main__ import with_typer

        return with_typer([topic, "--help"])
    if topic not in TOPICS:
        known = {name.replace("-", ""): name for name in (*TOPICS, *BY_NAME)}
        raise missing("help topic", topic, near(topic, known), (*TOPICS, *BY_NAME))
    with open(os.path.join(FOLDER, topic + ".txt"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
        return session.screen(page(file.read()))


def contents() -> Screen:
    """Commands and topics, a line each."""
    shown = Screen("keta help")
    commands: list[tuple[str, Words]] = [(command.name, command.answers) for command in COMMANDS]
    topics: list[tuple[str, Words]] = [(name, ABOUT[name]) for name in TOPICS]
    shown.blocks += [Heading("Commands"), Facts(commands), Heading("Topics"), Facts(topics)]
    shown.next = ["keta COMMAND --help", "keta help evidence"]
    return shown


def page(text: str) -> Screen:
    """A topic's text as a screen: the first line is its title, short lines are headings, "- a: b" are facts."""
    title, _, body = text.partition("\n")
    shown = Screen(title)
    blocks: list[Block] = []
    for paragraph in body.strip().split("\n\n"):
        lines = paragraph.strip().split("\n")
        if all(line.startswith("- ") for line in lines):
            pairs: list[tuple[str, Words]] = []
            for line in lines:
                label, _, value = line[2:].partition(": ")
                pairs.append((label, value))
            blocks.append(Facts(pairs))
        elif len(lines) == 1 and len(lines[0]) < 50 and not lines[0].endswith((".", ":")):
            blocks.append(Heading(lines[0]))
        else:
            blocks += [Prose(""), Prose(" ".join(lines)), Prose("")]
    shown.blocks = blocks
    return shown
