"""Commands, options and topics as the answer of ``keta help --json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.cli.help_pages import ABOUT, SEE, WHAT, grouped, metavar, options_by_group, synopsis, vocabulary
from ketacli.cli.table import BY_NAME, COMMANDS, TOPICS
from ketacli.evidence.answers.help import (
    ArgumentHelp,
    CommandGroup,
    CommandHelp,
    HelpAnswer,
    OptionHelp,
    TopicHelp,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.cli.table import Command


def help_answer(topic: str | None, text_of: Callable[[str], str]) -> HelpAnswer:
    """Everything, or one topic or command; ``text_of`` reads a topic as it is written."""
    names = TOPICS if topic is None else (topic,) if topic in TOPICS else ()
    topics = tuple(TopicHelp(name=name, about=ABOUT.get(name, ""), text=text_of(name)) for name in names)
    commands = COMMANDS if topic is None else tuple(BY_NAME[name] for name in (topic,) if name in BY_NAME)
    words = vocabulary(*commands)
    told = tuple(command_help(command, words) for command in commands)
    if topic is not None:
        return HelpAnswer(commands=told, topics=topics)
    groups = tuple(CommandGroup(title=title, commands=tuple(each.name for each in held)) for title, held in grouped())
    return HelpAnswer(about=WHAT, groups=groups, commands=told, topics=topics)


def command_help(command: Command, words: dict[str, list[str]]) -> CommandHelp:
    """One command, with the words of the vocabularies that it takes."""
    return CommandHelp(
        name=command.name,
        answers=command.answers,
        usage=synopsis(command),
        examples=command.examples,
        arguments=tuple(
            ArgumentHelp(
                name=item.name,
                help=item.help,
                required=item.required,
                many=item.many,
                values=_listed(item.complete, words),
            )
            for item in command.arguments
        ),
        options=tuple(
            OptionHelp(
                name=option.name,
                flags=option.flags,
                kind=option.kind,
                value=metavar(option) or None,
                help=option.help,
                group=group,
                values=_listed(option.complete, words),
            )
            for group, options in options_by_group(command)
            for option in options
        ),
        see=tuple(topic for topic in SEE.get(command.name, ()) if topic in TOPICS),
    )


def _listed(complete: str | tuple[str, ...] | None, words: dict[str, list[str]]) -> tuple[str, ...]:
    return complete if isinstance(complete, tuple) else tuple(words.get(complete or "", ()))
