"""``keta help [TOPIC]``: words and rules, or a command's usage."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ketacli.cli.session import Session
from ketacli.cli.table import BY_NAME, TOPICS
from ketacli.errors import UsageError

if TYPE_CHECKING:
    from ketacli.screens.screen import Screen

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "data", "help")  # noqa: PTH100, PTH118, PTH120


def run(*, topic: str | None, agent: bool = False, **settings: Any) -> int:
    """Print a topic, the usage of a command, or the list of both; as JSON, what a program needs to know."""
    session = Session(**settings, formats=("table", "json"))
    if agent and topic not in (None, "agents"):
        raise UsageError(
            f"--agent is a topic of its own, not one of {topic}", "Ask keta help agents.", field="agent", value=topic
        )
    topic = "agents" if agent else topic
    if topic is not None and topic not in BY_NAME and topic not in TOPICS:
        from ketacli.records.names import missing, near

        known = {name.replace("-", ""): name for name in (*TOPICS, *BY_NAME)}
        raise missing("help topic", topic, near(topic, known), tuple(dict.fromkeys((*TOPICS, *BY_NAME))))
    if session.format == "json":
        from ketacli.cli.help_answer import help_answer

        return session.document("help", {"topic": topic}, help_answer(topic, text_of))
    if topic in TOPICS:
        return session.screen(topic_screen(topic))
    from ketacli.cli.commands import usage

    return usage.run(command=topic, **settings)


def text_of(topic: str) -> str:
    """A topic's text as it is written."""
    with open(os.path.join(FOLDER, topic + ".txt"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
        return file.read()


def topic_screen(topic: str) -> Screen:
    """A topic as a screen."""
    shown = page(text_of(topic))
    if topic in BY_NAME:
        shown.next = [f"keta {topic} --help"]
    return shown


def page(text: str) -> Screen:
    """A topic as a screen: first its title; short lines are headings, "- a: b" facts, "- keta ...: b" examples."""
    from ketacli.screens.screen import Block, Facts, Heading, Prose, Screen, Words

    title, _, body = text.partition("\n")
    shown = Screen(title)
    blocks: list[Block] = []
    for paragraph in body.strip().split("\n\n"):
        lines = paragraph.strip().split("\n")
        if all(line.startswith("- keta ") for line in lines):
            for line in lines:
                command, _, answer = line[2:].partition(": ")
                blocks += [Prose(command, "name", 2), Prose(answer, "", 4)]
        elif all(line.startswith("- ") for line in lines):
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
