"""Commands, options and topics, for programs and language models."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import TEXT, Output
from ketacli.records.base import frozen


@frozen
class CommandGroup(Answer):
    """Commands that belong together."""

    title: str
    """Title. Of the group."""
    commands: tuple[str, ...]
    """Commands. Their names."""


@frozen
class ArgumentHelp(Answer):
    """One positional argument."""

    name: str
    """Name. Of the argument."""
    help: str
    """Help. What it is."""
    required: bool
    """Required. False when it may be left out."""
    many: bool
    """Many. Whether several are taken."""
    values: tuple[str, ...]
    """Values. The words it takes; none where any text is right or they are too many."""


@frozen
class OptionHelp(Answer):
    """One option."""

    name: str
    """Name. Of the option."""
    flags: tuple[str, ...]
    """Flags. As typed."""
    kind: Literal["flag", "text", "list", "int"]
    """Kind. A flag, one value, a list that may be repeated, or a whole number."""
    value: str | None
    """Value. What stands for it in help; null for a flag."""
    help: str
    """Help. What it does."""
    group: str
    """Group. Heading it stands under."""
    values: tuple[str, ...]
    """Values. The words it takes; none where any text is right or they are too many."""


@frozen
class CommandHelp(Answer):
    """One command."""

    name: str
    """Name. Of the command."""
    answers: str
    """Answers. The question that it answers."""
    usage: str
    """Usage. How it is written."""
    examples: tuple[str, ...]
    """Examples. Command lines that run."""
    arguments: tuple[ArgumentHelp, ...]
    """Arguments. In order."""
    options: tuple[OptionHelp, ...]
    """Options. In the order of help."""
    see: tuple[str, ...]
    """See. Help topics that go on from it."""


@frozen
class TopicHelp(Answer):
    """One help topic."""

    name: str
    """Name. What keta help takes."""
    about: str
    """About. One line."""
    text: str
    """Text. As written."""


@frozen
class HelpAnswer(Answer):
    """What the tool can do, or one command or topic of it."""

    about: str | None = None
    """About. What the tool is; only when everything is asked for."""
    groups: tuple[CommandGroup, ...] | None = None
    """Groups. Commands in teaching order; only when everything is asked for."""
    commands: tuple[CommandHelp, ...]
    """Commands. All, the one asked for, or none."""
    topics: tuple[TopicHelp, ...]
    """Topics. All, the one asked for, or none."""


OUTPUTS = {
    "help": Output("Commands, options and topics", HelpAnswer, {"topic": TEXT}),
}
