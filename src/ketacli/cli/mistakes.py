"""Command lines that make no sense: what is wrong with them, and the nearest that does."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any

from ketacli.cli.table import BY_NAME, COMMANDS
from ketacli.errors import KetaError, UnknownName, UsageError
from ketacli.evidence.danger import in_danger

if TYPE_CHECKING:
    from ketacli.cli.table import Option

MOST = 3
SLIP = 0.74
"""How much a first word is like a command that it is told as: "compatible" is no "compare"."""
VOCABULARIES = ("indications", "compounds", "routes")


def no_command(word: str) -> KetaError:
    """The error for a first word that is no command, with the commands that it may be meant for."""
    near = _near(word.casefold(), [command.name for command in COMMANDS], SLIP)
    hint = f"Did you mean keta {' or keta '.join(near)}?" if near else "keta --help lists the commands."
    return UsageError(f'no command called "{word}"', hint, field="command", value=word, suggestions=near)


QUESTIONS = frozenset(
    ("how", "who", "why", "what", "when", "where", "which", "is", "are", "can", "could", "does", "do", "did", "has",
     "have", "should", "will", "was", "were", "may", "if", "in", "for", "the", "a", "an")
)  # fmt: skip
"""First words of questions: none of them is a command mistyped."""
SMALL = QUESTIONS - {"a"} | frozenset(
    ("of", "on", "with", "to", "from", "between", "about", "my", "me", "not", "after", "before", "during", "de",
     "la", "le", "les", "des", "du", "en", "el", "los", "del", "von", "bei", "der", "die", "das", "mit", "nach", "vor",
     "and", "or", "vs", "versus", "than", "that", "hat", "ist", "und", "nicht", "ich", "est", "et", "con", "para",
     "per", "il", "che", "het", "een", "van")
)  # fmt: skip
"""Words between those of a sentence, which no line of names and options has."""
SENTENCE = 3
"""Words of the shortest sentence."""
MANY, LETTERS = 5, 2
"""So many words of more letters than these are a sentence without a small one too; no command takes as many."""
WORDED = ("command", "argument", "words", "name")
"""What of a line is wrong where it is a sentence."""


def sentence(words: list[str]) -> bool:
    """Whether the words before the options are a sentence: some, or a few with a small one after the first."""
    plain = list(takewhile(lambda word: not word.startswith("-"), words))
    small = len(plain) >= SENTENCE and not SMALL.isdisjoint(word.casefold() for word in plain[1:])
    return small or sum(len(word) > LETTERS and word.isalpha() for word in plain) >= MANY


def search_for(error: KetaError, words: list[str]) -> list[str] | None:
    """The search for a sentence that begins with the name of a command and is nothing that this takes; else None.

    ``keta show me trials in PTSD`` is one. A word too many, or a name that is none, stays a mistake where it stands
    alone or in quotes, as programs write it.
    """
    if in_danger(" ".join(words)):
        # Where help is stands first, whatever is wrong with the line.
        search = for_help(words)
        return None if search == words else search
    worded = isinstance(error, UsageError | UnknownName) and words[:1] != ["find"] and sentence(words)
    if not worded:
        return None
    if error.field not in WORDED and words[0] == "dosing":
        # A quantity is what is wrong.
        return None
    options = {word.partition("=")[0] for word in words if word.startswith("-")}
    known = {flag for option in BY_NAME["find"].options for flag in option.flags}
    return ["find", "--fail-empty", *words] if options <= known else None


def for_help(words: list[str]) -> list[str]:
    """The search that tells where help is: of a line from somebody in danger the words alone, as JSON if asked for."""
    from ketacli.cli.failure import wants_json

    plain = [word for word in words[words[:1] == ["find"] :] if word.strip() and not word.startswith("-")]
    return ["find", "--fail-empty", *plain, *(["--json"] if wants_json(words) else [])]


def asks(words: list[str]) -> bool:
    """Whether words that begin with no command are a question: they have letters and are no command mistyped."""
    first = words[0].casefold()
    if "--version" in words or not any(letter.isalnum() for letter in first):
        return False
    return first in QUESTIONS or sentence(words) or not _near(first, [command.name for command in COMMANDS], SLIP)


def told(error: Exception, words: list[str]) -> KetaError | None:
    """What Typer complains of, in our words; None when it is no mistake of the user.

    Typer carries its own Click from 0.26 on, so its errors are known by their shape only.
    """
    kind = type(error).__name__
    command = words[0] if words[0] in BY_NAME else ""
    usage = f"keta {command} --help shows its options." if command else "keta --help lists the commands."
    if not hasattr(error, "format_message"):
        return None
    if kind == "NoSuchOption":
        return no_option(str(getattr(error, "option_name", "")), command, words)
    if kind == "BadOptionUsage":
        return _bad_option(error, command)
    if kind == "MissingParameter":
        name = _parameter(error)
        return UsageError(f"{command} needs {_article(name)}", _example(command), field=name)
    if kind == "BadParameter":
        name = _parameter(error)
        text = str(getattr(error, "message", ""))
        flag = _flag(command, name)
        return UsageError(
            f'{flag} takes a whole number, not "{text}"', f"For example: {flag} 100.", field=name, value=text
        )
    message = error.format_message().strip().rstrip(".")
    if message.startswith("No such command"):
        return no_command(next((word for word in words if not word.startswith("-")), ""))
    if message.startswith("Got unexpected extra argument"):
        return _too_many(message, command, words)
    return UsageError(message[:1].lower() + message[1:], usage)


def no_option(flag: str, command: str, words: list[str]) -> KetaError:
    """The error for an option that a command does not have: a near miss, or where the option belongs."""
    if not command:
        return _before_command(flag, words)
    own = [each for option in BY_NAME[command].options for each in option.flags] + ["--help"]
    near = _near(flag, [each for each in own if each.startswith("--")])
    owners = [other.name for other in COMMANDS if any(flag in option.flags for option in other.options)]
    line = since(flag, command, words)
    if line:
        return UsageError(f'{command} has no option "{flag}"', f"{line} lists from then on.", field="option",
                          value=flag, suggestions=(line,))  # fmt: skip
    if near:
        hint = f"Did you mean {' or '.join(near)}?"
    elif owners:
        hint = (
            f"It belongs to keta {' and keta '.join(owners[:MOST])}; keta {command} --help shows what this one takes."
        )
    else:
        hint = f"keta {command} --help shows its options."
    return UsageError(f'{command} has no option "{flag}"', hint, field="option", value=flag, suggestions=near)


SINCE = ("--since", "--after", "--from", "--newer-than")


def since(flag: str, command: str, words: list[str]) -> str:
    """The line for what came after a date, ``keta timeline --year 2025-``; empty where there is none."""
    from itertools import pairwise

    typed, equals, value = flag.partition("=")
    given = value if equals else next((after for word, after in pairwise(words) if word == typed), "")
    given = given or next((word.partition("=")[2] for word in words if word.startswith(f"{typed}=")), "")
    year = given[:4]
    dated = len(year) == 4 and year.isascii() and year.isdigit()
    has_years = any(option.field == "year" for option in BY_NAME[command].options)
    return f"keta {command} --year {year}-" if typed in SINCE and dated and has_years else ""


def unusable(option: Option, value: object) -> KetaError:
    """The error for a value that can mean nothing: a negative number, or a blank, as an unset variable leaves it."""
    flag = option.flags[-1]
    if isinstance(value, int):
        return UsageError(
            f"{flag} takes 0 or more, not {value}", "Write a plain whole number.", field=option.name, value=str(value)
        )
    return UsageError(
        f"{flag} has an empty value", f"Give it a value, or leave {flag} out.", field=option.name, value=""
    )


def _before_command(flag: str, words: list[str]) -> KetaError:
    if "--version" in words:
        hint = "keta status --json has the version for programs."
        return UsageError("--version stands alone", hint, field="option", value=flag)
    known = any(flag in option.flags for command in COMMANDS for option in command.options)
    command = next((word for word in words if word in BY_NAME), "")
    if known:
        hint = f"Options come after the command: keta {command or 'trials'} {flag}."
        return UsageError(f"{flag} stands before the command", hint, field="option", value=flag)
    near = _near(flag, ["--help", "--version"])
    hint = f"Did you mean keta {' or keta '.join(near)}?" if near else "keta --help lists the commands."
    return UsageError(f'no option "{flag}" before a command', hint, field="option", value=flag, suggestions=near)


def _bad_option(error: Any, command: str) -> KetaError:
    flag = str(error.option_name)
    option = next((each for each in BY_NAME[command].options if flag in each.flags), None) if command else None
    if "does not take" in error.format_message() or option is None:
        return UsageError(f"{flag} takes no value", f"Write {flag} alone.", field="option", value=flag)
    hint = f"keta {command} --help says which it takes."
    if isinstance(option.complete, tuple):
        hint = f"Known: {', '.join(option.complete)}."
    return UsageError(f"{flag} needs a value", hint, field=option.name, value="", allowed=_allowed(option.complete))


def _allowed(complete: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return complete if isinstance(complete, tuple) else ()


def _too_many(message: str, command: str, words: list[str]) -> KetaError:
    text = message.partition("argument(s) (")[2] or message.partition("argument (")[2]
    text = text.removesuffix(")")
    arguments = BY_NAME[command].arguments if command else ()
    meant = _filter(text, command)
    if meant:
        hint = f"Did you mean keta {command} {meant}?"
    elif not arguments:
        # A question may begin with the name of a command: status epilepticus.
        asked = " ".join(words) if all(word.isalnum() for word in words) else "TEXT"
        hint = f"keta {command} takes options only; keta find {asked} searches for words."
    else:
        hint = f"keta {command} takes one {arguments[0].name}; put words with spaces in quotes."
    return UsageError(f'{command or "keta"} does not take "{text}"', hint, field="argument", value=text,
                      suggestions=(meant,) if meant else ())  # fmt: skip


def _filter(text: str, command: str) -> str:
    """The option, with its value, that a bare word stands for: ``--indication ptsd``; empty when it is none."""
    from ketacli.build.opening import load
    from ketacli.records.names import table
    from ketacli.records.store import fold

    try:
        data = load()
        for option in BY_NAME[command].options if command else ():
            if option.complete in VOCABULARIES and option.kind == "list":
                found = table(data, str(option.complete)).get(fold(text))
                if found:
                    return f"{option.flags[0]} {found}"
    except KetaError:
        # Without data nothing can be recognised; the mistake is told all the same.
        return ""
    return ""


def _parameter(error: Any) -> str:
    return str(getattr(getattr(error, "param", None), "name", None) or "value")


def _flag(command: str, name: str) -> str:
    options = BY_NAME[command].options if command else ()
    return next((option.flags[-1] for option in options if option.name == name), name)


def _article(name: str) -> str:
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def _example(command: str) -> str:
    return f"For example: {BY_NAME[command].examples[0]}." if command else "keta --help lists the commands."


def _near(word: str, names: list[str], alike: float = 0.7) -> tuple[str, ...]:
    from difflib import get_close_matches

    return tuple(get_close_matches(word, names, n=MOST, cutoff=alike))
